"""Plain text and Markdown with front matter."""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from kg.errors import ReadError
from kg.read.dates import impossible
from kg.read.encoding import clean, decode
from kg.read.source import Draft, Source

_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)

#: A line that shows that a front matter is meant, and not a rule (French puts a space before a colon in prose).
_KEY: Final = re.compile(r"^[\w-]+:(?:\s|$)", re.MULTILINE)
_NULLS: Final = ("~", "null", "Null", "NULL")
_LENGTH: Final = 20_000
_DEPTH: Final = 20

#: Items of a list (authors) and characters of a field that are kept.
_MANY: Final = 50
_LONGEST: Final = 2_000

#: Names that people give to the same field.
_SYNONYMS: Final = {
    "title": ("title", "titre"),
    "date": ("date", "published", "publication"),
    "author": ("author", "auteur", "authors"),
    "outlet": ("outlet", "source", "journal", "media", "média"),
    "url": ("url", "link", "lien", "canonical"),
    "agency": ("agency", "agence"),
}


def text(source: Source) -> Iterator[Draft]:
    """Read a .txt file: the text is the decoded file, untouched."""
    body = decode(source.data)
    yield Draft(text=body)


def markdown(source: Source) -> Iterator[Draft]:
    """Read a .md file: the text is all that follows the front matter.

    Raises:
        ReadError: the front matter is malformed.
    """
    whole = decode(source.data)
    front = _FRONT.match(whole)
    fields = _fields(front.group(1)) if front else None
    if front is None or fields is None:
        yield Draft(text=whole)
    else:
        yield Draft(text=whole[front.end() :], **fields)


def _fields(front: str) -> dict[str, str] | None:
    """Give the fields of a front matter, or None if the text merely starts with a rule."""
    try:
        _limit(front)
        found = yaml.load(front, Loader=yaml.BaseLoader)  # makes strings, lists and mappings only
    except yaml.YAMLError as error:
        if not _KEY.search(front):
            return None
        problem = getattr(error, "problem", None) or "odd characters"
        raise ReadError(
            f"the front matter is not YAML ({problem}): put values with a colon in quotes", code="malformed"
        ) from error
    if not isinstance(found, dict):
        return None if front.strip() else {}
    fields = pick({key: value for key, value in found.items() if value not in _NULLS})
    if impossible(fields.get("date", "")):
        raise ReadError(
            f"the front matter gives the day {fields['date'][:20]}, which does not exist: correct it", code="malformed"
        )
    return fields


def _limit(front: str) -> None:
    """Refuse what a front matter never needs and a trap does: great depth, aliases, sheer length."""
    depth = 0
    if len(front) > _LENGTH:
        raise ReadError(f"the front matter is longer than {_LENGTH:,} characters: shorten it", code="malformed")
    for event in yaml.parse(front, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH or isinstance(event, yaml.AliasEvent):
            raise ReadError("the front matter is nested too deeply or uses aliases: write plain values", code="malformed")


def pick(row: dict[Any, Any]) -> dict[str, str]:
    """Pick our fields out of a mapping with French or English names.

    >>> pick({"Titre": "Un titre", "source": "Le Relais", "autre": 1})
    {'title': 'Un titre', 'outlet': 'Le Relais'}
    """
    lowered = {str(key).strip().lower(): value for key, value in row.items()}
    found = {}
    for field, names in _SYNONYMS.items():
        value = next((lowered[name] for name in names if lowered.get(name)), None)
        if value is not None:
            found[field] = scalar(value)
    return found


def scalar(value: Any) -> str:
    """Give the value of a field as one line of bounded length.

    >>> scalar(["Ada", {"name": "Bob"}]), scalar(12), scalar({"x": [1]})
    ('Ada, Bob', '12', '')
    """
    items = value if isinstance(value, list) else [value]
    names = [item.get("name") if isinstance(item, dict) else item for item in items[:_MANY]]
    return clean(", ".join(str(item).strip() for item in names if isinstance(item, str | int | float))).strip()[:_LONGEST]
