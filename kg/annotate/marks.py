"""Which quotation marks belong together, on the characters of a text: no parser, no tokens.

Guillemets and straight marks are paired paragraph by paragraph, so that an odd mark spoils its own paragraph at most.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

_MARK = re.compile(r"[«»\"]")
_WORD = re.compile(r"\w")
#: '…' with an elision inside or not: the first after a space, the last before one or a stop.
_APOSTROPHES = re.compile(r"(?<![\w'])'(?=[\wÀ-ý«])(?:[^'\n]|(?<=\w)'(?=[\wÀ-ý«])){2,600}(?<=[\w.!?…»,%])'(?=[\s,.;:!?)»]|$)")
#: Line breaks that words between one pair of marks may hold.
_PARAGRAPHS: Final = 8
_BEFORE_OPEN = "(['-—–[/«"
_AFTER_CLOSE = ",;:.!?…)]'-—–/»"


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """A stretch between two quotation marks.

    Args:
        start, end: with the marks.
        inner_start, inner_end: the words alone, without marks and outer spaces.
        level: 0 for the outermost.
        closed: whether the closing mark is written.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    level: int = 0
    closed: bool = True


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches between line breaks that are not blank.

    >>> list(paragraphs("ab\\n\\ncd"))
    [(0, 2), (4, 6)]
    """
    for match in re.finditer(r"[^\n]+", text):
        if match.group().strip():
            yield match.span()


def pair(text: str) -> list[Marked]:
    """Pair the marks of `text`, where typographic variants have been mapped to ``«``, ``»`` and ``"``.

    Nested marks have a higher level. A quotation that reopens at each paragraph is one stretch. A mark that is
    never closed counts to the end of its paragraph when it opens the paragraph or follows a colon, else not at all.

    >>> [(m.start, m.end, m.level) for m in pair('Il dit « non à "tout" » et sort.')]
    [(7, 23, 0), (15, 21, 1)]
    """
    found: list[Marked] = []
    for start, end in paragraphs(text):
        found += _paragraph(text, start, end)
    found = _across(text, found)
    found += _single(text, found)
    return _levels(text, _reopened(text, sorted(_trimmed(text, one) for one in found)))


def _side(text: str, at: int, start: int, end: int) -> str:
    """Tell whether a straight mark can only open (``O``), only close (``C``), either (``?``) or neither (``-``)."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before.isalnum() and after.isalnum():
        return "-"
    opens = before.isspace() or before in _BEFORE_OPEN
    closes = after.isspace() or after in _AFTER_CLOSE
    if opens and closes:
        return "O" if before == "'" or at == start else "?"
    return "O" if opens else "C"


def _paragraph(text: str, start: int, end: int) -> list[Marked]:
    """Pair the marks of one paragraph with a stack; kinds never close each other."""
    open_at: list[int] = []
    found: list[Marked] = []
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if mark == "»" and not open_at and not text[start:at].strip() and "»" in text[at + 1 : end]:
            open_at.append(at)
            continue
        opens, closes = _roles(text, at, mark, open_at, (start, end))
        if closes:
            while text[open_at[-1]] not in ("«»" if mark == "»" else mark):
                open_at.pop()
            found.append(Marked(open_at.pop(), at + 1, 0, 0))
        elif opens:
            open_at.append(at)
    for at in open_at[:1]:
        before = text[start:at].rstrip()
        if not before or before.endswith(":"):
            inside = [one for one in found if one.start > at]
            if text[at] == "«" or not inside:
                found.append(Marked(at, end, 0, 0, closed=False))
    return found


def _across(text: str, found: list[Marked]) -> list[Marked]:
    """Pair « with the next » of a later paragraph when both stand alone: words of several paragraphs between one pair."""
    used = {at for one in found if one.closed for at in (one.start, one.end - 1)}
    alone = [match for match in re.finditer("[«»]", text) if match.start() not in used]
    for one, other in pairwise(alone):
        between = text[one.start() : other.start()]
        begun = text[text.rfind("\n", 0, other.start()) + 1 : other.start()].strip()
        if (one.group(), other.group()) == ("«", "»") and 0 < between.count("\n") <= _PARAGRAPHS and begun:
            found = [each for each in found if each.closed or each.end <= one.start() or other.end() <= each.start]
            found = [*found, Marked(one.start(), other.end(), 0, 0)]
    return found


def _single(text: str, found: list[Marked]) -> list[Marked]:
    """Pair apostrophes that stand where marks stand, outside and inside the other marks but never across them."""
    spans = [match.span() for match in _APOSTROPHES.finditer(text)]
    crossing = [(a, b) for a, b in spans if any(a < one.start < b < one.end or one.start < a < one.end < b for one in found)]
    return [Marked(a, b, 0, 0) for a, b in spans if (a, b) not in crossing]


def _roles(text: str, at: int, mark: str, open_at: list[int], span: tuple[int, int]) -> tuple[bool, bool]:
    """Tell whether the mark opens and whether it closes, given what is open."""
    kinds = {text[one] for one in open_at}
    if mark == "«":
        return True, False
    if mark == "»":
        return False, bool(kinds & {"«", "»"})
    side = _side(text, at, *span)
    if side in "O-":
        return side == "O", False
    closes = '"' in kinds and (not open_at or text[open_at[-1]] == '"' or side == "C")
    return side == "?" and not closes, closes


def _trimmed(text: str, one: Marked) -> Marked:
    """Set the inner offsets: no marks, no outer spaces."""
    start, end = one.start + 1, one.end - (1 if one.closed else 0)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Marked(one.start, one.end, start, end, one.level, one.closed)


def _reopened(text: str, found: list[Marked]) -> list[Marked]:
    """Join an unclosed stretch with the next paragraph when that one begins with a mark again."""
    done: list[Marked] = []
    unclosed = -1
    for one in found:
        last = done[unclosed] if unclosed >= 0 else None
        again = (
            text[one.start] == "«"
            or (last is not None and text[one.start] == text[last.start] == '"')
            or text[one.start] == "»"
        )
        if last and one.start > last.end and not text[last.end : one.start].strip() and again:
            done[unclosed] = replace(last, end=one.end, inner_end=one.inner_end, closed=one.closed)
        else:
            done.append(one)
        unclosed = max((number for number in (unclosed, len(done) - 1) if number >= 0 and not done[number].closed), default=-1)
    return done


def _levels(text: str, found: list[Marked]) -> list[Marked]:
    """Drop stretches without a word and those that begin in one and end outside it, and number the nesting."""
    kept: list[Marked] = []
    around: list[int] = []
    for one in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if _WORD.search(text, one.inner_start, one.inner_end) is None:
            continue
        while around and around[-1] <= one.start:
            around.pop()
        if around and around[-1] < one.end:
            continue
        kept.append(replace(one, level=len(around)))
        around.append(one.end)
    return kept
