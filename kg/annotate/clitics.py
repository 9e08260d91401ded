"""What "l'", "le", "la", "les" and "y" before a verb take up: "il l'a rachetée", "X y a investi"."""

from collections.abc import Collection
from typing import Final

from spacy.tokens import Token

from kg.annotate.view import Name, View

_OBJECTS: Final = frozenset({"l'", "le", "la", "les"})
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
        if word.lower_ == "y" if place else (word.lower_ in _OBJECTS and word.pos_ == "PRON"):
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
