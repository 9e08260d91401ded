"""Rows of cells -> CSV for programs and for spreadsheets, written one after the other."""

import filecmp
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from kg.rdf import number

Cell = str | int | float | Decimal
Row = tuple[Cell, ...]
#: What a spreadsheet would take for a formula at the start of a cell.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def lines(rows: Iterable[Row], *, excel: bool = False) -> Iterator[str]:
    """Write rows, the names of the columns first, as lines of CSV; see :func:`render`."""
    mark, start = ";" if excel else ",", "\ufeff" if excel else ""
    for row in rows:
        yield start + joined([_written(cell, excel) for cell in row], mark) + "\n"
        start = ""


def unformula(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula.

    >>> unformula("=1+1")
    "'=1+1"
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell


def joined(cells: Sequence[str], mark: str) -> str:
    """Write one row of CSV, without its end, so that every reader gets the same cells back.

    >>> joined(["a", "b;c"], ";")
    'a;"b;c"'
    """
    return mark.join(_quoted(cell, mark) for cell in cells) or '""'  # a line with nothing at all would be no row


def _written(cell: Cell, excel: bool) -> str:
    if isinstance(cell, str):
        return unformula(cell) if excel else cell
    text = str(cell) if isinstance(cell, int) else number(cell)
    return text.replace(".", ",") if excel else text


def _quoted(text: str, mark: str) -> str:
    # The csv module leaves a lone carriage return unquoted and then reads it as the end of a row.
    if mark in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def write(rows: Iterable[Row], path: Path) -> bool:
    """Write rows, the names of the columns first, to a CSV file, one after the other.

    Returns:
        False when the file held just that already; then it is not touched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.writelines(lines(rows))
    if path.exists() and filecmp.cmp(fresh, path, shallow=False):
        fresh.unlink()
        return False
    fresh.replace(path)
    return True
