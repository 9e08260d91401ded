"""What a text without a title is called: its first line that is one."""

import csv
from functools import cache
from typing import Final

from kg import files
from kg.names import fold

#: A line longer than this is no heading but a paragraph: its first sentence stands for it.
_HEADING: Final = 150
_LONGEST: Final = 200


def headline(body: str) -> str:
    """Give the first line that says something of the article, shortened to what a headline may be.

    What pages put above every article (a table of contents, a disclaimer) is passed over, unless there is nothing else.

    >>> headline("Table of Contents\\n\\n# Une puce de plus\\nElle est là.")
    'Une puce de plus'
    """
    lines = [line for line in (line.strip().lstrip("# ").strip() for line in body.splitlines()) if line]
    return _short(next((line for line in lines if not _everywhere(line)), lines[0] if lines else ""))


def _everywhere(line: str) -> bool:
    """Tell whether a line stands above articles whatever they are about."""
    whole, labels = _known()
    before, colon, _ = line.partition(":")
    return fold(line) in whole or (bool(colon) and fold(before) in labels)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Give the folded lines, and the labels before a colon, of ``boilerplate_headings.csv``."""
    with files.rules("boilerplate_headings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = {kind: frozenset(fold(row["words"]) for row in rows if row["kind"] == kind) for kind in ("line", "label")}
    return named["line"], named["label"]


def _short(line: str) -> str:
    if len(line) <= _HEADING:
        return line
    ends = [
        place + 1
        for place, char in enumerate(line[:_LONGEST])
        if char in ".!?…" and line[place + 1 : place + 2] in ("", " ", "\u00a0")
    ]
    if ends:
        return line[: next((end for end in ends if end > 40), ends[-1])].removesuffix(".")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 2].rpartition(" ")[0] + " …"
