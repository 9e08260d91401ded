"""Places that only an adjective names: "la start-up chinoise X" speaks of Chine, "le groupe lyonnais X" of Lyon."""

from typing import Final

from kg.annotate import vocabulary
from kg.annotate.known import listed
from kg.annotate.view import View
from kg.names import fold
from kg.records import Entity

#: Adjectives that are also something else too often.
_NOT: Final = frozenset({"polonaise", "genevois", "congolais"})


def country_of(seen: View, index: int) -> str | None:
    """Give the id of the country that the word at `index` is the adjective of; it is added to the entities if need be."""
    word = seen.doc[index].lower_
    country = vocabulary.demonyms().get(word)
    return None if country is None or word in _NOT else entity_of(seen, country)


def place_of(seen: View, index: int) -> str | None:
    """Give the id of the country, region or city that the word at `index` is the adjective of, as :func:`country_of` does."""
    place = vocabulary.gentiles().get(seen.doc[index].lower_)
    return country_of(seen, index) if place is None else entity_of(seen, place[0])


def entity_of(seen: View, country: str) -> str:
    """Give the id of the entity of a place by its French name; one is added if the article does not name it."""
    entry = next((one for one in listed(seen.doc).named(country) if one.type == "PLACE"), None)
    known = {fold(name) for name in (entry.names if entry else (country,))}
    for one in seen.entities.values():
        if one.type == "PLACE" and ((entry and one.catalogue == entry.id) or fold(one.name) in known):
            return one.id
    new = Entity(id=f"e{_last(seen) + 1}", type="PLACE", name=country, catalogue=entry.id if entry else "")
    seen.entities[new.id] = new
    seen.doc._.entities = [*seen.doc._.entities, new]
    return new.id


def _last(seen: View) -> int:
    digits = [int(one.id[1:]) for one in seen.entities.values() if one.id[1:].isdigit()]
    return max(digits, default=0)
