"""Pages to read: search, cards, quotes, articles."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from starlette.requests import Request

from kg import files, profile, why
from kg.serve import api, schemas, shaping
from kg.serve.desk import Desk
from kg.serve.faceting import FACETS, Filters
from kg.serve.picking import Text, cited
from kg.serve.problems import MissingError
from kg.serve.render import STATIC, page
from kg.serve.snapshot import Snapshot, search
from kg.serve.watching import Watch
from kg.serve.words import language

#: Things that a page of results shows.
HITS = 40
#: Quotes and statements that a card shows at most.
SHOWN = 40
Number = Annotated[int, Query(ge=1, le=100_000)]


def router(desk: Desk, watch: Watch) -> APIRouter:
    """Give the routes."""
    found = APIRouter(include_in_schema=False)

    @found.get("/")
    def home(request: Request, q: Text = "", type: Text = "") -> Response:
        now = desk.snapshot
        things = search(now, q, kind=type, limit=HITS)
        counts = {"articles": len(now.articles), "things": len(now.library.things), "quotes": len(now.said)}
        hits = [shaping.entity(now, one) for one in things]
        latest = [] if q or type else [shaping.quote(now, one) for one in now.said[:5]]
        values = {"q": q, "kind": type, "hits": hits, "counts": counts, "latest": latest, "statements": len(now.stated)}
        return page(request, "home.html", place="search", cites=cited(now, latest, language(request)), shown=values)

    @found.get("/entity/{kind}/{slug}")
    def entity(request: Request, kind: str, slug: str) -> Response:
        now = desk.snapshot
        thing = api.thing_of(now, f"{kind}/{slug}")
        card = api.card(now, thing, SHOWN)
        roles = now.once(("roles", thing.id), lambda: profile.roles([now.said[place] for place in now.by.get(thing.id, ())]))
        cites = cited(now, [*card.quotes_by, *card.quotes_about], language(request))
        return page(
            request,
            "entity.html",
            place="search",
            card=card,
            thing=thing,
            roles=roles,
            cites=cites,
            watched=watch.holds(thing),
            seen=len(now.taken),
        )

    @found.get("/entity/{kind}/{slug}/why")
    def reasons(request: Request, kind: str, slug: str) -> Response:
        now = desk.snapshot
        thing = api.thing_of(now, f"{kind}/{slug}")
        named = why.names(now.outcome, thing)
        apart = now.once(("apart", thing.id), lambda: why.apart(now.outcome, thing))
        return page(
            request, "why.html", place="search", thing=thing, named=named, apart=apart, articles=_keys(now), seen=len(now.taken)
        )

    @found.get("/quotes")
    def quotes(
        request: Request,
        asked: Annotated[Filters, Depends(api.filters)],
        page_: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    ) -> Response:
        now = desk.snapshot
        shown = api.quotes(now, asked, page_, 25)
        things = now.library.things
        chosen = {name: things[value].name if value in things else value for name, value in asked.given().items()}
        values = {"found": shown, "asked": asked, "chosen": chosen, "facets": FACETS}
        return page(request, "quotes.html", place="quotes", cites=cited(now, shown.items, language(request)), shown=values)

    @found.get("/quote/{identifier}")
    def quote(request: Request, identifier: str) -> Response:
        now = desk.snapshot
        one = shaping.quote(now, api.quote_by_id(now, identifier))
        return page(request, "quote.html", place="quotes", quote=one, cites=cited(now, [one], language(request)))

    @found.get("/articles")
    def articles(request: Request, page_: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1) -> Response:
        now = desk.snapshot
        order = now.once("articles", lambda: sorted(now.articles.values(), key=api.newest, reverse=True))
        shown, pages = api.cut(order, page_)
        items = [shaping.source(one.article) for one in shown]
        return page(request, "articles.html", place="search", items=items, page=page_, pages=pages, total=len(order))

    @found.get("/article/{identifier}")
    def article(request: Request, identifier: str) -> Response:
        now = desk.snapshot
        one = api.article(now, identifier)
        cites = cited(now, one.quotes, language(request))
        return page(request, "article.html", place="search", article=one, pieces=_pieces(one), cites=cites)

    @found.get("/static/{name}")
    def static(name: str) -> Response:
        if name not in STATIC:
            raise MissingError("there is no such file")
        path, media = STATIC[name]
        return Response(
            files.assets(path).read_bytes(), media_type=media, headers={"Cache-Control": "max-age=31536000, immutable"}
        )

    return found


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
