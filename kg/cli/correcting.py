"""``kg why`` and ``kg forget``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FROM
from kg.cli.output import emit
from kg.cli.stopping import stoppable
from kg.cli.words import label, printable, say
from kg.names import fold

if TYPE_CHECKING:
    from kg.records import Thing
    from kg.resolve import Outcome


def outcome_of(folder: Path) -> "Outcome":
    """Resolve a build with the user's decisions."""
    from kg import catalogue, corpus, decisions
    from kg.resolve import trace

    return trace(corpus.load(folder), catalogue.load(), decisions.load(folder))


def one_named(outcome: "Outcome", name: str) -> "Thing":
    """Give the only thing called `name`, or with that id."""
    from kg.explore import find, near

    things = outcome.resolution.things
    found = [thing for thing in things if thing.id == name] or find(things, name)
    exact = [thing for thing in found if fold(thing.name) == fold(name)]
    chosen = exact if len(exact) == 1 else found
    if not chosen:
        close = near(things, name)
        hint = " " + say("none.near", names=", ".join(close)) if close else ""
        raise click.ClickException(say("none.named", name=name) + hint)
    if len(chosen) > 1:
        raise click.ClickException(say("review.several", name=name, ids=", ".join(thing.id for thing in chosen)))
    return chosen[0]


@click.command()
@click.argument("name")
@FROM
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def why(name: str, folder: Path, output: Path | None) -> None:
    """Say why names are one thing, and why others are not.

    Each name is given with the rule that makes it this thing's and with the articles that use it; then what is called nearly the
    same, with the reason why it is kept apart. « kg review » corrects both.

    \b
    Example:
      kg why DeepSeek-R1
    """
    from kg.why import apart, names

    outcome = outcome_of(folder)
    thing = one_named(outcome, name)
    lines = [f"{thing.name} · {label('type.' + thing.type)}   {thing.id}", "", say("why.names")]
    for row in names(outcome, thing):
        where = ", ".join(row.articles[:3]) + (f" … ({len(row.articles)})" if len(row.articles) > 3 else "")
        lines += [f"  {row.name}", f"      {say('rule.' + row.link.rule, detail=row.link.detail)}", f"      {where}"]
    others = apart(outcome, thing)
    lines += ["", say("why.apart")] if others else []
    for one in others:
        lines += [
            f"  {one.name} · {label('type.' + one.type)}   {one.id}",
            f"      {say('apart.' + one.code, detail=one.detail)}",
        ]
    emit("".join(printable(line).rstrip() + "\n" for line in lines), output)


@click.command()
@click.argument("name")
@FROM
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(name: str, folder: Path, yes: bool) -> int:
    """Remove a person or anything else from a build for good.

    All its mentions, statements and quotes go; what others say about it stays, without it. In texts, titles and bylines every
    name of it is blacked out, so that positions stay valid. The store and all files of the build are made anew, and later
    builds black the name out before reading: they know it by a salted hash.

    What this cannot do: change your own copies of the articles, addresses and file names that hold the name (they are listed),
    files that you exported elsewhere, backups, or words that describe without naming. A nickname that no article of the build
    uses is not known, a surname alone in small letters stays, and so does the name inside a longer one of somebody else.
    Namesakes that appear later are blacked out too. Who guesses the name can check the guess against the hash.

    \b
    Example:
      kg forget "Anne Morel" --from out
    """
    from kg import forget as forgetting

    thing = one_named(outcome_of(folder), name)
    lost = forgetting.look(folder, thing)
    counts = {"articles": len(lost.articles), "statements": lost.statements, "quotes": lost.quotes}
    click.echo(say("forget.what", id=thing.id, names=", ".join(lost.names), **counts), err=True)
    if not yes:
        click.confirm(say("forget.sure"), abort=True, err=True)
    with stoppable("forget.stopped", folder):
        forgetting.forget(folder, thing)
    for key in lost.addresses:
        click.echo(say("forget.address", key=key), err=True)
    left = forgetting.remaining(folder, lost.names)
    for path in left:
        click.echo(say("forget.left", path=path), err=True)
    click.echo(say("forget.done"), err=True)
    return 1 if left else 0
