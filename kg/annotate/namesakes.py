"""What names alone say: "Altaïr Cloud 3" is made by Altaïr; "le groupe de Dijon" and "la cour d'appel, à Dijon" say where."""

from collections.abc import Iterator
from typing import Final

from kg.annotate.shapes import MADE, Fact
from kg.annotate.view import Name, View
from kg.annotate.words import class_type
from kg.names import fold

_AT: Final = frozenset({"à", "au", "aux"})
_IN: Final = frozenset({"de", "d'"})


def named_after(seen: View) -> Iterator[Fact]:
    """Follow "Altaïr ferme Altaïr Cloud": a sentence that names a firm and a thing that bears the firm's name."""
    firms = {fold(one.name): one.id for one in seen.entities.values() if one.type == "COMPANY"}
    names, done = _names(seen), set[str]()
    for one in names:
        if one.type not in MADE or one.entity in done:
            continue
        words = fold(seen.entities[one.entity].name).split()
        maker = next(
            (firms[start] for size in range(len(words) - 1, 0, -1) if (start := " ".join(words[:size])) in firms), None
        )
        if maker is not None and any(other.entity == maker and _together(seen, one, other) for other in names):
            done.add(one.entity)
            yield Fact(maker, MADE[one.type], one.entity, one.start, 0.5)


def _together(seen: View, one: Name, other: Name) -> bool:
    return seen.floor(one.start) == seen.floor(other.start)


def seated(seen: View) -> Iterator[Fact]:
    """Follow "le groupe de Dijon", where the group is one the article named, and "l'Institut X, à Dijon"."""
    doc = seen.doc
    for place in _names(seen):
        at = place.start - 1
        if place.type == "PLACE" and (firm := _bracketing(seen, place)) is not None:
            yield Fact(firm.entity, "basedIn", place.entity, at, 0.5)
        if place.type != "PLACE" or at < seen.floor(place.start) + 1:
            continue
        one = seen.name(at - 1)
        if doc[at].lower_ in _IN and one is not None and one.anaphor and class_type(doc[at - 1]).startswith("COMPANY"):
            yield Fact(one.entity, "basedIn", place.entity, at, 0.6)
        elif doc[at].lower_ in _AT and doc[at - 1].text == "," and at - 2 >= seen.floor(at):
            before = seen.name(at - 2)
            if before is not None and before.type == "ORG" and not before.anaphor:
                yield Fact(before.entity, "basedIn", place.entity, at, 0.5)


def _bracketing(seen: View, place: Name) -> Name | None:
    """Give the firm or body whose bracket holds nothing but a place: "l'Institut X (Vannes)"."""
    doc, at = seen.doc, place.start - 1
    if at < 1 or doc[at].text != "(" or place.end >= len(doc) or doc[place.end].text != ")":
        return None
    one = seen.name(at - 1)
    return one if one is not None and not one.anaphor and one.type in ("COMPANY", "ORG") else None


def _names(seen: View) -> list[Name]:
    return sorted({one for one in seen.at.values() if not one.anaphor}, key=lambda one: one.start)
