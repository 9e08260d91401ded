"""``kg who``, ``kg timeline``, ``kg compare`` and ``kg voice``."""

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.naming import named
from kg.cli.options import FROM, Day, output_options
from kg.cli.output import chosen, emit, show
from kg.cli.words import day, printable, say

if TYPE_CHECKING:
    from kg.explore import Library, Said
    from kg.profile import Event, Subject
    from kg.records import Thing
    from kg.voice import Share

#: As :data:`kg.voice.BY`, which would load more than an option needs.
_BY = ("speaker", "organisation", "outlet", "month")


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


@click.command()
@click.argument("first", metavar="X")
@click.argument("second", metavar="Y")
@click.option("--counts", is_flag=True, help="Only how often, and in which tone.")
@FROM
@output_options
def compare(first: str, second: str, counts: bool, folder: Path, form: str | None, output: Path | None) -> None:
    """Compare what two people or organisations say.

    About each other, then about the same things, side by side. The tone is a guess.

    \b
    Example:
      kg compare "Sam Altman" "Dario Amodei"
    """
    from kg import explore, profile

    source = explore.open_build(folder)
    sides = [named(source, one) or [] for one in (first, second)]
    subjects = profile.compare(source, *sides)
    heads = tuple(" / ".join(thing.name for thing in side) for side in sides)
    if chosen(form, output) != "table":
        columns, rows = (_COUNTS, _count_data(subjects, heads)) if counts else (_SIDES, _side_data(subjects, heads))
        show(columns, rows, form, output)
        return
    if not subjects:
        click.echo(say("compare.nothing"), err=True)
    said = tuple(explore.quotes(source, speakers=side) for side in sides)
    rows = [(say("compare.all"), *map(_tally, said)), *_side_rows(subjects, counts)]
    show([say("subject.of"), *heads], rows, "table", output, even=True)


_SIDES = (
    "subject",
    "side",
    "speaker",
    "stance",
    "quote",
    "mode",
    "date",
    "said_on",
    "outlet",
    "url",
    "article",
    "start",
    "end",
)
_COUNTS = ("subject", "side", "quotes", "positive", "negative", "neutral")


def _tones(said: "Sequence[Said]", thing: "Thing | None" = None) -> dict[str, int]:
    """Count stances; a stance is towards what a quote is first about."""
    aimed = [one.quote.stance for one in said if one.about and (thing is None or one.about[0] == thing)]
    return {tone: aimed.count(tone) for tone in ("positive", "negative", "neutral")}


def _tally(said: "Sequence[Said]", thing: "Thing | None" = None) -> str:
    from kg.cli.cards import tally

    tones = tally(_tones(said, thing))
    number = say("n.quotes", n=len(said))
    return say("n.tones", number=number, tones=tones) if tones else number


def _side_rows(subjects: "Sequence[Subject]", counts: bool) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in subjects:
        rows.append((one.thing.name, _tally(one.first, one.thing), _tally(one.second, one.thing)))
        if not counts:
            pairs = zip_longest(one.first, one.second)
            rows += [("", *(_side_cell(said, one.thing) if said else "" for said in pair)) for pair in pairs]
    return rows


def _side_cell(one: "Said", thing: "Thing") -> str:
    from kg.cli.cards import checked, tone, where, words

    notes = [tone(one) if one.about[0] == thing else "", where(one.article), checked(one.quote)]
    return f"{words(one)} — {', '.join(filter(None, notes))}"


