"""Times as French text writes them ("en mars 2024", "l'an prochain"), to a day, month or year: pure."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from kg.names import fold

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
_NUMBERS: Final = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
_MONTH: Final = "|".join(MONTHS)
_DAY: Final = "|".join(DAYS)
_COUNT: Final = rf"(?:\d{{1,3}}|une|{'|'.join(_NUMBERS[1:])}|quinze|vingt)"
_YEAR: Final = r"(?:19|20)\d\d(?!\d|[.,]\d| ?(?:%|€|\$|euros|dollars|millions|milliards|salariés|personnes|puces|GPU))"
_FROM: Final = (
    r"(?:d'ici(?: à| la fin)?|à partir|depuis|dès|avant|jusqu'|courant|fin|début|mi-|pour|à l'horizon|vers|à la fin|au début)"
)
_SEASON: Final = r"(?:au printemps|à l'été|cet été|l'été|à l'automne|cet automne|cet hiver|en hiver)"
#: Expressions that stand for a time, longest first.
TIMES: Final = re.compile(
    rf"(?<![\w'])(?:"
    rf"(?:{_FROM} (?:de |du |en |le )?|le |du |ce )?(?:(?:{_DAY}) )?\d{{1,2}}(?:er)? (?:{_MONTH})\b(?: {_YEAR})?"
    rf"|(?:{_FROM} ?(?:de |en |au mois de )?|en |au mois d[e'] ?)(?:{_MONTH})\b(?: {_YEAR})?"
    rf"|(?:{_SEASON}|au (?:premier|deuxième|troisième|quatrième|dernier|second) (?:trimestre|semestre))(?: (?:de )?{_YEAR})?"
    rf"|(?:{_FROM} (?:de |en |à |l'année |l'été |l'automne |le printemps )?|en |l'année ){_YEAR}"
    rf"|(?:le mois|la semaine|l'an|l'année|l'été|l'automne|l'hiver|le trimestre) (?:derni(?:er|ère)|prochaine?|passée?)\b"
    rf"|(?:cette année|cette semaine|ce mois-ci|d'ici (?:à )?la fin de l'année|avant la fin de l'année|en fin d'année)\b"
    rf"|(?:{_DAY})(?: (?:dernier|prochain))?\b(?: (?:matin|midi|après-midi|soir)\b)?"
    rf"|(?:avant-hier|hier|aujourd'hui|demain|après-demain)\b(?: (?:matin|soir)\b)?"
    rf"|il y a (?:près de |environ |plus de )?{_COUNT} (?:jours?|semaines?|mois|ans?|années)\b"
    rf"|dans (?:les )?{_COUNT} (?:jours|semaines?|mois|ans?)\b|dans les prochaine?s (?:jours|semaines|mois|années)\b"
    rf")",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(rf"(\d{{1,2}})(?:er)? ({_MONTH})\b(?: (\d{{4}}))?")
_NAMED: Final = re.compile(rf"\b({_MONTH})\b(?: (\d{{4}}))?")
_ANY_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\b")
_AGO: Final = re.compile(rf"(il y a|dans) (?:près de |environ |plus de |les )?({_COUNT}) (jour|semaine|mois|an)")
_NEAR: Final = {
    "avant-hier": -2,
    "hier": -1,
    "aujourd'hui": 0,
    "ce (?:jour|matin|midi|soir)": 0,
    "demain": 1,
    "apres-demain": 2,
}


def normal(words: str, published: str, *, ahead: bool = False) -> str:
    """Give the ISO day, month or year that a time stands for, or an empty string when it cannot be told.

    Args:
        words: the time as written.
        published: ISO day of the article, or an empty string; without it only whole dates are told.
        ahead: what happens then is still to come, so that "mardi" is the next one.

    >>> normal("le 3 mars 2024", ""), normal("en 2023", ""), normal("d'ici 2027", "2025-01-30")
    ('2024-03-03', '2023', '2027')
    >>> normal("mardi", "2025-01-30"), normal("mardi", "2025-01-30", ahead=True), normal("en mars", "2025-01-30")
    ('2025-01-28', '2025-02-04', '2024-03')
    >>> normal("il y a deux ans", "2025-01-30"), normal("l'an prochain", "2025-01-30"), normal("le mois dernier", "2025-01-30")
    ('2023', '2026', '2024-12')
    >>> normal("la semaine prochaine", "2025-01-30"), normal("mardi", "")
    ('', '')
    """
    if not words:
        return ""
    text = re.sub(r"\s", " ", words.replace("’", "'")).lower()
    day = _published(published)
    if _NUMBERED.search(text):
        return _dated(text, day, ahead)
    for read in (_monthly, _yearly):
        if found := read(text, day, ahead):
            return found
    if day is None:
        return ""
    rules: tuple[Callable[[str, date, bool], str], ...] = (_weekday, _near, _counted, _relative)
    return next((found for read in rules if (found := read(text, day, ahead))), "")


def _published(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _dated(text: str, day: date | None, ahead: bool) -> str:
    found = _NUMBERED.search(text)
    if found is None or (day is None and not found[3]):
        return ""
    month = MONTHS.index(found[2]) + 1
    years = [int(found[3])] if found[3] or day is None else [day.year - 1, day.year, day.year + 1]
    dates = [one for year in years if (one := _day(year, month, int(found[1]))) is not None]
    if found[3] or day is None:
        return dates[0].isoformat() if dates else ""
    near = [one for one in dates if (one >= day if ahead else one <= day)]
    return (near[0] if ahead else near[-1]).isoformat() if near else ""


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _monthly(text: str, day: date | None, ahead: bool) -> str:
    found = _NAMED.search(text)
    if found is None:
        return ""
    month = MONTHS.index(found[1]) + 1
    if found[2]:
        return f"{int(found[2]):04}-{month:02}"
    if day is None:
        return ""
    year = day.year + (month < day.month) if ahead else day.year - (month > day.month)
    return f"{year:04}-{month:02}"


def _yearly(text: str, _day: date | None, _ahead: bool) -> str:
    found = _ANY_YEAR.search(text)
    return found[1] if found else ""


def _weekday(text: str, day: date, ahead: bool) -> str:
    word = next((one for one in DAYS if re.search(rf"\b{one}\b", text)), None)
    if word is None:
        return ""
    step = (day.weekday() - DAYS.index(word)) % 7
    later = ahead or "prochain" in text
    return (day + timedelta(days=7 - step if later else -step)).isoformat()


def _near(text: str, day: date, _ahead: bool) -> str:
    step = next((days for word, days in _NEAR.items() if re.match(rf"{word}\b", fold(text))), None)
    return "" if step is None else (day + timedelta(days=step)).isoformat()


def _counted(text: str, day: date, _ahead: bool) -> str:
    """Read "il y a deux ans", "dans six mois"; weeks and days are told to the month, since nobody means the day."""
    found = _AGO.search(text)
    if found is None:
        return ""
    number = int(found[2]) if found[2].isdigit() else _spelt(found[2])
    sign = -1 if found[1] == "il y a" else 1
    if found[3] == "an":
        return f"{day.year + sign * number:04}"
    if found[3] == "mois":
        return _moved(day, sign * number)
    moved = day + timedelta(days=sign * number * (7 if found[3] == "semaine" else 1))
    return moved.isoformat() if found[3] == "jour" else f"{moved.year:04}-{moved.month:02}"


def _spelt(word: str) -> int:
    return {"une": 1, "quinze": 15, "vingt": 20}.get(word) or _NUMBERS.index(word)


def _moved(day: date, months: int) -> str:
    count = day.year * 12 + day.month - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


def _relative(text: str, day: date, _ahead: bool) -> str:
    """Read "l'an dernier", "le mois prochain", "cette année"; a week is no unit of a date and stays as written."""
    step = 1 if "prochain" in text else -1 if re.search("derni|pass", text) else 0
    if "mois" in text:
        return _moved(day, step)
    if re.search(r"\ban\b|année", text):
        return f"{day.year + step:04}"
    return ""
