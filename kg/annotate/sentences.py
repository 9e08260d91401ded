"""Sentences as a reader sees them: breaks that the parser made inside a sentence are undone."""

import re
from typing import Final

from kg.annotate.parsed import Parsed

_END: Final = re.compile(r"(?:[.!?…][\"'»)\]\s]*|[\n:;][\"'»\s]*)$")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s('«\"])(?:[A-ZÉ]|MM?|Mme|Mlle|Dr|Pr|Me|St|Ste|cf|ex|env|av|art|p|n|vs|Inc|Corp|Ltd|Co)\.\s*$"
)


def sentences(doc: Parsed) -> list[tuple[int, int]]:
    """Give the sentences of `doc` as token ranges; each ends with a full stop, a line, or the text."""
    found: list[tuple[int, int]] = []
    text = doc.text
    for sent in doc.sents:
        if found and not _ends(text, doc[found[-1][1] - 1].end, doc[sent.start].idx):
            found[-1] = (found[-1][0], sent.end)
        else:
            found.append((sent.start, sent.end))
    return found


def _ends(text: str, end: int, start: int) -> bool:
    """Tell whether the words before `end` close a sentence, given that the next ones begin at `start`."""
    tail = text[max(end - 40, 0) : start]
    return bool(_END.search(tail)) and not _ABBREVIATION.search(tail)
