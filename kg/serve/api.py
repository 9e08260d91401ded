"""The JSON API: what a build holds, for programs. Everything it gives comes from one snapshot."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, TypeVar

from fastapi import APIRouter, Depends, Path, Query

from kg import __version__, query, why
from kg.explore import Said
from kg.query_worker import run_limited
from kg.records import Facts, Thing
from kg.serve import faceting, schemas, shaping
from kg.serve.desk import Desk
from kg.serve.endpoint import SECONDS, Queue
from kg.serve.faceting import Filters
from kg.serve.problems import MissingError
from kg.serve.snapshot import Snapshot, named_part, search

#: Items on one page.
SIZE: Final = 50
#: Quotes and statements of one card; the lists give the rest.
CARD: Final = 100
Item = TypeVar("Item")
_MISSING: Final[dict[int | str, dict[str, Any]]] = {404: {"model": schemas.Problem}}
_ASKED: Final[dict[int | str, dict[str, Any]]] = {400: {"model": schemas.Problem}, 429: {"model": schemas.Problem}}
Id = Annotated[str, Path(max_length=300)]
Page = Annotated[int, Query(ge=1, le=100_000)]
Text = Annotated[str, Query(max_length=300)]


def filters(
    q: Annotated[str, Query(max_length=300, description="Words in the quote.")] = "",
    speaker: Annotated[str, Query(max_length=300, description="Id of who speaks; none for unnamed sources.")] = "",
    target: Annotated[str, Query(max_length=300, description="Id of what is spoken of; none for nothing named.")] = "",
    outlet: Text = "",
    stance: Literal["", "positive", "negative", "neutral", "none"] = "",
    mode: Literal["", "direct", "indirect", "mixed"] = "",
    check: Literal["", "verified", "disputed", "wrong", "none"] = "",
    year: Annotated[str, Query(pattern="^([0-9]{4}|none)?$")] = "",
    since: Annotated[str, Query(pattern="^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")] = "",
    until: Annotated[str, Query(pattern="^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")] = "",
) -> Filters:
    """Read the filters of a list of quotes from an address."""
    return Filters(
        q=q,
        speaker=speaker,
        target=target,
        outlet=outlet,
        stance=stance,
        mode=mode,
        check=check,
        year=year,
        since=since,
        until=until,
    )


def thing_of(snapshot: Snapshot, identifier: str) -> Thing:
    """Give a thing by id.

    Raises:
        MissingError: there is none.
    """
    try:
        return snapshot.library.things[identifier]
    except KeyError:
        raise MissingError(f"nothing has the id {identifier[:80]!r}: search its name") from None


def article_of(snapshot: Snapshot, identifier: str) -> Facts:
    """Give an article by id.

    Raises:
        MissingError: there is none.
    """
    try:
        return snapshot.articles[identifier]
    except KeyError:
        raise MissingError(f"no article has the id {identifier[:80]!r}: list them") from None


def cut(items: Sequence[Item], page: int, size: int = SIZE) -> tuple[Sequence[Item], int]:
    """Give the items of a page and how many pages there are."""
    return items[(page - 1) * size : page * size], max(1, -(-len(items) // size))


def quotes(snapshot: Snapshot, asked: Filters, page: int, size: int = SIZE) -> schemas.Quotes:
    """Give a page of quotes with facets."""
    found = faceting.narrow(snapshot, asked)
    places, pages = cut(found.places, page, size)
    things = snapshot.library.things
    facets = {
        name: [
            schemas.Facet.model_construct(value=value, count=count, label=things[value].name if value in things else value)
            for value, count in rows
        ]
        for name, rows in found.facets.items()
    }
    items = [shaping.quote(snapshot, snapshot.said[place]) for place in places]
    return schemas.Quotes.model_construct(total=len(found.places), page=page, pages=pages, facets=facets, items=items)


def card(snapshot: Snapshot, thing: Thing, size: int = CARD) -> schemas.Card:
    """Give all that is known of a thing; of quotes and statements the newest."""
    return snapshot.once(("card", thing.id, size), lambda: _card(snapshot, thing, size))


def _card(snapshot: Snapshot, thing: Thing, size: int) -> schemas.Card:
    by, about = (snapshot.said[place] for place in snapshot.by.get(thing.id, ())[:size]), snapshot.of.get(thing.id, ())
    others = [one for one in (snapshot.said[place] for place in about) if not (one.speaker and one.speaker.id == thing.id)]
    return schemas.Card.model_construct(
        entity=shaping.entity(snapshot, thing),
        reason=thing.reason,
        quotes_by=[shaping.quote(snapshot, one) for one in by],
        quotes_about=[shaping.quote(snapshot, one) for one in others[:size]],
        statements=[shaping.statement(snapshot, snapshot.stated[at]) for at in snapshot.touching.get(thing.id, ())[:size]],
        names=names_of(snapshot, thing),
        apart=[],
    )


def names_of(snapshot: Snapshot, thing: Thing) -> list[schemas.WhyName]:
    """Say which rule makes each name this thing's."""
    cluster = snapshot.outcome.clusters[thing.id]
    links = ((name, cluster.links.get(name)) for name in sorted(cluster.names))
    return [
        schemas.WhyName.model_construct(name=name, rule=link.rule if link else "same", articles=cluster.names[name])
        for name, link in links
    ]


