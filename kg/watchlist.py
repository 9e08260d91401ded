"""The things that a reader watches, and what of them was seen: a file of a build, never part of the graph."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kg import corpus
from kg.errors import DataError

FILE: Final = "watch.json"


def load(folder: Path) -> dict[str, frozenset[str]]:
    """Give thing id to the ids of what was seen of it; nothing when there is no file.

    Raises:
        DataError: the file is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(thing): frozenset(map(str, seen)) for thing, seen in found.items()}
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise DataError(f"{path.name} is damaged ({error}): correct or delete it") from error


def save(folder: Path, watched: Mapping[str, Iterable[str]]) -> None:
    """Write the list, in one step."""
    corpus.write(folder / FILE, corpus.dumps({thing: sorted(seen) for thing, seen in watched.items()}) + "\n")


def drop(folder: Path, thing: str) -> None:
    """Take a thing off the list."""
    watched = load(folder)
    if thing in watched:
        save(folder, {one: seen for one, seen in watched.items() if one != thing})
