"""Who heads, founded or works for what: role phrases turned into facts."""

from collections.abc import Iterator
from typing import Final

from kg.annotate.countries import entity_of
from kg.annotate.roles import RoleFact, roles
from kg.annotate.shapes import Fact
from kg.annotate.view import View

_CEO: Final = {False: "ceoOf", True: "formerCeoOf"}
_WORKS: Final = {False: "worksFor", True: "formerlyWorkedFor"}
_OFFICES: Final = ("ministre", "ambassad", "sénat", "secrétaire d'", "premier ministre", "première ministre", "chancel")
_BUSINESS: Final = ("pdg", "p-dg", "dg", "ceo", "patron", "directeur", "directrice", "grand", "dirigeant", "numéro", "boss", "big", "gérant")
_EMPLOYERS: Final = frozenset({"COMPANY", "ORG", "PLACE"})


def held(seen: View) -> Iterator[Fact]:
    """Give the facts that the role phrases of the text state."""
    for one in roles(seen.doc):
        person = one.person or _referent(seen, one)
        place = one.organisation or _anaphor(seen, one) or (entity_of(seen, one.country) if person and _is_office(one) else None)
        if person is None or place is None or person not in seen.entities or seen.entities[person].type != "PERSON":
            continue
        predicate = _predicate(one, seen.entities[place].type)
        if predicate:
            yield Fact(person, predicate, place, one.head, 0.85 if one.organisation and one.person else 0.7, "planned" if one.planned else "")
    yield from _bracketed(seen)


def _anaphor(seen: View, one: RoleFact) -> str | None:
    """Give what "de l'entreprise" after a role refers back to."""
    for index in range(one.head + 1, min(one.head + 8, seen.ceiling(one.head))):
        found = seen.name(index)
        if found is not None:
            return found.entity if found.anaphor and found.type in ("COMPANY", "ORG") else None
        if seen.doc[index].is_punct or seen.doc[index].pos_ in ("VERB", "AUX"):
            return None
    return None


def _is_office(one: RoleFact) -> bool:
    """Tell whether an adjective of country says whom the role serves: "le ministre belge", but not "la chanteuse belge"."""
    role = one.role.lower()
    return bool(one.country) and ((one.kind in ("ceo", "president") and not role.startswith(_BUSINESS)) or role.startswith(_OFFICES))


def _referent(seen: View, one: RoleFact) -> str | None:
    """Give whom coreference found for a role that names nobody: "le PDG de X"."""
    found = seen.doc._.referents.get(one.head)
    return found if found in seen.entities else None


def _predicate(one: RoleFact, place: str) -> str:
    if one.kind == "founder":
        return "develops" if place == "PRODUCT" else "founderOf" if place in ("COMPANY", "ORG") else ""
    if place not in _EMPLOYERS:
        return ""
    if one.kind == "ceo" or (one.kind == "president" and place != "COMPANY"):
        return _CEO[one.former]
    return _WORKS[one.former]


def _bracketed(seen: View) -> Iterator[Fact]:
    """Follow "X (Y)": who X works for; the head of Y when the sentence speaks of heads ("des PDG, dont X (Y)")."""
    doc = seen.doc
    for one in sorted({name for name in seen.at.values() if name.type == "PERSON" and not name.anaphor}, key=lambda name: name.start):
        if one.end + 2 >= len(doc) or doc[one.end].text != "(":
            continue
        inside = seen.name(one.end + 1)
        if inside is None or inside.type not in ("COMPANY", "ORG") or doc[inside.end].text != ")":
            continue
        heads = any(token.text in ("PDG", "patrons", "CEO", "dirigeants") for token in doc[seen.floor(one.start):one.start])
        yield Fact(one.entity, "ceoOf" if heads else "worksFor", inside.entity, one.start, 0.6)
