"""What a build holds at one moment, indexed for questions that must be answered at once."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, cast

from kg import explore
from kg.catalogue import Catalogue
from kg.decisions import Decision
from kg.echoes import Place, groups, originals
from kg.explore import Library, Said, Stated
from kg.names import fold
from kg.records import Article, Facts, Thing
from kg.resolve import Outcome, trace

Made = TypeVar("Made")
#: Results of questions that a snapshot remembers.
_REMEMBERED: Final = 400
_MISSING: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one article says and states.

    Args:
        said, stated: in the order of the text.
        said_names, stated_names: the names that these have in addresses.
        words: the folded words of each quote, between spaces.
    """

    said: tuple[Said, ...]
    stated: tuple[Stated, ...]
    said_names: tuple[str, ...]
    stated_names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Snapshot:
    """A build at one moment; nothing in it changes.

    Args:
        generation: of the store that was current.
        raw: facts as annotated, from which later decisions are replayed.
        taken: the decisions that it takes into account.
        outcome: facts as the user corrected them, and who is who.
        library: the same for :mod:`kg.explore`.
        parts: article key to what is said and stated there.
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
    parts: Mapping[str, Part]
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


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def take(
    raw: Iterable[Facts], known: Catalogue, taken: Sequence[Decision], generation: str, old: Snapshot | None = None
) -> Snapshot:
    """Resolve facts, replay the decisions and index the outcome.

    Args:
        raw: facts as annotated.
        known: the catalogue.
        taken: the decisions.
        generation: of the store.
        old: a snapshot of the same articles: what these decisions leave as it was is taken over.
    """
    kept = tuple(raw)
    outcome = trace(kept, known, taken)
    things = {thing.id: thing for thing in outcome.resolution.things}
    library = Library(outcome.facts, outcome.resolution, things, _echoes(outcome, old))
    parts = parts_of(library, old)
    said, stated, places = arranged(library, parts)
    by, of, touching = _indexed(said, stated)
    weight = _weight(things, by, of, touching)
    return Snapshot(
        generation=generation,
        raw=kept,
        taken=tuple(taken),
        outcome=outcome,
        library=library,
        parts=parts,
        said=said,
        stated=stated,
        articles={article_id(one.article): one for one in library.facts},
        by=by,
        of=of,
        touching=touching,
        places=places,
        naming=_naming(library),
        weight=weight,
        names=_names(outcome.resolution.things, weight),
    )


def _echoes(outcome: Outcome, old: Snapshot | None) -> Mapping[Place, Place]:
    """Say which quotes repeat others; anew only when who speaks was joined or parted, not when it was renamed."""
    if old is not None and _same_voices(old, outcome):
        return old.library.echoes
    return originals(groups(outcome.facts, outcome.resolution))


def _same_voices(old: Snapshot, outcome: Outcome) -> bool:
    """Tell whether whatever one source said is one source's still, and that of no other, under whatever name."""
    before, after = old.outcome.resolution.links, outcome.resolution.links
    places = {(one.article.key, quote.speaker) for one in old.raw for quote in one.quotes if quote.speaker}
    pairs = {(before.get(place, ""), after.get(place, "")) for place in places} - {("", "")}
    ends = [{one for one, _ in pairs}, {one for _, one in pairs}]
    return all("" not in end and len(end) == len(pairs) for end in ends)


def parts_of(library: Library, old: Snapshot | None) -> dict[str, Part]:
    """Give article key to what is said and stated there, as it was where nothing has changed."""
    changed = changed_articles(library, old) if old else None
    kept = old.parts if old else {}
    keys = [facts.article.key for facts in library.facts]
    return {
        key: _part(library, facts) if changed is None or key in changed else kept[key]
        for key, facts in zip(keys, library.facts, strict=True)
    }


def changed_articles(library: Library, old: Snapshot) -> set[str]:
    """Give the keys of the articles whose facts, things or echoes are not those of `old`."""
    before, links, earlier = old.library, library.resolution.links, old.library.resolution.links
    facts = {one.article.key: one for one in before.facts}
    found = {one.article.key for one in library.facts if facts.get(one.article.key) is not one}
    things = {name for name, thing in library.things.items() if before.things.get(name) != thing}
    found |= {place[0] for place, name in links.items() if name in things or earlier.get(place) != name}
    if library.echoes is not before.echoes:
        found |= {one.article for one, _ in library.echoes.items() ^ before.echoes.items()}
    return found


def _part(library: Library, facts: Facts) -> Part:
    said = tuple(explore.quotes(replace(library, facts=(facts,))))
    stated = tuple(_stated(library, facts))
    return Part(
        said=said,
        stated=stated,
        said_names=tuple(map(quote_id, said)),
        stated_names=tuple(map(statement_id, stated)),
        words=tuple(f" {fold(one.words)} " for one in said),
    )


def arranged(library: Library, parts: Mapping[str, Part]) -> tuple[tuple[Said, ...], tuple[Stated, ...], dict[str, int]]:
    """Put what all articles say and state one after the other, the newest first, with the places by name."""
    order = [parts[one.article.key] for one in sorted(library.facts, key=lambda one: one.article.date, reverse=True)]
    said = tuple(one for part in order for one in part.said)
    stated = tuple(one for part in order for one in part.stated)
    told = [name for part in order for name in part.stated_names]
    quoted = [name for part in order for name in part.said_names]
    places = {told[place]: -1 - place for place in reversed(range(len(told)))}
    return said, stated, places | {quoted[place]: place for place in reversed(range(len(quoted)))}


_Index = dict[str, list[int]]


def _indexed(said: Sequence[Said], stated: Sequence[Stated]) -> tuple[_Index, _Index, _Index]:
    by, of, touching = defaultdict(list), defaultdict(list), defaultdict(list)
    for place, quote in enumerate(said):
        if quote.speaker:
            by[quote.speaker.id].append(place)
        for thing in dict.fromkeys(each.id for each in quote.about):
            of[thing].append(place)
    for place, one in enumerate(stated):
        for thing in {one.subject.id, one.object.id if one.object else one.subject.id}:
            touching[thing].append(place)
    return by, of, touching


def _weight(things: Iterable[str], *indexes: Mapping[str, Sequence[int]]) -> Counter[str]:
    found = Counter(dict.fromkeys(things, 0))
    for index in indexes:
        found.update({thing: len(places) for thing, places in index.items()})
    return found


def _stated(library: Library, facts: Facts) -> Iterable[Stated]:
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