def _side_data(subjects: "Sequence[Subject]", heads: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [
        _said_data(one, subject.thing, side)
        for subject in subjects
        for side, said in zip(heads, (subject.first, subject.second), strict=True)
        for one in said
    ]


def _said_data(one: "Said", thing: "Thing", side: str) -> tuple[object, ...]:
    article, quote = one.article, one.quote
    stance = quote.stance if one.about[0] == thing else ""
    said = (
        thing.name,
        side,
        one.speaker.name if one.speaker else "",
        stance,
        article.text[quote.start : quote.end],
        quote.mode,
    )
    return *said, article.date, quote.said_on, article.outlet, article.url, article.key, quote.start, quote.end


def _count_data(subjects: "Sequence[Subject]", heads: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [
        (one.thing.name, side, len(said), *_tones(said, one.thing).values())
        for one in subjects
        for side, said in zip(heads, (one.first, one.second), strict=True)
    ]


@click.command()
@click.option("--by", multiple=True, type=click.Choice(_BY), help="What to count by; may be repeated.  [default: speaker]")
@click.option("--about", metavar="Y", help="Only what is said about Y.")
@click.option("--speaker", metavar="X", help="Only what X says; with --about, also whether X ever speaks about Y.")
@click.option("--absent", is_flag=True, help="With --about: who speaks, and never about Y.")
@click.option("--unnamed", is_flag=True, help="Tell unnamed sources apart by how articles call them.")
@click.option("--since", type=Day(), default="", metavar="DAY", help="Published on this day or later (2025-01-28).")
@click.option("--until", type=Day(), default="", metavar="DAY", help="Published on this day or earlier.")
@click.option("--source", "--outlet", "outlet", default="", metavar="O", help="Part of the name of the outlet or agency.")
@click.option("--limit", type=click.IntRange(1), help="Most rows to show; all by default.")
@FROM
@output_options
def voice(
    by: Sequence[str],
    about: str | None,
    speaker: str | None,
    absent: bool,
    unnamed: bool,
    limit: int | None,
    folder: Path,
    form: str | None,
    output: Path | None,
    **wanted: Any,
) -> None:
    """Count who speaks: the share of voice.

    A statement that several articles repeat counts once in « statements » and in the share. Sources without a name count too.

    \b
    Examples:
      kg voice
      kg voice --by outlet --by month --csv
      kg voice --about DeepSeek --absent
    """
    from kg import explore
    from kg import voice as counting

    if absent and not about:
        raise click.UsageError(say("voice.absent.about"))
    source = explore.open_build(folder)
    by_whom, of = named(source, speaker), named(source, about)
    speaking = explore.quotes(source, speakers=by_whom, **wanted)
    people = chosen(form, output) == "table"
    if speaker and about:
        click.echo(_silence(source, speaking, speaker, of or []), err=not people)
    if absent:
        rows = [(thing.name, number) for thing, number in counting.absent(speaking, of or [])]
        show(("speaker", "statements"), rows[:limit], form, output, heads=[say("speaker"), say("statements")])
        return
    found = counting.shares(explore.quotes(source, speakers=by_whom, about=of, **wanted), by or ("speaker",), wordings=unnamed)
    if not found and people and speaker and about:
        return
    _show_shares(found[:limit], tuple(by or ("speaker",)), form, output)
    if limit and len(found) > limit:
        click.echo(say("query.truncated", n=limit), err=True)


def _silence(source: "Library", speaking: "Sequence[Said]", speaker: str, about: "Sequence[Thing]") -> str:
    """Say whether somebody ever speaks about something, and in how many articles both come up."""
    from kg.voice import silence

    found = silence(source, speaking, about)
    counts = {"n": found.articles, "speaks": found.speaks, "names": found.names, "both": found.both}
    name = "voice.speaks" if found.statements else "voice.silent"
    about_names = " / ".join(thing.name for thing in about)
    by = next((one.speaker.name for one in speaking if one.speaker), speaker)
    return say(name, speaker=by, about=about_names, statements=found.statements, **counts)


def _show_shares(found: "Sequence[Share]", by: tuple[str, ...], form: str | None, output: Path | None) -> None:
    tones = ("positive", "negative", "neutral")
    if chosen(form, output) != "table":
        columns = (*by, "quotes", "statements", "share", "articles", "outlets", *tones)
        rows = [
            (*one.keys, one.quotes, one.statements, round(one.part, 4), one.articles, one.outlets, *one.stances.values())
            for one in found
        ]
        show(columns, rows, form, output)
        return
    heads = [say(f"by.{name}") for name in by]
    heads += [say(name) for name in ("statements", "share", "quotes.all", "articles", "outlets", "stance")]
    show(heads, [_share_row(one, by) for one in found], "table", output)


def _share_row(one: "Share", by: tuple[str, ...]) -> tuple[object, ...]:
    keys = (key or say(f"none.{name}") for key, name in zip(one.keys, by, strict=True))
    from kg.cli.cards import tally

    part = say("percent", n=f"{100 * one.part:.1f}".replace(".", say("decimal")))
    return *keys, one.statements, part, one.quotes, one.articles, one.outlets, tally(one.stances)
