"""Which named entity a pronoun, "l'entreprise", "le géant américain" or "son PDG" stands for; None when in doubt."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc, Token

from kg import files
from kg.annotate import vocabulary
from kg.annotate.discourse import REACH, SUBJECTS, Discourse, Referred, gender_of, is_singular
from kg.annotate.roles import RoleFact
from kg.annotate.tables import column, rows
from kg.records import Entity

_DEFINITE: Final = frozenset({"le", "la", "l'", "ce", "cet", "cette"})
_POSSESSIVE: Final = frozenset({"son", "sa"})
#: Class nouns that say their field ("le fabricant de puces") and still take up a name.
_FIELD: Final = frozenset(
    {
        "géant",
        "mastodonte",
        "spécialiste",
        "leader",
        "pionnier",
        "fabricant",
        "constructeur",
        "éditeur",
        "fournisseur",
        "opérateur",
        "fondeur",
        "licorne",
        "pépite",
        "groupe",
        "cabinet",
        "concepteur",
    }
)
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


#: Kinds of place that a noun for places may take up.
_KINDS: Final = {"pays": ("country",), "ville": ("city",), "commune": ("city",), "région": ("region",)}


@lru_cache(maxsize=1)
def pronouns() -> Mapping[str, tuple[str, str]]:
    """Read the pronouns: form to gender and kind."""
    return {row["form"]: (row["gender"], row["kind"]) for row in rows(files.rules("anaphors.csv"))}


@lru_cache(maxsize=1)
def impersonal() -> frozenset[str]:
    """Read the verbs whose "il" stands for nothing."""
    return column(files.rules("impersonal.csv"), "lemma")


@lru_cache(maxsize=1)
def headquarters() -> Mapping[str, tuple[str, ...]]:
    """Read which companies "la firme de Cupertino" may be."""
    return {row["city"]: tuple(row["companies"].split("|")) for row in rows(files.catalogue() / "headquarters.csv")}


def pronoun(token: Token) -> tuple[str, str] | None:
    """Give gender and kind of the pronoun that `token` is the last or only word of, else None."""
    text, doc = token.lower_.replace("’", "'"), token.doc
    if text in ("dernier", "dernière") and token.i and doc[token.i - 1].lower_ in ("ce", "cette"):
        follows = doc[token.i + 1] if token.i + 1 < len(doc) else None
        return (
            None if follows is not None and follows.pos_ in ("NOUN", "PROPN") else ("m" if text == "dernier" else "f", "last")
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


def _is_cut_off(one: Referred, token: Token, gender: str) -> bool:
    """Tell whether a common noun that agrees stands between a firm and the pronoun of the same sentence."""
    if one.token < token.sent.start:
        return False
    between = token.doc[one.token + 1 : token.i]
    return any(word.pos_ == "NOUN" and gender_of(word) == gender and is_singular(word) for word in between)


def is_possessive(token: Token) -> bool:
    """Tell whether "son" or "sa" stands before a noun."""
    return any(child.dep_ == "det" and child.lower_ in _POSSESSIVE for child in token.children)


def find_class(token: Token) -> vocabulary.ClassNoun | None:
    """Give the class noun that `token` is a form of."""
    return vocabulary.class_nouns().get(token.lower_) or vocabulary.class_nouns().get(token.lemma_)


def class_noun(token: Token, entities: Mapping[int, Entity]) -> vocabulary.ClassNoun | None:
    """Give the class noun that `token` is, when its phrase may take up a name: "l'entreprise", "le géant américain"."""
    noun = find_class(token)
    if not noun or not noun.anaphor or token.pos_ not in ("NOUN", "PROPN", "ADJ") or "Plur" in token.morph.get("Number", []):
        return None
    determiner = next((child for child in token.children if child.dep_ == "det"), None)
    if determiner is None or determiner.lower_ not in _DEFINITE | _POSSESSIVE:
        return None
    for child in token.children:
        if child.dep_.startswith(("acl", "appos")) or (child.dep_ == "amod" and child.lower_ in ("autre", "même", "première")):
            return None
        if child.dep_ == "nmod" and token.lower_ not in _FIELD and child.i not in entities:
            return None
    return noun


def company(
    token: Token, noun: vocabulary.ClassNoun, sentence: int, doc_entities: Mapping[int, Entity], discourse: Discourse
) -> Entity | None:
    """Give what "l'entreprise", "la start-up chinoise", "la firme de Cupertino", "ce modèle" stands for."""
    known, demonyms = discourse.known, vocabulary.demonyms()
    country = next((demonyms[child.lower_] for child in token.children if child.lower_ in demonyms), "")
    city = next((doc_entities[child.i] for child in token.children if child.dep_ == "nmod" and child.i in doc_entities), None)
    if city is not None:
        seats = headquarters().get(city.name, ()) if token.doc._.listed else ()
        fitting = [one.entity for one in discourse.said if one.entity and one.entity.catalogue in seats]
        firms = {one.entity.id: one.entity for one in discourse.said if one.entity and one.entity.type in noun.types}
        only = next(iter(firms.values())) if len(firms) == 1 and not seats else None
        return fitting[-1] if fitting else only

    def fits(one: Referred) -> float | None:
        if one.entity is None or one.entity.type not in noun.types:
            return None
        entry = known.get(one.entity.catalogue)
        if one.entity.type == "PLACE" and (entry is None or entry.kind not in _KINDS.get(noun.noun, ())):
            return None
        where = entry.country if entry else ""
        if country and where and country != where:
            return None
        return 2.0 * discourse.counts[one.entity.id] / max(discourse.counts.values()) + (1.0 if country and where else 0.0)

    found = discourse.best(sentence, fits)
    if found is None and noun.types[0] == "COMPANY":
        found = discourse.best(sentence, fits, reach=5)
    return found


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


def role_owner(doc: Doc, fact: RoleFact, sentence: int, discourse: Discourse) -> Entity | None:
    """Give the company that "son" in "son PDG" stands for."""
    if not fact.possessive or doc[fact.start].lower_ not in _POSSESSIVE:
        return None

    def fits(one: Referred) -> float | None:
        return 1.0 if one.entity and one.entity.type in ("COMPANY", "ORG") else None

    return discourse.best(sentence, fits, reach=1)
