"""Reading the vocabulary of ``data/rules``, and what a user's own rules add to it."""

from collections.abc import Iterator
from pathlib import Path

from kg import files
from kg.errors import DataError


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Give the rows of a CSV file as dictionaries, then those of the file of the same name among the user's own rules.

    Raises:
        DataError: a row is longer or shorter than the header; the message names the file and the line.
    """
    for _, row in numbered(path):
        yield row


def numbered(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the rows as :func:`rows` does, each with its file and line as a message names them."""
    header: list[str] = []
    own = files.own("rules", path.name) if path.parent.name == "rules" else None
    for source in (path, own) if own is not None and own != path else (path,):
        found = files.table(source)
        _, columns = next(found, (1, []))
        header = header or columns
        if unknown := [name for name in columns if name not in header]:
            raise DataError(f"{source.name}, line 1: unknown column {unknown[0]!r}; the columns are {', '.join(header)}")
        for line, cells in found:
            where = f"{source.name}, line {line}"
            if len(cells) != len(columns):
                raise DataError(f"{where}: {len(cells)} cells instead of {len(columns)}")
            yield where, dict.fromkeys(header, "") | dict(zip(columns, cells, strict=True))


def column(path: Path, name: str) -> frozenset[str]:
    """Give the different values of one column of a CSV file."""
    return frozenset(row[name] for row in rows(path))