def router(desk: Desk, queue: Queue, seconds: float = SECONDS) -> APIRouter:
    """Give the routes that read."""
    found = APIRouter(prefix="/api")

    @found.get("/state", tags=["State"])
    def state() -> schemas.State:
        """Say what is shown, and whether a build is at work."""
        now = desk.snapshot
        return schemas.State(
            version=__version__,
            generation=now.generation,
            building=desk.building(),
            articles=len(now.articles),
            entities=len(now.library.things),
            quotes=len(now.said),
            statements=len(now.stated),
            decisions=len(now.taken),
        )

    @found.get("/entities", tags=["Entities"])
    def entities(
        q: Text = "", type: schemas.Type | Literal[""] = "", limit: Annotated[int, Query(ge=1, le=500)] = 20
    ) -> schemas.Entities:
        """Search things by name; without one, the most spoken of first."""
        now = desk.snapshot
        all_found = search(now, q, kind=type, limit=len(now.names))
        return schemas.Entities(total=len(all_found), items=[shaping.entity(now, one) for one in all_found[:limit]])

    @found.get("/entities/{kind}/{slug}", tags=["Entities"], responses=_MISSING)
    def entity(kind: Id, slug: Id) -> schemas.Card:
        """Give the card of a thing: what it said, what was said about it, what is stated, and why its names are one."""
        now = desk.snapshot
        thing = thing_of(now, f"{kind}/{slug}")
        apart = now.once(("apart", thing.id), lambda: why.apart(now.outcome, thing))
        rows = [schemas.WhyApart.model_construct(id=one.id, name=one.name, type=one.type, reason=one.code) for one in apart]
        return card(now, thing).model_copy(update={"apart": rows})

    @found.get("/quotes", tags=["Quotes"])
    def list_quotes(asked: Annotated[Filters, Depends(filters)], page: Page = 1) -> schemas.Quotes:
        """List quotes, newest first, with the facets that narrow them down."""
        return quotes(desk.snapshot, asked, page)

    @found.get("/quotes/{identifier}", tags=["Quotes"], responses=_MISSING)
    def one_quote(identifier: Id) -> schemas.Quote:
        """Give one quote."""
        now = desk.snapshot
        return shaping.quote(now, quote_by_id(now, identifier))

    @found.get("/statements", tags=["Statements"])
    def statements(entity: Text = "", predicate: Text = "", status: Text = "", page: Page = 1) -> schemas.Statements:
        """List statements, newest first: of a thing, with a predicate, with a status."""
        now = desk.snapshot
        places = now.touching.get(entity, ()) if entity else range(len(now.stated))
        kept = [
            now.stated[place]
            for place in places
            if predicate in ("", now.stated[place].statement.predicate) and status in ("", now.stated[place].statement.status)
        ]
        shown, pages = cut(kept, page)
        items = [shaping.statement(now, one) for one in shown]
        return schemas.Statements(total=len(kept), page=page, pages=pages, items=items)

    @found.get("/articles", tags=["Articles"])
    def articles(page: Page = 1) -> schemas.Articles:
        """List articles, newest first."""
        now = desk.snapshot
        order = now.once("articles", lambda: sorted(now.articles.values(), key=newest, reverse=True))
        shown, pages = cut(order, page)
        items = [shaping.source(one.article) for one in shown]
        return schemas.Articles(total=len(order), page=page, pages=pages, items=items)

    @found.get("/articles/{identifier}", tags=["Articles"], responses=_MISSING)
    def one_article(identifier: Id) -> schemas.Article:
        """Give an article with its text and what was found in it."""
        return article(desk.snapshot, identifier)

    @found.get("/questions", tags=["Questions"])
    def questions() -> list[schemas.Question]:
        """List the ready-made questions."""
        return [question(one) for one in query.names()]

    @found.post("/query", tags=["Questions"], responses=_ASKED)
    def ask(asked: schemas.Asked) -> schemas.Answer:
        """Ask a ready-made question by name, or SPARQL that only reads."""
        now = desk.snapshot
        with queue.place():
            rows = run_limited(
                desk.store,
                asked.question,
                asked.parameters,
                seconds=seconds,
                limit=asked.limit,
                iris=asked.iris,
                lang=asked.lang,
                generation=now.generation,
            )
        return schemas.Answer(columns=list(rows.columns), rows=[list(row) for row in rows.rows], truncated=rows.truncated)

    return found


