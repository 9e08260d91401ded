"""The day on which something was said, when the sentence names a weekday and the article has a date."""

import re
from datetime import date, timedelta
from typing import Final

DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DAY = re.compile(
    rf"\b({'|'.join(DAYS)})\b(?!\s+(?:prochain|dernier|\d))|\b(avant-hier|hier|aujourd'hui|ce (?:jour|matin|midi|soir))\b"
)
_NUMBERED = re.compile(rf"\b(\d{{1,2}})(?:er)?\s({'|'.join(MONTHS)})\b(?:\s(\d{{4}}))?")


def said_on(words: str, published: str) -> str:
    """Give the ISO day that the words beside a cue name, or an empty string.

    Args:
        words: the sentence around the cue, without what was said.
        published: ISO day of the article, or an empty string.

    >>> said_on("a déclaré mardi Anne Morel", "2025-01-30"), said_on("a-t-elle dit le 3 mars", "2025-01-30")
    ('2025-01-28', '2024-03-03')
    """
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return ""
    numbered = _NUMBERED.search(words)
    if numbered:
        return _dated(numbered, day)
    found = _DAY.search(words)
    if found is None:
        return ""
    if found.group(1):
        return (day - timedelta(days=(day.weekday() - DAYS.index(found.group(1))) % 7)).isoformat()
    back = {"hier": 1, "avant-hier": 2}.get(found.group(2), 0)
    return (day - timedelta(days=back)).isoformat()


def _dated(found: re.Match[str], day: date) -> str:
    """Give a day of the month, in the year before when it would lie after the article."""
    month = MONTHS.index(found.group(2)) + 1
    for year in [int(found.group(3))] if found.group(3) else [day.year, day.year - 1]:
        try:
            named = date(year, month, int(found.group(1)))
        except ValueError:
            return ""
        if named <= day:
            return named.isoformat()
    return ""
