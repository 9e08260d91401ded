"""Adjuncts of time that stand between a verb and its object: "interdit depuis vendredi X", "lance ce mardi 3 juin X"."""

from typing import Final

from kg.annotate.closed import POSSESSIVES
from kg.annotate.view import View
from kg.annotate.words import is_class_noun, is_finite, words_of

_LINKS: Final = frozenset(
    {
        "depuis",
        "dès",
        "plusieurs",
        "quelques",
        "des",
        "en",
        "à",
        "partir",
        "de",
        "du",
        "le",
        "la",
        "l'",
        "ce",
        "cette",
        "fin",
        "début",
        "mi",
        "-",
        "au",
        "pour",
    }
)
_REACH: Final = 9
#: How many tokens an aside between commas may take.
_ASIDE: Final = 12


def past_aside(seen: View, start: int, end: int) -> int:
    """Give where the adjuncts between a verb and its object are over: "dirige en secret X", "rachète, pour un million, X"."""
    doc, at = seen.doc, past_time(seen, start, end)
    if at + 3 < end and doc[at].pos_ == "ADP" and doc[at + 1].lower_ in POSSESSIVES and seen.name(at + 2) is None:
        return at + 3 if doc[at + 2].pos_ == "NOUN" and not is_class_noun(doc[at + 2]) else at  # "sur ses serveurs"
    if at + 2 < end and doc[at].lower_ == "en" and doc[at + 1].pos_ == "NOUN" and seen.name(at + 1) is None:
        return at + 2
    if at < end and doc[at].text == ",":
        closing = next((i for i in range(at + 1, min(at + _ASIDE, end)) if doc[i].text == ","), at)
        if not any(is_finite(word) for word in doc[at:closing]):
            return closing + 1
    return at


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
