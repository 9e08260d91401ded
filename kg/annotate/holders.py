"""Who heads, founded or works for what: role phrases turned into facts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.annotate.affiliations import affiliated
from kg.annotate.countries import entity_of
from kg.annotate.employers import employer
from kg.annotate.fronts import fronted, topic
from kg.annotate.parsed import Token
from kg.annotate.roles import RoleFact, roles
from kg.annotate.shapes import Fact
from kg.annotate.syntax import subject_of
from kg.annotate.teams import bracketed, firms_of, members, several
from kg.annotate.view import Name, View
from kg.annotate.words import is_any, is_word, words_of

_CEO: Final = {False: "ceoOf", True: "formerCeoOf"}
_WORKS: Final = {False: "worksFor", True: "formerlyWorkedFor"}
_EMPLOYERS: Final = frozenset({"COMPANY", "ORG", "PLACE"})
_POSTS: Final = frozenset(
    {
        "poste",
        "postes",
        "fonction",
        "fonctions",
        "titre",
        "rôle",
        "comme",
        "tant",
        "de",
        "du",
        "des",
        "un",
        "une",
        "l'",
        "qualité",
    }
)
#: What says from when to when a role was held, or that it was another time's: "maire de X de 2008 à 2022".
_TERM: Final = re.compile(
    r",? \(?(?:(?:de|entre) (?:19|20)\d\d (?:à|et) (?:19|20)\d\d|(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d|jusqu['’](?:en|au|à) |"
    r"de l['’]époque|d['’]alors\b|à l['’]époque)"
)


def held(seen: View) -> Iterator[Fact]:
    """Give the facts that the role phrases of the text state."""
    found = roles(seen.doc)
    busy = {one.person for one in found if one.person and one.organisation}
    for one in found:
        beside = one.person or _after(seen, one)
        told = None if beside or _referent(seen, one) else _identified(seen, one)
        person = beside or _referent(seen, one) or told or _said_of(seen, one) or _fronted(seen, one)
        person = person or _taken_up(seen, one, busy)
        if person is None or person not in seen.entities or seen.entities[person].type != "PERSON":
            continue
        place, sure = (one.organisation, 0.85) if one.organisation else employer(seen, replace(one, person=beside), person)
        if place is None and _is_office(one):
            place = entity_of(seen, one.country)
        predicate = _predicate(one, seen.entities[place].type, over=_is_over(seen, one)) if place else ""
        if predicate in _WORKS.values() and _is_where(seen, one):
            predicate = "basedIn"
        if place and predicate:
            yield Fact(
                person,
                predicate,
                place,
                one.head,
                sure if one.person or sure < 0.7 else 0.7,
                "planned" if one.planned else "",
                told is not None,
            )
    yield from affiliated(seen)
    yield from bracketed(seen)
    yield from several(seen)
    yield from firms_of(seen)
    yield from members(seen)


def _is_where(seen: View, one: RoleFact) -> bool:
    """Tell whether a role only says where somebody works: "bénévole à Vannes", but not "ambassadrice à Vannes"."""
    place = seen.name(one.end - 1)
    if one.role.lower().startswith(tuple(words_of("elected"))):
        return False
    if place is None or place.type != "PLACE" or place.entity != one.organisation:
        return False
    before = seen.doc[place.start - 1]
    return before.lower_ in ("à", "au", "aux", "en", "dans") or before.head.lower_ == "dans"


def _is_office(one: RoleFact) -> bool:
    """Tell whether an adjective of country says whom the role serves: "le ministre belge", but not "la chanteuse belge"."""
    role = one.role.lower()
    business, office = tuple(words_of("business")), tuple(words_of("office"))
    return bool(one.country) and (
        (one.kind in ("ceo", "president") and not role.startswith(business)) or role.startswith(office)
    )


def _referent(seen: View, one: RoleFact) -> str | None:
    """Give whom coreference found for a role that names nobody: "le PDG de X"."""
    found = seen.doc._.referents.get(one.head)
    return found if found in seen.entities and seen.entities[found].type == "PERSON" else None


def _after(seen: View, one: RoleFact) -> str | None:
    """Give the person after the comma of "le ministre belge de l'Énergie, X" or "l'avocat de Y, Me X"."""
    doc = seen.doc
    for at in range(one.end, min(one.end + 6, seen.ceiling(one.head) - 1)):
        if doc[at].text == ",":
            step = 2 if doc[at + 1].lower_ in ("me", "maître", "m.", "mme", "dr", "pr") and at + 2 < len(doc) else 1
            name = seen.name(at + step)
            closes = name is not None and (name.end >= len(doc) or doc[name.end].is_punct or doc[name.end].is_space)
            return name.entity if name is not None and name.start == at + step and name.type == "PERSON" and closes else None
        here = seen.name(at)
        if here is not None and here.anaphor:
            continue  # "la présidente de l'agence, X", "le patron de ce dernier, X"
        if here is not None or doc[at].pos_ in ("VERB", "AUX", "PRON", "CCONJ"):
            return None
    return None


def _identified(seen: View, one: RoleFact) -> str | None:
    """Give who the role is said to be: "Le patron de X est Y", "s'appelle Y", "n'est autre que Y"."""
    doc, at, end = seen.doc, one.end, seen.ceiling(one.head)
    while at < end and (seen.name(at) is not None or doc[at].lower_ in ("de", "d'", "du", "des", "la", "le", "l'")):
        at += 1
    words = [token.lower_ for token in doc[at : min(at + 4, end)]]
    step = 4 if words == ["n'", "est", "autre", "que"] else 1 if words[:1] == ["est"] else 2 if words[1:2] == ["appelle"] else 0
    name = seen.name(at + step) if step and at + step < end else None
    return name.entity if name is not None and name.type == "PERSON" and name.start == at + step else None


def _said_of(seen: View, one: RoleFact) -> str | None:
    """Give whom a verb gives the role to: "X est devenu patron de", "X occupe le poste de directeur de"."""
    doc, at = seen.doc, one.start - 1
    before = seen.name(at) if at >= seen.floor(one.head) else None
    if before is not None and before.type == "PERSON" and not before.anaphor:
        return before.entity if topic(seen, one.start) or is_word(doc[max(before.start - 1, 0)], "nommer") else None
    while at > seen.floor(one.head) and (doc[at].pos_ in ("ADV", "DET") or doc[at].lower_ in _POSTS):
        at -= 1
    if at < seen.floor(one.head) or not is_any(doc[at], words_of("holding")):
        return None
    return next((name.entity for name in _holders(seen, doc[at]) if name.type == "PERSON"), None)


def _fronted(seen: View, one: RoleFact) -> str | None:
    """Give who follows a role that opens the sentence: "PDG de Y depuis 2010, X …", "Cofondateur du fonds Y, il …"."""
    doc = seen.doc
    if one.possessive or (one.definite and doc[one.head].dep_ in ("nsubj", "nsubj:pass")):
        return None
    found = fronted(seen, doc[one.start], doc[one.end - 1])
    return found[0].entity if found and found[0].type == "PERSON" else None


def _holders(seen: View, verb: Token) -> list[Name]:
    return subject_of(seen, verb) or (subject_of(seen, verb.head) if verb.head.i != verb.i else [])


def _taken_up(seen: View, one: RoleFact, busy: set[str]) -> str | None:
    """Give the one person of the sentence before, for "Le PDG de Y …", unless that person holds another role."""
    unique = one.kind in ("ceo", "founder") and one.definite and one.organisation is not None
    if not unique or seen.doc[one.head].dep_ not in ("nsubj", "nsubj:pass") or seen.floor(one.head) == 0:
        return None
    low, high = seen.bounds[seen.floor(one.head) - 1]
    people = {name.entity: name for index in range(low, high) if (name := seen.name(index)) and name.type == "PERSON"}
    here = any((name := seen.name(index)) and name.type == "PERSON" for index in range(seen.floor(one.head), one.start))
    if len(people) != 1 or here:
        return None
    ((person, name),) = people.items()
    return person if person not in busy and seen.doc[name.end - 1].dep_ != "obl" else None


def _is_over(seen: View, one: RoleFact) -> bool:
    """Tell whether the sentence says that the role is over: "fut le PDG", "a révoqué son PDG", "la directrice claque la porte"."""
    doc = seen.doc
    before = [token for token in doc[max(one.start - 5, seen.floor(one.head)) : one.start] if not token.is_punct]
    words = {token.lower_ for token in before}
    if words & words_of("once") or ("plus" in words and words & {"ne", "n'"}):
        return True
    if before and before[-1].lower_ in ("fut", "était", "étaient", "furent", "été"):
        return "jamais" not in words
    if any(token.pos_ != "NOUN" and is_any(token, words_of("dismissing")) for token in before[-3:]):
        return True
    if " ".join(token.lower_ for token in before).endswith(
        ("mis fin au contrat de", "mis fin aux fonctions de", "mis fin au mandat de")
    ):
        return True
    if _TERM.match(seen.text, doc[one.end - 1].end):
        return True
    at = one.end
    while at < seen.ceiling(one.head) and (seen.name(at) is not None or doc[at].text == "," or doc[at].pos_ == "ADJ"):
        at += 1
    rest = seen.text[doc[at].idx :][:40].lower() if at < len(doc) else ""
    return rest.startswith(tuple(words_of("departure")))


def _predicate(one: RoleFact, place: str, *, over: bool) -> str:
    if one.kind == "founder":
        return "develops" if place == "PRODUCT" else "founderOf" if place in ("COMPANY", "ORG") else ""
    if place not in _EMPLOYERS:
        return ""
    if one.kind == "ceo" and one.role in ("gérant", "gérante") and place == "COMPANY":
        return _WORKS[one.former or over]  # of a fund, far more often than of the firm
    if one.kind == "ceo" or (one.kind == "president" and place != "COMPANY"):
        return _CEO[one.former or over]
    return _WORKS[one.former or over]
