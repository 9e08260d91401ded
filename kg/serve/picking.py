"""From what somebody types to what is meant: a thing, an outlet, a predicate; and from quotes to sentences to copy."""

from difflib import get_close_matches
from typing import Annotated

from fastapi import Query

from kg import citing, explore, lookup
from kg.names import PREDICATES, fold
from kg.records import Thing
from kg.serve import faceting, reading, schemas
from kg.serve.problems import MissingError, ProblemError
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
        raise _unknown(snapshot, text)
    return found[0]


def identifier(snapshot: Snapshot, text: str) -> str:
    """Give the id of the only thing that is called so, as ``kg quotes --speaker`` looks it up; ids and ``none`` stay.

    Raises:
        MissingError: nothing is called so.
        ProblemError: several things are.
    """
    if not text.strip() or text == faceting.NONE or text in snapshot.library.things:
        return text.strip()
    found = snapshot.once(("called", text), lambda: explore.find(snapshot.library.resolution.things, text))
    exact = [thing for thing in found if fold(thing.name) == fold(text)]
    chosen = exact if len(exact) == 1 else found
    if not chosen:
        raise _unknown(snapshot, text)
    if len(chosen) > 1:
        ids = ", ".join(thing.id for thing in chosen[:10])
        raise ProblemError("several", name=text, ids=ids)
    return chosen[0].id


def _unknown(snapshot: Snapshot, text: str) -> MissingError:
    close = explore.near(snapshot.library.resolution.things, text)
    if close:
        return MissingError("unknown.near", name=text, names=" / ".join(close))
    return MissingError("unknown", name=text)


def outlet(snapshot: Snapshot, text: str) -> str:
    """Give an outlet as the articles write it, whatever case and accents are typed; ``none`` stays.

    Raises:
        MissingError: no quote stands in such an outlet.
    """
    if not text or text == faceting.NONE:
        return text
    known = faceting.outlets(snapshot)
    if text in known:
        return text
    same = [one for one in known if fold(one) == fold(text)]
    if same:
        return same[0]
    close = get_close_matches(text, sorted(known), n=3)
    if close:
        raise MissingError("outlet.near", name=text, names=" / ".join(close))
    raise MissingError("outlet", name=text, names=", ".join(sorted(known)[:10]))


def predicate(text: str) -> str:
    """Give a predicate as the ontology writes it, or an empty string for none.

    Raises:
        QueryError: there is none.
    """
    return lookup.one_of(text, PREDICATES, "relation") if text else ""


def cited(snapshot: Snapshot, quotes: list[schemas.Quote], lang: str) -> dict[str, str]:
    """Give quote id to the finished sentence that « copy » takes along."""
    known = {quote.id: reading.by_id(snapshot, quote.id) for quote in quotes}
    return {name: citing.sentence(one, say(lang), day(lang)) for name, one in known.items()}
