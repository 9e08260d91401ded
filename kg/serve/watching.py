"""The watch list for people and programs; :mod:`kg.serve.watch` keeps it."""

from typing import Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from starlette.requests import Request

from kg.serve import api, reading, schemas
from kg.serve.needs import Held, Now
from kg.serve.picking import cited, identifier
from kg.serve.render import page
from kg.serve.security import form_token
from kg.serve.watch import News
from kg.serve.words import language

#: News of one thing that a page shows.
SHOWN: Final = 20
_MISSING: Final[dict[int | str, dict[str, Any]]] = {404: {"model": schemas.Problem}, 403: {"model": schemas.Problem}}
router = APIRouter(include_in_schema=False, dependencies=[Depends(form_token)])
programs = APIRouter(prefix="/api", tags=["Watch list"])


@router.get("/watch")
def show(request: Request, held: Held, now: Now) -> Response:
    """Show what is new about each thing on the list."""
    news = held.watch.news(now)
    quotes = [quote for one in news for quote in one.quotes[:SHOWN]]
    return page(request, "watch.html", place="watch", news=news, most=SHOWN, cites=cited(now, quotes, language(request)))


@router.post("/watch")
async def change(request: Request, held: Held, now: Now) -> Response:
    """Take a thing onto the list or off it."""
    form = await request.form()
    thing = reading.thing_of(now, identifier(now, str(form.get("name", ""))))
    held.watch.change(now, thing, on=form.get("on", "1") == "1")
    return RedirectResponse("/watch" if form.get("back") != "entity" else f"/entity/{thing.id}", status_code=303)


@programs.get("/watch")
def news(held: Held, now: Now) -> list[News]:
    """List what is watched, with what is new about each since it was last marked as seen."""
    return held.watch.news(now)


@programs.put("/watch/{kind}/{slug}", responses=_MISSING, status_code=204)
def put(held: Held, now: Now, kind: api.Id, slug: api.Id) -> None:
    """Watch a thing, or mark all of it as seen."""
    held.watch.change(now, reading.thing_of(now, f"{kind}/{slug}"), on=True)


@programs.delete("/watch/{kind}/{slug}", responses=_MISSING, status_code=204)
def delete(held: Held, now: Now, kind: api.Id, slug: api.Id) -> None:
    """Watch a thing no longer."""
    held.watch.change(now, reading.thing_of(now, f"{kind}/{slug}"), on=False)
