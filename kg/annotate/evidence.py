"""Where a claim is read best: its sentence, and what a headline, a summary or a backward glance takes off its confidence.

The same fact often stands three times: in the headline, in the summary at the top, and in the text, which says it in full.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kg.annotate.claims import Claim, trim
from kg.annotate.closed import THESE
from kg.annotate.view import View
from kg.annotate.words import words_of

_FULL_STOPS: Final = frozenset('.!?…»"):')
#: What is taken off the confidence of a claim in a headline, in the title (whatever mark it ends with), in a summary, and of "ce partenariat".
_HEADLINE: Final = 0.1
_TITLE: Final = 0.2
_SUMMARY: Final = 0.1
_BACKWARD: Final = 0.1
#: A first line that is longer than this is no title.
_LONG_TITLE: Final = 160
#: A line with one of the words that head a summary is no longer than this.
_HEADING: Final = 40


def placed(seen: View, claims: list[Claim]) -> Iterator[Claim]:
    """Give `claims` with their sentences; the confidence falls where a reader would look for a fuller one."""
    ends = _summary(seen.text)
    for one in claims:
        last = seen.doc[seen.ceiling(one.trigger) - 1]
        evidence = trim(seen.text, seen.doc[seen.floor(one.trigger)].idx, last.end)
        off = _HEADLINE if seen.text[evidence.end - 1 : evidence.end] not in _FULL_STOPS else 0.0
        off = _TITLE if evidence.end <= len(seen.text.lstrip().split("\n", 1)[0]) < _LONG_TITLE else off
        off = max(off, _SUMMARY if ends[0] <= evidence.start < ends[1] else 0.0)
        off += _BACKWARD if _looks_back(seen, one) else 0.0
        yield replace(one, evidence=evidence, confidence=round(max(one.confidence - off, 0.05), 3))


def _looks_back(seen: View, one: Claim) -> bool:
    """Tell whether the noun that says it takes up what was said before: "ce partenariat entre X et Y"."""
    token = seen.doc[one.trigger]
    return token.pos_ == "NOUN" and any(
        word.lower_ in THESE for word in seen.doc[max(token.i - 2, seen.floor(token.i)) : token.i]
    )


@lru_cache(maxsize=8)
def _summary(text: str) -> tuple[int, int]:
    """Give where the summary at the top stands, as characters: the lines from a heading such as "TL;DR" to the next empty one.

    >>> _summary("Titre\\nEn bref\\nX rachète Y.\\n\\nX a racheté Y.")
    (14, 27)
    """
    start, at = 0, 0
    for line in text.split("\n"):
        end = at + len(line)
        if start and not line.strip():
            return start, at
        if not start and len(line) < _HEADING and line.strip(" *#:-–.").casefold() in words_of("summary"):
            start = end + 1
        at = end + 1
    return (start, at) if start else (0, 0)
