"""Why names are one thing, and why others that look alike are not. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.candidates import Link, texts_of
from kg.matching import words_of
from kg.names import fold
from kg.records import Thing
from kg.resolve import Outcome


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """One name of a thing.

    Args:
        name: as written.
        link: the rule that makes it this thing's.
        articles: keys of the articles that use it.
    """

    name: str
    link: Link
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Apart:
    """Something that is called nearly the same and is another thing.

    Args:
        name: its name.
        type: its type.
        id: its id.
        code: ``kind`` (a person or place is never merged with a thing), ``article`` (one article names both), ``types`` (no type
            is clearly more frequent), ``decision``, ``several`` (a partial name that several may bear) or ``full`` (two full names).
        detail: article, counts or number of the decision.
    """

    name: str
    type: str
    id: str
    code: str
    detail: str = ""


def names(outcome: Outcome, thing: Thing) -> list[Named]:
    """Give the names of a thing, the most used first."""
    cluster = outcome.clusters[thing.id]
    members, found = set(cluster.members), defaultdict[str, set[str]](set)
    for facts in outcome.facts:
        ours = [one for one in facts.entities if (facts.article.key, one.id) in members]
        texts = texts_of(facts) if ours else {}
        for one in ours:
            for name in {one.name, *texts.get(one.id, ())}:
                found[name].add(facts.article.key)
    for name in cluster.names.keys() - found.keys():  # given by a decision
        found[name] = set()
    rows = [Named(name, cluster.links.get(name, Link("same")), tuple(sorted(keys))) for name, keys in found.items()]
    return sorted(rows, key=lambda row: (-len(row.articles), row.name))


def apart(outcome: Outcome, thing: Thing) -> list[Apart]:
    """Give the things that bear nearly the same name as `thing`, each with the reason why it is another."""
    return sorted(
        found for other in outcome.resolution.things if other.id != thing.id for found in _compare(outcome, thing, other)
    )


def _compare(outcome: Outcome, one: Thing, other: Thing) -> Iterator[Apart]:
    ours, theirs = _folded(one), _folded(other)
    shared = ours & theirs
    if one.type == other.type:
        if not shared and not (one.type == "PERSON" and _surname(one) == _surname(other)) and not _holds(one, other):
            return
        yield Apart(other.name, other.type, other.id, *_same_type(outcome, one, other))
    elif shared:
        yield Apart(other.name, other.type, other.id, *_other_type(outcome, one, other))


def _same_type(outcome: Outcome, one: Thing, other: Thing) -> tuple[str, str]:
    for thing in (one, other):
        decided = [link.detail for link in outcome.clusters[thing.id].links.values() if link.rule == "decision"]
        if decided:
            return "decision", decided[0]
    partial = min(words_of(one.name), words_of(other.name)) == 1 and not (one.catalogue and other.catalogue)
    return ("several", "") if partial else ("full", "")


def _other_type(outcome: Outcome, one: Thing, other: Thing) -> tuple[str, str]:
    if {"PERSON", "PLACE"} & {one.type, other.type}:
        return "kind", ""
    ours, theirs = (outcome.clusters[thing.id].articles() for thing in (one, other))
    if ours & theirs:
        return "article", min(ours & theirs)
    return "types", f"{len(ours)} / {len(theirs)}"


def _folded(thing: Thing) -> set[str]:
    return {fold(name) for name in (thing.name, *thing.aliases)}


def _surname(thing: Thing) -> str:
    return fold(thing.name).split()[-1] if fold(thing.name) else thing.name


def _holds(one: Thing, other: Thing) -> bool:
    """Tell whether the whole name of one is words of the other's."""
    names = (f" {fold(thing.name)} " for thing in sorted((one, other), key=lambda thing: len(fold(thing.name))))
    short, full = names
    return bool(short.strip()) and short in full
