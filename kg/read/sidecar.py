"""``articles.csv`` beside the articles: outlet, date, title, url for files that do not say."""

import csv
import io
import re
import unicodedata
from pathlib import Path
from typing import Final

from kg.errors import ReadError
from kg.read.encoding import decode, file_name
from kg.read.plain import pick

#: File name to fields.
Table = dict[str, dict[str, str]]

NAME: Final = "articles.csv"
_FILE: Final = ("file", "fichier", "path", "filename")
_MARKS: Final = re.compile("[,;\t]")


def describes(data: bytes) -> bool:
    """Tell whether a table describes other files, instead of holding articles itself.

    >>> describes(b"file;date\\na.txt;2025-01-28\\n"), describes(b"titre;texte\\n")
    (True, False)
    """
    head = data.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
    return any(name.strip().strip('"').lower() in _FILE for name in _MARKS.split(head))


def parse(data: bytes) -> Table:
    """Give file name -> fields from the bytes of a sidecar.

    Raises:
        ReadError: the sidecar is malformed.
    """
    text = decode(data)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(f"{NAME} is malformed ({error})", code="malformed") from error
    found = {}
    for row in rows:
        lowered = {str(key).strip().lower(): value for key, value in row.items()}
        name = next((lowered[key] for key in _FILE if lowered.get(key)), "")
        found[_key(name)] = pick(row)
    return found


def _key(name: str) -> str:
    """Give a path as a sidecar is asked for it: with slashes, and no « ./ » at its start."""
    return unicodedata.normalize("NFC", name).replace("\\", "/").removeprefix("./")


class Sidecars:
    """The sidecars of one reading: each folder's is read once, however many files stand beside it."""

    def __init__(self) -> None:
        self._known: dict[Path, Table | ReadError | None] = {}

    def fields(self, path: Path, root: Path | None = None) -> dict[str, str]:
        """Give what the nearest sidecar says about the file `path`: the one of its folder, else those of the folders above.

        Args:
            path: the file.
            root: the highest folder whose sidecar counts; the folder of the file by default.

        Raises:
            ReadError: the sidecar is malformed or cannot be opened.
        """
        for folder in path.parents:
            table = self._of(folder)
            if isinstance(table, ReadError):
                raise table
            fields = (table or {}).get(file_name(path.relative_to(folder).as_posix()))
            if fields is not None:
                return fields
            if folder == (root or path.parent):
                break
        return {}

    def holds(self, path: Path) -> bool:
        """Tell whether `path` is a sidecar itself."""
        return path.name == NAME and isinstance(self._of(path.parent), dict)

    def _of(self, folder: Path) -> Table | ReadError | None:
        if folder not in self._known:
            self._known[folder] = _load(folder / NAME)
        return self._known[folder]


def _load(path: Path) -> Table | ReadError | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return ReadError(f"{NAME} cannot be opened ({error.strerror})", code="unreadable")
    try:
        return parse(data) if describes(data) else None
    except ReadError as error:
        return error
