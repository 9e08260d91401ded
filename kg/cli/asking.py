"""``kg query``."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.options import FROM, output_options
from kg.cli.output import chosen, emit, roomy, show
from kg.cli.words import column, label, language, say
from kg.errors import NoBuildError, QueryError
from kg.messages import error as told
from kg.names import CHECKS, MODES, PREDICATES, STANCES, STATUSES

if TYPE_CHECKING:
    from kg.answers import Cell, Rows
    from kg.query import NamedQuery, Parameter

#: Suffixes of what a CONSTRUCT or DESCRIBE can be written as, besides a table.
_DRAWN: Final = (".ttl", ".svg", ".png", ".html")
#: Columns that a table for people leaves out unless all are asked for: titles, addresses, ids.
_MACHINE: Final = re.compile(r"(title|url|uri|iri|id|article|start|end|graph|dated)\d*|\w+(Id|Iri|Uri|Url)")
#: Columns that make room for the sentence where the terminal is narrow, the first ones first.
_SPARED: Final = ("mode", "saidOn", "employer", "role", "quantity", "reporter", "check")
#: Parameters that nearly all ready-made questions take.
_COMMON: Final = ("since", "until", "outlet")
#: Relations that the note below a picture names.
_RELATIONS: Final = 6
#: Columns of ready-made questions that hold codes; the first name is where their labels stand.
_TERMS: Final = {
    "is relation": PREDICATES,
    "status nowstatus": STATUSES,
    "stance before changed": STANCES,
    "mode": MODES,
    "check": CHECKS,
}


@click.command()
@click.argument("name", required=False)
@FROM
@click.option("-p", "--param", "params", multiple=True, metavar="K=V", help="Value of a parameter of a named question.")
@click.option("-q", "--sparql", help="SPARQL text.")
@click.option("-f", "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File of SPARQL text.")
@click.option(
    "--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Ask this file of RDF instead of a build."
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL server instead of a build.")
@click.option("--list", "listing", is_flag=True, help="List the ready-made questions.")
@click.option("--show", "shown", metavar="NAME", help="Print the SPARQL of a ready-made question.")
@click.option("--prefixes", is_flag=True, help="List the prefixes that need no declaration.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="Most rows to show.")
@click.option(
    "--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Longest time a question may take."
)
@click.option("--iris", is_flag=True, help="IRIs instead of labels.")
@click.option("--wide", is_flag=True, help="In a table for people, show titles and addresses too.")
@output_options
def query(
    name: str | None,
    folder: Path,
    params: Sequence[str],
    sparql: str | None,
    path: Path | None,
    data: Path | None,
    endpoint: str | None,
    listing: bool,
    shown: str | None,
    prefixes: bool,
    limit: int,
    seconds: float,
    iris: bool,
    wide: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Ask a ready-made question, or any SPARQL.

    The answer goes to a table; what CONSTRUCT gives is also written as Turtle or drawn: -o graph.ttl, .svg, .png or .html.

    \b
    Examples:
      kg query --list
      kg query who-said-about -p about=DeepSeek
      kg query -q 'SELECT ?s WHERE { ?s a kg:Person } LIMIT 5'
      kg query --endpoint http://127.0.0.1:7878/query links-of -p thing=Nvidia
    """
    from kg import query as asking

    if listing:
        _list(asking.names(), form, output)
        return
    if prefixes:
        from kg.rdf import PREFIXES

        show(("prefix", "iri"), list(PREFIXES.items()), form, output)
        return
    if shown:
        emit(asking.named(shown).text, output)
        return
    text = sparql or (_text(path) if path else name) or ("" if sys.stdin.isatty() else sys.stdin.read())
    if not text:
        raise click.UsageError(say("query.missing"))
    limits: dict[str, Any] = {"seconds": seconds, "limit": limit, "iris": iris, "lang": language()}
    if endpoint:
        from kg.remote import ask

        found = ask(endpoint, text, _pairs(params), **limits)
    else:
        from kg.query_worker import run_limited

        found = run_limited(data or _store(folder), text, _pairs(params), **limits)
    _give(found, form, output, limit, wide=wide)


def _list(known: "Sequence[NamedQuery]", form: str | None, output: Path | None) -> None:
    """Show the ready-made questions: to people with the command that asks each, to programs with all parameters."""
    if chosen(form, output) == "table":
        emit("".join(f"{_summary(one)}\n    {_command(one)}\n" for one in known), output)
        click.echo(say("query.listed"), err=True)
        return
    columns = ("name", "question", "parameters")
    show(columns, [(one.name, _summary(one), " ".join(map(_parameter, one.parameters))) for one in known], form, output)


