"""``kg status``."""

import json
from pathlib import Path

import click

from kg.cli.options import MODEL, opened
from kg.cli.output import emit
from kg.cli.words import say


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), callback=opened)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@MODEL
def status(out: Path, as_json: bool, model: Path | None) -> None:
    """Say how a build stands: what is current, what is stale and why, what an interrupted run left.

    OUT is the folder of the build, « out » by default. Articles are compared with the rules, the catalogue and the pipeline that are
    in use now, not with their files; nothing is changed.

    \b
    Example:
      kg status out/
    """
    from kg.standing import standing

    found = standing(out, model)
    if as_json:
        emit(json.dumps(found.as_dict(), ensure_ascii=False) + "\n", None)
        return
    lines = [say("status.articles", n=found.articles, out=out), say("status.current", n=found.current)]
    lines += [say("status.stale", n=number, what=say(f"stale.{reason}")) for reason, number in found.stale.items()]
    if found.at_work:
        lines.append(say("status.busy"))
    elif not found.finished:
        lines.append(say("status.stopped"))
    lines += (
        [say("status.left", n=len(found.left)), *(f"  {one}" for one in found.left)] if found.left and not found.at_work else []
    )
    emit("".join(line + "\n" for line in lines), None)
