"""How often things are spoken of, by the rule of ``kg who``: what several articles repeat counts once, nobody speaks about themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg import counting
from kg.echoes import Place
from kg.explore import Stated
from kg.records import Article
from kg.serve.snapshot import Snapshot

Fact = tuple[str, ...]
Key = TypeVar("Key", Place, Fact)


@dataclass(frozen=True, slots=True)
class Tallies:
    """What the articles of a snapshot say and state, each once.

    Args:
        by, about, facts: thing id to how much it said, was said about it by others, is stated of it.
        said, stated: quote or fact to how many articles give it.
    """

    by: Mapping[str, int]
    about: Mapping[str, int]
    facts: Mapping[str, int]
    said: Mapping[Place, int]
    stated: Mapping[Fact, int]


def fact(one: Stated) -> Fact:
    """Give what tells two facts apart, whichever articles give them."""
    told = one.statement
    target = one.object.id if one.object else told.value or ""
    return one.subject.id, told.predicate, target, told.status, one.reporter.id if one.reporter else told.reporter_text


def tallies(snapshot: Snapshot) -> Tallies:
    """Count, once for each snapshot."""
    return snapshot.once("tallies", lambda: _count(snapshot))


def _count(snapshot: Snapshot) -> Tallies:
    by = {(one.speaker.id, one.statement) for one in snapshot.said if one.speaker}
    about = {
        (thing.id, one.statement)
        for one in snapshot.said
        for thing in one.about
        if not (one.speaker and one.speaker.id == thing.id)
    }
    facts = {(end, key) for key in map(fact, snapshot.stated) for end in _ends(key, snapshot)}
    return Tallies(
        by=Counter(name for name, _ in by),
        about=Counter(name for name, _ in about),
        facts=Counter(name for name, _ in facts),
        said=_articles((one.statement, one.article) for one in snapshot.said),
        stated=_articles((fact(one), one.article) for one in snapshot.stated),
    )


def _ends(key: Fact, snapshot: Snapshot) -> set[str]:
    return {key[0], key[2]} & snapshot.library.things.keys()


def _articles(rows: Iterable[tuple[Key, Article]]) -> dict[Key, int]:
    found: dict[Key, list[Article]] = defaultdict(list)
    for key, article in rows:
        found[key].append(article)
    return {key: counting.articles(given) for key, given in found.items()}


def facts(stated: Iterable[Stated]) -> list[Stated]:
    """Keep the first statement of each fact."""
    found: dict[Fact, Stated] = {}
    for one in stated:
        found.setdefault(fact(one), one)
    return list(found.values())
