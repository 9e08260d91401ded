"""Days of publication, as files write them, to ISO days; a day that no calendar holds is none."""

import re
from calendar import monthrange
from email.utils import parsedate
from pathlib import PurePosixPath
from typing import Final

_IN_NAME: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ISO: Final = re.compile(r"\s*((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_MONTHS: Final = ("janv", "févr", "mars", "avri", "mai", "juin", "juil", "août", "sept", "octo", "nove", "déce")
_WORDS: Final = re.compile(r"\s*(\d{1,2})(?:er)?\s+([a-zéû]+)\.?\s+((?:19|20)\d\d)", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(r"\s*(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)")


def iso(value: str) -> str:
    """Give a date as ISO day, or an empty string if it is none.

    >>> iso("28/01/2025"), iso("2025-01-28T07:00:00Z"), iso("1er févr. 2025"), iso("hier"), iso("2025-02-30")
    ('2025-01-28', '2025-01-28', '2025-02-01', '', '')
    """
    if found := _ISO.match(value):
        return _day(*(int(part) for part in found.groups()))
    if found := _DAY_FIRST.match(value):
        return _day(*(int(part) for part in reversed(found.groups())))
    if found := _WORDS.match(value):
        month = found.group(2).lower()[:4]
        number = next((place for place, name in enumerate(_MONTHS, start=1) if month.startswith(name[: len(month)])), 0)
        return _day(int(found.group(3)), number, int(found.group(1)))
    return ""


def impossible(value: str) -> bool:
    """Tell whether `value` is written like an ISO day and is none.

    >>> impossible("2025-02-30"), impossible("2025-02-28"), impossible("hier")
    (True, False, False)
    """
    return bool(_ISO.match(value)) and not iso(value)


def of_header(value: str) -> str:
    """Give the day of a date in a mail or an RSS feed, or an empty string.

    >>> of_header("Tue, 28 Jan 2025 10:00:00 +0100")
    '2025-01-28'
    """
    found = parsedate(value)
    return _day(*found[:3]) if found else iso(value)


def in_name(name: str) -> str:
    """Give the day that a file name holds, or an empty string.

    >>> in_name("articles/2025-01-28-puces.txt")
    '2025-01-28'
    """
    found = _IN_NAME.search(PurePosixPath(name).name)
    return _day(*(int(part) for part in found.groups())) if found else ""


def _day(year: int, month: int, day: int) -> str:
    if not (1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return ""
    return f"{year}-{month:02}-{day:02}"
