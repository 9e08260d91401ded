"""``kg view`` and ``kg export``."""

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import click

from kg.cli.options import FROM
from kg.cli.output import emit
from kg.cli.words import language, say

#: As :data:`kg.export.FORMATS`, which would load more than an option needs.
FORMATS: Final = ("trig", "ttl", "nq", "jsonld", "rdf12", "csv", "parquet", "graphml", "gexf", "neo4j", "cypher")

_HEADING: Final = "Qui dit quoi de qui"


@click.command()
@FROM
@click.option("--focus", multiple=True, metavar="X", help="Show this name and what touches it; may be repeated.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("graph.html"),
    show_default=True,
    help="Page (.html) or picture (.svg, .png).",
)
@click.option("--title", default="", help="Heading; by default what the page shows.")
@click.option("--limit", type=click.IntRange(1), default=80, show_default=True, help="Names shown at first.")
@click.option(
    "--positions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Put names where a page saved them (its menu Export).",
)
@click.option(
    "--assets",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the drawing library in this folder, once for all pages, instead of in the page.",
)
@click.option("--embed", is_flag=True, help="Write an iframe to paste into another page.")
@click.option("--print-csp", is_flag=True, help="Print the content security policy of the page, and write nothing.")
def view(
    folder: Path,
    focus: tuple[str, ...],
    output: Path,
    title: str,
    limit: int,
    positions: Path | None,
    assets: Path | None,
    embed: bool,
    print_csp: bool,
) -> None:
    """Write the graph as a page or a picture.

    \b
    Examples:
      kg view --focus DeepSeek -o deepseek.html
      kg view -o graph.svg
      kg view -o graph.png
    """
    from kg import explore, network, scripts
    from kg import view as page
    from kg.cli.naming import named

    title = title or (say("n.tones", number=_HEADING, tones=", ".join(focus)) if focus else _HEADING)
    source = explore.open_build(folder)
    graph = network.build(source.facts, source.resolution)
    if focus:
        graph = network.around(graph, [thing.id for name in focus for thing in named(source, name) or []])
    suffix = output.suffix.lower()
    if suffix not in (".html", ".svg", ".png"):
        raise click.UsageError(say("bad.picture", name=output.name))
    placed = page.saved_places(positions.read_text(encoding="utf-8")) if positions else {}
    if suffix != ".html":
        _picture(graph, output, title=title, limit=limit, placed=placed)
        return
    text = page.page(graph, title=title, lang=language(), limit=limit, placed=placed, assets=_beside(assets, output))
    if print_csp:
        click.echo(page.policy(text))
    else:
        if assets:
            click.echo(say("written", path=scripts.keep(assets)), err=True)
        emit(page.embed(text, title=title) if embed else text, output)


def _beside(assets: Path | None, output: Path) -> str:
    """Give the address of the folder of the library, seen from the page."""
    return quote(Path(os.path.relpath(assets, output.parent)).as_posix()) if assets else ""


def _picture(graph: Any, output: Path, **look: Any) -> None:
    """Write a still picture, whose suffix says which kind."""
    from kg import raster, svg

    text = svg.picture(graph, lang=language(), **look)
    if output.suffix.lower() == ".svg":
        emit(text, output)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(raster.png(text))
    click.echo(say("written", path=output), err=True)


@click.command()
@FROM
@click.option("--about", multiple=True, metavar="X", help="Whom or what it is about; may be repeated. Everything if left out.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="Page to write.",
)
@click.option("--title", default="", help="Heading; by default the name it is about.")
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, help="Names in the picture.")
@click.option("--longest", type=click.IntRange(20), default=300, show_default=True, help="Longest quotation, in characters.")
def report(folder: Path, about: tuple[str, ...], output: Path, title: str, limit: int, longest: int) -> None:
    """Write a report: key figures, picture, quotes, share of voice, contradictions, sources.

    \b
    Example:
      kg report --about DeepSeek -o report.html
    """
    from kg import explore
    from kg import report as paper
    from kg.cli.naming import named

    source = explore.open_build(folder)
    things = [thing for name in about for thing in named(source, name) or []]
    heading = title or ", ".join(about) or "Qui dit quoi de qui"
    emit(paper.page(source, title=heading, about=things, lang=language(), limit=limit, longest=longest), output)


@click.command()
@FROM
@click.option(
    "-f",
    "--format",
    "form",
    required=True,
    type=click.Choice(FORMATS),
    help="Format; csv and parquet write a folder of three tables, neo4j one of nodes and relationships.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File or folder to write.")
@click.option("--no-text", is_flag=True, help="Leave out the words around each evidence, even if the build has them.")
def export(folder: Path, form: str, output: Path, no_text: bool) -> None:
    """Write the graph in another format.

    \b
    Example:
      kg export -f ttl -o graph.ttl
    """
    from kg import builder, explore
    from kg.export import FORMATS as WRITERS
    from kg.export import Source
    from kg.settings import settled
    from kg.store import current

    source, made = explore.open_build(folder), settled(folder)
    built = builder.dump(folder) if current(folder / "store") else None
    text = made.text is not False and not no_text
    whole = Source(source.facts, source.resolution, str(made.base), text, builder.versions(), built)
    WRITERS[form](whole, output)
    click.echo(say("written", path=output), err=True)
