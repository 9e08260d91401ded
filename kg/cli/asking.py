"""``kg quotes``, ``kg who`` and ``kg query``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FROM, Day, output_options
from kg.cli.output import emit, show
from kg.cli.words import label, language, printable, say
from kg.errors import QueryError, StoreError
from kg.names import CHECKS, STANCES

if TYPE_CHECKING:
    from kg.explore import Library, Said
    from kg.records import Thing

_COLUMNS = (
    "date",
    "outlet",
    "speaker",
    "role",
    "mode",
    "cue",
    "quote",
    "about",
    "stance",
    "url",
    "article",
    "start",
    "end",
    "check",
)


def _named(source: "Library", name: str | None) -> "list[Thing] | None":
    """Give the things called `name`; None for no name. Say so when there are none or several."""
    from kg.explore import find, near

    if not name:
        return None
    found = find(source.resolution.things, name)
    if not found:
        close = near(source.resolution.things, name)
        hint = " " + say("none.near", names=", ".join(close)) if close else ""
        raise click.ClickException(say("none.named", name=name) + hint)
    if len(found) > 1:
        click.echo(say("several", name=name, names=", ".join(thing.name for thing in found)), err=True)
    return found


@click.command()
@FROM
@click.option("--speaker", metavar="X", help="Who speaks.")
@click.option("--about", metavar="Y", help="Whom or what it is about.")
@click.option("--stance", type=click.Choice(STANCES), help="Towards what it is about; a guess.")
@click.option("--since", type=Day(), default="", metavar="DAY", help="Published on this day or later (2025-01-28).")
@click.option("--until", type=Day(), default="", metavar="DAY", help="Published on this day or earlier.")
@click.option("--source", "outlet", default="", metavar="O", help="Part of the outlet's name.")
@click.option("--check", type=click.Choice(CHECKS), help="What a person found who checked it (kg review quote).")
@click.option("--limit", type=click.IntRange(1), help="Most quotes to show, the newest first; all by default.")
@output_options
def quotes(
    folder: Path,
    speaker: str | None,
    about: str | None,
    stance: str | None,
    since: str,
    until: str,
    outlet: str,
    check: str | None,
    limit: int | None,
    form: str | None,
    output: Path | None,
) -> None:
    """List quotes: who said what about whom.

    \b
    Example:
      kg quotes --about DeepSeek --stance negative
    """
    from kg import explore

    source = explore.open_build(folder)
    by, of = _named(source, speaker), _named(source, about)
    every = explore.quotes(source, speakers=by, about=of, stance=stance or "", outlet=outlet, check=check or "")
    found = [one for one in every if _between(one.article.date, since, until)]
    undated = sum(not one.article.date for one in every)
    if undated and (since or until):
        click.echo(say("quotes.undated", n=undated), err=True)
    if limit and len(found) > limit:
        click.echo(say("query.truncated", n=limit), err=True)
    found = found[:limit]
    if (form or ("" if output else "table")) == "table":
        heads = [say(name) for name in ("date", "speaker", "quote", "about", "stance", "outlet", "check")]
        show(heads, [_for_people(one) for one in found], "table", output)
    else:
        show(_COLUMNS, [_as_data(one) for one in found], form, output)


def _between(day: str, since: str, until: str) -> bool:
    """Tell whether a day is in a period; an undated article is in none but the unlimited."""
    return bool(day) and since <= day and (not until or day <= until) if since or until else True


def _for_people(one: "Said") -> tuple[str, ...]:
    from kg.cli.cards import checked, speaker, words

    who = f"{speaker(one)} ({one.quote.role})" if one.quote.role else speaker(one)
    tone = label(f"stance.{one.quote.stance}") if one.about else ""
    about = ", ".join(thing.name for thing in one.about)
    return one.article.date, who, words(one), about, tone, one.article.outlet, checked(one.quote)


def _as_data(one: "Said") -> tuple[object, ...]:
    article, quote = one.article, one.quote
    return (
        article.date,
        article.outlet,
        one.speaker.name if one.speaker else quote.speaker_text,
        quote.role,
        quote.mode,
        quote.cue or "",
        article.text[quote.start : quote.end],
        [thing.name for thing in one.about],
        quote.stance if one.about else "",
        article.url,
        article.key,
        quote.start,
        quote.end,
        quote.check.verdict if quote.check else "",
    )


@click.command()
@click.argument("name")
@FROM
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def who(name: str, folder: Path, output: Path | None) -> None:
    """Show all that is known of a person, company, model or chip.

    \b
    Example:
      kg who "Satya Nadella"
    """
    from kg import explore
    from kg.cli.cards import card

    source = explore.open_build(folder)
    things = _named(source, name) or []
    lines = [line for thing in things for line in card(source, thing)]
    emit("".join(printable(line) + "\n" for line in lines), output)


@click.command()
@click.argument("name", required=False)
@FROM
@click.option("-p", "--param", "params", multiple=True, metavar="K=V", help="Value of a parameter of a named question.")
@click.option("-q", "--sparql", help="SPARQL text.")
@click.option("-f", "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File of SPARQL text.")
@click.option("--list", "listing", is_flag=True, help="List the ready-made questions.")
@click.option("--show", "shown", metavar="NAME", help="Print the SPARQL of a ready-made question.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="Most rows to show.")
@click.option(
    "--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Longest time a question may take."
)
@click.option("--iris", is_flag=True, help="IRIs instead of labels.")
@output_options
def query(
    name: str | None,
    folder: Path,
    params: Sequence[str],
    sparql: str | None,
    path: Path | None,
    listing: bool,
    shown: str | None,
    limit: int,
    seconds: float,
    iris: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Ask a ready-made question, or any SPARQL.

    \b
    Examples:
      kg query --list
      kg query who-said-about -p about=DeepSeek
      kg query -q 'SELECT ?s WHERE { ?s a kg:Person } LIMIT 5'
    """
    from kg import query as asking
    from kg.query_worker import run_limited

    if listing:
        rows = [
            (
                one.name,
                one.summary_fr if language() == "fr" else one.summary_en,
                " ".join(f"-p {each.name}=…" for each in one.parameters),
            )
            for one in asking.names()
        ]
        show(("name", "question", "parameters"), rows, form, output)
        return
    if shown:
        emit(asking.named(shown).text, output)
        return
    text = sparql or (_text(path) if path else name) or ("" if sys.stdin.isatty() else sys.stdin.read())
    if not text:
        raise click.UsageError(
            "Give the name of a question, -q, -f, or SPARQL on standard input; « kg query --list » names them."
        )
    if not (folder / "store").is_dir():
        raise StoreError(f"{folder} holds no build: run « kg build PATHS -o {folder} » first")
    found = run_limited(folder / "store", text, _pairs(params), seconds=seconds, limit=limit, iris=iris, lang=language())
    show(found.columns, found.rows, form, output)
    if found.truncated:
        click.echo(say("query.truncated", n=limit), err=True)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is not UTF-8 ({error.reason} at byte {error.start}): save it as UTF-8") from error


def _pairs(params: Sequence[str]) -> dict[str, str]:
    for one in params:
        if "=" not in one:
            raise click.UsageError(f"-p takes NAME=VALUE, not {one!r}.")
    return {one.partition("=")[0]: one.partition("=")[2] for one in params}
