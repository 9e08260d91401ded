"""Speech without marks of its own: turns behind a dash, and posts with a byline."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.annotate.drafts import DIRECT, Draft
from kg.annotate.frame import Frame, finite
from kg.annotate.marks import paragraphs
from kg.annotate.sources import leading

_DASH = re.compile(r"\s*[—–]\s?(?=\S)")
_POST = re.compile(r"[—–-]\s?([^\n(@]{2,60})\(@\w+\)")
_BYLINE = re.compile(r"\s*(?:Envoyé|Posté|Publié|Écrit) par\s(?=[A-ZÀ-Ý@])([^\n.:]{2,60})\s*:?\s*$")
_TURN: Final = frozenset({"incise_plain", "incise_after"})


def turns(frame: Frame, found: list[Draft]) -> list[Draft]:
    """Make what stands behind a dash at the start of a line direct, and give the rest of the turn to the same speaker.

    Args:
        frame: the article.
        found: the drafts so far; those of incises in such a line are replaced.
    """
    done: list[Draft] = []
    for one in found:
        line = _line(frame.text, one.start)
        dash = _DASH.match(frame.text, *line)
        if dash is None or one.family not in _TURN or frame.text[dash.end() : one.start].strip() or one.mode == DIRECT:
            done.append(one)
            continue
        done += [replace(one, start=start, end=end, mode=DIRECT) for start, end in _stretches(frame, one, line[1])]
    return done


def _stretches(frame: Frame, one: Draft, end: int) -> Iterator[tuple[int, int]]:
    """Give the words of a turn before its incise and after it."""
    cue = one.cue or (one.end, one.end)
    yield frame.trim(one.start, min(one.end, cue[0]) if one.start < cue[0] else one.end)
    stop = re.compile(r"[.,;:!?…]\s").search(frame.text, cue[1], end)
    if stop is None:
        return
    rest = frame.trim(stop.end(), end)
    if rest[0] < rest[1] and any(finite(token) for token in frame.tokens(*rest)):
        last = rest[1] + 1 if frame.text[rest[1] : rest[1] + 1] in {".", "…"} else rest[1]
        yield rest[0], last


def posts(frame: Frame, taken: list[Draft]) -> list[Draft]:
    """Give the paragraphs that a line below them signs: "— X (@x) 3 mars", "Envoyé par X"."""
    found: list[Draft] = []
    previous: tuple[int, int] | None = None
    for start, end in paragraphs(frame.text):
        signed = _POST.match(frame.text, start, end) or _BYLINE.match(frame.text, start, end)
        if signed and previous is not None:
            block = frame.trim(*previous)
            block = (block[0], _stopped(frame, block[1], previous[1]))
            source = leading(frame, signed.start(1), signed.end(1))
            if source is not None and block[0] < block[1] and not _overlaps(block, [*taken, *found]):
                found.append(Draft(start=block[0], end=block[1], mode=DIRECT, family="tweet", source=source))
        previous = None if signed else (start, end)
    return found


def _stopped(frame: Frame, end: int, limit: int) -> int:
    """Give the end of a post with its full stop."""
    return end + 1 if end < limit and frame.text[end] in ".…" else end


def _overlaps(block: tuple[int, int], drafts: list[Draft]) -> bool:
    return any(one.start < block[1] and block[0] < one.end for one in drafts)


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end
