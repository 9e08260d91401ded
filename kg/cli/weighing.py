"""``kg compare`` and ``kg voice``."""

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.naming import named
from kg.cli.options import FROM, Day, output_options
from kg.cli.output import chosen, show
from kg.cli.saying import tell_undated
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.explore import Library, Said
    from kg.profile import Subject
    from kg.records import Thing
    from kg.voice import Share

#: As :data:`kg.voice.BY`, which would load more than an option needs.
_BY = ("speaker", "organisation", "outlet", "month")


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

    counts = _tones(said, thing)
    aimless = len(said) - sum(counts.values())
    rest = say("tones.aimless", n=aimless) if aimless else ""
    tones = ", ".join(filter(None, (tally(counts), rest)))
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
    tell_undated(source, speakers=by_whom, about=of, **wanted)
    people = chosen(form, output) == "table"
    if speaker and about:
        click.echo(_silence(source, speaking, speaker, of or []), err=not people)
    if absent:
        if people:
            click.echo(say("voice.absent", about=" / ".join(thing.name for thing in of or [])), err=bool(output))
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
