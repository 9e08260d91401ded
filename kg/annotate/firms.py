"""Which firm, model or place a class noun takes up: "l'entreprise", "le géant américain", "la firme de Cupertino"; None when in doubt."""

from collections.abc import Mapping, Set
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate import vocabulary
from kg.annotate.closed import TAKING_UP
from kg.annotate.discourse import Discourse, Referred
from kg.annotate.parsed import Token
from kg.annotate.tables import rows
from kg.catalogue import Post
from kg.records import Entity

POSSESSIVE: Final = frozenset({"son", "sa"})
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
#: Nouns for firms of one size: an article that speaks of "la start-up X" does not call it "le groupe".
_SMALL: Final = frozenset({"start-up", "startup", "start up", "jeune pousse", "licorne", "pépite"})
_LARGE: Final = frozenset({"groupe", "géant", "mastodonte", "conglomérat", "multinationale"})

#: Nouns for whichever firm.
_ANY_FIRM: Final = frozenset({"entreprise", "société", "firme", "compagnie", "groupe", "géant"})

#: How far behind a class noun the name that it introduces may stand, in tokens.
_NEAR: Final = 4

#: Kinds of place that a noun for places may take up.
_KINDS: Final = {"pays": ("country",), "ville": ("city",), "commune": ("city",), "région": ("region",)}


@lru_cache(maxsize=1)
def headquarters() -> Mapping[str, tuple[str, ...]]:
    """Read which companies "la firme de Cupertino" may be."""
    return {row["city"]: tuple(row["companies"].split("|")) for row in rows(files.catalogue() / "headquarters.csv")}


def is_possessive(token: Token) -> bool:
    """Tell whether "son" or "sa" stands before a noun."""
    return any(child.dep_ == "det" and child.lower_ in POSSESSIVE for child in token.children)


def find_class(token: Token) -> vocabulary.ClassNoun | None:
    """Give the class noun that `token` is a form of, or the end of: "la jeune pousse"."""
    nouns = vocabulary.class_nouns()
    before = f"{token.nbor(-1).lower_} {token.lower_}" if token.i else ""
    return nouns.get(before) or nouns.get(token.lower_) or nouns.get(token.lemma_)


