"""``articles.csv`` beside the articles: outlet, date, title, url for files that do not say."""

import csv
import io
from pathlib import Path
from typing import Final

from kg.errors import ReadError
from kg.read.encoding import decode
from kg.read.plain import pick

NAME: Final = "articles.csv"
_FILE: Final = ("file", "fichier", "path", "filename")


def is_sidecar(path: Path) -> bool:
    """Tell whether `path` describes other files, instead of holding articles itself."""
    if path.name != NAME:
        return False
    with path.open("rb") as stream:
        head = stream.readline().decode("utf-8-sig", errors="replace")
    return any(name.strip().strip('"').lower() in _FILE for name in head.replace(";", ",").split(","))


def load(folder: Path) -> dict[str, dict[str, str]]:
    """Give file name -> fields from the sidecar of `folder`, empty if there is none.

    Raises:
        ReadError: the sidecar is malformed.
    """
    path = folder / NAME
    if not path.is_file() or not is_sidecar(path):
        return {}
    text = decode(path.read_bytes())
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(f"{path} is malformed ({error})", code="malformed") from error
    found = {}
    for row in rows:
        lowered = {str(key).strip().lower(): value for key, value in row.items()}
        name = next((lowered[key] for key in _FILE if lowered.get(key)), "")
        found[name] = pick(row)
    return found
