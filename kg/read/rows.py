"""Tables and lines of JSON: one article a row."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from kg.errors import ReadError
from kg.read.encoding import clean, decode
from kg.read.plain import pick, scalar
from kg.read.source import Draft, Source, attempt

_TEXT: Final = ("text", "texte", "body", "content", "contenu", "article")
_ID: Final = ("id", "key", "uid")


def jsonl(source: Source) -> Iterator[Draft | ReadError]:
    """Read JSON Lines; each object has at least ``text``. A bad line is given as its error and the next one follows."""
    for number, line in enumerate(_lines(decode(source.data)), start=1):
        if line.strip():
            yield attempt(partial(_line, line, number))


def _lines(text: str) -> Iterator[str]:
    """Give line by line what may be a whole corpus, which must not be in memory twice."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _line(line: str, number: int) -> Draft:
    return _draft(_object(line, number), f"line {number}")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(f"line {number} is not JSON ({error.msg} at column {error.colno})", code="malformed") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        raise ReadError(f"line {number} holds JSON that is too large or too deep", code="malformed") from error
    if not isinstance(found, dict):
        raise ReadError(f"line {number} is not a JSON object", code="malformed")
    return found


def table(source: Source) -> Iterator[Draft | ReadError]:
    """Read a CSV or TSV table with a header; one column is the text. A bad row is given as its error."""
    text = decode(source.data)
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter), start=2):
            fields = {str(key): value for key, value in row.items()}
            yield attempt(partial(_draft, fields, f"row {number}"))
    except csv.Error as error:
        raise ReadError(f"the table is malformed ({error})", code="malformed") from error


def _draft(row: dict[str, Any], place: str) -> Draft:
    lowered = {key.strip().lower(): value for key, value in row.items()}
    text = next((lowered[name] for name in _TEXT if isinstance(lowered.get(name), str)), None)
    if text is None:
        raise ReadError(f"{place} has no text: name its column one of {', '.join(_TEXT)}", code="malformed")
    identifier = next((scalar(lowered[name]) for name in _ID if lowered.get(name)), "")
    return Draft(text=clean(text), id=clean(identifier), **pick(row))
