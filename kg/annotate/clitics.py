"""What a verb lets pronouns and bare nouns take up: "il l'a rachetée", "X y a investi", "Il a été entraîné sur"."""

from collections.abc import Collection
from typing import Final

from kg.annotate.closed import ARTICLES, TAKING_UP
from kg.annotate.parsed import Token
from kg.annotate.view import Name, View
from kg.annotate.words import class_type

_SUBJECTS: Final = frozenset({"il", "elle", "celui-ci", "celle-ci"})
#: How many tokens may stand between the clitic and the verb: "l'avait déjà rachetée".
_REACH: Final = 4


def clitic(verb: Token, floor: int, *, place: bool = False) -> Token | None:
    """Give the clitic before a verb, None without one.

    Args:
        floor: first token of the sentence.
        place: "y" is wanted, and not an object.
    """
    for at in range(verb.i - 1, max(verb.i - _REACH, floor) - 1, -1):
        word = verb.doc[at]
        if word.lower_ == "y" if place else (word.lower_ in ARTICLES and word.pos_ == "PRON"):
            return word
        if word.pos_ not in ("AUX", "ADV", "PRON"):
            return None
    return None


def taken_up(seen: View, token: Token, types: Collection[str], others: Collection[str]) -> list[Name]:
    """Give the last name before a clitic, in its sentence or the one before, that it may stand for.

    Args:
        types: that the name may have.
        others: entities that it is not, such as the subject.
    """
    floor = seen.floor(token.i)
    start = seen.floor(floor - 1) if floor else floor
    for index in range(token.i - 1, start - 1, -1):
        one = seen.name(index)
        if one is not None and one.type in types and one.entity not in others:
            return [one]
    return []


def fitting(seen: View, own: Token, types: Collection[str]) -> list[Name]:
    """Give the only name of the sentence before that a pronoun or "le modèle" as a subject may stand for, by what its verb takes.

    Args:
        own: the subject.
        types: that the verb allows.
    """
    nouns = set(class_type(own).split("|")) if own.pos_ == "NOUN" else set(types) if own.lower_ in _SUBJECTS else set()
    definite = own.pos_ != "NOUN" or any(child.lower_ in TAKING_UP for child in own.children)
    extended = any(child.dep_ in ("nmod", "appos") for child in own.children)
    floor = seen.floor(own.i)
    if not nouns & set(types) or not definite or extended or seen.name(own.i) is not None or not floor:
        return []
    before = range(seen.floor(floor - 1), floor)
    names = [one for at in before if (one := seen.name(at)) is not None and one.type in nouns & set(types)]
    found = {one.entity: one for one in names if one.start == 0 or seen.doc[one.start - 1].pos_ != "ADP"}
    return list(found.values()) if len(found) == 1 else []
