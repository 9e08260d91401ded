"""Articles that a paywall cuts off: what stands on the page is their start."""

import re
from functools import cache
from typing import Final

from kg import files

#: Characters of a line: a longer one is a paragraph, whatever stands in it.
_LONGEST: Final = 500


def cut_at(text: str) -> int | None:
    """Give where the line begins that says that the rest is for subscribers, or None.

    >>> cut_at("Un fait. Selon deux\\nIl vous reste 85 % de cet article à lire.")
    20
    """
    for match in _notice().finditer(text):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        if (len(text) if end < 0 else end) - start <= _LONGEST:
            return start
    return None


@cache
def _notice() -> re.Pattern[str]:
    rows = files.table(files.rules("page_furniture.csv"))
    known = [pattern for _, (kind, pattern) in rows if kind == "cut"]
    return re.compile("|".join(known).replace(" ", r"\s"), re.IGNORECASE)
