"""Names made by a rule: versions of models and chips nobody has listed yet, titles before a person, ministries, addresses.

The patterns stand in ``data/rules/name_patterns.csv``, those that name a series of models, chips or goods ("Llama" and a
version) in ``data/catalogue/series.csv``; ``{V}``, ``{T}``… in them stand for the parts of ``data/rules/name_parts.csv``,
``{N}`` for a run of capitalised words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg import files
from kg.annotate.candidates import Candidate, weights
from kg.annotate.tables import rows
from kg.errors import DataError
from kg.names import TYPES

#: A run of capitalised words, as after "M.".
NAME: Final = (
    r"(?:[A-ZÀ-Ý][\w'-]+|[Dd]e|du|d'|von|van|der|Le|La|El|Al|al)(?: (?:[A-ZÀ-Ý][\w'-]+|de|du|von|van|der|Le|La))*(?<=\w\w)"
)

#: Stretches where no name counts: addresses of pages and mails, handles. Each run of characters is tried once, from its start on:
#: the time a text takes grows with its length only.
ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)@*+[^\s@]++@\S+\.\w+|@\w+"
    r"|(?<![\w-])(?<![\w-]\.)[\w-]++(?:\.[\w-]++)*\.(?:com|fr|org|net|io|ai|eu)/\S*"
)

#: What no name follows, and the same as a look behind.
_BOUND: Final = re.compile(r"[\w@/.]")
_FREE: Final = rf"(?<!{_BOUND.pattern})"

#: The type of a pattern for what bears a name and is no entity.
NONE: Final = "NONE"


@lru_cache(maxsize=2)
def _parts(listed: bool) -> dict[str, str]:
    parts = {row["part"]: row["regex"] for row in rows(files.rules("name_parts.csv"))} | {"N": NAME}
    more = [row["regex"] for row in rows(_series()) if row["type"] == "T"] if listed else []
    return parts | {"T": "(?:" + "|".join([parts["T"], *more]) + ")"}


def _series() -> Path:
    return files.catalogue() / "series.csv"


@lru_cache(maxsize=2)
def _patterns(listed: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    compiled = []
    for path in [files.rules("name_patterns.csv"), *([_series()] if listed else [])]:
        for number, row in enumerate(rows(path), start=2):
            regex = row["regex"]
            for part, value in _parts(listed).items():
                regex = regex.replace("{" + part + "}", value)
            try:
                pattern = re.compile(rf"{'' if _opens_with_letters(regex) else _FREE}(?:{regex})(?!\w)")
            except re.error as error:
                raise DataError(f"{path.name}, line {number}: not a regular expression: {error}") from error
            if row["type"] in (*TYPES, NONE):
                compiled.append((row["type"], pattern))
    return tuple(compiled)


def _opens_with_letters(regex: str) -> bool:
    """Tell whether no run of any length ("\\w+") opens what `regex` matches, so that it can be tried inside words as well."""
    return not {"+", "*"} & set(regex.partition(")")[0])


def _matches(regex: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Give the matches of a pattern that start where a name can.

    A search for what comes first in a name, and a look at the character before it afterwards, is several times as fast as an
    expression that opens with a look behind.
    """
    at = 0
    while match := regex.search(text, at):
        inside = match.start() > 0 and _BOUND.match(text, match.start() - 1)
        at = match.start() + 1 if inside else max(match.end(), match.start() + 1)
        if not inside:
            yield match


@lru_cache(maxsize=2)
def _version(listed: bool) -> re.Pattern[str]:
    parts = _parts(listed)
    return re.compile(rf"(?:[ -]?(?:(?<=[ -]){parts['V']}|(?<=[ -]){parts['T']}))+")


def find(text: str, *, listed: bool = True) -> Iterator[Candidate]:
    """Give every name that a pattern makes.

    Args:
        listed: patterns that name a series may be used.

    >>> [text[one.start:one.end] for text in ["Avec GPT-5.2 et M. Le Goff"] for one in find(text)]
    ['Le Goff', 'GPT-5.2']
    """
    weight = weights()["pattern"]
    for label, regex in _patterns(listed):
        for match in _matches(regex, text) if label != NONE else ():
            start, end = match.span("name" if "name" in regex.groupindex else 0)
            end = start + len(text[start:end].rstrip(" -.,'"))
            if end > start:
                yield Candidate(start, end, label, "pattern", weight)


def extend(text: str, end: int, *, listed: bool = True) -> int:
    """Give where a name that stops at `end` stops together with its version.

    Args:
        listed: words of versions that belong to one series ("Sonnet") may be looked up.

    >>> extend("Llama 3.1 405B", 5), extend("Llama reste", 5)
    (14, 5)
    """
    match = _version(listed).match(text, end)
    return match.end() if match else end


def without_version(name: str, *, listed: bool = True) -> str:
    """Give what stands before the version in `name`, the whole name if there is none.

    >>> without_version("Llama 3.1 405B"), without_version("Gaudi")
    ('Llama', 'Gaudi')
    """
    starts = (match for match in re.finditer(r"[ -]", name) if extend(name, match.start(), listed=listed) == len(name))
    first = next(starts, None)
    return name[: first.start()] if first else name


def blind(text: str) -> list[tuple[int, int]]:
    """Give the stretches of `text` where no name counts: addresses, and laws, prizes or diseases that bear a name.

    >>> [text[start:end] for text in ["La loi Sapin 2 vise Alstom"] for start, end in blind(text)]
    ['loi Sapin 2']
    """
    made = [match for label, regex in _patterns(listed=False) if label == NONE for match in _matches(regex, text)]
    return [match.span() for match in (*ADDRESS.finditer(text), *made)]
