"""Blocks of names: the parts of a corpus that resolution may work on one by one, with the result of working on all at once. Pure.

First, places whose names may be taken for one another whatever their type, and all that decisions speak of, make a block each.
When types are settled, blocks in which a partial name has its full ones are joined. What passes between blocks are numbers:
digests of names, in arrays of little more than sixteen bytes a name.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.candidates import Cluster, Key, company_keys, made, names_in, short_forms
from kg.decisions import Decision, active
from kg.matching import THINGS, key, squeeze
from kg.names import TYPES, fold

Numbers = NDArray[np.uint64]
#: Columns of an array of pairs: a block, and what connects it with others.
Pairs = NDArray[np.uint64]


def number(*parts: str) -> int:
    """Give a digest of some words as a number of 64 bits.

    >>> number("a", "b") == number("a", "b"), number("a", "b") == number("ab")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).digest(), "big")


#: Stands for whatever decisions speak of.
DECIDED: Final = number("decided")
#: First word of the numbers of companies.
COMPANY: Final = "company"


@dataclass(frozen=True, slots=True)
class Decided:
    """What decisions speak of.

    Args:
        names: folded.
        keys: of type and name, whatever the type.
    """

    names: frozenset[str]
    keys: frozenset[Key]


def decided(decisions: Sequence[Decision]) -> Decided:
    """Give the names that decisions look up or give, so that all that bears one is decided upon together."""
    things = [one for _, one in active(decisions) if one.kind not in ("quote", "statement")]
    names = {name for one in things for name in (one.name, one.other, one.value) if name}
    keys = {(kind, key(kind, name)) for kind in TYPES for name in names}
    return Decided(frozenset(map(fold, names)), frozenset(keys))


def first_pairs(clusters: Mapping[Key, Cluster], about: Decided) -> Iterator[tuple[int, int]]:
    """Give what connects places before their types are settled; of a part of all articles, parts add up.

    Args:
        clusters: as :func:`kg.candidates.gather` gives them for these articles.
    """
    yield DECIDED, DECIDED
    for kind, name in sorted(about.keys):
        if kind in THINGS:
            yield DECIDED, number("squeezed", squeeze(name))
    for place, cluster in clusters.items():
        here = number(*place)
        if cluster.type in THINGS:
            called = {squeeze(fold(name)) for name in cluster.entry.names} if cluster.entry else {squeeze(place[1])}
            yield from ((here, number("squeezed", name)) for name in sorted(called))
        if _touched(place, cluster, about):
            yield here, DECIDED


def _touched(place: Key, cluster: Cluster, about: Decided) -> bool:
    if place in about.keys or any(link.rule == "decision" for link in cluster.links.values()):
        return True
    return bool(about.names) and any(fold(name) in about.names for name, _ in names_in(cluster))


@dataclass(frozen=True, slots=True)
class Joints:
    """How a block with settled types may hang together with others.

    Args:
        partial: short names that stand alone in it.
        forms: short forms of the names in it.
        made: (name that may be a company's, short form then).
        companies: names of companies.
    """

    partial: frozenset[int]
    forms: frozenset[int]
    made: frozenset[tuple[int, int]]
    companies: frozenset[int]


def joints(clusters: Mapping[Key, Cluster]) -> Joints:
    """Give how candidate things with settled types may hang together with others."""
    partial, forms, works = set[int](), set[int](), set[tuple[int, int]]()
    for place, cluster in clusters.items():
        if not (cluster.entry or cluster.pinned or place[0] == "catalogue"):
            partial.add(number(cluster.type, place[1]))
        for name, full in names_in(cluster):
            forms.update(number(cluster.type, form) for form, _ in short_forms(cluster, name, full))
            works.update((company(start), number(cluster.type, form)) for start, form in made(cluster, name))
    return Joints(
        frozenset(partial), frozenset(forms), frozenset(works), frozenset(map(company, company_keys(clusters.values())))
    )


def company(name: str) -> int:
    """Give the number of a company's key."""
    return number(COMPANY, name)


class Known:
    """Names of which only the numbers are kept.

    Args:
        known: sorted.
        kind: what names they are; the first of the words that each number was made from.

    >>> "k1" in Known(numbers([number("id", "k1")]), "id"), "k2" in Known(numbers([]), "id")
    (True, False)
    """

    def __init__(self, known: Numbers, kind: str) -> None:
        self._known = known
        self._kind = kind

    def __contains__(self, name: object) -> bool:
        return holds(self._known, number(self._kind, str(name)))


def numbers(found: Iterable[int]) -> Numbers:
    """Give numbers sorted, each once."""
    return np.unique(np.fromiter(found, dtype=np.uint64))


def pairs(found: Iterable[tuple[int, ...]], width: int = 2) -> Pairs:
    """Give rows of numbers as an array."""
    return np.fromiter((one for row in found for one in row), dtype=np.uint64).reshape(-1, width)


def distinct(found: Pairs) -> Pairs:
    """Give each row once, sorted.

    >>> distinct(pairs([(2, 1), (1, 2), (2, 1)])).tolist()
    [[1, 2], [2, 1]]
    """
    ordered = found[np.lexsort(found.T[::-1])]
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered[fresh]


def holds(known: Numbers, wanted: int) -> bool:
    """Tell whether a number is among sorted ones."""
    at = int(np.searchsorted(known, np.uint64(wanted)))
    return at < len(known) and int(known[at]) == wanted


def second_pairs(partial: Numbers, forms: Pairs, works: Pairs, companies: Numbers) -> Pairs:
    """Give what connects blocks once types are settled.

    Args:
        partial: columns block, short name that stands alone; all of them.
        forms: columns block, short form.
        works: columns block, name that may be a company's, short form then.
        companies: sorted.
    """
    sold = works[np.isin(works[:, 1], companies)][:, (0, 2)]
    behind = np.concatenate([forms, sold])
    return np.concatenate([partial, behind[np.isin(behind[:, 1], partial[:, 1])]])


def components(found: Pairs) -> Pairs:
    """Give the block of everything that is connected: columns what, and the smallest number it is connected with; sorted.

    What is connected with nothing is left out: it is its own block.

    >>> components(pairs([(7, 1), (5, 1), (5, 2), (9, 2), (8, 3)])).tolist()
    [[5, 5], [7, 5], [9, 5]]
    """
    what, left = np.unique(found[:, 0], return_inverse=True)
    by, right = np.unique(found[:, 1], return_inverse=True)
    label = np.arange(len(what))
    while True:
        least = np.full(len(by), len(what))
        np.minimum.at(least, right, label[left])
        fresh = label.copy()
        np.minimum.at(fresh, left, least[right])
        fresh = fresh[fresh]
        if np.array_equal(fresh, label):
            break
        label = fresh
    many = np.bincount(label, minlength=len(what))[label] > 1
    return np.stack([what[many], what[label[many]]], axis=1)


def block_of(plan: Pairs, what: int) -> int:
    """Give the block of something from what :func:`components` gives.

    >>> block_of(components(pairs([(7, 1), (5, 1)])), 7), block_of(components(pairs([(7, 1), (5, 1)])), 9)
    (5, 9)
    """
    at = int(np.searchsorted(plan[:, 0], np.uint64(what)))
    return int(plan[at, 1]) if at < len(plan) and int(plan[at, 0]) == what else what
