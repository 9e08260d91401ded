"""Rows of entities -> seats: for each entity the place among candidate things that its own article gives it. Pure.

An article settles by itself what the catalogue says of its names, so seats of one article depend on no other article.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kg.candidates import Key, Link, Row, Seat
from kg.catalogue import Catalogue, Entry
from kg.known import Known
from kg.matching import key
from kg.names import fold


def seats(found: Iterable[Row], catalogue: Catalogue, splits: Mapping[Key, tuple[int, str]]) -> Iterator[Seat]:
    """Give the seat of each row, in order of article.

    Args:
        found: all rows of the articles, those of one article in the order of its entities.
        splits: article and folded name -> number of the decision that sets this name apart there, and what it really is.
    """
    known = Known(catalogue)
    parted = {article for article, _ in splits}
    for article, group in groupby(sorted(found, key=_article), key=_article):
        entities = list(group)
        entries = _entries(entities, known)
        for one in entities:
            split = _split(splits, article, (one.name, *one.texts)) if article in parted else None
            yield _parted(known, one, split) if split else _seat(one, *entries[one.entity])


def _article(row: Row) -> str:
    return row.article


def _seat(one: Row, entry: Entry | None, link: Link) -> Seat:
    member = (one.article, one.entity)
    if entry:
        return Seat(("catalogue", entry.id), entry.type, entry.id, member, one.name, one.texts, link)
    return Seat((one.type, key(one.type, one.name)), one.type, "", member, one.name, one.texts, link)


def _entries(entities: Sequence[Row], known: Known) -> dict[str, tuple[Entry | None, Link]]:
    """Say which entry of the catalogue each entity of an article is, if any, and how that is known."""
    found: dict[str, tuple[Entry | None, Link]] = {}
    for one in entities:
        entry = known.given(one.catalogue) or known.of_type(one.type, one.name)
        found[one.entity] = (entry, Link("catalogue", entry.name) if entry else Link("same"))
    here = sorted({entry.id for entry, _ in found.values() if entry and entry.type == "COMPANY"})
    taken = {entry.id for entry, _ in found.values() if entry}
    for one in entities:
        if found[one.entity][0] is None:
            owners = sorted(set(known.makers_in(one.name)))
            entry = known.of_maker(one.type, one.name, sorted({*here, *owners}))
            if entry is None and one.type == "COMPANY":
                entry = known.of_parent(one.name, owners)
            rule = "maker"
            if entry is None:
                entry, rule = known.otherwise_typed(one.type, one.name), "type"
            if entry and (entry.type == one.type or entry.id not in taken):  # what an article tells apart stays so
                found[one.entity] = (entry, Link(rule, entry.name if rule == "maker" else entry.type))
    return found


def _split(splits: Mapping[Key, tuple[int, str]], article: str, names: Iterable[str]) -> tuple[int, str] | None:
    return next((splits[article, fold(name)] for name in names if (article, fold(name)) in splits), None)


def _parted(known: Known, row: Row, split: tuple[int, str]) -> Seat:
    """Let an entity be another thing: the one that the user names, else one of its own."""
    number, name = split
    member, link = (row.article, row.entity), Link("decision", str(number))
    if not name:
        alone = (row.type, f"{key(row.type, row.name)}\n{row.article}")
        return Seat(alone, row.type, "", member, row.name, (), link, pinned=True)
    entry = known.of_type(row.type, name)
    place = ("catalogue", entry.id) if entry else (row.type, key(row.type, name))
    return Seat(place, row.type, entry.id if entry else "", member, name, (row.name,), link)
