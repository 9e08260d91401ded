"""What pages share: from what somebody types to a thing, and from quotes to sentences to copy."""

from typing import Annotated

from fastapi import Query

from kg import citing
from kg.records import Thing
from kg.serve import api, schemas
from kg.serve.problems import MissingError
from kg.serve.snapshot import Snapshot, search
from kg.serve.words import day, say

Text = Annotated[str, Query(max_length=300)]


def pick(snapshot: Snapshot, text: str) -> Thing | None:
    """Give the thing that somebody means: by id, or the first that is called so; None for nothing.

    Raises:
        MissingError: nothing is called so.
    """
    if not text.strip():
        return None
    if text in snapshot.library.things:
        return snapshot.library.things[text]
    found = search(snapshot, text, limit=1)
    if not found:
        raise MissingError(f"nothing is called {text[:80]!r}: search a part of the name")
    return found[0]


def cited(snapshot: Snapshot, quotes: list[schemas.Quote], lang: str) -> dict[str, str]:
    """Give quote id to the finished sentence that « copy » takes along."""
    known = {quote.id: api.by_id(snapshot, quote.id) for quote in quotes}
    return {name: citing.sentence(one, say(lang), day(lang)) for name, one in known.items()}
