"""From a name as a person types it to the things it stands for in a build."""

from typing import TYPE_CHECKING

import click

from kg.cli.words import say

if TYPE_CHECKING:
    from kg.explore import Library
    from kg.records import Thing


def named(source: "Library", name: str | None) -> "list[Thing] | None":
    """Give the things called `name`; None for no name. Say so when there are none or several."""
    from kg.explore import find, near

    if not name:
        return None
    found = find(source.resolution.things, name)
    if not found:
        close = near(source.resolution.things, name)
        hint = " " + say("none.near", names=", ".join(close)) if close else ""
        raise click.ClickException(say("none.named", name=name) + hint)
    if len(found) > 1:
        click.echo(say("several", name=name, names=", ".join(thing.name for thing in found)), err=True)
    return found
