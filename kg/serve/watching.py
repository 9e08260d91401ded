"""The watch list: things to come back to, and what is new about each since it was last looked at."""

import threading
from typing import Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from starlette.requests import Request

from kg import watchlist
from kg.explore import Said, Stated
from kg.records import Thing
from kg.serve import api, schemas, shaping
from kg.serve.desk import Desk
from kg.serve.picking import cited
from kg.serve.render import page
from kg.serve.security import form_token
from kg.serve.snapshot import Snapshot, quote_id, statement_id
from kg.serve.words import language

#: News of one thing that a page shows.
SHOWN: Final = 20


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


def router(desk: Desk, watch: Watch) -> APIRouter:
    """Give the routes of pages."""
    found = APIRouter(include_in_schema=False, dependencies=[Depends(form_token)])

    @found.get("/watch")
    def show(request: Request) -> Response:
        now = desk.snapshot
        news = watch.news(now)
        quotes = [quote for one in news for quote in one.quotes[:SHOWN]]
        return page(request, "watch.html", place="watch", news=news, most=SHOWN, cites=cited(now, quotes, language(request)))

    @found.post("/watch")
    async def change(request: Request) -> Response:
        form = await request.form()
        now = desk.snapshot
        thing = api.thing_of(now, str(form.get("name", "")))
        watch.change(now, thing, on=form.get("on", "1") == "1")
        return RedirectResponse("/watch" if form.get("back") != "entity" else f"/entity/{thing.id}", status_code=303)

    return found


def programs(desk: Desk, watch: Watch) -> APIRouter:
    """Give the routes of the API."""
    found = APIRouter(prefix="/api", tags=["Watch list"])
    missing: dict[int | str, dict[str, Any]] = {404: {"model": schemas.Problem}, 403: {"model": schemas.Problem}}

    @found.get("/watch")
    def news() -> list[News]:
        """List what is watched, with what is new about each since it was last marked as seen."""
        return watch.news(desk.snapshot)

    @found.put("/watch/{kind}/{slug}", responses=missing, status_code=204)
    def put(kind: api.Id, slug: api.Id) -> None:
        """Watch a thing, or mark all of it as seen."""
        now = desk.snapshot
        watch.change(now, api.thing_of(now, f"{kind}/{slug}"), on=True)

    @found.delete("/watch/{kind}/{slug}", responses=missing, status_code=204)
    def delete(kind: api.Id, slug: api.Id) -> None:
        """Watch a thing no longer."""
        now = desk.snapshot
        watch.change(now, api.thing_of(now, f"{kind}/{slug}"), on=False)

    return found
