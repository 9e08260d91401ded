"""Rows to standard output or a file, in the format that was asked for."""

import io
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import click

from kg.cli.words import printable, say, tame

#: Suffix of the output file to format.
SUFFIXES: Final = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl", ".md": "md", ".txt": "table"}

#: Widths tried for the columns beside the one read at length, which is to have `_READABLE` at least,
#: each beside the longest word that is kept whole.
_STEPS: Final = ((28, 22), (20, 22), (14, 16), (1, 12))
_READABLE: Final = 44

Row = Sequence[Any]


def show(
    columns: Sequence[str],
    rows: Sequence[Row],
    form: str | None,
    output: Path | None,
    *,
    heads: Sequence[str] = (),
    even: bool = False,
) -> None:
    """Write `rows` as a table for people, or as data.

    Args:
        columns: names for data formats.
        rows: values in the order of `columns`.
        form: one of the formats, or None to go by `output`'s suffix.
        output: file, or None for standard output.
        heads: titles for people, if they differ from `columns`.
        even: give all columns of the table but the first the same width.
    """
    layout = chosen(form, output)
    if not rows:
        click.echo(say("none"), err=True)
    if layout == "table":
        text = _table(heads or columns, rows, even) if rows else ""
    else:
        text = WRITERS[layout](columns, rows)
    emit(text, output)


def chosen(form: str | None, output: Path | None) -> str:
    """Give the format to write: the one asked for, else what the suffix of the file says, else a table for people."""
    if form or output is None:
        return form or "table"
    if output.suffix.lower() not in SUFFIXES:
        raise click.UsageError(say("bad.suffix", name=output.name, known=", ".join(SUFFIXES)))
    return SUFFIXES[output.suffix.lower()]


def emit(text: str, output: Path | None) -> None:
    """Write `text` to a file as UTF-8, or to standard output; what goes to a terminal cannot command it."""
    if output is None:
        click.echo(tame(text) if sys.stdout.isatty() else text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(text.encode("utf-8"))
    click.echo(say("written", path=output), err=True)


def _table(heads: Sequence[str], rows: Sequence[Row], even: bool) -> str:
    """Lay out rows for people; columns that are empty everywhere are left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    buffer = io.StringIO()
    width = shutil.get_terminal_size((120, 24)).columns
    console = Console(file=buffer, width=width, highlight=False, color_system=None)
    cells = [[printable(_cell(value)) for value in row] for row in rows]
    kept = [index for index in range(len(heads)) if any(row[index] for row in cells)]
    widths = {} if even else _widths({index: [heads[index], *(row[index] for row in cells)] for index in kept}, width)
    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False, expand=even)
    for index in kept:
        ratio = (1 if even and index else None) if len(kept) > 1 else None
        table.add_column(heads[index], width=widths.get(index), ratio=ratio, overflow="fold")
    for row in cells:
        table.add_row(*(Text(row[index]) for index in kept))
    console.print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def roomy(heads: Sequence[str], rows: Sequence[Row]) -> bool:
    """Tell whether what is read at length keeps a readable width beside the other columns of a table for people."""
    cells = [[_cell(value) for value in row] for row in rows]
    columns = {index: [head, *(row[index] for row in cells)] for index, head in enumerate(heads)}
    used = {index: column for index, column in columns.items() if any(column[1:])}
    found = _widths(used, shutil.get_terminal_size((120, 24)).columns) if used else {}
    return max(found.values(), default=0) >= min(
        _READABLE, max((len(cell) for one in used.values() for cell in one), default=0)
    )


def _widths(columns: dict[int, list[str]], width: int) -> dict[int, int]:
    """Give each column the room of its content; the one read at length wraps, others only at spaces and if they must."""
    natural = {index: max(map(len, cells)) for index, cells in columns.items()}
    words = {index: max((len(word) for cell in cells for word in cell.split()), default=1) for index, cells in columns.items()}
    longest, room = max(natural, key=lambda index: (natural[index], -index)), width - 3 * len(columns)
    for most, word in _STEPS:
        found = {index: min(natural[index], max(min(words[index], word), most)) for index in columns}
        left = room - sum(found.values()) + found[longest]
        if left >= min(natural[longest], _READABLE):
            break
    return {**found, longest: max(min(natural[longest], left), min(words[longest], word))}


def _cell(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


def _delimited(columns: Sequence[str], rows: Sequence[Row], *, delimiter: str = ",", safe: bool = False) -> str:
    from kg.sheets import joined, unformula  # it loads the engine of RDF, which tables for people can do without

    cells = [[_cell(value) for value in row] for row in (columns, *rows)]
    lines = (joined([unformula(cell) if safe else cell for cell in line], delimiter) for line in cells)
    end = "\r\n" if safe else "\n"
    return ("\ufeff" if safe else "") + "".join(line + end for line in lines)


def _tsv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    lines = [[" ".join(_cell(value).split()) for value in row] for row in (columns, *rows)]
    return "".join("\t".join(line) + "\n" for line in lines)


def _objects(columns: Sequence[str], rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _json(columns: Sequence[str], rows: Sequence[Row]) -> str:
    return json.dumps(_objects(columns, rows), ensure_ascii=False, indent=1, default=str) + "\n"


def _jsonl(columns: Sequence[str], rows: Sequence[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in _objects(columns, rows))


def _markdown(columns: Sequence[str], rows: Sequence[Row]) -> str:
    lines = [list(columns), ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "".join("| " + " | ".join(_plain(cell) for cell in line) + " |\n" for line in lines)


def _plain(cell: str) -> str:
    for char, code in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("\n", " "), ("\r", " ")):
        cell = cell.replace(char, code)
    return printable(cell)


def _excel(columns: Sequence[str], rows: Sequence[Row]) -> str:
    return _delimited(columns, rows, delimiter=";", safe=True)


WRITERS: Final[dict[str, Callable[[Sequence[str], Sequence[Row]], str]]] = {
    "csv": _delimited,
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
    "md": _markdown,
    "excel": _excel,
}
