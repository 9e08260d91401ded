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
#: The line that forums set above the words they quote, sometimes twice.
_HEAD = re.compile(r"\s*(Envoyé par)\s(?=[A-ZÀ-Ý@])([^\n.:]{2,60}?)(?:\s+Envoyé par)?\s*:?\s*$")
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
    """Give the paragraphs that a line below them signs, "— X (@x) 3 mars", or one above them, "Envoyé par X"."""
    found: list[Draft] = []
    lines = list(paragraphs(frame.text))
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        if signed := _POST.match(frame.text, *line):
            found += _posted(frame, before, signed.span(1), None, [*taken, *found])
        elif headed := _HEAD.match(frame.text, *line):
            found += _posted(frame, after, headed.span(2), headed.span(1), [*taken, *found])
    return found


def _posted(
    frame: Frame, block: tuple[int, int] | None, name: tuple[int, int], cue: tuple[int, int] | None, taken: list[Draft]
) -> list[Draft]:
    """Give a paragraph as words of whoever has the name, unless something else was found there."""
    if block is None:
        return []
    start, last = frame.trim(*block)
    end, source = _stopped(frame, last, block[1]), leading(frame, *name)
    if source is None or start >= end or _overlaps((start, end), taken) or _POST.match(frame.text, *block):
        return []
    return [Draft(start=start, end=end, mode=DIRECT, family="tweet", source=source, cue=cue)]


def _stopped(frame: Frame, end: int, limit: int) -> int:
    """Give the end of a post with its full stop."""
    return end + 1 if end < limit and frame.text[end] in ".…" else end


def _overlaps(block: tuple[int, int], drafts: list[Draft]) -> bool:
    return any(one.start < block[1] and block[0] < one.end for one in drafts)


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end
