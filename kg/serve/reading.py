"""From a snapshot to the records that the API gives and the pages show: by id, by page, or all about one."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from kg.explore import Said, Stated, once
from kg.records import Facts, Thing
from kg.serve import faceting, schemas, shaping, tallies
from kg.serve.faceting import Filters
from kg.serve.problems import MissingError
from kg.serve.snapshot import Snapshot, named_part

#: Items on one page.
SIZE: Final = 50
#: Quotes and statements of one card; the lists give the rest.
CARD: Final = 100
Item = TypeVar("Item")


def thing_of(snapshot: Snapshot, identifier: str) -> Thing:
    """Give a thing by id.

    Raises:
        MissingError: there is none.
    """
    try:
        return snapshot.library.things[identifier]
    except KeyError:
        raise MissingError("no.thing", id=identifier) from None


def article_of(snapshot: Snapshot, identifier: str) -> Facts:
    """Give an article by id.

    Raises:
        MissingError: there is none.
    """
    try:
        return snapshot.articles[identifier]
    except KeyError:
        raise MissingError("no.article", id=identifier) from None


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
    by = (snapshot.said[place] for place in snapshot.by.get(thing.id, ()))
    about = (snapshot.said[place] for place in snapshot.of.get(thing.id, ()))
    others = (one for one in about if not (one.speaker and one.speaker.id == thing.id))
    stated = tallies.facts(snapshot.stated[place] for place in snapshot.touching.get(thing.id, ()))
    return schemas.Card.model_construct(
        entity=shaping.entity(snapshot, thing),
        reason=thing.reason,
        quotes_by=[shaping.quote(snapshot, one) for one, _ in once(by)[:size]],
        quotes_about=[shaping.quote(snapshot, one) for one, _ in once(others)[:size]],
        statements=[shaping.statement(snapshot, one) for one in stated[:size]],
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


def statements(snapshot: Snapshot, thing: str, predicate: str, status: str) -> list[Stated]:
    """Give statements, newest first: of a thing, with a predicate, with a status; an empty string asks nothing."""
    places = snapshot.touching.get(thing, ()) if thing else range(len(snapshot.stated))
    rows = (snapshot.stated[place] for place in places)
    return [one for one in rows if predicate in ("", one.statement.predicate) and status in ("", one.statement.status)]


def articles(snapshot: Snapshot) -> list[Facts]:
    """Give the articles, newest first."""
    return snapshot.once("articles", lambda: sorted(snapshot.articles.values(), key=newest, reverse=True))


def newest(facts: Facts) -> tuple[str, str]:
    """Give a key that sorts articles by day."""
    return facts.article.date, facts.article.key


def by_id(snapshot: Snapshot, identifier: str) -> Any:
    """Give a quote or statement by the name it has in addresses.

    Raises:
        MissingError: there is none.
    """
    found = named_part(snapshot, identifier)
    if found is None:
        raise MissingError("no.part", id=identifier)
    return found


def quote_by_id(snapshot: Snapshot, identifier: str) -> Said:
    """Give a quote by the name it has in addresses.

    Raises:
        MissingError: there is none; statements are none.
    """
    found = by_id(snapshot, identifier)
    if not isinstance(found, Said):
        raise MissingError("no.quote", id=identifier)
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
