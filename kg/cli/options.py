"""Options that several commands share."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import click

from kg.cli.words import say

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def opened(ctx: click.Context, param: click.Parameter, value: Path) -> Path:  # noqa: ARG001
    """Take the user's own classes and predicates into use that the folder of a build keeps."""
    if (value / "extension").is_dir():
        from kg import extension

        extension.use(value)
    return value


OUT: Final = click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    callback=opened,
    help="Folder of the build.",
)
FROM: Final = click.option(
    "--from",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    callback=opened,
    help="Folder of the build to read.",
)
MODEL: Final = click.option(
    "--model",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="KG_MODEL",
    help="Folder of another French pipeline, such as « kg train » writes; KG_MODEL by default, else the one that ships.",
)
#: An absolute IRI to which the rest can be appended.
_BASE: Final = re.compile(r"https?://[^\s/<>\"{}|\\^`#?]+(/[^\s<>\"{}|\\^`#?]*)?[/#]")
FORMATS: Final = ("table", "csv", "tsv", "json", "jsonl", "md", "excel")


def start_of_iris(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Take what IRIs shall start with, if something can be put behind it."""
    if value is None:
        return None
    if not _BASE.fullmatch(value) or not value.isprintable():
        raise click.BadParameter(say("bad.base"), ctx, param)
    return value


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions only
    """A day, as 2025-01-28, 28/01/2025 or « 28 janvier 2025 »; anything else is refused."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the ISO form of `value`."""
        from kg.read import iso

        day = iso(value)
        if value and not day:
            self.fail(say("bad.day", value=value), param, ctx)
        return day


class Term(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions only
    """One of our terms, by its code or by its French or English label; case and accents do not matter."""

    name = "term"

    def __init__(self, kind: str, codes: Sequence[str]) -> None:
        self.kind = kind
        self.codes = tuple(codes)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Show the codes."""
        return f"[{'|'.join(self.codes)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the code that `value` means."""
        from kg.cli.words import every_label
        from kg.names import fold

        known = {fold(name): code for code in self.codes for name in (code, *every_label(f"{self.kind}.{code}"))}
        if not value:
            return ""
        if fold(value) not in known:
            self.fail(say("bad.term", value=value, known=", ".join(self.codes)), param, ctx)
        return known[fold(value)]


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about articles that do not say it themselves."""
    for option in (
        click.option("--max-chars", default=1_000_000, show_default=True, help="Longest article accepted, in characters."),
        click.option("--date", type=Day(), default="", metavar="DAY", help="Day of articles that give none (2025-01-28)."),
        click.option("--outlet", default="", metavar="NAME", help="Publisher of articles that name none."),
    ):
        command = option(command)
    return command


def own_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name a user's own ontology and rules."""
    for option in (
        click.option(
            "--rules",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Folder with rules of your own: relations.csv, class_nouns.csv, catalogue/…",
        ),
        click.option(
            "--ontology",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Turtle file with classes and predicates of your own; see docs/own-ontology.md.",
        ),
    ):
        command = option(command)
    return command


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--table --csv --tsv --json --jsonl --md --excel`` and ``-o FILE``."""
    command = click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file; its suffix chooses the format.",
    )(command)
    for name in reversed(FORMATS):
        command = click.option(f"--{name}", "form", flag_value=name, help=_HELP[name])(command)
    return command


_HELP: Final = {
    "table": "A table for people (default).",
    "csv": "CSV, raw.",
    "tsv": "Tab-separated values.",
    "json": "A JSON list.",
    "jsonl": "One JSON object a line.",
    "md": "A Markdown table.",
    "excel": "CSV for spreadsheets: semicolons, BOM, no formulas.",
}
