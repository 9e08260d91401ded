"""Who "son", "sa", "ses", "leur" refer to."""

from typing import Final

from kg.annotate.closed import POSSESSIVES
from kg.annotate.parsed import Token
from kg.annotate.syntax import names_of, nearest_left, subject_of
from kg.annotate.view import Name, View

#: Words that open a clause about something named in another line.
_RELATIVE: Final = frozenset({"qui", "dont", "lequel", "laquelle", "lesquels", "lesquelles"})
#: How far from the head of a sentence a possessive may point forward: "Avec sa puce M5, X", "Fort de son modèle, X".
_FRONT: Final = 2
_HOLDERS: Final = ("COMPANY", "ORG")


def owner(seen: View, noun: Token) -> list[Name]:
    """Give who "son", "sa", "ses", "leur" before a noun refers to: the subject of its clause, else of the sentence before."""
    doc = seen.doc
    at = noun.i - 1
    while at >= seen.floor(noun.i) and doc[at].pos_ in ("ADJ", "ADV", "NUM") and doc[at].lower_ not in POSSESSIVES:
        at -= 1
    if at >= seen.floor(noun.i) + 2 and doc[at].pos_ == "DET" and doc[at - 1].lower_ == "dont":
        return names_of(seen, doc[at - 1])[:1]  # "X, dont le siège …"
    if at >= seen.floor(noun.i) and at in seen.owners:
        return [seen.owners[at]]  # "notre filiale" in what its director says
    if at < seen.floor(noun.i) or doc[at].lower_ not in POSSESSIVES:
        return []
    known = seen.name(at)
    if known is not None:
        return [known]
    plural = doc[at].lower_ in ("leur", "leurs")
    head, steps = doc[at].head, 0
    forward = seen.floor(at) < at <= seen.floor(at) + _FRONT and doc[at - 1].pos_ == "ADP"
    while steps < 8:
        found = [
            one for one in _subjects(seen, head) if one.type in ("COMPANY", "ORG", "PERSON") and (one.start < at or forward)
        ]
        if found:
            return found if plural else found[:1]
        if head.head.i == head.i:
            break
        head, steps = head.head, steps + 1
    if not plural and (bearer := _bearer(seen, noun)):
        return bearer
    return _people_before(seen, at) if plural else _last_holder(seen, at)


def _bearer(seen: View, noun: Token) -> list[Name]:
    """Give whose post a noun depends on when the sentence has no subject to offer: "X, président de sa start-up Y"."""
    post = noun.head
    one = seen.name(post.i) if noun.dep_ == "nmod" and post.dep_ == "appos" and post.i < noun.i else None
    return [one] if one is not None and one.type == "PERSON" else []


def _subjects(seen: View, head: Token) -> list[Name]:
    return subject_of(seen, head) if head.pos_ in ("VERB", "AUX", "ADJ") or any(c.dep_ == "cop" for c in head.children) else []


def _people_before(seen: View, at: int) -> list[Name]:
    """Give the people that "leur" may refer to: two different ones named before it in the sentence."""
    people = {
        seen.at[index].entity: seen.at[index]
        for index in range(seen.floor(at), at)
        if index in seen.at and seen.at[index].type == "PERSON"
    }
    return list(people.values()) if len(people) == 2 else _last_holder(seen, at)


def _last_holder(seen: View, at: int) -> list[Name]:
    doc = seen.doc
    floor = seen.floor(at)
    if doc[floor].lower_ in _RELATIVE:  # a subtitle such as "qui a ébranlé la Bourse avec son modèle": whose is not said here
        return []
    for index in range(at - 1, floor - 1, -1):
        one = seen.name(index)
        if one is not None and one.type in _HOLDERS:
            return [one]
    return _subject_before(seen, floor)


def _subject_before(seen: View, floor: int) -> list[Name]:
    """Give the firm that the sentence before is about: its subject, else the last one in it or shortly before."""
    doc = seen.doc
    start = seen.floor(floor - 1) if floor else 0
    subjects = (token for token in doc[start:floor] if token.dep_.startswith("nsubj") and token.head.dep_ == "ROOT")
    for token in subjects:
        if found := [one for one in names_of(seen, token) if one.type in _HOLDERS]:
            return found[:1]
    for index in range(floor - 1, max(floor - 40, -1), -1):
        one = seen.name(index)
        if one is not None and one.type in _HOLDERS:
            near = nearest_left(seen, doc[floor - 1])
            return [one] if not near else near[:1]
    return []
