"""Which named entity a pronoun, "le PDG" or "son PDG" stands for; None when in doubt."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.discourse import REACH, SUBJECTS, Discourse, Referred, gender_of, is_singular
from kg.annotate.firms import POSSESSIVE
from kg.annotate.parsed import Parsed, Token
from kg.annotate.roles import RoleFact
from kg.annotate.tables import column, rows
from kg.records import Entity

#: Prepositions before whom a clause is reported from.
_SOURCES: Final = frozenset({"selon", "d'après", "après"})
#: Nouns that look like a verb of saying: "cette dernière annonce".
_NOUNS_TOO: Final = frozenset({"annonce", "demande", "critique", "promesse"})
_PARTICIPLES: Final = ("é", "ée", "és", "ées", "u", "ue", "us", "ues", "i", "ie", "it", "ite", "is", "ise")
#: Nouns that may stand for whichever person was named last.
_ANYBODY: Final = frozenset(
    {
        "dirigeant",
        "dirigeante",
        "patron",
        "patronne",
        "milliardaire",
        "entrepreneur",
        "entrepreneuse",
        "responsable",
        "homme d'affaires",
        "femme d'affaires",
    }
)


@lru_cache(maxsize=1)
def pronouns() -> Mapping[str, tuple[str, str]]:
    """Read the pronouns: form to gender and kind."""
    return {row["form"]: (row["gender"], row["kind"]) for row in rows(files.rules("anaphors.csv"))}


@lru_cache(maxsize=1)
def impersonal() -> frozenset[str]:
    """Read the verbs whose "il" stands for nothing."""
    return column(files.rules("impersonal.csv"), "lemma")


def pronoun(token: Token) -> tuple[str, str] | None:
    """Give gender and kind of the pronoun that `token` is the last or only word of, else None."""
    text, doc = token.lower_.replace("’", "'"), token.doc
    if text in ("dernier", "dernière") and token.i and doc[token.i - 1].lower_ in ("ce", "cette"):
        follows = doc[token.i + 1] if token.i + 1 < len(doc) else None
        return (
            None
            if follows is not None and follows.pos_ in ("NOUN", "PROPN") and not _is_telling(follows)
            else ("m" if text == "dernier" else "f", "last")
        )
    if text == "ci" and token.i > 1 and doc[token.i - 2].lower_ in ("celui", "celle"):
        return ("m" if doc[token.i - 2].lower_ == "celui" else "f"), "last"
    found = pronouns().get(text)
    if not found:
        return None
    gender, kind = found
    if kind == "oblique" or (kind == "subject" and token.i and doc[token.i - 1].lower_ in ("selon", "pour", "d'après", "chez")):
        return (gender, "oblique") if token.i and doc[token.i - 1].lower_ in ("selon", "pour", "après", "d'après") else None
    return None if is_impersonal(token) else (gender, kind)


def _is_telling(token: Token) -> bool:
    """Tell whether `token` is a verb of saying, whatever the tagger takes it for: "ce dernier accuse X"."""
    return token.lower_ + "r" in _telling() and token.lower_ not in _NOUNS_TOO


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    return column(files.rules("reporting_verbs.csv"), "lemma")


def is_impersonal(token: Token) -> bool:
    """Tell whether "il" stands for nothing, as in "il faut", "il est possible de"."""
    head, doc = token.head, token.doc
    if token.lower_ == "-il" and any(child.lower_ in ("en", "y") for child in head.children):
        return True
    if token.lower_ != "il":
        return False
    if token.dep_.startswith("expl") or head.lemma_ in impersonal():
        return True
    if token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "y":
        return True
    copula = any(child.dep_ == "cop" for child in head.children)
    return copula and head.pos_ == "ADJ" and any(child.dep_ in ("csubj", "ccomp", "xcomp", "advcl") for child in head.children)


def resumed(token: Token) -> Token | None:
    """Give the noun that an inverted pronoun repeats: "La CNIL va-t-elle agir ?"."""
    subjects = (child for child in token.head.children if child.dep_ in SUBJECTS and child.i < token.i)
    return next((child for child in subjects if child.pos_ in ("NOUN", "PROPN")), None)


def fits_pronoun(
    token: Token, gender: str, kind: str, is_quoted: bool, discourse: Discourse
) -> Callable[[Referred], float | None]:
    """Give a function that tells how well something mentioned agrees with a pronoun.

    Args:
        kind: ``inverted`` and ``oblique`` pronouns speak or think, so that no thing can be meant.
        is_quoted: the pronoun stands between quotation marks.
    """
    says = kind in ("inverted", "oblique", "person")

    def fits(one: Referred) -> float | None:
        if kind == "inverted" and one.quoted and not is_quoted:
            return None
        if is_quoted and not one.quoted and one.token > token.sent.start:
            return None
        if one.entity is None:
            return None if one.gender != gender or says else 0.8 if one.subject else 0.5
        label, known = one.entity.type, discourse.gender(one.entity)
        if kind == "subject" and _opens_sentence(one, token):
            return None
        if label == "PERSON":
            return 2.0 if known == gender else 1.0 if known == "x" else None
        if label in ("COMPANY", "ORG"):
            if _is_cut_off(one, token, gender) or (says and gender == "m" and one.gender != "m"):
                return None
            return 1.2 if gender in ("f", one.gender) else 0.2
        if label == "PLACE" or says:
            return None
        return 0.4 if gender == "m" else 0.1

    return fits


def _opens_sentence(one: Referred, token: Token) -> bool:
    """Tell whether `one` stands in an opening that speaks of something else than the pronoun: "Selon X, elle", "Fondée par X, elle"."""
    opening = [word for word in token.doc[token.sent.start : one.token] if not word.is_space]
    if not opening or one.token > token.i:
        return False
    if any(word.lower_ in _SOURCES for word in opening[:2]):
        return not any(word.text in ",;:" or word.pos_ in ("VERB", "AUX") for word in opening)
    participle = opening[0].pos_ in ("VERB", "ADJ") and opening[0].lower_.endswith(_PARTICIPLES)
    return participle and any(word.lower_ == "par" for word in opening)


def _is_cut_off(one: Referred, token: Token, gender: str) -> bool:
    """Tell whether a common noun that agrees stands between a firm and the pronoun of the same sentence."""
    if one.token < token.sent.start:
        return False
    between = token.doc[one.token + 1 : token.i]
    return any(word.pos_ == "NOUN" and gender_of(word) == gender and is_singular(word) for word in between)


def person(token: Token, sentence: int, discourse: Discourse) -> Entity | None:
    """Give whom "la jeune femme" or "le quinquagénaire" takes up: somebody of that gender; nobody in "la femme de X"."""
    if any(child.dep_ == "nmod" for child in token.children):
        return None
    article = next((child.lower_ for child in token.children if child.dep_ == "det"), "")
    gender = {"le": "m", "ce": "m", "cet": "m", "la": "f", "cette": "f"}.get(article, "x")

    def fits(one: Referred) -> float | None:
        known = discourse.gender(one.entity) if one.entity and one.entity.type == "PERSON" else ""
        return 1.0 if known == gender else 0.3 if known == "x" or (known and gender == "x") else None

    return discourse.best(sentence, fits)


def several(token: Token, gender: str, sentence: int, discourse: Discourse) -> Entity | None:
    """Give the first of the people that "ils" or "elles" stands for: the joint subject of the sentence before."""
    before = [one for one in discourse.said if one.sentence == sentence - 1]
    joint = [one for one in before if one.entity and one.entity.type == "PERSON" and _is_subject(token.doc[one.token])]
    people = {one.entity.id: discourse.gender(one.entity) for one in joint if one.entity}
    plural = any(word.pos_ == "NOUN" and not is_singular(word) for word in token.doc[token.sent.start : token.i])
    if len(people) < 2 or plural or (gender == "f") == ("m" in people.values()):
        return None
    return joint[0].entity


def _is_subject(token: Token) -> bool:
    """Tell whether `token` is a subject or coordinated with one."""
    return token.dep_ in SUBJECTS or (token.dep_ == "conj" and token.head.dep_ in SUBJECTS)


def holder(
    fact: RoleFact, facts: list[RoleFact], sentence: int, discourse: Discourse, owner: Entity | None, *, alone: bool = True
) -> str | None:
    """Give the person that "le PDG", "le patron de X", "son PDG" stands for, or the company when nobody is named.

    Args:
        owner: the company that "son" stands for, or None.
        alone: no other noun depends on the role noun, as it does in "le patron de la PME".
    """
    place = fact.organisation or (owner.id if owner else None)
    where = discourse.entities[place].name if place and place in discourse.entities else ""
    recent = {one.entity.id for one in discourse.said if one.entity and sentence - one.sentence <= REACH + 1}
    same = [
        one
        for one in facts
        if one.person
        and one.kind == fact.kind
        and one.former == fact.former
        and _agrees(fact, discourse.genders.get(one.person, "x"))
        and (one.kind == "ceo" or one.role == fact.role)
        and (not place or one.organisation in (place, None))
        and (not (fact.country or where) or not one.country or one.country in (fact.country, where))
        and (one.kind in ("ceo", "president", "founder") or one.person in recent)
    ]
    exact = [one for one in same if place and one.organisation == place] or same
    people = list(dict.fromkeys(one.person for one in exact))
    if len(people) == 1:
        return people[0]
    if len(people) > 1:
        return next((one.entity.id for one in reversed(discourse.said) if one.entity and one.entity.id in people), None)
    if place:
        named = _known_holder(fact, place, discourse)
        return named or (place if fact.organisation and not fact.former and fact.kind == "ceo" else None)
    if fact.role in _ANYBODY and fact.definite and alone:
        found = discourse.best(sentence, lambda one: _person_score(one, fact, discourse))
        return found.id if found else None
    return None


def _agrees(fact: RoleFact, gender: str) -> bool:
    return "x" in (fact.gender, gender) or fact.gender == gender


def _person_score(one: Referred, fact: RoleFact, discourse: Discourse) -> float | None:
    if one.entity is None or one.entity.type != "PERSON" or not _agrees(fact, discourse.gender(one.entity)):
        return None
    return 1.0


def _known_holder(fact: RoleFact, place: str, discourse: Discourse) -> str | None:
    """Give the person named in the article whom the catalogue has in this post at this place."""
    target = discourse.entities.get(place)
    if target is None or not target.catalogue:
        return None
    for identifier, entity in sorted(discourse.entities.items()):
        entry = discourse.known.get(entity.catalogue) if entity.type == "PERSON" else None
        for post in entry.roles if entry else ():
            if post.organisation == target.catalogue and post.kind == fact.kind and bool(post.until) == fact.former:
                return identifier
    return None


def role_owner(doc: Parsed, fact: RoleFact, sentence: int, discourse: Discourse) -> Entity | None:
    """Give the company that "son" in "son PDG" stands for."""
    if not fact.possessive or doc[fact.start].lower_ not in POSSESSIVE:
        return None

    def fits(one: Referred) -> float | None:
        return 1.0 if one.entity and one.entity.type in ("COMPANY", "ORG") else None

    return discourse.best(sentence, fits, reach=1)
