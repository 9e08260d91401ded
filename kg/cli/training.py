"""``kg train``."""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.cli.output import show
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.tune import Tuned

_FOLDER: Final = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option(
    "--annotations",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your annotated texts, one JSON object a line: fine-tune the recogniser of names on them.",
)
@click.option("--model", type=_FOLDER, help="Pipeline to start from with --annotations; the one that ships by default.")
@click.option(
    "--treebanks",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with ud/*.conllu and entities/general.jsonl: train all anew.",
)
@click.option("-o", "--out", type=_FOLDER, help="Where the pipeline goes.  [default with --treebanks: data/models/fr]")
@click.option("--work", type=_FOLDER, help="Corpora and checkpoints; a temporary folder by default.")
@click.option("--steps", type=click.IntRange(1), help="Stop after so many steps (with --treebanks: each half).")
@click.option("--list", "listing", is_flag=True, help="Only list the treebanks needed, with licence and sha256.")
def train(
    annotations: Path | None,
    model: Path | None,
    treebanks: Path | None,
    out: Path | None,
    work: Path | None,
    steps: int | None,
    listing: bool,
) -> None:
    """Train the French pipeline, or fine-tune it on your annotations.

    Annotations hold texts and names as « kg extract » prints them: correct its lines, or gather what you decided with « kg review
    annotations ». One text in five is kept aside; the figures before and after are those of the recogniser of names alone, which
    the catalogue and the rules complete.

    \b
    Examples:
      kg train --annotations mine.jsonl -o my-model && kg build articles/ --model my-model
      kg train --treebanks treebanks/
    """
    if listing:
        from kg.trainingdata import treebanks as needed

        rows = [(one.file, one.use, one.licence, one.repository, one.sha256) for one in needed()]
        show(("file", "use", "licence", "repository", "sha256"), rows, "tsv", None)
    elif annotations and not treebanks:
        if out is None:
            raise click.UsageError("Name a new folder for the tuned pipeline: -o my-model.")
        _tune(annotations, out, model, steps)
    elif treebanks and not annotations:
        from kg import train as training

        with tempfile.TemporaryDirectory() as scratch:
            figures = training.train(treebanks, out or Path("data/models/fr"), work or Path(scratch), steps=steps)
        click.echo(json.dumps(figures, indent=1))
    else:
        raise click.UsageError("Give either --annotations or --treebanks.")


def _tune(path: Path, out: Path, model: Path | None, steps: int | None) -> None:
    from kg import annotations
    from kg.tune import tune

    annotated = annotations.load(path)
    click.echo(say("train.start", n=len(annotated)), err=True)
    _tell(tune(annotated, out, base=model, steps=steps), out)


def _tell(done: "Tuned", out: Path) -> None:
    rows = [
        (say(f"train.{name}"), when, *(f"{pair[when][key]:.3f}" for key in ("p", "r", "f")))
        for name, pair in done.figures.items()
        for when in ("before", "after")
    ]
    named = [(name, say(f"train.{when}"), *values) for name, when, *values in rows]
    show((say("train.set"), "", "P", "R", "F"), named, "table", None)
    if not done.held_out:
        click.echo(say("train.few"), err=True)
    click.echo(say("train.done", out=out), err=True)
