"""Who holds which role where: "Ada Roy, PDG de Plumoria", "le patron de Plumoria, Ada Roy"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kg.annotate import vocabulary
from kg.annotate.appositions import past_bracket, person_before
from kg.annotate.closed import POSSESSIVES
from kg.annotate.named import Named, named
from kg.annotate.parsed import Parsed

_LINKS: Final = frozenset({"de", "d'", "du", "des", "chez", "à", "au", "aux", "d", "en", "pour", "dans"})
_DETERMINERS: Final = frozenset(
    {
        "le",
        "la",
        "l'",
        "les",
        "un",
        "une",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "ce",
        "cet",
        "cette",
        "ces",
        "notre",
        "nos",
    }
)
_STOPS: Final = frozenset({".", ";", ":", "!", "?", "«", "»", '"', "(", ")", "–", "—"})
_PLACES: Final = frozenset({"COMPANY", "ORG", "PLACE", "PRODUCT"})
_REACH: Final = 10
_KEPT: Final = "kg.roles"
_LONGEST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFact:
    """A role phrase of the article: what it says, of whom, and where.

    Args:
        start, end: its tokens, the organisation included, the person not.
        head: token of the role noun; what a pronoun or a verb attaches to.
        role: the role as written ("cofondateur", "directrice générale").
        kind: ``ceo``, ``president``, ``founder`` or ``works``.
        former: the person no longer holds it.
        planned: the person does not hold it yet.
        gender: ``m``, ``f`` or ``x``.
        person: id of the entity that holds the role by this phrase, or None.
        organisation: id of the entity where, or None.
        possessive: the phrase starts with "son", "sa", "leur", so that a pronoun stands for the organisation.
        country: French name of the country whose adjective the phrase holds ("le président ukrainien"), or an empty string.
        definite: the phrase starts with "le", "la", "l'", "ce" or "cette": without a person, it may refer back to one.
    """

    start: int
    end: int
    head: int
    role: str
    kind: str
    former: bool = False
    planned: bool = False
    gender: str = "x"
    person: str | None = None
    organisation: str | None = None
    possessive: bool = False
    definite: bool = False
    country: str = ""


def roles(doc: Parsed) -> list[RoleFact]:
    """Give the role phrases of `doc`, in order; those of one coordination share person and organisation.

    Several components ask; the answer is kept on the Doc for as long as its mentions stay the same.
    """
    mentions = tuple(doc._.mentions)
    kept = doc.user_data.get(_KEPT)
    if kept is None or kept[0] != mentions:
        at = {index: one for one in named(doc) for index in range(one.start, one.end)}
        phrases = [_complete(doc, phrase, at) for phrase in _phrases(doc, at)]
        kept = doc.user_data[_KEPT] = (mentions, _shared(doc, phrases))
    return list(kept[1])


def _phrases(doc: Parsed, at: Mapping[int, Named]) -> Iterator[RoleFact]:
    index = 0
    while index < len(doc):
        found = None if index in at else _role_at(doc, index, at)
        if found:
            yield found
            index = found.end
        else:
            index += 1


def _role_at(doc: Parsed, index: int, at: Mapping[int, Named]) -> RoleFact | None:
    """Give the longest role of the vocabulary that starts at token `index` and reaches into no name."""
    if not _may_start(doc[index].text):
        return None
    table = vocabulary.roles()
    for length in range(min(_LONGEST, len(doc) - index), 0, -1):
        if index + length - 1 in at:
            continue
        text = doc.words(index, index + length)
        prefix = text[:3].lower() == "ex-"
        text = text[3:] if prefix else text
        role = table.get(text) or table.get(text[:1].lower() + text[1:])
        if role:
            fact = RoleFact(
                start=index,
                end=index + length,
                head=_head(doc, index, length),
                role=text,
                kind=role.kind,
                former=prefix,
                gender=role.gender,
            )
            return _left(doc, fact)
    return None


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Give what stands before the end of a word in each role, since a token ends nowhere else."""
    return frozenset(
        role[:length]
        for role in vocabulary.roles()
        for length in range(1, len(role) + 1)
        if length == len(role) or not role[length - 1 : length + 1].isalpha()
    )


@lru_cache(maxsize=20000)
def _may_start(word: str) -> bool:
    """Tell whether a role may begin with a word: most words are settled here, before any slice of the Doc is made."""
    if word[:2].lower() == "ex":
        return True
    return word in _beginnings() or word[:1].lower() + word[1:] in _beginnings()


def _head(doc: Parsed, index: int, length: int) -> int:
    return doc.root(index, index + length).i if doc.is_parsed else index


