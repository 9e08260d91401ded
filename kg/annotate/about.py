"""Whom and what a quotation is about: the entities of its content, the one it speaks of first in front."""

from collections.abc import Mapping
from typing import Final

from spacy.tokens import Token

from kg.annotate.frame import Frame
from kg.annotate.speakers import SUBJECTS

#: No more than this many, as a reader would name them.
MOST: Final = 3
_SELF: Final = frozenset({"nous", "notre", "nos", "on"})


def about(
    frame: Frame, start: int, end: int, *, speaker: str | None, employer: str | None, refs: Mapping[int, str],
    types: Mapping[str, str],
) -> tuple[str, ...]:
    """Give the ids of the entities that a content is about, main one first.

    Args:
        frame: the article.
        start, end: the content.
        speaker: its speaker, who is left out unless the content's subject is the speaker.
        employer: whom the speaker speaks for; "nous" stands for it.
        refs: token to entity.
        types: entity to type.
    """
    found: dict[str, int] = {}
    for number, token in enumerate(frame.tokens(start, end)):
        entity = refs.get(token.i)
        if entity is None and employer and token.lower_ in _SELF and token.lower_ != "on":
            entity = employer
        if entity is None or entity == speaker:
            continue
        rank = _rank(token, types.get(entity, "")) * 1000 + number
        if rank < 9000:
            found[entity] = min(rank, found.get(entity, rank))
    return tuple(sorted(found, key=lambda one: (found[one], one))[:MOST])


def _rank(token: Token, kind: str) -> int:
    """Rank a mention: subject of the clause, then any other; places only when they act."""
    subject = any(one.dep_ in SUBJECTS for one in _up(token))
    if kind == "PLACE":
        return 1 if token.dep_ in SUBJECTS else 9
    return 0 if subject else 2


def _up(token: Token) -> list[Token]:
    """Give a token and the heads over it inside its noun phrase."""
    chain = [token]
    while token.dep_.startswith(("flat", "nmod", "appos", "amod")) and token.head is not token:
        token = token.head
        chain.append(token)
    return chain
