"""Facts that the shape of a noun phrase takes for granted: "Z de X", "GPU X Z", "son modèle Z", "la start-up chinoise X"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.annotate import vocabulary
from kg.annotate.closed import POSSESSIVES
from kg.annotate.countries import place_of
from kg.annotate.owners import owner
from kg.annotate.parsed import Token
from kg.annotate.phrases import listed
from kg.annotate.syntax import predicated
from kg.annotate.view import Name, View
from kg.annotate.words import class_type, has

#: (type, type of its owner) to the predicate, whose subject is the owner unless noted, and how sure "A de B" is.
_OF: Final = {
    ("MODEL", "COMPANY"): ("develops", 0.8),
    ("PRODUCT", "COMPANY"): ("develops", 0.75),
    ("CHIP", "COMPANY"): ("manufactures", 0.8),
    ("MODEL", "ORG"): ("develops", 0.65),
    ("PRODUCT", "ORG"): ("develops", 0.55),
}
#: Predicate by which a firm is tied to what it makes.
MADE: Final = {"MODEL": "develops", "PRODUCT": "develops", "CHIP": "manufactures"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A pair of entities, the token that shows it, how sure it is, and whether the clause itself says it."""

    subject: str
    predicate: str
    object: str
    token: int
    confidence: float
    status: str = ""
    told: bool = False


def facts(seen: View) -> Iterator[Fact]:
    """Give all facts that noun phrases of the text take for granted."""
    names = sorted({one for one in seen.at.values() if not one.anaphor}, key=lambda one: one.start)
    for one in names:
        yield from _of(seen, one)
        yield from _glued(seen, one)
        yield from _possessed(seen, one)
        yield from _group(seen, one)
    yield from _kinds(seen)
    yield from _demonyms(seen)


def _of(seen: View, one: Name) -> Iterator[Fact]:
    doc, members = seen.doc, listed(seen, one)
    at = _past_bracket(seen, members[-1].end)
    if at >= len(doc) or doc[at].lower_ not in ("de", "d'", "du", "des") or one.start < seen.floor(at):
        return
    makers = _after_class_nouns(seen, at + 1)
    if not makers:
        return
    for member in members:
        for maker in makers:
            if member.entity == maker.entity:
                continue
            if one.type == "ORG" and maker.type == "PLACE":
                yield Fact(member.entity, "basedIn", maker.entity, at, 0.5)
            elif (
                one.type in ("COMPANY", "ORG")
                and maker.type in ("COMPANY", one.type)
                and not maker.anaphor
                and doc[at].lower_ != "des"
            ):
                yield Fact(member.entity, "ownedBy", maker.entity, at, 0.5)
            elif (found := _OF.get((member.type, maker.type))) is not None:
                yield Fact(maker.entity, found[0], member.entity, at, found[1])


def _kinds(seen: View) -> Iterator[Fact]:
    """Follow "X, l'assistant de Y", "X est un modèle de Y", "X, son assistant"."""
    doc = seen.doc
    for noun in doc:
        here = seen.name(noun.i)
        if noun.pos_ not in ("NOUN", "PROPN", "ADJ") or (here is not None and not here.anaphor):
            continue
        kinds = MADE.keys() & class_type(noun).split("|")
        if not kinds:
            continue
        makers = _makers_of(seen, noun) or owner(seen, noun)
        if not makers:
            continue
        for member in [here] if here is not None else predicated(seen, noun) or _apposed(seen, makers[-1].end):
            for maker in makers:
                made = _OF.get((member.type, maker.type))
                if member.type in kinds and made is not None and maker.entity != member.entity:
                    yield Fact(maker.entity, made[0], member.entity, noun.i, 0.7)


def _apposed(seen: View, at: int) -> list[Name]:
    """Give the name set off right after a maker: "le dernier jeu de Y, X, plaît"."""
    doc = seen.doc
    one = seen.name(at + 1) if at + 1 < len(doc) and doc[at].text == "," else None
    closed = one is not None and (one.end >= len(doc) or doc[one.end].is_punct or doc[one.end].is_space)
    return [one] if one is not None and closed and one.start == at + 1 and not one.anaphor else []


