"""``kg query``."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.options import FROM, output_options
from kg.cli.output import emit, show
from kg.cli.words import language, say
from kg.errors import QueryError, StoreError


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
