"""One entity for all names of one thing in an article."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kg.annotate.candidates import Choice
from kg.annotate.gazetteer import plain
from kg.annotate.repeats import initials
from kg.catalogue import Catalogue
from kg.records import Entity, Mention

#: Words that a firm's name may lose without becoming another firm.
OPTIONAL: Final = frozenset(
    {
        "inc",
        "corp",
        "corporation",
        "ltd",
        "llc",
        "sa",
        "sas",
        "se",
        "ag",
        "gmbh",
        "group",
        "groupe",
        "holding",
        "holdings",
        "technology",
        "technologies",
        "games",
        "co",
        "company",
        "plc",
        "nv",
        "systems",
        "motors",
        "entertainment",
    }
)


#: What "université de Harvard" has more than "Harvard".
_HEAD: Final = re.compile(
    r"^(?:université|institut|école|fondation|parti|syndicat|ministère) (?:de la |de l'|de |du |d'|des )?", re.IGNORECASE
)


@dataclass(slots=True)
class Cluster:
    """Names that stand for one thing, while they are being gathered."""

    type: str
    entries: set[str] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    places: list[Choice] = field(default_factory=list)

    def add(self, one: Choice, name: str) -> None:
        """Count `name`, found as `one`, as a name of this thing."""
        self.names[name] += 1
        self.places.append(one)
        if one.entry:
            self.entries.add(one.entry)


def key(name: str) -> str:
    """Give a form in which spellings of one name are equal.

    >>> key("DeepSeek-R1") == key("Deepseek R1")
    True
    """
    return re.sub(r"[\s'’.-]+", "", plain(name)).casefold()


def cluster(
    text: str, choices: list[Choice], pairs: Iterable[tuple[tuple[int, int], tuple[int, int]]], catalogue: Catalogue
) -> tuple[list[Entity], list[Mention]]:
    """Give the entities that `choices` name, numbered by first mention, and their mentions.

    Args:
        pairs: spans of long forms and their acronyms, of one thing each.
    """
    ordered = sorted(choices, key=lambda one: (_words(text, one) < 2 if one.type == "PERSON" else False, one.start))
    shorts = {text[slice(*short)]: text[slice(*long)] for long, short in pairs}
    clusters: list[Cluster] = []
    for one in ordered:
        name = text[one.start : one.end]
        home = _home(name, one, clusters, shorts, catalogue)
        if home is None:
            home = Cluster(one.type)
            clusters.append(home)
        home.add(one, name)
    clusters = _join_families(clusters)
    clusters.sort(key=lambda one: min(one.places))
    entities, mentions = [], []
    for number, group in enumerate(clusters, start=1):
        entry = min(group.entries, default="")
        entities.append(Entity(id=f"e{number}", type=group.type, name=_fullest(group), catalogue=entry))
        mentions += [
            Mention(start=place.start, end=place.end, entity=f"e{number}", source=_source(place), confidence=place.confidence)
            for place in group.places
        ]
    return entities, sorted(mentions, key=lambda one: one.start)


def _source(one: Choice) -> str:
    """Give the source as records name it; contexts and capitals are patterns too."""
    return one.source if one.source in ("catalogue", "ner", "coreference") else "pattern"


def _words(text: str, one: Choice) -> int:
    return len(text[one.start : one.end].split())


def _fullest(one: Cluster) -> str:
    return min(one.names, key=lambda name: (-len(name.split()), -len(name), -one.names[name], name))


def _home(name: str, one: Choice, clusters: list[Cluster], shorts: dict[str, str], catalogue: Catalogue) -> Cluster | None:
    same = [item for item in clusters if item.type == one.type]
    for item in same:
        if one.entry and one.entry in item.entries:
            return item
    for item in same:
        if any(key(name) == key(other) for other in item.names) and not (one.entry and item.entries):
            return item
    for item in same:
        if any(shorts.get(name) == other or shorts.get(other) == name for other in item.names):
            return item
    fitting = [item for item in same if any(_same(name, other, one.type, catalogue) for other in sorted(item.names))]
    if one.type == "PERSON" and len(fitting) > 1:
        before = [item for item in fitting if min(item.places) < one]
        return max(before or fitting, key=lambda item: max(place for place in item.places if place < one or not before))
    return fitting[0] if fitting else None


def _same(name: str, other: str, label: str, catalogue: Catalogue) -> bool:
    if label == "PERSON":
        return _same_person(name, other)
    firm = label == "COMPANY" and _same_firm(name, other)
    school = label == "ORG" and key(_HEAD.sub("", name)) == key(_HEAD.sub("", other))
    return firm or school or _without_maker(name, other, catalogue) or _abbreviated(name, other)


def _abbreviated(name: str, other: str) -> bool:
    """Tell "GTA 6" from "Grand Theft Auto 6": the same number after the initials."""
    short, long = sorted((name.split(), other.split()), key=len)
    if len(short) != 2 or len(long) < 4 or short[1] != long[-1] or not short[0].isupper():
        return False
    return initials(" ".join(long[:-1])) == short[0]


def _same_person(name: str, other: str) -> bool:
    short, long = sorted((name.split(), other.split()), key=len)
    if len(short) == len(long):
        return False
    if len(short) == 1 or key(" ".join(long[1:])) == key(" ".join(short)):
        return any(key(word) == key(short[-1]) for word in long) or key(" ".join(long[1:])) == key(" ".join(short))
    return len(short) > 1 and key(short[0]) == key(long[0]) and key(short[-1]) == key(long[-1])


def _same_firm(name: str, other: str) -> bool:
    short, long = sorted((name, other), key=len)
    rest = long.removeprefix(short) if long.startswith(short + " ") else ""
    return bool(rest) and all(word.casefold().strip(".") in OPTIONAL for word in rest.split())


def _without_maker(name: str, other: str, catalogue: Catalogue) -> bool:
    """Tell "Nvidia NVLink" from "NVLink": the same but for the name of a company in front."""
    short, long = sorted((name, other), key=lambda one: (len(one), one))
    rest = re.split(rf"[ -](?={re.escape(short)}$)", long, maxsplit=1)
    return len(rest) == 2 and any(entry.type == "COMPANY" for entry in catalogue.like(rest[0]))


def _join_families(clusters: list[Cluster]) -> list[Cluster]:
    """Join a family named without version ("Llama") to its only version in the article ("Llama 3.2")."""
    kept = list(clusters)
    for one in clusters:
        if one.type not in ("MODEL", "CHIP"):
            continue
        versions = [
            other
            for other in kept
            if other is not one
            and other.type == one.type
            and any(re.fullmatch(rf"(?:.+[ -])?{re.escape(name)}[ -]?\d.*", long) for name in one.names for long in other.names)
        ]
        if len(versions) == 1 and one.type == "MODEL":
            versions[0].names.update(one.names)
            versions[0].places.extend(one.places)
            kept.remove(one)
    return kept