def _makers_of(seen: View, noun: Token) -> list[Name]:
    """Give what the last "de" of a noun phrase introduces: "l'assistant d'IA de Y"."""
    doc = seen.doc
    for at in range(noun.i + 1, min(noun.i + 8, seen.ceiling(noun.i))):
        word = doc[at]
        if word.lower_ in ("de", "d'", "du", "des") and (found := _after_class_nouns(seen, at + 1)):
            return found
        if seen.name(at) is not None or word.is_punct or (word.pos_ not in ("ADJ", "ADP", "NOUN", "DET", "PROPN", "ADV")):
            return []
    return []


def _past_bracket(seen: View, at: int) -> int:
    doc = seen.doc
    if at < len(doc) and doc[at].text == "(":
        for index in range(at, min(at + 6, len(doc))):
            if doc[index].text == ")":
                return index + 1
    return at


def _after_class_nouns(seen: View, start: int) -> list[Name]:
    """Give the names after "de", past "la start-up chinoise" or "l'américain"."""
    doc = seen.doc
    for at in range(start, min(start + 5, len(doc))):
        one = seen.name(at)
        if one is not None:
            return listed(seen, one) if one.start == at and (not one.anaphor or at > start) else []
        if not (doc[at].pos_ in ("DET", "ADJ") or class_type(doc[at])):
            return []
    return []


def _glued(seen: View, one: Name) -> Iterator[Fact]:
    after = seen.name(one.end) if one.end < len(seen.doc) else None
    if one.type == "COMPANY" and after is not None and after.start == one.end and not after.anaphor and after.type in MADE:
        for member in listed(seen, after):
            if member is not after and class_type(seen.doc[member.start - 1]):
                return  # "les processeurs X Y ou les accélérateurs Z": Z has no maker here
            yield Fact(one.entity, MADE[after.type], member.entity, one.start, 0.75 if after.type == "CHIP" else 0.55)


def _possessed(seen: View, one: Name) -> Iterator[Fact]:
    """Follow "son modèle Z", "ses applications Z et W", "sa start-up X", "dont le modèle Z"."""
    doc, at = seen.doc, one.start - 1
    noun = None
    floor = seen.floor(one.start)
    if doc[at].pos_ == "ADP":
        return
    while at >= floor and one.start - at <= 9 and doc[at].lower_ not in POSSESSIVES:
        word = doc[at]
        if at > floor and noun is not None and word.pos_ == "DET" and doc[at - 1].lower_ == "dont":
            break
        if (
            seen.name(at) is not None
            or word.pos_ in ("AUX", "PRON")
            or word.lower_ in (":", ";", "et", "ou", "que", "du", "des")
        ):
            return
        if (word.lower_ in ("de", "d'") and doc[at + 1].pos_ == "DET") or (
            word.pos_ == "ADP" and word.lower_ not in ("de", "d'") and not doc[at - 1].lower_.endswith(("é", "ée", "és", "ées"))
        ):
            return
        if class_type(word) and word.lower_ != "projets" and (noun is None or word.i < noun.i):
            noun = word
        at -= 1
    if at < floor or one.start - at > 9 or (at + 1 < one.start and noun is None):
        return
    if noun is not None and one.type not in class_type(noun).split("|") and one.type not in MADE:
        return
    planned = any(
        doc[index].lower_ in ("prochain", "prochaine", "futur", "future", "prochains", "prochaines", "futurs", "futures")
        for index in range(at, one.start)
    )
    for holder in owner(seen, doc[at + 1]):
        for member in listed(seen, one):
            if holder.entity == member.entity:
                continue
            status = "planned" if planned else ""
            if member.type in MADE and holder.type in ("COMPANY", "ORG", "PERSON"):
                if member.type != "CHIP" or holder.type == "COMPANY":
                    yield Fact(holder.entity, MADE[member.type], member.entity, at, 0.7, status)
            elif member.type == "COMPANY" and holder.type == "PERSON":
                yield Fact(member.entity, "ownedBy", holder.entity, at, 0.7, status)


