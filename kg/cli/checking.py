"""``kg check`` and ``kg score``."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click

from kg.cli.options import FROM, MODEL, output_options
from kg.cli.output import emit, show
from kg.cli.words import say
from kg.errors import DataError

#: What a document in the gold format holds at least.
_KEYS: Final = {"text": str, "entities": list, "mentions": list, "relations": list, "quotes": list}


@click.command()
@FROM
@output_options
def check(folder: Path, form: str | None, output: Path | None) -> int:
    """Check a build against the shapes of the ontology.

    Graphs that the last check found sound and that did not change since are not held against the shapes again.

    \b
    Example:
      kg check --from out/
    """
    from kg.builder import CHECKED, dump
    from kg.check import check as problems_in

    quads, path = dump(folder), folder / CHECKED
    sound = set(path.read_text(encoding="utf-8", errors="replace").split()) if path.is_file() else set[str]()
    problems = problems_in(quads, sound)
    with suppress(OSError):  # a folder that cannot be written to is checked from the start each time
        path.write_text("\n".join(sorted(sound)) + "\n", encoding="utf-8")
    if not problems:
        click.echo(say("check.fine", graphs=len({str(quad.graph_name) for quad in quads})), err=True)
        return 0
    show(("graph", "node", "code", "message"), [(one.graph, one.node, one.code, one.message) for one in problems], form, output)
    click.echo(say("check.bad", n=len(problems)), err=True)
    return 1


@click.command()
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--pred",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of predictions; without it the articles are annotated now.",
)
@MODEL
@click.option("--no-catalogue", is_flag=True, help="Annotate without any list of names.")
@click.option("--errors", type=click.IntRange(0), default=0, help="Also print so many errors of each kind.")
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def score(
    gold: Path, pred: Path | None, model: Path | None, no_catalogue: bool, errors: int, as_json: bool, output: Path | None
) -> None:
    """Measure precision and recall against annotated articles.

    GOLD is a folder of documents in the gold format.

    \b
    Example:
      kg score data/articles/gold
    """
    from kg.score import score as compare

    right = _documents(gold)
    if not right:
        raise click.UsageError(say("bad.gold", path=gold))
    found = _documents(pred) if pred else _annotate(right, model, catalogue=not no_catalogue)
    figures, wrong = compare(right, found)
    text = json.dumps(figures, indent=1) + "\n" if as_json else report(figures)
    shown: dict[str, int] = {}
    for name, kind, what in wrong if errors else []:
        shown[kind] = shown.get(kind, 0) + 1
        text += f"{kind:16s} {name}  {what}\n" if shown[kind] <= errors else ""
    emit(text, output)


def _documents(folder: Path) -> dict[str, Any]:
    return {path.stem: _document(path) for path in sorted(folder.glob("*.json"))}


def _document(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # no JSON, or not UTF-8
        raise DataError(f"{path} is not JSON ({error})") from error
    missing = [key for key in _KEYS if not isinstance(found, dict) or not isinstance(found.get(key), _KEYS[key])]
    if missing:
        raise DataError(f"{path} is no document in the gold format: {', '.join(missing)} missing")
    return dict(found)


def _annotate(right: dict[str, Any], model: Path | None, *, catalogue: bool) -> dict[str, Any]:
    from kg.facts import annotate, to_gold
    from kg.pipeline import load
    from kg.records import Article

    articles = [Article(key=name, text=document["text"]) for name, document in right.items()]
    return {facts.article.key: to_gold(facts) for facts in annotate(articles, load(model, catalogue=catalogue))}


def report(figures: dict[str, dict[str, float]]) -> str:
    """Lay out figures for people, one a line."""
    from kg.score import FIGURES, SHARES

    details = sorted(name for name, values in figures.items() if ":" in name and "f" in values)
    lines = [
        f"{name:32s} P {values['p']:.3f}  R {values['r']:.3f}  F {values['f']:.3f}  gold {values['gold']:g}"
        for name in (*FIGURES, *details)
        if (values := figures.get(name))
    ]
    lines += [f"{name:32s} accuracy {figures[name]['accuracy']:.3f}  of {figures[name]['n']}" for name in SHARES]
    stance = figures["stance"]
    lines.append(f"{'stance':32s} macro-F {stance['macro_f']:.3f}  accuracy {stance['accuracy']:.3f}  of {stance['n']}")
    lines.append(_majority(figures))
    return "\n".join(lines) + "\n"


def _majority(figures: dict[str, dict[str, float]]) -> str:
    """Say what one reaches who always answers the stance that is most frequent in the same quotes."""
    from kg.names import STANCES

    counts = {one: figures.get(f"stance:{one}", {}).get("gold", 0) for one in STANCES}
    most, cases = max(counts, key=lambda one: counts[one]), sum(counts.values())
    share = counts[most] / cases if cases else 0.0
    macro = 2 * share / (share + 1) / len(STANCES)
    return f"{f'stance if always {most}':32s} macro-F {macro:.3f}  accuracy {share:.3f}  of {cases:g}"
