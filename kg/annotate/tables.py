"""Reading the vocabulary of ``data/rules``."""

import csv
from collections.abc import Iterator
from pathlib import Path

from kg.errors import DataError


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Give the rows of a CSV file as dictionaries.

    Raises:
        DataError: a row is longer or shorter than the header; the message names the file and the line.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        for cells in reader:
            if len(cells) != len(header):
                raise DataError(f"{path.name}, line {reader.line_num}: {len(cells)} cells instead of {len(header)}")
            yield dict(zip(header, cells, strict=True))


def column(path: Path, name: str) -> frozenset[str]:
    """Give the different values of one column of a CSV file."""
    return frozenset(row[name] for row in rows(path))