def class_noun(token: Token, entities: Mapping[int, Entity]) -> vocabulary.ClassNoun | None:
    """Give the class noun that `token` is, when its phrase may take up a name: "l'entreprise", "le géant américain"."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    noun = find_class(token)
    if not noun or not noun.anaphor or "Plur" in token.morph.get("Number", []):
        return None
    determiner = next((child for child in token.children if child.dep_ == "det"), None)
    if determiner is None or determiner.lower_ not in TAKING_UP | POSSESSIVE:
        return None
    for child in token.children:
        if child.lower_ in vocabulary.demonyms() or child.lower_ in vocabulary.gentiles():
            continue
        if _restricts(token, child, noun.types, entities) or (
            child.dep_ == "amod" and child.lower_ in ("autre", "même", "première")
        ):
            return None
        if child.dep_ == "nmod" and token.lower_ not in _FIELD and child.i not in entities:
            return None
    return noun


def _restricts(noun: Token, child: Token, types: tuple[str, ...], entities: Mapping[int, Entity]) -> bool:
    """Tell whether a clause or an apposition says which firm is meant; one after a comma only says more of a known one.

    "La société qui édite X" is whichever does, "la société, qui édite X," has been named; in "la présidente de l'agence, Ada
    Roy," the name is not the agency's.
    """
    if child.dep_.startswith("acl"):
        if child.i < noun.i:
            return False  # "Développée par X, cette application …"
        if any(word.i in entities and entities[word.i].type == "PERSON" for word in child.children):
            return False  # "l'entreprise dirigée par X" is X's, whichever it is
        return not any(word.text == "," for word in noun.doc[noun.i + 1 : child.i])
    if child.dep_ != "appos":
        return False
    one = entities.get(child.i)
    return one is None or (one.type in types and child.i - noun.i <= _NEAR)


def company(
    token: Token, noun: vocabulary.ClassNoun, sentence: int, doc_entities: Mapping[int, Entity], discourse: Discourse
) -> Entity | None:
    """Give what "l'entreprise", "la start-up chinoise", "la firme de Cupertino", "ce modèle" stands for."""
    known, country = discourse.known, country_of(token)
    named = (doc_entities[child.i] for child in token.children if child.dep_ == "nmod" and child.i in doc_entities)
    if (city := next((one for one in named if one.type == "PLACE"), None)) is not None:
        seats = headquarters().get(city.name, ()) if token.doc._.listed else ()
        fitting = [one.entity for one in discourse.said if one.entity and one.entity.catalogue in seats]
        firms = {one.entity.id: one.entity for one in discourse.said if one.entity and one.entity.type in noun.types}
        only = next(iter(firms.values())) if len(firms) == 1 and not seats else None
        return fitting[-1] if fitting else only

    near = [*token.children, *(word for child in token.children if child.dep_ == "acl" for word in child.children)]
    people = [doc_entities[word.i] for word in near if word.dep_ in ("nmod", "obl:agent", "obl") and word.i in doc_entities]
    led = {post.organisation for one in people for post in _posts(one, discourse) if post.kind in ("ceo", "founder")}

    def fits(one: Referred) -> float | None:
        if one.entity is None or one.entity.type not in noun.types or (led and one.entity.catalogue not in led):
            return None
        entry = known.get(one.entity.catalogue)
        if one.entity.type == "PLACE" and (entry is None or entry.kind not in _KINDS.get(noun.noun, ())):
            return None
        where = (entry.country if entry else "") or discourse.countries.get(one.entity.id, "")
        if country and where and country != where:
            return None
        often = 1.5 * discourse.counts[one.entity.id] / max(discourse.counts.values())
        size = _size(noun.noun, discourse.nouns.get(one.entity.id, frozenset()))
        return often + size + (2.0 if where else -0.5 if discourse.countries else 0.0) * bool(country)

    found = _just_named(sentence, country, noun, discourse) or discourse.best(sentence, fits)
    if found is None and noun.types[0] == "COMPANY":
        found = discourse.best(sentence, fits, reach=5)
    return found


def _posts(person: Entity, discourse: Discourse) -> tuple[Post, ...]:
    """Give what is known of the posts of a person: "la firme de Sam Altman" is one that he heads or founded."""
    entry = discourse.known.get(person.catalogue) if person.type == "PERSON" else None
    return entry.roles if entry else ()


def _where(entity: Entity, discourse: Discourse) -> str:
    """Give the country of an entity, as the catalogue or the article states it, or an empty string."""
    entry = discourse.known.get(entity.catalogue)
    return (entry.country if entry else "") or discourse.countries.get(entity.id, "")


def _just_named(sentence: int, country: str, noun: vocabulary.ClassNoun, discourse: Discourse) -> Entity | None:
    """Give the only firm of a country that the sentence before names: "accuse Xiaomi. (…) le groupe chinois"."""
    found = {
        one.entity.id: one.entity
        for one in discourse.said
        if country and one.entity and one.entity.type in noun.types and sentence - one.sentence == 1
    }
    here = [one for one in found.values() if _where(one, discourse) == country]
    same = len(here) == 1 and _size(noun.noun, discourse.nouns.get(here[0].id, frozenset())) >= 0
    return here[0] if same else None


def _size(noun: str, called: Set[str]) -> float:
    """Give what speaks for a firm whom the article called by the same noun, and against one of another size."""
    small, large = _SMALL & called, _LARGE & called
    if noun in called:
        return 0.5
    if (noun in _LARGE and small and not large) or (noun in _SMALL and large and not small):
        return -1.5
    other = (
        noun not in _ANY_FIRM and bool(called - _ANY_FIRM) and not (noun in _SMALL and small) and not (noun in _LARGE and large)
    )
    return -0.8 if other else 0.0


def country_of(token: Token) -> str:
    """Give the country that an adjective of the noun `token` names or whose city it names, or an empty string."""
    words = [child.lower_ for child in token.children]
    cities = (vocabulary.gentiles()[word][1] for word in words if word in vocabulary.gentiles())
    return next((vocabulary.demonyms()[word] for word in words if word in vocabulary.demonyms()), "") or next(cities, "")
