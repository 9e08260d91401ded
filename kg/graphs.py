"""The named graphs of a build on their way into the store: in batches, and only those that are made from something else than before.

Beside a generation of the store stands what each of its graphs was made from, as a stamp, and how many quads it has; so a build
that changes few articles makes few graphs. Whoever loses that file loses time, nothing else.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from kg.quads import parsed
from kg.siphash import siphash
from kg.store import Writer

#: Bytes of N-Quads that are written at a time: they take less memory than as many quads, and the more there are, the less often
#: the store puts its files in order.
_BATCH: Final = 40_000_000
#: Quads of a graph that all articles share which are written out at a time.
_PART: Final = 1_000

_Stamps = dict[str, tuple[str, int]]


def in_order(iris: Iterable[str]) -> list[str]:
    """Give the names of graphs in the order in which the store keeps them: written so, batch after batch, they stay where they are put.

    >>> in_order(["https://a.example/1", "https://a.example/2"]) == in_order(["https://a.example/2", "https://a.example/1"])
    True
    """
    return sorted(iris, key=siphash)


class Graphs:
    """All named graphs of a build: each is put, poured or known to be there; the rest goes when it is finished.

    Args:
        writer: of the store.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._before = _stamps(writer)
        self._now: _Stamps = {}
        self._waiting = bytearray()

    def is_there(self, iri: str, stamp: str) -> bool:
        """Tell whether the store holds a graph that was made from just this; then it stays."""
        known = self._before.get(iri)
        if known is None or known[0] != stamp:
            return False
        self._now[iri] = known
        return True

    def put(self, iri: str, stamp: str, lines: Sequence[str]) -> bool:
        """Put the graph of an article, lines of N-Quads without repetition, in place of the one before.

        Returns:
            False when the store holds just these quads already.
        """
        self._now[iri] = stamp, len(lines)
        if self._writer.holds(iri):
            if set(self._writer.quads(iri)) == set(parsed(lines)):
                return False
            self._writer.remove(iri)
        self._add(lines)
        return True

    def pour(self, iri: str, stamp: str, lines: Iterable[str]) -> None:
        """Put a graph that all articles share, however large it is, in place of the one before; `lines` holds none twice."""
        if self.is_there(iri, stamp):
            return
        self._writer.remove(iri)
        count, left = 0, iter(lines)
        while part := list(islice(left, _PART)):
            count += len(part)
            self._add(part)
        self._now[iri] = stamp, count

    def _add(self, lines: Sequence[str]) -> None:
        self._waiting += "".join(lines).encode("utf-8")
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._writer.load(bytes(self._waiting))
        self._waiting.clear()

    def finish(self) -> int:
        """Drop the graphs that were not named, make all others count at once, and give how many quads they have."""
        self._flush()
        for iri in set(self._writer.graphs()) - self._now.keys():
            self._writer.remove(iri)
        self._writer.commit(note="".join(_lines(self._now)))
        return sum(count for _, count in self._now.values())


def _lines(stamps: _Stamps) -> Iterator[str]:
    for iri in sorted(stamps):
        yield json.dumps([iri, *stamps[iri]], ensure_ascii=False) + "\n"


def _stamps(writer: Writer) -> _Stamps:
    """Read the stamps of the generation that counts; nothing when they are of other graphs than it has."""
    try:
        rows = [json.loads(line) for line in writer.note.read_text(encoding="utf-8").split("\n") if line]
        found = {str(iri): (str(stamp), int(count)) for iri, stamp, count in rows}
    except (OSError, ValueError, TypeError):
        return {}
    return found if found.keys() == set(writer.graphs()) else {}
