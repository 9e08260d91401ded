"""Lines that only the width of a page, a mail or a scan has ended: the sentence goes on in the next one."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_BLOCK: Final = re.compile(r"[^\n]+(?:\n[^\n]+)*")
#: Characters of the longest line of a block that was wrapped; longer ones are paragraphs, shorter ones verses, lists or columns.
_NARROW: Final = 35
_WIDE: Final = 130
#: The share of the longest line that a full one has, since the next word did not fit.
_FULL: Final = 0.7
#: A sentence that ends where the line does may be the last of its paragraph.
_OPENING: Final = '«"('
_STOPS: Final = (".", "!", "?", "…")


def unwrapped(text: str) -> str:
    """Give `text` with a space for each line break that only the width has made, character for character.

    A block of lines was wrapped when at least half of its full lines that end no sentence go on with a small letter.

    >>> unwrapped("Le patron du groupe a dit lundi matin que\\nla France était une priorité.\\nUn titre\\nUn autre")
    'Le patron du groupe a dit lundi matin que la France était une priorité.\\nUn titre\\nUn autre'
    """
    breaks = [at for block in _BLOCK.finditer(text) for at in _made(block)]
    if not breaks:
        return text
    chars = list(text)
    for at in breaks:
        chars[at] = " "
    return "".join(chars)


def _made(block: re.Match[str]) -> Iterator[int]:
    """Give the places of the breaks in a block that its width has made."""
    lines, at = block.group().split("\n"), block.start()
    widest = max(map(len, lines))
    if not _NARROW <= widest <= _WIDE:
        return
    full = []
    for line, after in pairwise(lines):
        at += len(line) + 1
        if (
            len(line) >= _FULL * widest
            and (after[:1].isalnum() or after[:1] in _OPENING)
            and not line.rstrip().endswith(_STOPS)
        ):
            full.append((at - 1, after[:1].islower()))
    goes_on = sum(on for _, on in full)
    if goes_on and 2 * goes_on >= len(full):
        yield from (place for place, _ in full)
