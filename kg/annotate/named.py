"""The named mentions of a Doc as tokens."""

from dataclasses import dataclass

from kg.annotate.parsed import Parsed
from kg.records import Entity


@dataclass(frozen=True, slots=True)
class Named:
    """A named mention, as tokens."""

    start: int
    end: int
    entity: Entity


def named(doc: Parsed) -> list[Named]:
    """Give the named mentions of `doc` as token spans, in order."""
    entities = {one.id: one for one in doc._.entities}
    found = []
    for one in doc._.mentions:
        span = doc.covering(one.start, one.end)
        if span is not None and one.entity in entities:
            found.append(Named(span.start, span.end, entities[one.entity]))
    return found
