"""Where a role is held that its own words do not name: "la directrice de l'agence, X", "son PDG", "la sénatrice X", "le capitaine, X"."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate import vocabulary
from kg.annotate.clitics import taken_up
from kg.annotate.closed import OF
from kg.annotate.fronts import topic
from kg.annotate.owners import owner
from kg.annotate.roles import RoleFact
from kg.annotate.syntax import names_of, subject_of
from kg.annotate.tables import rows
from kg.annotate.view import Name, View
from kg.annotate.words import class_type, is_any, is_passive, words_of
from kg.names import fold

_FIRMS: Final = ("COMPANY", "ORG")
_INDEFINITE: Final = frozenset({"un", "une", "plusieurs", "deux", "trois", "nombreux", "nombreuses"})
#: How many sentences before a role may name where it is held.
_BACK: Final = 9


def employer(seen: View, one: RoleFact, person: str) -> tuple[str | None, float]:
    """Give where the role of a phrase is held, and how sure that is.

    Args:
        one: a role phrase that does not name it.
        person: id of who holds the role; ``one`` has it too when the name stands beside the phrase.
    """
    said = (
        _appointed(seen, one, person)
        or _anaphor(seen, one)
        or _whose(seen, one, person)
        or _owned(seen, one)
        or _headline(seen, one)
    )
    if said is not None:
        return said, 0.7
    return (chamber(seen, one) or _country(seen, one) or in_focus(seen, one)), 0.5


def _anaphor(seen: View, one: RoleFact) -> str | None:
    """Give what "de l'entreprise" after a role refers back to."""
    for index in range(one.head + 1, min(one.head + 9, seen.ceiling(one.head))):
        found = seen.name(index)
        if found is not None:
            return found.entity if found.anaphor and found.type in (*_FIRMS, "PLACE") else None
        if seen.doc[index].is_punct or seen.doc[index].pos_ in ("VERB", "AUX"):
            return None
    return None


def _appointed(seen: View, one: RoleFact, person: str) -> str | None:
    """Give who appoints somebody: "X a nommé Ada Roy directrice générale"."""
    name = seen.name(one.start - 1) if one.start > 1 else None
    if name is None or name.entity != person or name.start == 0:
        return None
    verb = seen.doc[name.start - 1]
    if not is_any(verb, words_of("appointing")) or is_passive(verb):
        return None
    return next((by.entity for by in subject_of(seen, verb) if by.type in _FIRMS), None)


def _whose(seen: View, one: RoleFact, person: str) -> str | None:
    """Give what "dont" or "en" takes up: "X, dont elle est la directrice", "elle en est la directrice"."""
    doc, floor = seen.doc, seen.floor(one.head)
    for at in range(one.start - 1, max(one.start - 6, floor), -1):
        if doc[at].lower_ == "dont":
            found = names_of(seen, doc[at])
            return next((name.entity for name in found if name.type in _FIRMS), None)
        if doc[at].lower_ == "en" and doc[at].pos_ == "PRON":
            return next((name.entity for name in taken_up(seen, doc[at], _FIRMS, {person})), None)
        if doc[at].is_punct:
            return None
    return None


def _headline(seen: View, one: RoleFact) -> str | None:
    return next((name.entity for name in topic(seen, one.start) if name.type in _FIRMS), None)


def _owned(seen: View, one: RoleFact) -> str | None:
    """Give whose "son PDG" is."""
    found = owner(seen, seen.doc[one.head]) if one.possessive else []
    return next((name.entity for name in found if name.type in _FIRMS), None)


@lru_cache(maxsize=1)
def _chambers() -> dict[str, str]:
    return {row["role"]: row["organisation"] for row in rows(files.catalogue() / "chambers.csv")}


def chamber(seen: View, one: RoleFact) -> str | None:
    """Give the assembly that a role belongs to by its name, when the article names that assembly: "la sénatrice X"."""
    known = _chambers() if seen.doc._.listed else {}
    name = next((name for role, name in known.items() if one.role.lower().startswith(role)), "")
    named = (entity for entity in seen.entities.values() if entity.type == "ORG" and name)
    return next((entity.id for entity in named if fold(entity.name) == fold(name)), None)


def _country(seen: View, one: RoleFact) -> str | None:
    """Give the country that the article spoke of most before "le ministre de la Culture, X"."""
    if not one.person or one.country or not one.role.lower().startswith(tuple(words_of("cabinet"))):
        return None
    said = Counter(name.entity for name in _before(seen, 0, one.start) if _is_country(seen, name))
    return min(said, key=lambda entity: (-said[entity], entity)) if said else None


def _is_country(seen: View, name: Name) -> bool:
    return name.type == "PLACE" and seen.entities[name.entity].name in vocabulary.countries()


def in_focus(seen: View, one: RoleFact) -> str | None:
    """Give the firm or body that the article speaks of where it brings in "le capitaine, X" or "X, la directrice créative"."""
    inside = one.role.lower().startswith(tuple(words_of("inside")))
    if not (one.person and inside and not one.possessive and not one.country and _is_complete(seen, one)):
        return None
    if one.person in seen.entities and seen.entities[one.person].catalogue:
        return None  # somebody whose post everybody knows: the article need not speak of where it is
    floor, scores = seen.floor(one.start), dict[str, float]()
    counts = Counter(name.entity for name in _before(seen, 0, one.start) if name.type in _FIRMS)
    start, back = floor, 0
    while True:
        for name in _before(seen, start, one.start if back == 0 else seen.ceiling(start)):
            if name.type in _FIRMS:
                near = 1 / (1 + back) + counts[name.entity] / max(counts.values())
                scores[name.entity] = max(scores.get(name.entity, 0.0), near)
        if back == _BACK or start == 0:
            break
        start, back = seen.floor(start - 1), back + 1
    return max(scores, key=lambda entity: (scores[entity], entity)) if scores else None


def _is_complete(seen: View, one: RoleFact) -> bool:
    """Tell whether no complement says of what else the role is: "directeur du numérique" but not "directeur d'une usine"."""
    doc, at, end = seen.doc, one.end, seen.ceiling(one.head)
    while at < end and doc[at].pos_ == "ADJ":
        at += 1
    if at + 1 >= end or doc[at].lower_ not in OF:
        return True
    words = doc[at + 1 : at + 4]
    if any(word.pos_ == "PROPN" and word.text[:1].isupper() for word in words[:1]):
        return False  # a name that nobody knows: "directeur de X" is no director of anything else
    return not any(word.lower_ in _INDEFINITE or seen.name(word.i) is not None for word in words) and not any(
        set(class_type(word).split("|")) & set(_FIRMS) for word in words
    )


def _before(seen: View, start: int, end: int) -> Iterator[Name]:
    """Give each name or reference between two tokens once for each time it stands there."""
    last = None
    for index in range(start, end):
        one = seen.name(index)
        if one is not None and one is not last:
            yield one
        last = one
