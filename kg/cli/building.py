"""``kg build`` and ``kg extract``."""

import json
import os
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

import click

from kg.cli import SOME_UNREADABLE
from kg.cli.options import MODEL, OUT, own_options, reading_options, start_of_iris
from kg.cli.output import emit
from kg.cli.progress import Progress
from kg.cli.reviewing import tell_unused
from kg.cli.stopping import stoppable
from kg.cli.words import language, say
from kg.names import own_labels
from kg.records import Skipped

if TYPE_CHECKING:
    from kg.builder import Report
    from kg.errors import Message
    from kg.updates import Update


#: Sentences and quotes of each kind that are shown of an article that changed.
_SHOWN: Final = 5


@click.command()
@click.argument("paths", nargs=-1)
@OUT
@click.option("--workers", type=click.IntRange(1), help="Processes that annotate; the number of cores by default.")
@click.option("--prune", is_flag=True, help="Drop articles that are no longer among PATHS.")
@click.option("--from-facts", is_flag=True, help="Annotate nothing; rebuild all the rest from the stored facts.")
@click.option(
    "--keep-stale",
    is_flag=True,
    help="Annotate only new and changed articles; keep what older rules, models or catalogues found in the others.",
)
@click.option("--title", help="Heading of the page.  [default: as last time, else « Qui dit quoi de qui »]")
@click.option(
    "--base-iri",
    callback=start_of_iris,
    help="What IRIs of resources start with.  [default: as last time, else https://w3id.org/quidit/id/]",
)
@click.option(
    "--text/--no-text",
    default=None,
    help="Keep the words around each evidence in the RDF, or not.  [default: as last time, else kept]",
)
@MODEL
@own_options
@reading_options
def build(
    paths: tuple[str, ...],
    out: Path,
    workers: int | None,
    prune: bool,
    from_facts: bool,
    keep_stale: bool,
    title: str | None,
    base_iri: str | None,
    text: bool | None,
    model: Path | None,
    ontology: Path | None,
    rules: Path | None,
    outlet: str,
    date: str,
    max_chars: int,
) -> int:
    """Build or update a graph from articles.

    PATHS are files, folders or archives (.txt .md .html .pdf .docx .rtf .jsonl .csv .xml .json .eml
    .zip), or - for standard input.

    \b
    Example:
      kg build articles/ -o out/
    """
    if not paths and not from_facts:
        raise click.UsageError(say("bad.paths"))
    from kg import builder as flow
    from kg.read import Options

    settings = flow.Settings(
        workers=workers or os.cpu_count() or 1,
        prune=prune,
        from_facts=from_facts,
        anew=from_facts,
        keep_stale=keep_stale,
        model=model,
        title=_title(out, title),
        base=base_iri,
        text=text,
        lang=_lang(),
        ontology=ontology,
        rules=rules,
        options=Options(outlet=outlet, date=date, max_chars=max_chars),
    )
    click.echo(say("build.start"), err=True)
    with (
        stoppable("build.stopped", out),
        Progress("build.annotating") as progress,
        Progress("build.writing") as written,
    ):
        report = flow.build(paths, out, settings, stdin=_stdin(paths), progress=progress, written=written, tell=tell)
    for one in report.skipped:
        tell_skipped(one)
    tell_unused(report.unused)
    for update in report.updated:
        _tell_updated(update)
    _tell(report, out)
    return SOME_UNREADABLE if report.skipped else 0


def _lang() -> str | None:
    """Give the language that KG_LANG asks for; never the locale's, which must not change what is built."""
    return language() if os.environ.get("KG_LANG") else None


def _title(out: Path, title: str | None) -> str | None:
    """Give the heading asked for; a first build in a language of its own is headed in that language."""
    from kg import settings

    return say("build.title") if title is None and _lang() and not (out / settings.FILE).exists() else title


def _stdin(paths: tuple[str, ...]) -> bytes:
    return sys.stdin.buffer.read() if "-" in paths else b""


def tell(message: "Message") -> None:
    """Say a message on standard error, as a sentence."""
    said = _said(message)
    click.echo(said[:1].upper() + said[1:], err=True)


def _said(message: "Message") -> str:
    from kg.errors import Message

    values = {name: _said(one) if isinstance(one, Message) else one for name, one in message.values.items()}
    return say(message.code, **values)


def tell_skipped(one: Skipped) -> None:
    """Say on standard error which input was left out and why."""
    click.echo(say("skipped", path=one.path, code=one.code, reason=say(f"reason.{one.code}", reason=one.reason)), err=True)


def _tell_updated(one: "Update") -> None:
    """Say how an article changed since the last build, its quotes first; build.json has all of it."""
    click.echo(say("updated", key=one.key, removed=len(one.removed), added=len(one.added)), err=True)
    for name, words in (("lost", one.lost), ("found", one.found), ("removed", one.removed), ("added", one.added)):
        for each in words[:_SHOWN]:
            click.echo("    " + say(f"updated.{name}", words=each), err=True)
        if len(words) > _SHOWN:
            click.echo("    " + say("updated.more", n=len(words) - _SHOWN), err=True)


def _tell(report: "Report", out: Path) -> None:
    click.echo(
        say(
            "build.read",
            read=report.read,
            annotated=report.annotated,
            reused=report.reused,
            removed=report.removed,
            skipped=len(report.skipped),
        ),
        err=True,
    )
    if not (report.read or report.removed) and (report.skipped or not report.counts.get("articles")):
        click.echo(say("build.empty"), err=True)
        return
    if not report.files:
        click.echo(say("build.same" if report.skipped else "build.nothing", out=out), err=True)
        return
    kinds = (_counted(name, number) for name, number in report.counts.items() if name not in ("quads", "articles"))
    click.echo(say("build.found", counts=", ".join(kinds)), err=True)
    if report.part:
        click.echo(say("build.part", **report.part), err=True)
    click.echo(say("build.open", page=out / "graph.html", out=out), err=True)


def _counted(name: str, number: int) -> str:
    """Count things of a class, of the user's own too."""
    own = own_labels(language()).get(f"types.{name.upper()}")
    return f"{number} {own}" if own else say(f"count.{name}", n=number)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format", type=click.Choice(["json"]), default="json", show_default=True, expose_value=False, help="Layout of each line."
)
@click.option("--no-catalogue", is_flag=True, help="Use no list of names: patterns and the statistical model only.")
@MODEL
@own_options
@reading_options
def extract(
    paths: tuple[str, ...],
    no_catalogue: bool,
    model: Path | None,
    ontology: Path | None,
    rules: Path | None,
    outlet: str,
    date: str,
    max_chars: int,
) -> int:
    """Print what is found in articles, one JSON object a line.

    Each line is one article in the gold format: entities, mentions, relations, quotes, statements.

    \b
    Example:
      kg extract article.txt | jq .quotes
    """
    from kg import extension
    from kg.facts import annotate, to_gold
    from kg.pipeline import load
    from kg.read import Options, read

    if ontology or rules:
        extension.take(Path(mkdtemp(prefix="kg-")), ontology, rules)
    articles, bad = [], 0
    for one in read(paths, Options(outlet=outlet, date=date, max_chars=max_chars), stdin=_stdin(paths)):
        if isinstance(one, Skipped):
            tell_skipped(one)
            bad += 1
        else:
            articles.append(one)
    if articles:
        for facts in annotate(articles, load(model, catalogue=not no_catalogue)):
            emit(json.dumps(to_gold(facts), ensure_ascii=False) + "\n", None)
    return SOME_UNREADABLE if bad else 0