def _summary(one: "NamedQuery") -> str:
    return one.summary_fr if language() == "fr" else one.summary_en


def _command(one: "NamedQuery") -> str:
    """Give the command with what it cannot do without, and what else it takes beside what nearly all do."""
    needed = "".join(f" -p {each.name}={say(f'query.some.{each.kind}')}" for each in one.parameters if each.required)
    more = [each.name for each in one.parameters if not each.required and each.name not in _COMMON]
    return f"kg query {one.name}{needed}" + (f"   ({say('query.also', names=', '.join(more))})" if more else "")


def _parameter(one: "Parameter") -> str:
    shown = f"-p {one.name}={one.default or '…'}"
    return shown if one.required else f"[{shown}]"


def _store(folder: Path) -> Path:
    if not (folder / "store").is_dir():
        raise NoBuildError(folder)
    return folder / "store"


def _give(found: "Rows", form: str | None, output: Path | None, limit: int, *, wide: bool) -> None:
    """Write an answer, and say on standard error what a person should know about it."""
    if output and not form and output.suffix.lower() in _DRAWN:
        _draw(found, output)
    elif chosen(form, output) == "table":
        _show_people(found, output, wide=wide)
    else:
        show(found.columns, found.rows, form, output)
    if found.truncated:
        click.echo(say("query.truncated", n=limit), err=True)
    for hint in found.hints:
        instead = say("hint.instead", instead=hint.instead) if hint.instead else ""
        click.echo(say(f"hint.{hint.code}", asked=hint.asked) + instead, err=True)


def _show_people(found: "Rows", output: Path | None, *, wide: bool) -> None:
    """Show a table with the labels of columns and terms, without what only machines read, and say what is left out."""
    kept = [place for place, name in enumerate(found.columns) if wide or not _MACHINE.fullmatch(name)]
    for name in () if wide else _SPARED:  # one after the other, until the sentence can be read
        if len(kept) > 1 and not _roomy(found, kept):
            kept = [place for place in kept if found.columns[place] != name]
    kept = kept or list(range(len(found.columns)))
    names = [found.columns[place] for place in kept]
    rows = _shown(found, kept)
    show(names, rows, "table", output, heads=[column(name) for name in names])
    if len(kept) < len(found.columns) and rows:
        left = [place for place in range(len(found.columns)) if place not in kept and any(row[place] for row in found.rows)]
        if left:
            click.echo(say("query.narrow", names=", ".join(column(found.columns[place]) for place in left)), err=True)


def _shown(found: "Rows", kept: Sequence[int]) -> "list[list[Cell]]":
    return [[_termed(found.columns[place], row[place]) for place in kept] for row in found.rows]


def _roomy(found: "Rows", kept: Sequence[int]) -> bool:
    return roomy([column(found.columns[place]) for place in kept], _shown(found, kept))


def _termed(name: str, value: "Cell") -> "Cell":
    """Give the label of a code of a ready-made question; other values stay as they are."""
    for kind, codes in _TERMS.items():
        if _bare(name) in kind.split() and isinstance(value, str) and value in codes:
            return label(f"{kind.split()[0]}.{value}")
    return value


def _bare(name: str) -> str:
    """Give the name of a column without its number and the mark of the other side: otherStatus, status2."""
    return name.rstrip("0123456789").removeprefix("other").lower()


def _draw(found: "Rows", output: Path) -> None:
    """Write the graph of a CONSTRUCT as Turtle or as a picture."""
    if found.drawn is None:
        raise click.UsageError(say("query.nograph", name=output.name))
    suffix = output.suffix.lower()
    if suffix == ".ttl":
        emit(found.drawn.turtle, output)
        return
    from kg import raster, svg
    from kg.sketch import to_network

    relations = sorted({label(f"is.{predicate}") for _, predicate, _, _ in found.drawn.lines})
    source = say("query.drawn", n=len(found.drawn.lines), relations=", ".join(relations[:_RELATIONS]))
    text = svg.picture(to_network(found.drawn), title=output.stem, lang=language(), source=source)
    if suffix == ".png":
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(raster.png(text))
        click.echo(say("written", path=output), err=True)
    else:
        emit(text if suffix == ".svg" else svg.page(text, title=output.stem, lang=language()), output)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise told(QueryError, "error.no.utf8", path=str(path), reason=error.reason, byte=error.start) from error


def _pairs(params: Sequence[str]) -> dict[str, str]:
    for one in params:
        if "=" not in one:
            raise click.UsageError(say("query.pair", value=one))
    return {one.partition("=")[0]: one.partition("=")[2] for one in params}
