"""``kg cluster`` and ``kg load``."""

import sys
from pathlib import Path
from typing import Any

import click

from kg.cli import SOME_UNREADABLE
from kg.cli.options import MODEL, reading_options, start_of_iris
from kg.cli.reviewing import tell_unused
from kg.cli.words import say


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

    with flow.connected(address) as runner:
        told = flow.build(
            inputs,
            out,
            runner,
            size=shard_size,
            base=base_iri or BASE,
            text=text,
            model=model,
            options=Options(outlet=outlet, date=date, max_chars=max_chars),
            taken=decisions.load(corrected) if corrected else (),
            progress=_progress,
        )
    tell_unused([Unused(**one) for one in told["unused_decisions"]])
    _tell(told, out)
    return SOME_UNREADABLE if told["counts"]["skipped"] else 0


def _progress(stage: str, done: int, of: int) -> None:
    """Count the steps of a stage on one line of a terminal; elsewhere say when a stage is over."""
    line = say("cluster.step", stage=say(f"cluster.{stage}"), done=done, of=of)
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", err=True, nl=done == of)
    elif done == of and of > 1:
        click.echo(line, err=True)


def _tell(told: dict[str, Any], out: str) -> None:
    counts = told["counts"]
    click.echo(say("cluster.done", **counts, shards=len(told["shards"]), reused=told["reused"]), err=True)
    if counts["skipped"]:
        click.echo(say("cluster.skipped", n=counts["skipped"], place=f"{out}/skipped.jsonl"), err=True)
    click.echo(say("cluster.next", out=out), err=True)
