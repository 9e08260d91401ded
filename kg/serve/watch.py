"""The watch list: things to come back to, and what is new about each since it was last looked at."""

import threading
from typing import Any

from kg import watchlist
from kg.explore import Said, Stated
from kg.records import Thing
from kg.serve import schemas, shaping
from kg.serve.desk import Desk
from kg.serve.snapshot import Snapshot, quote_id, statement_id


class News(schemas.Record):
    """A thing that is watched and what is new about it."""

    entity: schemas.Entity
    quotes: list[schemas.Quote]
    statements: list[schemas.Statement]


def ids(snapshot: Snapshot, thing: Thing) -> dict[str, Any]:
    """Give the ids of all that is said by, said about and stated of a thing, newest first, with what they name."""

    def make() -> dict[str, Any]:
        places = sorted({*snapshot.by.get(thing.id, ()), *snapshot.of.get(thing.id, ())})
        said = {quote_id(snapshot.said[place]): snapshot.said[place] for place in places}
        stated = {statement_id(snapshot.stated[place]): snapshot.stated[place] for place in snapshot.touching.get(thing.id, ())}
        return {**said, **stated}

    return snapshot.once(("ids", thing.id), make)


class Watch:
    """The list of a build; one change at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()

    def change(self, snapshot: Snapshot, thing: Thing, *, on: bool) -> None:
        """Put a thing on the list with all of it seen, or take it off."""
        with self._lock:
            watched: dict[str, Any] = dict(watchlist.load(self._desk.folder))
            if on:
                watched[thing.id] = list(ids(snapshot, thing))
            else:
                watched.pop(thing.id, None)
            watchlist.save(self._desk.folder, watched)

    def holds(self, thing: Thing) -> bool:
        """Tell whether a thing is on the list."""
        return thing.id in watchlist.load(self._desk.folder)

    def news(self, snapshot: Snapshot) -> list[News]:
        """Give what is new about each thing on the list, the one with most news first."""
        found = []
        for name, seen in watchlist.load(self._desk.folder).items():
            thing = snapshot.library.things.get(name)
            if thing is not None:
                fresh = [one for key, one in ids(snapshot, thing).items() if key not in seen]
                found.append(_news(snapshot, thing, fresh))
        return sorted(found, key=lambda one: (-len(one.quotes) - len(one.statements), one.entity.id))


def _news(snapshot: Snapshot, thing: Thing, fresh: list[Any]) -> News:
    return News.model_construct(
        entity=shaping.entity(snapshot, thing),
        quotes=[shaping.quote(snapshot, one) for one in fresh if isinstance(one, Said)],
        statements=[shaping.statement(snapshot, one) for one in fresh if isinstance(one, Stated)],
    )
