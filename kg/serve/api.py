"""The JSON API: what a build holds, for programs. Everything in an answer comes from one snapshot."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Query

from kg import __version__, query, why
from kg.serve import picking, reading, schemas, shaping
from kg.serve.faceting import Filters
from kg.serve.needs import Held, Now
from kg.serve.snapshot import search

_MISSING: Final[dict[int | str, dict[str, Any]]] = {404: {"model": schemas.Problem}}
_NAMED: Final[dict[int | str, dict[str, Any]]] = {400: {"model": schemas.Problem}, **_MISSING}
_ASKED: Final[dict[int | str, dict[str, Any]]] = {400: {"model": schemas.Problem}, 429: {"model": schemas.Problem}}
Id = Annotated[str, Path(max_length=300)]
Page = Annotated[int, Query(ge=1, le=100_000)]
Text = Annotated[str, Query(max_length=300)]
Name = Annotated[str, Query(max_length=300, description="A name, as people write it, or an id.")]
Day = Annotated[str, Query(pattern=schemas.DAY, max_length=10, description="ISO day, or its year or month alone.")]
router = APIRouter(prefix="/api")


def filters(
    now: Now,
    q: Annotated[str, Query(max_length=300, description="Words in the quote.")] = "",
    speaker: Annotated[str, Query(max_length=300, description="Who speaks, by name or id; none for unnamed sources.")] = "",
    target: Annotated[str, Query(max_length=300, description="What about, by name or id; none for nothing named.")] = "",
    about: Annotated[str, Query(max_length=300, description="The same as target.")] = "",
    outlet: Text = "",
    stance: Literal["", "positive", "negative", "neutral", "none"] = "",
    mode: Literal["", "direct", "indirect", "mixed"] = "",
    check: Literal["", "verified", "disputed", "wrong", "none"] = "",
    year: Annotated[str, Query(pattern="^([0-9]{4}|none)?$")] = "",
    since: Day = "",
    until: Day = "",
) -> Filters:
    """Read the filters of a list of quotes from an address; names become ids."""
    return Filters(
        q=q,
        speaker=picking.identifier(now, speaker),
        target=picking.identifier(now, target or about),
        outlet=picking.outlet(now, outlet),
        stance=stance,
        mode=mode,
        check=check,
        year=year,
        since=since,
        until=until,
    )


@router.get("/state", tags=["State"])
def state(held: Held, now: Now) -> schemas.State:
    """Say what is shown, and whether a build is at work."""
    return schemas.State(
        version=__version__,
        generation=now.generation,
        building=held.desk.building(),
        articles=len(now.articles),
        entities=len(now.library.things),
        quotes=len(now.said),
        statements=len(now.stated),
        decisions=len(now.taken),
    )


@router.get("/entities", tags=["Entities"])
def entities(
    now: Now, q: Text = "", type: schemas.OfType = "", limit: Annotated[int, Query(ge=1, le=500)] = 20
) -> schemas.Entities:
    """Search things by name; without one, the most spoken of first."""
    found = search(now, q, kind=type, limit=len(now.names))
    return schemas.Entities(total=len(found), items=[shaping.entity(now, one) for one in found[:limit]])


@router.get("/entities/{kind}/{slug}", tags=["Entities"], responses=_MISSING)
def entity(now: Now, kind: Id, slug: Id) -> schemas.Card:
    """Give the card of a thing: what it said, what was said about it, what is stated, and why its names are one."""
    thing = reading.thing_of(now, f"{kind}/{slug}")
    apart = now.once(("apart", thing.id), lambda: why.apart(now.outcome, thing))
    rows = [schemas.WhyApart.model_construct(id=one.id, name=one.name, type=one.type, reason=one.code) for one in apart]
    return reading.card(now, thing).model_copy(update={"apart": rows})


@router.get("/quotes", tags=["Quotes"], responses=_NAMED)
def quotes(now: Now, asked: Annotated[Filters, Depends(filters)], page: Page = 1) -> schemas.Quotes:
    """List quotes, newest first, with the facets that narrow them down."""
    return reading.quotes(now, asked, page)


@router.get("/quotes/{identifier}", tags=["Quotes"], responses=_MISSING)
def quote(now: Now, identifier: Id) -> schemas.Quote:
    """Give one quote."""
    return shaping.quote(now, reading.quote_by_id(now, identifier))


@router.get("/statements", tags=["Statements"], responses=_NAMED)
def statements(
    now: Now, entity: Name = "", predicate: Text = "", status: schemas.OfStatus = "", page: Page = 1
) -> schemas.Statements:
    """List statements, newest first: of a thing, with a predicate, with a status."""
    found = reading.statements(now, picking.identifier(now, entity), picking.predicate(predicate), status)
    shown, pages = reading.cut(found, page)
    items = [shaping.statement(now, one) for one in shown]
    return schemas.Statements(total=len(found), page=page, pages=pages, items=items)


@router.get("/articles", tags=["Articles"])
def articles(now: Now, page: Page = 1) -> schemas.Articles:
    """List articles, newest first."""
    order = reading.articles(now)
    shown, pages = reading.cut(order, page)
    items = [shaping.source(one.article) for one in shown]
    return schemas.Articles(total=len(order), page=page, pages=pages, items=items)


@router.get("/articles/{identifier}", tags=["Articles"], responses=_MISSING)
def article(now: Now, identifier: Id) -> schemas.Article:
    """Give an article with its text and what was found in it."""
    return reading.article(now, identifier)


@router.get("/questions", tags=["Questions"])
def questions() -> list[schemas.Question]:
    """List the ready-made questions."""
    return [shaping.question(one) for one in query.names()]


@router.post("/query", tags=["Questions"], responses=_ASKED)
def ask(held: Held, now: Now, asked: schemas.Asked) -> schemas.Answer:
    """Ask a ready-made question by name, or SPARQL that only reads."""
    rows = held.asker.rows(
        now.generation, asked.question, asked.parameters, limit=asked.limit, lang=asked.lang, iris=asked.iris
    )
    return schemas.Answer(columns=list(rows.columns), rows=[list(row) for row in rows.rows], truncated=rows.truncated)