def _left(doc: Parsed, fact: RoleFact) -> RoleFact:
    """Take in the adjectives and the determiner before the role."""
    start, former, planned = fact.start, fact.former, fact.planned
    modifiers = vocabulary.modifiers()
    while start > 0 and (effect := modifiers.get(doc[start - 1].lower_.rstrip("-") if doc[start - 1].text != "-" else "-")):
        former, planned = former or effect == "former", planned or effect == "planned"
        start -= 1
    if start > 1 and doc[start - 1].text == "-" and doc[start - 2].lower_ == "ex":
        start, former = start - 2, True
    determiner = doc[start - 1].lower_ if start else ""
    gender = {"la": "f", "une": "f", "cette": "f", "le": "m", "un": "m", "ce": "m"}.get(determiner, fact.gender)
    if determiner in _DETERMINERS:
        start -= 1
    return replace(
        fact,
        start=start,
        former=former,
        planned=planned,
        gender=fact.gender if fact.gender != "x" else gender,
        possessive=determiner in POSSESSIVES,
        definite=determiner in ("le", "la", "l'", "ce", "cet", "cette"),
    )


def _complete(doc: Parsed, fact: RoleFact, at: Mapping[int, Named]) -> RoleFact:
    place, end = _organisation(doc, fact.end, at)
    country, after = _country(doc, fact.end, end)
    person = _after(doc, end if place else after, at)
    if person is None and _is_closed(doc, fact, end if place else after):
        person = person_before(doc, fact.start, at)
    return replace(fact, end=end if place else after, organisation=place, person=person, country=country)


def _country(doc: Parsed, start: int, end: int) -> tuple[str, int]:
    """Give the country whose adjective stands in the phrase or right after it, and the token after that adjective."""
    demonyms = vocabulary.demonyms()
    for index in range(start, min(max(end, start + 2), len(doc))):
        if doc[index].text in demonyms:
            return demonyms[doc[index].text], max(index + 1, end)
        if doc[index].is_punct or doc[index].lower_ in _LINKS:
            break
    return "", end


def _is_closed(doc: Parsed, fact: RoleFact, end: int) -> bool:
    """Tell whether the phrase may be an apposition; "Selon X, le PDG de Y a menti" goes on with a verb and is none."""
    if not fact.definite or end >= len(doc) or "Part" in doc[end].morph.get("VerbForm", []):
        return True  # "X, la ministre déléguée au Numérique"
    return doc[end].pos_ not in ("VERB", "AUX", "PRON", "ADV")


def _organisation(doc: Parsed, index: int, at: Mapping[int, Named]) -> tuple[str | None, int]:
    """Give where the role is held, and the token after it: the first name that "de", "chez"… leads to, or one right beside it."""
    beside = at.get(index + (index < len(doc) and doc[index].pos_ == "ADJ" and index not in at))
    if beside and beside.entity.type in ("COMPANY", "ORG") and doc[beside.start - 1].lower_ not in _LINKS:
        return beside.entity.id, beside.end  # "délégué CGT"
    linked = False
    index = past_bracket(doc, index)
    for place in range(index, min(index + _REACH, len(doc))):
        token = doc[place]
        one = at.get(place)
        if one:
            if linked and one.entity.type in _PLACES and one.start == place:
                return one.entity.id, one.end
            return None, index
        if token.lower_ in _LINKS:
            linked = True
        elif token.text in _STOPS or token.is_space or token.text == "," or token.pos_ in ("VERB", "AUX", "PRON", "SCONJ"):
            return None, index
    return None, index


def _after(doc: Parsed, end: int, at: Mapping[int, Named]) -> str | None:
    """Give the person named right after the phrase: "le PDG X", "le PDG de Y, X", "le PDG américain X"."""
    index = end
    for _ in range(4):
        if index < len(doc) and index not in at and doc[index].pos_ in ("ADJ", "ADP", "NOUN") and not _role_at(doc, index, at):
            index += 1
    if index < len(doc) and doc[index].text in (",", "(", ":"):
        index += 1
    if index < len(doc) and doc[index].lower_ in ("m.", "mme", "dr", "m", "sir"):
        index += 1
    one = at.get(index)
    return one.entity.id if one and one.entity.type == "PERSON" and one.start == index else None


def _shared(doc: Parsed, phrases: list[RoleFact]) -> list[RoleFact]:
    """Give the members of "cofondateur et PDG de Y" one person and one organisation."""
    done = list(phrases)
    for index in range(len(done) - 2, -1, -1):
        one, other = done[index], done[index + 1]
        between = doc.words(one.end, other.start).strip().lower()
        if between not in ("et", "puis", "ainsi que", "/") and not (between == "," and one.organisation is None and one.person):
            continue
        done[index] = replace(
            one,
            organisation=one.organisation or other.organisation,
            person=one.person or other.person,
        )
    for index in range(1, len(done)):
        one, other = done[index - 1], done[index]
        nested = other.start < one.end
        if other.person is None and one.person and (nested or doc.words(one.end, other.start).strip() in ("et", "puis", ",")):
            done[index] = replace(other, person=one.person)
    return done
