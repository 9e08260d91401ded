"""People and firms in lists, brackets and genitives: "X (Y)", "X et Z, ingénieurs chez Y", "la firme de X"."""

from collections.abc import Iterator
from typing import Final

from kg.annotate import vocabulary
from kg.annotate.closed import INTO
from kg.annotate.parsed import Parsed
from kg.annotate.phrases import listed, phrase
from kg.annotate.shapes import Fact
from kg.annotate.view import Name, View
from kg.annotate.words import class_type

_HEADS: Final = frozenset({"PDG", "patrons", "CEO", "dirigeants"})
_BOTH: Final = frozenset({",", "tous", "toutes", "deux", "trois", "les", "des", "respectivement", "(", "actuels", "nouveaux"})
_FORMER: Final = frozenset({"anciens", "anciennes", "ex", "-", "ex-"})
_LONGEST: Final = 3


def _people(seen: View) -> list[Name]:
    return sorted(
        {name for name in seen.at.values() if name.type == "PERSON" and not name.anaphor}, key=lambda name: name.start
    )


def bracketed(seen: View) -> Iterator[Fact]:
    """Follow "X (Y)": who X works for; the head of Y when the line speaks of heads ("des PDG, dont X (Y)")."""
    doc = seen.doc
    for one in _people(seen):
        if one.end + 2 >= len(doc) or doc[one.end].text != "(":
            continue
        inside = seen.name(one.end + 1)
        if inside is None or inside.type not in ("COMPANY", "ORG") or doc[inside.end].text != ")":
            continue
        end = one.end
        while end < min(one.end + 24, len(doc)) and doc[end].text not in (".", "!", "?") and "\n" not in doc[end].text_with_ws:
            end += 1
        heads = any(token.text in _HEADS for token in (*doc[seen.floor(one.start) : one.start], *doc[one.end : end]))
        yield Fact(one.entity, "ceoOf" if heads else "worksFor", inside.entity, one.start, 0.6)


def several(seen: View) -> Iterator[Fact]:
    """Follow "X et Z, deux anciens ingénieurs de Y": a role in the plural after a list of people."""
    doc, done = seen.doc, set[int]()
    for one in _people(seen):
        people = listed(seen, one)
        end = people[-1].end
        if len(people) < 2 or end in done or end >= len(doc) or doc[end].text not in (",", "("):
            continue
        done.add(end)
        at, former = end, False
        while at < len(doc) and (doc[at].lower_ in _BOTH or doc[at].lower_ in _FORMER):
            former = former or doc[at].lower_ in _FORMER
            at += 1
        yield from _roles_at(seen, people, at, former)


def _roles_at(seen: View, people: list[Name], at: int, former: bool) -> Iterator[Fact]:
    doc, table = seen.doc, vocabulary.roles()
    if former and doc[at - 1].lower_ in ("anciens", "anciennes") and doc[at].lower_ in INTO:  # "deux anciens de Y"
        for firm in phrase(seen, at + 1, seen.ceiling(at), strict=True)[:1]:
            if firm.type in ("COMPANY", "ORG"):
                yield from (Fact(person.entity, "formerlyWorkedFor", firm.entity, at, 0.75) for person in people)
        return
    for length in range(_LONGEST, 0, -1):
        words = doc.words(at, at + length)
        former = former or words.lower().startswith("ex-")
        name = " ".join(_singular(word) for word in words.removeprefix("ex-").split())
        role = table.get(name) or table.get(name.removeprefix("co").removeprefix("-"))
        after = at + length
        if role is None or (name == words.removeprefix("ex-") and doc[at - 1].lower_ not in _FORMER | _BOTH - {",", "("}):
            continue  # "X et Z, ex-cadre de Y" speaks of Z alone
        while (
            after < len(doc) and doc[after].pos_ in ("ADJ", "NOUN") and seen.name(after) is None and not class_type(doc[after])
        ):
            after += 1
        if after + 1 < len(doc) and doc[after].lower_ in INTO:
            for firm in phrase(seen, after + 1, seen.ceiling(at), strict=True)[:1]:
                predicate = _plural_predicate(role.kind, firm.type, former)
                for person in people if predicate else ():
                    yield Fact(person.entity, predicate, firm.entity, at, 0.75)
        return


def _plural_predicate(kind: str, place: str, former: bool) -> str:
    if place not in ("COMPANY", "ORG", "PLACE"):
        return ""
    if kind == "founder":
        return "founderOf" if place != "PLACE" else ""
    if kind == "ceo":
        return "formerCeoOf" if former else "ceoOf"
    return "formerlyWorkedFor" if former else "worksFor"


def _singular(word: str) -> str:
    """Give the singular of a word of a role.

    >>> _singular("généraux"), _singular("salariés"), _singular("PDG")
    ('général', 'salarié', 'PDG')
    """
    if word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-1] if word.endswith("s") else word


def firms_of(seen: View) -> Iterator[Fact]:
    """Follow "la firme de X", where the firm is one the article has named."""
    doc = seen.doc
    for one in _people(seen):
        at = one.start - 2
        if at < 0 or doc[at + 1].lower_ not in ("de", "d'"):
            continue
        firm = seen.name(at)
        if firm is not None and firm.anaphor and firm.type == "COMPANY" and class_type(doc[at]).startswith("COMPANY"):
            yield Fact(one.entity, "ceoOf", firm.entity, at, 0.6)


def members(seen: View) -> Iterator[Fact]:
    """Follow "X de Y", "X, de chez Y" and "X, du cabinet Y,": a person and, with nothing between, who the person works for."""
    doc = seen.doc
    for one in _people(seen):
        at = one.end
        apart = at < len(doc) and doc[at].text == ","
        at += apart
        if at + 1 >= len(doc) or doc[at].lower_ not in ("de", "d'", "du", "chez"):
            continue
        firm = _firm_after(seen, at + 1 + (doc[at + 1].lower_ == "chez"))
        if firm is not None and (not apart or _is_closed(doc, firm.end)):
            yield Fact(one.entity, "worksFor", firm.entity, one.start, 0.55)


def _firm_after(seen: View, start: int) -> Name | None:
    """Give the firm that a noun phrase names after its article, class noun and adjectives: "cabinet bruxellois Y"."""
    for at in range(start, min(start + 6, seen.ceiling(start - 1))):
        one = seen.name(at)
        if one is not None and not one.anaphor:
            return one if one.start == at and one.type in ("COMPANY", "ORG") else None
        if one is None and not (seen.doc[at].pos_ in ("DET", "ADJ") or class_type(seen.doc[at])):
            return None
    return None


def _is_closed(doc: Parsed, end: int) -> bool:
    """Tell whether an apposition ends at token `end`."""
    return end >= len(doc) or doc[end].is_punct or doc[end].is_space or doc[end].pos_ in ("VERB", "AUX", "PRON", "CCONJ", "ADV")
