"""What a build holds at one moment, indexed for questions that must be answered at once."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, cast

from kg import explore
from kg.catalogue import Catalogue
from kg.decisions import Decision, active, checked, without
from kg.explore import Library, Said, Stated
from kg.names import fold
from kg.records import Article, Facts, Quote, Statement, Thing
from kg.replay import Unused
from kg.resolve import Outcome, trace

Made = TypeVar("Made")
#: Results of questions that a snapshot remembers.
_REMEMBERED: Final = 400
#: What of these results depends on no verdict.
_LASTING: Final = ("voice", "roles", "outlets", "keys")
_MISSING: Final = object()
#: Decisions that change no thing.
_CHECKS: Final = ("quote", "statement")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Snapshot:
    """A build at one moment; nothing in it changes.

    Args:
        generation: of the store that was current.
        raw: facts as annotated, from which later decisions are replayed.
        taken: the decisions that it takes into account.
        outcome: facts as the user corrected them, and who is who.
        library: the same for :mod:`kg.explore`.
        said: all quotes, newest first.
        stated: all statements, newest first.
        articles: id to facts; see :func:`article_id`.
        by, of, touching: thing id to places in `said` (as speaker, as target) and in `stated`.
        places: name of a quote or statement in addresses to its place: in `said` from 0 upwards, in `stated` from -1 downwards.
        naming: thing id to the ids of the articles that name it.
        weight: thing id to how many quotes and statements speak of it.
        names: folded name and thing, the heaviest thing first.
        memory: answers already given.
    """

    generation: str
    raw: tuple[Facts, ...]
    taken: tuple[Decision, ...]
    outcome: Outcome
    library: Library
    said: tuple[Said, ...]
    stated: tuple[Stated, ...]
    articles: Mapping[str, Facts]
    by: Mapping[str, Sequence[int]]
    of: Mapping[str, Sequence[int]]
    touching: Mapping[str, Sequence[int]]
    places: Mapping[str, int]
    naming: Mapping[str, Sequence[str]]
    weight: Mapping[str, int]
    names: Sequence[tuple[str, Thing]]
    memory: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Give what `make` gives, made only once for the same key."""
        found = self.memory.get(key, _MISSING)
        if found is _MISSING:
            found = make()
            while len(self.memory) >= _REMEMBERED:  # each step alone is safe among threads: another may do the same meanwhile
                self.memory.pop(next(iter(tuple(self.memory))), None)
            self.memory[key] = found
        return cast(Made, found)

    def part(self, things: Iterable[Thing]) -> Library:
        """Give the articles alone that name one of `things`."""
        keys = sorted({key for thing in things for key in self.naming.get(thing.id, ())})
        return replace(self.library, facts=tuple(self.articles[key] for key in keys))


def article_id(article: Article) -> str:
    """Give a short name of an article that can stand in an address, whatever its key is.

    >>> article_id(Article(key="lundi.txt", text=""))
    '07be3e7e1cc3'
    """
    return _short(article.key)


def quote_id(one: Said) -> str:
    """Give the name of a quote in addresses."""
    return f"{article_id(one.article)}-{one.quote.start}-{one.quote.end}"


def statement_id(one: Stated) -> str:
    """Give the name of a statement in addresses."""
    told = one.statement
    target = one.object.id if one.object else told.value or ""
    reporter = one.reporter.id if one.reporter else told.reporter_text
    best = told.evidence[0]
    whole = "\n".join((one.subject.id, told.predicate, target, told.status, reporter, f"{best.start}-{best.end}"))
    return f"{article_id(one.article)}-{_short(whole)}"


def named_part(snapshot: Snapshot, name: str) -> Said | Stated | None:
    """Give the quote or statement that has this name in addresses, or None."""
    place = snapshot.places.get(name)
    if place is None:
        return None
    return snapshot.said[place] if place >= 0 else snapshot.stated[-1 - place]


def _places(said: Sequence[Said], stated: Sequence[Stated]) -> dict[str, int]:
    found = {statement_id(stated[place]): -1 - place for place in reversed(range(len(stated)))}
    return found | {quote_id(said[place]): place for place in reversed(range(len(said)))}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def take(raw: Iterable[Facts], known: Catalogue, taken: Sequence[Decision], generation: str) -> Snapshot:
    """Resolve facts, replay the decisions and index the outcome."""
    kept = tuple(raw)
    outcome = trace(kept, known, taken)
    library = explore.together(outcome.facts, outcome.resolution)
    said = tuple(explore.quotes(library))
    stated = tuple(sorted(_stated(library), key=lambda one: one.article.date, reverse=True))
    by, of, touching = defaultdict(list), defaultdict(list), defaultdict(list)
    for place, quote in enumerate(said):
        if quote.speaker:
            by[quote.speaker.id].append(place)
        for thing in dict.fromkeys(each.id for each in quote.about):
            of[thing].append(place)
    for place, one in enumerate(stated):
        for thing in {one.subject.id, one.object.id if one.object else one.subject.id}:
            touching[thing].append(place)
    weight = Counter({thing.id: 0 for thing in outcome.resolution.things})
    for index in (by, of, touching):
        weight.update({thing: len(places) for thing, places in index.items()})
    return Snapshot(
        generation=generation,
        raw=kept,
        taken=tuple(taken),
        outcome=outcome,
        library=library,
        said=said,
        stated=stated,
        articles={article_id(one.article): one for one in library.facts},
        by=by,
        of=of,
        touching=touching,
        places=_places(said, stated),
        naming=_naming(library),
        weight=weight,
        names=_names(outcome.resolution.things, weight),
    )


