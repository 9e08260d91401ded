"""Why names are one thing, as the resolution writes it down, taken apart so that pages can say it in any language."""

from __future__ import annotations

import re
from typing import Final

#: Code of each reason, and its words with the details that vary.
_REASONS: Final = {
    "catalogue": r"in the catalogue as « (?P<name>.*) »",
    "same": r"same name",
    "once": r"named once",
    "renamed": r"decision (?P<number>\d+): renamed",
    "typed": r"decision (?P<number>\d+): of type (?P<type>.*)",
    "joined": r"decision (?P<number>\d+): « (?P<name>.*) » is the same",
    "elsewhere": r"« (?P<name>.*) » is elsewhere of type (?P<other>\w+), here by majority (?P<type>\w+)",
}


def told(reason: str) -> list[dict[str, str]]:
    """Give each reason as a code with its details; one that is not known is given as ``text``.

    >>> told("in the catalogue as « Nvidia »; decision 3: renamed")
    [{'code': 'catalogue', 'name': 'Nvidia'}, {'code': 'renamed', 'number': '3'}]
    """
    return [_told(part) for part in reason.split("; ") if part]


def _told(part: str) -> dict[str, str]:
    for code, pattern in _REASONS.items():
        found = re.fullmatch(pattern, part, re.DOTALL)
        if found:
            return {"code": code, **found.groupdict()}
    return {"code": "text", "text": part}