def newest(facts: Facts) -> tuple[str, str]:
    """Give a key that sorts articles by day."""
    return facts.article.date, facts.article.key


def question(one: query.NamedQuery) -> schemas.Question:
    """Give a ready-made question."""
    parameters = [schemas.Parameter(name=each.name, kind=each.kind, required=each.required) for each in one.parameters]
    return schemas.Question(
        name=one.name, summary_fr=one.summary_fr, summary_en=one.summary_en, parameters=parameters, sparql=one.text
    )


def by_id(snapshot: Snapshot, identifier: str) -> Any:
    """Give a quote or statement by the name it has in addresses.

    Raises:
        MissingError: there is none.
    """
    found = named_part(snapshot, identifier)
    if found is None:
        raise MissingError(f"nothing has the id {identifier[:80]!r}: it may have changed with a newer text")
    return found


def quote_by_id(snapshot: Snapshot, identifier: str) -> Said:
    """Give a quote by the name it has in addresses.

    Raises:
        MissingError: there is none; statements are none.
    """
    found = by_id(snapshot, identifier)
    if not isinstance(found, Said):
        raise MissingError(f"{identifier[:80]!r} is no quote")
    return found


def article(snapshot: Snapshot, identifier: str) -> schemas.Article:
    """Give an article with what was found in it, in the order of the text."""
    facts = article_of(snapshot, identifier)
    places = snapshot.once("of article", lambda: _of_article(snapshot))
    said, stated = places.get(facts.article.key, ([], []))
    links = snapshot.library.resolution.links
    things = dict.fromkeys(links[facts.article.key, one.id] for one in facts.entities)
    return schemas.Article(
        source=shaping.source(facts.article),
        text=facts.article.text,
        entities=[shaping.named(snapshot.library.things[one]) for one in things],
        quotes=[shaping.quote(snapshot, snapshot.said[place]) for place in said],
        statements=[shaping.statement(snapshot, snapshot.stated[place]) for place in stated],
    )


def _of_article(snapshot: Snapshot) -> dict[str, tuple[list[int], list[int]]]:
    found: dict[str, tuple[list[int], list[int]]] = {}
    for place, one in enumerate(snapshot.said):
        found.setdefault(one.article.key, ([], []))[0].append(place)
    for place, fact in enumerate(snapshot.stated):
        found.setdefault(fact.article.key, ([], []))[1].append(place)
    return found
