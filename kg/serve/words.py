"""What the pages say, in French or English; each request chooses its language."""

from collections.abc import Callable
from functools import cache
from typing import Any

from starlette.requests import Request

from kg import names
from kg.drawing import strings
from kg.messages import texts

LANGUAGES = ("fr", "en")


class Count(int):
    """A whole number that chooses its words: ``{n:citation|citations}``; 0 is singular in French only."""

    lang = "fr"

    def __format__(self, spec: str) -> str:
        """Give the first form for a singular, the second for a plural, the digits without forms."""
        one, mark, many = spec.partition("|")
        if not mark:
            return f"{int(self):,}".replace(",", "\u202f" if self.lang == "fr" else ",")
        return one if self == 1 or (self == 0 and self.lang == "fr") else many


class EnglishCount(Count):
    """The same in English."""

    lang = "en"


@cache
def _texts(lang: str) -> dict[str, str]:
    classes = {f"type.{one.type}": strings(lang)[f"types.{one.type}"] for one in names.own() if one.type}
    return {**classes, **texts()[lang], **strings(lang), **texts("desk.json")[lang]}


def say(lang: str) -> Callable[..., str]:
    """Give the function that says a message in a language; what has no message is said by its last part.

    >>> say("en")("nav.quotes")
    'Quotes'
    """
    known, count = _texts(lang), EnglishCount if lang == "en" else Count

    def said(name: str, /, **values: Any) -> str:
        text = known.get(name)
        if text is None:
            return name.rpartition(".")[2]
        return text.format(**{key: count(value) if type(value) is int else value for key, value in values.items()})

    return said


def day(lang: str) -> Callable[[str], str]:
    """Give the function that writes an ISO day, month or year in words.

    >>> day("fr")("2025-03-01"), day("en")("2025-03"), day("fr")("2025")
    ('1er mars 2025', 'March 2025', '2025')
    """
    spoken = say(lang)

    def written(iso: str) -> str:
        parts = iso[:10].split("-")
        if not iso:
            return spoken("undated")
        months = spoken("months").split()
        if not all(part.isdigit() for part in parts) or len(parts) < 2 or not 1 <= int(parts[1]) <= len(months):
            return iso
        month = f"{months[int(parts[1]) - 1]} {int(parts[0])}"
        if len(parts) == 2:
            return month
        number = int(parts[2])
        return f"{number}{'er' if number == 1 and lang == 'fr' else ''} {month}"

    return written


def heading(lang: str) -> Callable[[str], str]:
    """Give the function that names a column of an answer; its number, if it has one, is kept.

    >>> heading("fr")("outlet2"), heading("en")("nothing")
    ('Média 2', 'nothing')
    """
    known = _texts(lang)

    def named(column: str) -> str:
        bare = column.rstrip("0123456789")
        found = known.get(f"column.{bare}")
        return f"{found} {column.removeprefix(bare)}".rstrip() if found else column

    return named


def decimal(lang: str) -> Callable[[str], str]:
    """Give the function that writes a number with the decimal sign of a language.

    >>> decimal("fr")("47.2")
    '47,2'
    """
    return lambda text: text.replace(".", ",") if lang == "fr" else text


def language(request: Request) -> str:
    """Give the language that the address, the cookie or the browser asks for, else French."""
    asked = (request.query_params.get("lang", ""), request.cookies.get("kg-lang", ""))
    accepted = (part.partition(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(","))
    return next((one for one in (*asked, *accepted) if one in LANGUAGES), "fr")
