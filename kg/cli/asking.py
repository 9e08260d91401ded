"""``kg quotes``, ``kg who`` and ``kg query``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FROM, output_options
from kg.cli.output import emit, printable, show
from kg.cli.words import label, language, say
from kg.names import STANCES

if TYPE_CHECKING:
    from kg.explore import Library, Said, Stated
    from kg.records import Quote, Statement, Thing

_COLUMNS = ("date", "outlet", "speaker", "role", "mode", "cue", "quote", "about", "stance", "url", "article", "start", "end", "check")


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
@click.option("--since", default="", metavar="DAY", help="Published on this day or later (2025-01-28).")
@click.option("--source", "outlet", default="", metavar="O", help="Part of the outlet's name.")
@output_options
def quotes(
    folder: Path,
    speaker: str | None,
    about: str | None,
    stance: str | None,
    since: str,
    outlet: str,
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
    found = explore.quotes(source, speakers=by, about=of, stance=stance or "", since=since, outlet=outlet)
    if since:
        undated = sum(
            not one.article.date for one in explore.quotes(source, speakers=by, about=of, stance=stance or "", outlet=outlet)
        )
        click.echo(say("quotes.undated", n=undated), err=True)
    if (form or ("" if output else "table")) == "table":
        heads = [say(name) for name in ("date", "speaker", "quote", "about", "stance", "outlet", "check")]
        show(heads, [_for_people(one) for one in found], "table", output)
    else:
        show(_COLUMNS, [_as_data(one) for one in found], form, output)


def _speaker(one: "Said") -> str:
    return one.speaker.name if one.speaker else one.quote.speaker_text


def _for_people(one: "Said") -> tuple[str, ...]:
    who = f"{_speaker(one)} ({one.quote.role})" if one.quote.role else _speaker(one)
    words = one.words if one.quote.mode == "indirect" else f"« {one.words} »" if one.quote.mode == "direct" else one.words
    tone = label(f"stance.{one.quote.stance}") if one.about else ""
    return one.article.date, who, words, ", ".join(thing.name for thing in one.about), tone, one.article.outlet, _checked(one.quote)


def _checked(one: "Quote | Statement") -> str:
    return " ".join(filter(None, (label(f"check.{one.check.verdict}"), one.check.who, one.check.when))) if one.check else ""


def _as_data(one: "Said") -> tuple[object, ...]:
    article, quote = one.article, one.quote
    return (
        article.date,
        article.outlet,
        _speaker(one),
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

    source = explore.open_build(folder)
    things = _named(source, name) or []
    lines = [line for thing in things for line in _card(source, thing)]
    emit("".join(printable(line) + "\n" for line in lines), output)


def _card(source: "Library", thing: "Thing") -> list[str]:
    from kg import explore

    lines = [f"{thing.name} · {label('type.' + thing.type)}"]
    if thing.aliases:
        lines.append("  " + say("who.aliases", names=", ".join(thing.aliases)))
    stated, said = explore.statements(source, [thing]), explore.quotes(source, speakers=[thing])
    about = [one for one in explore.quotes(source, about=[thing]) if not (one.speaker and one.speaker.id == thing.id)]
    if stated:
        lines += ["", say("who.facts"), *(line for one in stated for line in _fact(one))]
    for title, found in (("who.said", said), ("who.about", about)):
        if found:
            lines += ["", say(title, name=thing.name, n=len(found)), *(line for one in found for line in _quote(one))]
    return [*lines, ""] if len(lines) > 2 or stated or said or about else [*lines, "  " + say("who.none"), ""]


def _where(outlet: str, date: str) -> str:
    return ", ".join(part for part in (outlet, date) if part)


def _fact(one: "Stated") -> list[str]:
    target = one.object.name if one.object else one.statement.value or ""
    by = one.reporter.name if one.reporter else one.statement.reporter_text
    status = label(f"status.{one.statement.status}") + (f" · {by}" if by else "")
    checked = f" [{_checked(one.statement)}]" if one.statement.check else ""
    head = f"  {one.subject.name} {label('is.' + one.statement.predicate)} {target}   [{status}]{checked}"
    return [head, f"      {one.sentence} — {_where(one.article.outlet, one.article.date)}"]


def _quote(one: "Said") -> list[str]:
    targets = ", ".join(thing.name for thing in one.about)
    tone = f" → {targets} [{label('stance.' + one.quote.stance)}]" if targets else ""
    words = one.words if one.quote.mode == "indirect" else f"« {one.words} »"
    checked = f" [{_checked(one.quote)}]" if one.quote.check else ""
    return [f"  {_speaker(one)}{tone}{checked}", f"      {words} — {_where(one.article.outlet, one.article.date)}"]


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
    text = sparql or (path.read_text(encoding="utf-8") if path else name) or ("" if sys.stdin.isatty() else sys.stdin.read())
    if not text:
        raise click.UsageError(
            "Give the name of a question, -q, -f, or SPARQL on standard input; « kg query --list » names them."
        )
    found = run_limited(folder / "store", text, _pairs(params), seconds=seconds, limit=limit, iris=iris, lang=language())
    show(found.columns, found.rows, form, output)
    if found.truncated:
        click.echo(say("query.truncated", n=limit), err=True)


def _pairs(params: Sequence[str]) -> dict[str, str]:
    for one in params:
        if "=" not in one:
            raise click.UsageError(f"-p takes NAME=VALUE, not {one!r}.")
    return {one.partition("=")[0]: one.partition("=")[2] for one in params}
