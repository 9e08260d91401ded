"""``kg who`` and ``kg timeline``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.naming import named
from kg.cli.options import FROM, output_options
from kg.cli.output import chosen, emit, show
from kg.cli.words import day, printable, say

if TYPE_CHECKING:
    from kg.profile import Event


@click.command()
@click.argument("name")
@FROM
@output_options
def who(name: str, folder: Path, form: str | None, output: Path | None) -> None:
    """Show all that is known of a person, company, model or chip.

    What it is, its roles as articles state them, relations with their status, what it said, what was said about it.

    \b
    Example:
      kg who "Satya Nadella"
    """
    from kg import explore
    from kg.cli import cards

    source = explore.open_build(folder)
    things = named(source, name) or []
    if chosen(form, output) != "table":
        show(cards.COLUMNS, [row for thing in things for row in cards.rows(source, thing)], form, output)
        return
    lines = [line for thing in things for line in cards.card(source, thing)]
    emit("".join(printable(line) + "\n" for line in lines), output)


@click.command()
@click.argument("name")
@click.option("--about", metavar="Y", help="Only what it says about Y, and what is stated between both.")
@FROM
@output_options
def timeline(name: str, about: str | None, folder: Path, form: str | None, output: Path | None) -> None:
    """Put statements and quotes of somebody or something in time.

    Each is dated by the day of the statement where the article gives it, else by the day of the article; what has no day at all
    comes last.

    \b
    Examples:
      kg timeline DeepSeek
      kg timeline "Sam Altman" --about DeepSeek
    """
    from kg import explore, profile

    source = explore.open_build(folder)
    events = profile.timeline(source, named(source, name) or [], named(source, about))
    if chosen(form, output) != "table":
        from kg.cli.cards import COLUMNS

        show(("day", "dated", *COLUMNS), [(one.day, one.dated, *_event_data(one)) for one in events], form, output)
        return
    emit("".join(printable(line) + "\n" for line in _event_lines(events)), output)
    if not events:
        click.echo(say("none"), err=True)


def _event_data(one: "Event") -> tuple[object, ...]:
    from kg.cli.cards import said_row, stated_row
    from kg.explore import Said

    return said_row(one.kind, one.what) if isinstance(one.what, Said) else stated_row(one.kind, one.what)


def _event_lines(events: "Sequence[Event]") -> list[str]:
    """Lay out a timeline: a line for each day, then its quotes and statements, each once with all who repeat it."""
    from kg.cli.cards import together

    lines: list[str] = []
    for days in together(events, lambda one: (one.day, one.dated)):
        how = say(f"dated.{days[0].dated}") if days[0].dated else ""
        lines += ["", day(days[0].day) + (f" ({how})" if how else "")]
        lines += [line for group in together(days, _event_key) for line in _event(group)]
    return lines[1:]


def _event_key(one: "Event") -> object:
    from kg.cli.cards import fact_key, quote_key
    from kg.explore import Said

    return one.kind, quote_key(one.what) if isinstance(one.what, Said) else fact_key(one.what)


def _event(group: "Sequence[Event]") -> list[str]:
    from kg.cli import cards
    from kg.explore import Said

    what, sources = group[0].what, " ; ".join(dict.fromkeys(cards.where(one.article) for one in group))
    if isinstance(what, Said):
        return cards.said_lines(what, sources)
    verdict = f" [{cards.checked(what.statement)}]" if what.statement.check else ""
    return [f"  {cards.fact(what)}   [{cards.status(what)}]{verdict}", f"      {what.sentence} — {sources}"]
