"""Plain text and Markdown with front matter."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import yaml

from kg.read.encoding import decode
from kg.read.source import Draft, Source

_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)

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
    """Read a .md file: the text is all that follows the front matter."""
    whole = decode(source.data)
    front = _FRONT.match(whole)
    body = whole[front.end() :] if front else whole
    fields = _fields(front.group(1)) if front else {}
    yield Draft(text=body, **fields)


def headline(body: str) -> str:
    """Give the first line that holds something, shortened to what a headline may be."""
    return next((line.strip()[:200] for line in body.splitlines() if line.strip()), "")


def _fields(front: str) -> dict[str, str]:
    try:
        found = yaml.safe_load(front)
    except yaml.YAMLError:
        return {}
    return pick(found) if isinstance(found, dict) else {}


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
            found[field] = _plain(value)
    return found


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value).strip()
