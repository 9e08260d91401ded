"""Quotes narrowed down by facets, with how many are left for each value. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from kg.explore import Said
from kg.names import fold
from kg.serve.snapshot import Snapshot

#: Facets in the order in which they are shown.
FACETS: Final = ("speaker", "target", "outlet", "stance", "mode", "check", "year")
#: Value of a facet where the articles say nothing, or nobody checked.
NONE: Final = "none"
#: Values of a facet that are given.
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What quotes must have; an empty string asks nothing.

    Args:
        q: words that stand in the quote, whatever their case and accents.
        speaker, target: id of a thing; ``none`` for sources that have no name, or quotes about nothing named.
        outlet: name of the outlet.
        stance, mode: a code.
        check: a verdict; ``none`` for quotes that nobody checked.
        year: year of publication; ``none`` for undated articles.
        since, until: ISO day, month or year.
    """

    q: str = ""
    speaker: str = ""
    target: str = ""
    outlet: str = ""
    stance: str = ""
    mode: str = ""
    check: str = ""
    year: str = ""
    since: str = ""
    until: str = ""

    def given(self) -> dict[str, str]:
        """Give the filters that ask something."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


@dataclass(frozen=True, slots=True)
class Found:
    """Places of the quotes found, newest first, and per facet the values left with their counts, most first."""

    places: tuple[int, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class _Index:
    """Facet to value to places, and facet to the values of each place."""

    places: Mapping[str, Mapping[str, frozenset[int]]]
    values: Mapping[str, tuple[tuple[str, ...], ...]]
    words: tuple[str, ...]
    days: tuple[str, ...]


def values(one: Said) -> dict[str, tuple[str, ...]]:
    """Give what a quote has for each facet."""
    return {
        "speaker": (one.speaker.id if one.speaker else NONE,),
        "target": tuple(dict.fromkeys(thing.id for thing in one.about)) or (NONE,),
        "outlet": (one.article.outlet or one.article.agency or NONE,),
        "stance": (one.quote.stance if one.about else NONE,),
        "mode": (one.quote.mode,),
        "check": _check(one),
        "year": (one.article.date[:4] or NONE,),
    }


def _check(one: Said) -> tuple[str, ...]:
    return (one.quote.check.verdict if one.quote.check else NONE,)


def _index(snapshot: Snapshot) -> _Index:
    rows = snapshot.said
    parts = [snapshot.parts[key] for key in dict.fromkeys(one.article.key for one in rows)]
    held = [values(one) for one in rows]
    columns = {facet: tuple(row[facet] for row in held) for facet in FACETS}
    return _Index(
        places={facet: _by_value(column) for facet, column in columns.items()},
        values=columns,
        words=tuple(words for part in parts for words in part.words),
        days=tuple(one.article.date for one in rows),
    )


def _by_value(column: Iterable[tuple[str, ...]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for place, row in enumerate(column):
        for value in row:
            found[value].add(place)
    return {value: frozenset(places) for value, places in found.items()}


def _rechecked(index: _Index, said: Iterable[Said]) -> _Index:
    """Give the index of the same quotes with other verdicts."""
    column = tuple(_check(one) for one in said)
    return replace(index, places={**index.places, "check": _by_value(column)}, values={**index.values, "check": column})


def prepare(snapshot: Snapshot, old: Snapshot | None = None) -> None:
    """Make the index of facets, so that the first who asks need not wait for it.

    Args:
        snapshot: what is asked from now on.
        old: what was asked till now, if any; when only verdicts differ its index is mostly kept.
    """
    if old is not None and old.places is snapshot.places:
        before = old.once("facets", lambda: _index(old))
        snapshot.once("facets", lambda: _rechecked(before, snapshot.said))
    else:
        snapshot.once("facets", lambda: _index(snapshot))


def outlets(snapshot: Snapshot) -> Collection[str]:
    """Give the outlets that quotes stand in."""
    index = snapshot.once("facets", lambda: _index(snapshot))
    return index.places["outlet"].keys()


def narrow(snapshot: Snapshot, filters: Filters) -> Found:
    """Find quotes; each facet counts what the other filters leave, so that its value can be changed.

    Asking the same of the same snapshot again costs nothing.
    """
    return snapshot.once(("narrow", filters), lambda: _narrow(snapshot, filters))


def _narrow(snapshot: Snapshot, filters: Filters) -> Found:
    index = snapshot.once("facets", lambda: _index(snapshot))
    asked = filters.given()
    base = _by_words_and_days(index, filters)
    chosen = {facet: index.places[facet].get(asked[facet], frozenset()) for facet in FACETS if facet in asked}
    facets = {}
    for facet in FACETS:
        left = base.intersection(*(found for name, found in chosen.items() if name != facet))
        if len(left) == len(index.words):
            counts = Counter({value: len(places) for value, places in index.places[facet].items()})
        else:
            counts = Counter(value for place in left for value in index.values[facet][place])
        order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        kept = order[:_SHOWN] + [pair for pair in order[_SHOWN:] if pair[0] == asked.get(facet)]
        facets[facet] = tuple(sorted(kept, key=_latest) if facet == "year" else kept)
    return Found(tuple(sorted(base.intersection(*chosen.values()))), facets)


def _latest(pair: tuple[str, int]) -> tuple[bool, int]:
    """Sort years, the last one first and the undated after them."""
    return pair[0] == NONE, -int(pair[0]) if pair[0].isdigit() else 0


def _by_words_and_days(index: _Index, filters: Filters) -> frozenset[int]:
    found = range(len(index.words))
    kept: Iterable[int] = found
    words = fold(filters.q)
    if words:
        kept = [place for place in kept if f" {words}" in index.words[place]]
    if filters.since or filters.until:
        last = filters.until + "~" if filters.until else "~"  # after every day of a month or year
        kept = [place for place in kept if filters.since <= index.days[place] <= last and index.days[place]]
    return frozenset(kept)
