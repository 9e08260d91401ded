"""Pages to read: search, cards, quotes, articles."""

import time
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from starlette.requests import Request

from kg import files, profile, why
from kg.serve import api, reading, schemas, shaping
from kg.serve.arrivals import visits
from kg.serve.faceting import FACETS, Filters
from kg.serve.needs import Held, Now, Parts
from kg.serve.picking import Text, cited
from kg.serve.problems import MissingError
from kg.serve.render import STATIC, page
from kg.serve.snapshot import Snapshot, search
from kg.serve.words import language

#: Things that a page of results shows.
HITS: Final = 40
#: Quotes and statements that a card shows at most.
SHOWN: Final = 40
#: What the first page shows of names, of the latest quotes, and of new articles.
FRONT: Final = 15
LATEST: Final = 5
NEW: Final = 5
#: Quotes of one page of the list.
ROWS: Final = 25
Number = Annotated[int, Query(alias="page", ge=1, le=100_000)]
router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request, held: Held, now: Now, q: Text = "", type: schemas.OfType = "") -> Response:
    """Give the search and what it finds; without words, also what is new."""
    front = not (q or type)
    things = search(now, q, kind=type, limit=FRONT if front else HITS)
    counts = {"articles": len(now.articles), "things": len(now.library.things), "quotes": len(now.said)}
    hits = [shaping.entity(now, one) for one in things]
    latest = [shaping.quote(now, one) for one in now.said[:LATEST]] if front else []
    cookie = f"{held.access.cookie}-visit"
    before, moment = visits(request.cookies.get(cookie, ""), int(time.time()))
    values = {"q": q, "kind": type, "hits": hits, "counts": counts, "latest": latest, "statements": len(now.stated)}
    values |= _news(held, now, before) if front else {"news": None, "watched": []}
    answer = page(request, "home.html", place="search", cites=cited(now, latest, language(request)), shown=values)
    answer.set_cookie(cookie, f"{before}.{moment}", max_age=31_536_000, samesite="strict", httponly=True)
    return answer


def _news(held: Parts, now: Snapshot, before: int) -> dict[str, Any]:
    """Give the articles that came since a visit, if there was one, and what is watched."""
    fresh = held.arrivals.since(now, before)
    shown = [shaping.source(now.articles[name].article) for name in fresh[:NEW]]
    day = date.fromtimestamp(before).isoformat()
    quotes = sum(len(now.articles[name].quotes) for name in fresh)
    news = {"day": day, "total": len(fresh), "quotes": quotes, "articles": shown} if before else None
    return {"news": news, "watched": held.watch.news(now)}


@router.get("/entity/{kind}/{slug}")
def entity(request: Request, held: Held, now: Now, kind: str, slug: str) -> Response:
    """Give a card."""
    thing = reading.thing_of(now, f"{kind}/{slug}")
    card = reading.card(now, thing, SHOWN)
    roles = now.once(("roles", thing.id), lambda: profile.roles([now.said[place] for place in now.by.get(thing.id, ())]))
    values = {"card": card, "thing": thing, "roles": roles, "watched": held.watch.holds(thing), "seen": len(now.taken)}
    cites = cited(now, [*card.quotes_by, *card.quotes_about], language(request))
    return page(request, "entity.html", place="search", cites=cites, shown=values)


@router.get("/entity/{kind}/{slug}/why")
def reasons(request: Request, now: Now, kind: str, slug: str) -> Response:
    """Say why the names of a thing are one, and what is kept apart."""
    thing = reading.thing_of(now, f"{kind}/{slug}")
    apart = now.once(("apart", thing.id), lambda: why.apart(now.outcome, thing))
    keys = _keys(now)
    titles = {key: now.articles[name].article.title or key for key, name in keys.items()}
    values = {"thing": thing, "named": why.names(now.outcome, thing), "apart": apart, "articles": keys, "titles": titles}
    return page(request, "why.html", place="search", seen=len(now.taken), shown=values)


@router.get("/quotes")
def quotes(request: Request, now: Now, asked: Annotated[Filters, Depends(api.filters)], number: Number = 1) -> Response:
    """List quotes with facets."""
    shown = reading.quotes(now, asked, number, ROWS)
    things = now.library.things
    chosen = {name: things[value].name if value in things else value for name, value in asked.given().items()}
    values = {"found": shown, "asked": asked, "chosen": chosen, "facets": FACETS}
    return page(request, "quotes.html", place="quotes", cites=cited(now, shown.items, language(request)), shown=values)


@router.get("/quote/{identifier}")
def quote(request: Request, now: Now, identifier: str) -> Response:
    """Give one quote."""
    one = shaping.quote(now, reading.quote_by_id(now, identifier))
    return page(request, "quote.html", place="quotes", quote=one, cites=cited(now, [one], language(request)))


@router.get("/articles")
def articles(request: Request, now: Now, number: Number = 1) -> Response:
    """List articles."""
    order = reading.articles(now)
    shown, pages = reading.cut(order, number)
    items = [shaping.source(one.article) for one in shown]
    return page(request, "articles.html", place="search", items=items, page=number, pages=pages, total=len(order))


@router.get("/article/{identifier}")
def article(request: Request, now: Now, identifier: str) -> Response:
    """Give an article with its quotes marked."""
    one = reading.article(now, identifier)
    cites = cited(now, one.quotes, language(request))
    return page(request, "article.html", place="search", article=one, pieces=_pieces(one), cites=cites)


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Give a file that pages load; no other can be named."""
    if name not in STATIC:
        raise MissingError("no.file")
    path, media = STATIC[name]
    headers = {"Cache-Control": "max-age=31536000, immutable"}
    return Response(files.assets(path).read_bytes(), media_type=media, headers=headers)


def _keys(snapshot: Snapshot) -> dict[str, str]:
    """Give article key to its id in addresses."""
    return snapshot.once("keys", lambda: {one.article.key: name for name, one in snapshot.articles.items()})


def _pieces(article: schemas.Article) -> list[tuple[str, str]]:
    """Cut the text where quotes begin and end: pieces, each with the id of the quote that it is, or nothing."""
    pieces, last = [], 0
    for quote in sorted(article.quotes, key=lambda one: (one.sentence.start, -one.sentence.end)):
        if quote.sentence.start >= last:
            pieces += [
                (article.text[last : quote.sentence.start], ""),
                (article.text[quote.sentence.start : quote.sentence.end], quote.id),
            ]
            last = quote.sentence.end
    return [*pieces, (article.text[last:], "")]
