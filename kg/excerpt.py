"""What a page shows of more than it can hold: the names that most sentences speak of, and the best sentences about them. Pure.

Of a whole corpus only references are held: which statement or quote of which article. A fact keeps the few sentences that are surest;
the facts that most sentences give come first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappush, heappushpop, nlargest
from typing import Final

from kg.records import Entity, Facts, Quote, Resolution, Statement

#: Sentences that a page holds; one that would have no more than these shows all of them.
SENTENCES: Final = 20_000
#: Names of an excerpt.
NAMES: Final = 1_500
#: Sentences of one fact, or of one person about one thing, in an excerpt.
EACH: Final = 3

#: Article and place among its statements or quotes.
_Ref = tuple[str, int]
#: Subject, predicate, object or amount, status and reporter; or speaker and what is spoken of.
_Said = tuple[str, ...]


def weigh(facts: Facts) -> list[int]:
    """Give in how many statements and quotes each entity of an article takes part, in the order of its entities."""
    weights: Counter[str | None] = Counter()
    for statement in facts.statements:
        weights.update({statement.subject: len(statement.evidence)})
        weights.update({statement.object: len(statement.evidence)})
    for quote in facts.quotes:
        weights.update((quote.speaker, *quote.about))
    return [weights[entity.id] for entity in facts.entities]


def sentences(facts: Facts) -> int:
    """Count the sentences that a page shows of an article."""
    return sum(len(one.evidence) for one in facts.statements) + len(facts.quotes)


@dataclass(slots=True)
class _Group:
    """The references of one fact: how many there are, and the best of them."""

    count: int = 0
    best: list[tuple[float, _Ref]] = field(default_factory=list)

    def add(self, confidence: float, ref: _Ref) -> None:
        self.count += 1
        (heappush if len(self.best) < EACH else heappushpop)(self.best, (confidence, ref))


class Excerpt:
    """Gathers an excerpt, one article after the other, in any order.

    Args:
        weights: thing id to how many statements and quotes it takes part in.
        resolution: which thing each entity is.
    """

    def __init__(self, weights: Mapping[str, int], resolution: Resolution) -> None:
        chosen = nlargest(NAMES, ((weight, thing) for thing, weight in weights.items()))
        self._chosen = frozenset(thing for _, thing in chosen)
        self._resolution = resolution
        self._statements: dict[_Said, _Group] = {}
        self._quotes: dict[_Said, _Group] = {}

    def add(self, facts: Facts) -> None:
        """Take in one article."""
        key, links = facts.article.key, self._resolution.links
        ids = {entity.id: links[key, entity.id] for entity in facts.entities}
        for place, one in enumerate(facts.statements):
            named = [ids[end] for end in (one.subject, one.object) if end]
            if self._chosen.issuperset(named):
                said = (*named, one.predicate, one.value or "", one.status, (one.reporter and ids[one.reporter]) or "")
                self._statements.setdefault(said, _Group()).add(one.confidence, (key, place))
        for place, quote in enumerate(facts.quotes):
            named = [ids[end] for end in (quote.speaker, *quote.about) if end]
            if named and self._chosen.issuperset(named):
                self._quotes.setdefault(tuple(named[:2]), _Group()).add(quote.confidence, (key, place))

    def chosen(self) -> dict[str, tuple[set[int], set[int]]]:
        """Give the places of the statements and quotes to show, by article: quotes take half of the room at most."""
        kept: dict[str, tuple[set[int], set[int]]] = {}
        said = list(_first(self._quotes, SENTENCES // 2))
        for kind, refs in enumerate((_first(self._statements, SENTENCES - len(said)), said)):
            for key, place in refs:
                kept.setdefault(key, (set(), set()))[kind].add(place)
        return kept


def _first(groups: Mapping[_Said, _Group], room: int) -> Iterator[_Ref]:
    """Give the references of the facts with most sentences, as many as there is room for."""
    for said in sorted(groups, key=lambda one: (-groups[one].count, one)):
        best = groups[said].best
        room -= len(best)
        if room < 0:
            return
        yield from (ref for _, ref in best)


def cut(facts: Facts, statements: Iterable[int], quotes: Iterable[int]) -> Facts:
    """Leave of an article the statements and quotes at some places, and the entities that these name."""
    kept = tuple(facts.statements[place] for place in sorted(statements))
    said = tuple(facts.quotes[place] for place in sorted(quotes))
    used = _named(kept, said)
    entities = tuple(one for one in facts.entities if one.id in used)
    return replace(facts, entities=entities, mentions=(), statements=kept, quotes=said)


def _named(statements: Iterable[Statement], quotes: Iterable[Quote]) -> set[str | None]:
    found: set[str | None] = {end for one in statements for end in (one.subject, one.object, one.reporter)}
    return found | {end for one in quotes for end in (one.speaker, one.employer, *one.about)}


def narrowed(facts: Iterable[Facts], resolution: Resolution) -> Resolution:
    """Leave of a resolution what some articles name."""

    def link(key: str, entity: Entity) -> tuple[tuple[str, str], str]:
        return (key, entity.id), resolution.links[key, entity.id]

    links = dict(link(one.article.key, entity) for one in facts for entity in one.entities)
    used = frozenset(links.values())
    return Resolution(things=tuple(one for one in resolution.things if one.id in used), links=links)
