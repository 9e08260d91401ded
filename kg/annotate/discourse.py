"""What an article has mentioned so far, and which of it a pronoun or a common noun may take up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.annotate.capitals import first_names
from kg.annotate.known import listed
from kg.annotate.named import Named
from kg.annotate.parsed import Parsed, Token
from kg.annotate.roles import RoleFact
from kg.catalogue import Catalogue
from kg.records import Entity

SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:caus"})
#: How many sentences back an antecedent may be.
REACH: Final = 2


@dataclass(frozen=True, slots=True)
class Referred:
    """Something mentioned: a named entity, or a common noun that stands for none and may be what is meant instead.

    Args:
        entity: None for a common noun.
        gender: ``m``, ``f`` or ``x`` when unknown.
        quoted: it stands between quotation marks.
    """

    token: int
    sentence: int
    entity: Entity | None
    gender: str
    subject: bool
    quoted: bool = False


@dataclass(slots=True)
class Discourse:
    """The things mentioned so far, latest last.

    Args:
        known: the catalogue as this article may use it.
        entities: everything the article names, wherever it does.
        nouns, countries: what the article called each entity so far, and of which country.
    """

    genders: dict[str, str]
    counts: Counter[str]
    said: list[Referred] = field(default_factory=list)
    known: Catalogue = field(default_factory=Catalogue)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    nouns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    countries: dict[str, str] = field(default_factory=dict)

    def add(self, one: Referred) -> None:
        """Note that `one` was mentioned."""
        self.said.append(one)

    def describe(self, entity: Entity, noun: str, country: str) -> None:
        """Note that the article calls `entity` a `noun` of `country`, either of which may be an empty string."""
        if noun:
            self.nouns[entity.id].add(noun)
        if country:
            self.countries.setdefault(entity.id, country)

    def gender(self, entity: Entity) -> str:
        """Give the gender of a person, ``x`` for anything else."""
        return self.genders.get(entity.id, "x")

    def best(self, sentence: int, fits: Callable[[Referred], float | None], *, reach: int = REACH) -> Entity | None:
        """Give the best antecedent for something in `sentence`, or None when a common noun or nothing is better.

        Args:
            fits: how well something mentioned agrees, None when it cannot be meant.
            reach: how many sentences back to look.
        """
        scored: dict[str, tuple[float, int, Entity | None]] = {}
        for one in self.said:
            distance = sentence - one.sentence
            base = fits(one) if 0 <= distance <= reach else None
            if base is None:
                continue
            score = base - distance + (1.5 if one.subject else 0.0)
            name = one.entity.id if one.entity else f"?{one.token}"
            scored[name] = max(
                scored.get(name, (score, one.token, one.entity)), (score, one.token, one.entity), key=lambda x: x[:2]
            )
        ranked = sorted(scored.values(), key=lambda found: (-found[0], -found[1]))
        return ranked[0][2] if ranked else None

    def last(self, sentence: int, fits: Callable[[Referred], bool]) -> Entity | None:
        """Give the latest thing mentioned that fits, if it is an entity of this sentence or the one before."""
        for one in reversed(self.said):
            if sentence - one.sentence <= 1 and fits(one):
                return one.entity
        return None


def genders(doc: Parsed, names: Iterable[Named], facts: Iterable[RoleFact]) -> dict[str, str]:
    """Give the gender of each person, from the catalogue, the first name, the title or the role in the article."""
    found: dict[str, str] = {}
    known, people = listed(doc), first_names(listed=doc._.listed)
    for fact in facts:
        if fact.person and fact.gender != "x":
            found.setdefault(fact.person, fact.gender)
    for one in names:
        if one.entity.type != "PERSON":
            continue
        entry = known.get(one.entity.catalogue)
        gender = (entry.gender if entry else "") or people.get(one.entity.name.split()[0], ("x", False))[0]
        if gender in ("m", "f"):
            found[one.entity.id] = gender
        before = doc[one.start - 1].lower_ if one.start else ""
        if before in ("m.", "mme", "monsieur", "madame"):
            found[one.entity.id] = "m" if before.startswith("m.") or before == "monsieur" else "f"
    return found


def gender_of(token: Token) -> str:
    """Give the gender of a common noun: ``m``, ``f`` or ``x``."""
    value = token.morph.get("Gender", [])
    return {"Masc": "m", "Fem": "f"}.get(value[0], "x") if value else "x"


def is_singular(token: Token) -> bool:
    """Tell whether `token` is not marked as a plural."""
    return "Plur" not in token.morph.get("Number", [])


def quoted(doc: Parsed) -> list[bool]:
    """Tell for each token whether it stands between quotation marks; a mark never reaches beyond its line."""
    inside, result = False, []
    for token in doc:
        word = token.text
        if word == "»" or "\n" in word:
            inside = False
        elif word == '"':
            inside = not inside
        elif word == "«":
            inside = True
        result.append(inside)
    return result


def sentences(doc: Parsed, inside: Sequence[bool]) -> list[int]:
    """Give the number of the sentence of each token; what goes on inside a quotation counts as one.

    Args:
        inside: for each token whether it stands in marks, see :func:`quoted`.
    """
    if not doc.is_cut:
        return [0] * len(doc)
    number, result = -1, list[int]()
    for sentence in doc.sents:
        number += number < 0 or not (inside[sentence.start] and inside[sentence.start - 1])
        result += [number] * (sentence.end - sentence.start)
    return result
