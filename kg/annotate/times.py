"""Adjuncts of time that stand between a verb and its object: "interdit depuis vendredi X", "lance ce mardi 3 juin X"."""

from typing import Final

from kg.annotate.view import View
from kg.annotate.words import words_of

_LINKS: Final = frozenset(
    {"depuis", "dès", "en", "à", "partir", "de", "du", "le", "la", "l'", "ce", "cette", "fin", "début", "mi", "-", "au", "pour"}
)
_REACH: Final = 9


def past_time(seen: View, start: int, end: int) -> int:
    """Give where an adjunct of time that begins at `start` is over; `start` itself when none begins there.

    Args:
        start, end: tokens; the adjunct lies between them.
    """
    doc, at, last = seen.doc, start, start
    while at < min(start + _REACH, end) and seen.name(at) is None:
        word = doc[at].lower_
        if word in words_of("time") or (doc[at].like_num and at > start):
            last = at + 1
        elif word not in _LINKS:
            break
        at += 1
    return last
