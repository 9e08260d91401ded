"""Stretches of a text that must not overlap."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Final, Protocol

_START: Final = attrgetter("start")


class Placed(Protocol):
    """Something that stands from one character of a text to another."""

    @property
    def start(self) -> int:
        """Give the first character."""

    @property
    def end(self) -> int:
        """Give the character after the last."""


def room(kept: Sequence[Placed], one: Placed) -> int | None:
    """Give the place of `one` among others that are sorted and do not overlap; None when it overlaps one of them.

    >>> from kg.annotate.parsed import Stretch
    >>> kept = [Stretch(0, 5), Stretch(9, 12)]
    >>> room(kept, Stretch(5, 9)), room(kept, Stretch(4, 6)), room(kept, Stretch(12, 20))
    (1, None, 2)
    """
    at = bisect_left(kept, one.end, key=_START)
    return at if not at or kept[at - 1].end <= one.start else None