def _group(seen: View, one: Name) -> Iterator[Fact]:
    """Follow "Groupe (Marque, Marque)"."""
    doc = seen.doc
    if one.type != "COMPANY" or one.end + 2 >= len(doc) or doc[one.end].text != "(":
        return
    first = seen.name(one.end + 1)
    if doc[one.end + 1].lower_ == "groupe" and (whole := seen.name(one.end + 2)) is not None and whole.end < len(doc):
        if whole.type == "COMPANY" and not whole.anaphor and doc[whole.end].text == ")" and whole.entity != one.entity:
            yield Fact(one.entity, "ownedBy", whole.entity, one.end + 1, 0.7)  # "X (groupe Y)"
        return
    if first is None or first.type != "COMPANY" or doc[first.end].text != ",":
        return
    for at in range(one.end + 1, min(one.end + 16, len(doc))):
        if doc[at].text == ")":
            return
        brand = seen.name(at)
        if brand is not None and brand.start == at and brand.type == "COMPANY" and brand.entity != one.entity:
            yield Fact(brand.entity, "ownedBy", one.entity, at, 0.6)


def _demonyms(seen: View) -> Iterator[Fact]:
    doc, adjectives = seen.doc, vocabulary.demonyms().keys() | vocabulary.gentiles().keys()
    for token in doc:
        if token.i in seen.at or token.lower_ not in adjectives or token.text[:1].isupper():
            continue
        holders = _described(seen, token.i)
        holders = [one for one in holders if one.type in ("COMPANY", "ORG")]
        if holders and (place := place_of(seen, token.i)) is not None:
            for one in holders:
                yield Fact(one.entity, "basedIn", place, token.i, 0.75)


def _described(seen: View, index: int) -> list[Name]:
    """Give what an adjective describes: the name right before or after it, or what its class noun stands for."""
    doc = seen.doc
    floor, end = seen.floor(index), seen.ceiling(index)
    at = index - 1
    while at > floor and doc[at].pos_ == "ADJ" and seen.name(at) is None:
        at -= 1
    if at >= floor:
        before = seen.name(at)
        if before is not None and before.type == "ORG" and not before.anaphor:
            return [before]
        if before is not None and before.anaphor:
            return _carried_after(seen, index) or [before]
        if set(class_type(doc[at]).split("|")) & {"COMPANY", "ORG"}:
            return _carried_after(seen, index) or predicated(seen, doc[at])
        if doc[at].text == ")":
            opening = next((i for i in range(at, max(at - 6, 0), -1) if doc[i].text == "("), 0)
            inside = seen.name(opening - 1) if opening else None
            return [inside] if inside is not None and inside.type == "ORG" else []
    after = seen.name(index + 1) if index + 1 < end else None
    if (
        after is not None
        and after.start == index + 1
        and at >= floor
        and doc[at].lower_ in ("le", "la", "l'", "les", "du", "au")
    ):
        return listed(seen, after)
    return []


def _carried_after(seen: View, index: int) -> list[Name]:
    """Give the name in apposition right after "start-up chinoise"."""
    doc = seen.doc
    for at in range(index + 1, min(index + 6, seen.ceiling(index))):
        one = seen.name(at)
        if one is not None and one.start == at and index and not has(doc[index - 1], "Number", "Plur"):
            return [one]  # "filiale du groupe coréen X et de Y"
        if one is not None:
            return listed(seen, one) if one.start == at else []
        field = doc[at].lower_ in ("de", "d'", "en") or (doc[at - 1].lower_ in ("de", "d'", "en") and doc[at].pos_ == "NOUN")
        if (
            doc[at].pos_ not in ("ADJ",)
            and not field
            and doc[at].lower_
            not in (
                "comme",
                "tels",
                "telles",
                "que",
                "appelée",
                "baptisée",
                "nommée",
            )
        ):
            return []
    return []