def same_things(one: Sequence[Decision], other: Sequence[Decision]) -> bool:
    """Tell whether two lists of decisions differ in nothing but verdicts on quotes and statements."""
    kept = [[each for each in active(taken) if each[1].kind not in _CHECKS] for taken in (one, other)]
    return kept[0] == kept[1]


def recheck(old: Snapshot, taken: Sequence[Decision], generation: str) -> Snapshot:
    """Give a snapshot with other verdicts: only the articles that bear one, then or now, are looked at again."""
    touched = {one.article for one in (*old.taken, *taken) if one.kind in _CHECKS}
    raw = [without(one, old.outcome.resolution) for one in old.raw if one.article.key in touched]
    marked, lost = checked(raw, taken)
    fresh = {one.article.key: one for one in marked}
    facts = tuple(fresh.get(one.article.key, one) for one in old.outcome.facts)
    library = replace(old.library, facts=facts)
    kept = [one for one in old.outcome.unused if taken[one.number - 1].kind not in _CHECKS]
    unused = sorted([*kept, *(Unused(number, "unknown", taken[number - 1].name) for number in lost)])
    quotes = {(key, one.start, one.end): one for key, facts in fresh.items() for one in facts.quotes}
    told = {id(before): after for one in old.outcome.facts for before, after in _pairs(one, fresh)}
    return replace(
        old,
        generation=generation,
        taken=tuple(taken),
        outcome=replace(old.outcome, facts=facts, unused=tuple(unused)),
        library=library,
        said=tuple(_resaid(one, quotes) for one in old.said),
        stated=tuple(
            replace(one, statement=told[id(one.statement)]) if id(one.statement) in told else one for one in old.stated
        ),
        articles={**old.articles, **{article_id(one.article): one for one in marked}},
        memory={key: made for key, made in old.memory.copy().items() if _lasts(key)},
    )


def _lasts(key: Hashable) -> bool:
    return (key[0] if isinstance(key, tuple) else key) in _LASTING


def _pairs(old: Facts, fresh: Mapping[str, Facts]) -> Iterable[tuple[Statement, Statement]]:
    """Give each statement of an article with what it is now; their order never changes."""
    new = fresh.get(old.article.key)
    return zip(old.statements, new.statements, strict=True) if new else ()


def _resaid(one: Said, quotes: Mapping[tuple[str, int, int], Quote]) -> Said:
    quote = quotes.get((one.article.key, one.quote.start, one.quote.end))
    return replace(one, quote=replace(one.quote, check=quote.check)) if quote else one


def _stated(library: Library) -> Iterable[Stated]:
    for facts in library.facts:
        for one in facts.statements:
            subject, target = library.thing(facts.article, one.subject), library.thing(facts.article, one.object)
            if subject:
                yield Stated(facts.article, one, subject, target, library.thing(facts.article, one.reporter))


def _naming(library: Library) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for facts in library.facts:
        here = article_id(facts.article)
        for thing in sorted({library.resolution.links[facts.article.key, one.id] for one in facts.entities}):
            found[thing].append(here)
    return found


def _names(things: Iterable[Thing], weight: Mapping[str, int]) -> list[tuple[str, Thing]]:
    order = sorted(things, key=lambda thing: (-weight[thing.id], thing.id))
    return [(name, thing) for thing in order for name in dict.fromkeys(map(fold, (thing.name, *thing.aliases))) if name]


def search(snapshot: Snapshot, text: str, *, kind: str = "", limit: int = 20) -> list[Thing]:
    """Give the things whose names are, begin with or hold `text`, in this order, the most spoken of first.

    Args:
        snapshot: where to look.
        text: whatever its case and accents; nothing for all things.
        kind: type of thing, or an empty string for all.
        limit: how many at most.
    """
    wanted = fold(text)
    ranks: tuple[dict[str, Thing], ...] = ({}, {}, {}, {})
    for name, thing in snapshot.names:
        if kind in ("", thing.type) and wanted in name:
            rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2 if f" {wanted}" in name else 3
            ranks[rank].setdefault(thing.id, thing)
    found = {thing.id: thing for rank in ranks for thing in rank.values()}
    return list(found.values())[:limit]
