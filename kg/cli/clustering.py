"""``kg cluster`` and ``kg load``."""

import os
import re
import sys
from pathlib import Path
from typing import Any, Final

import click

from kg.cli import SOME_UNREADABLE
from kg.cli.options import MODEL, reading_options, start_of_iris
from kg.cli.reviewing import tell_unused
from kg.cli.words import say

#: Steps from which on a stage tells how far it is where no terminal shows it.
_LONG: Final = 20
#: Name of a header.
_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


@click.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("-o", "--out", required=True, metavar="PLACE", help="Folder or address to write to, seen by all machines.")
@click.option("--ray", "address", metavar="ADDRESS", help="Ray cluster that does the work; auto for one on this machine.")
@click.option("--shard-size", default=1_000, show_default=True, type=click.IntRange(1), help="Articles of a shard.")
@click.option(
    "--decisions",
    "corrected",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="BUILD",
    help="Folder of a build whose corrections and checks are replayed.",
)
@click.option(
    "--base-iri", callback=start_of_iris, help="What IRIs of resources start with.  [default: https://w3id.org/quidit/id/]"
)
@click.option(
    "--text/--no-text", default=True, show_default=True, help="Keep the words around each evidence in the RDF, or not."
)
@click.option(
    "--parquet", is_flag=True, help="Write tables of relations, quotes and entities too, for DuckDB, Spark and data frames."
)
@MODEL
@reading_options
def cluster(
    inputs: tuple[str, ...],
    out: str,
    address: str | None,
    shard_size: int,
    corrected: Path | None,
    base_iri: str | None,
    text: bool,
    parquet: bool,
    model: Path | None,
    outlet: str,
    date: str,
    max_chars: int,
) -> int:
    """Build a graph in shards, on a Ray cluster or on this machine.

    INPUTS are folders and files, by path or address (s3://…), that all machines see. The same command goes on where an
    interrupted one stopped.

    \b
    Example:
      kg cluster s3://press/articles -o s3://press/graph --ray auto
    """
    from kg import cluster as flow
    from kg import decisions
    from kg.names import BASE
    from kg.read import Options
    from kg.replay import Unused

    stages = _Stages()
    with flow.connected(address) as runner:
        told = flow.build(
            inputs,
            out,
            runner,
            size=shard_size,
            base=base_iri or BASE,
            text=text,
            parquet=parquet,
            model=model,
            options=Options(outlet=outlet, date=date, max_chars=max_chars),
            taken=decisions.load(corrected) if corrected else (),
            progress=stages,
        )
    stages.over()
    tell_unused([Unused(**one) for one in told["unused_decisions"]])
    _tell(told, out)
    return SOME_UNREADABLE if told["counts"]["skipped"] else 0


class _Stages:
    """Counts the steps of a stage on one line of a terminal; elsewhere says when a stage begins, and each tenth of a long one."""

    def __init__(self) -> None:
        self._said = ("", 0)

    def __call__(self, stage: str, done: int, of: int) -> None:
        line = say("cluster.step", stage=say(f"cluster.{stage}"), done=done, of=of)
        now = (stage, 10 * done // of if of >= _LONG else 0)
        if sys.stderr.isatty():
            click.echo(("\n" if self._said[0] not in ("", stage) else "") + f"\r\x1b[K{line}", err=True, nl=False)
        elif now != self._said:
            click.echo(line, err=True)
        self._said = now

    def over(self) -> None:
        """End the line."""
        if sys.stderr.isatty() and self._said[0]:
            click.echo(err=True)


def _count(line: str, *, last: bool) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", err=True, nl=last)
    elif last:
        click.echo(line, err=True)


def _tell(told: dict[str, Any], out: str) -> None:
    counts = told["counts"]
    click.echo(say("cluster.done", **counts, shards=len(told["shards"]), reused=told["reused"]), err=True)
    if counts["skipped"]:
        click.echo(say("cluster.skipped", n=counts["skipped"], place=f"{out}/skipped.jsonl"), err=True)
    click.echo(say("cluster.next", out=out), err=True)


def _headers(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """Take headers; those that log in come from the environment too, since others see what a command is called with."""
    from kg.graphstore import basic

    found = {}
    if user := os.environ.get("KG_ENDPOINT_USER"):
        found["Authorization"] = basic(user, os.environ.get("KG_ENDPOINT_PASSWORD", ""))
    if token := os.environ.get("KG_ENDPOINT_TOKEN"):
        found["Authorization"] = f"Bearer {token}"
    for one in value:
        name, mark, rest = one.partition(":")
        if not mark or not _TOKEN.fullmatch(name) or not rest.strip().isprintable() or not rest.isascii():
            raise click.BadParameter(say("bad.header"), ctx, param)
        found[name] = rest.strip()
    return found


@click.command()
@click.argument("source")
@click.option(
    "--to", "target", required=True, metavar="TARGET", help="Address of a graph store, or folder of an embedded store."
)
@click.option(
    "--whole", is_flag=True, help="Send quads without naming graphs: faster, if the server takes them (Oxigraph does)."
)
@click.option("--again", is_flag=True, help="Send everything, whatever was sent before.")
@click.option("--header", "headers", multiple=True, callback=_headers, help="Header of each request; may be repeated.")
@click.option("--seconds", default=300.0, show_default=True, type=click.FloatRange(1), help="How long a request may take.")
def load(source: str, target: str, whole: bool, again: bool, headers: dict[str, str], seconds: float) -> int:
    """Load a build, or the shards of kg cluster, into a SPARQL server or an embedded store.

    SOURCE is a folder, or the address that kg cluster wrote to. A server gets what changed since the last time, graph by graph, by the
    Graph Store Protocol of SPARQL 1.1; the same command goes on where an interrupted one stopped. A name and password are read
    from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, a token from KG_ENDPOINT_TOKEN.

    \b
    Example:
      kg load out --to http://127.0.0.1:7878/store
    """
    from kg import bulkload
    from kg.graphstore import GraphStore

    if "://" in target:
        server = GraphStore(target, headers, seconds=seconds)
        sent = bulkload.to_server(source, server, whole=whole, again=again, progress=_loaded)
        click.echo(say("load.sent" if sent else "load.same", n=sent, url=server.url), err=True)
    else:
        count = bulkload.to_folder(source, Path(target), progress=_loaded)
        click.echo(say("load.stored", n=count, folder=target), err=True)
    return 0


def _loaded(done: int, of: int) -> None:
    _count(say("load.step", done=done, of=of), last=done == of)
