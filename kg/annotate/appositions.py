"""Whom a phrase stands in apposition to or is said of: "X, PDG", "X, 52 ans, directrice", "X (PDG", "X est le PDG"."""

from collections.abc import Mapping
from typing import Final

from kg.annotate.closed import ASIDES
from kg.annotate.named import Named
from kg.annotate.parsed import Parsed

_COPULAS: Final = frozenset({"est", "était", "fut", "devient", "comme"})
_ADVERBS: Final = frozenset(
    {"alors", "aujourd'hui", "également", "aussi", "actuellement", "notamment", "désormais", "lui-même", "elle-même"}
)


def person_before(doc: Parsed, start: int, at: Mapping[int, Named]) -> str | None:
    """Give the person that the phrase starting at `start` is said of.

    Args:
        at: token index to the name that covers it.
    """
    index = start - 1
    while index >= 0 and doc[index].lower_ in _ADVERBS:
        index -= 1
    if index < 1:
        return None
    token = doc[index]
    if token.text not in ASIDES and token.lower_ not in _COPULAS:
        return None
    if token.lower_ in _COPULAS and doc[index - 1].lower_ == "qui":  # "X, qui est directrice de"
        index -= 1 + (doc[index - 2].text == ",")
    index = _past_age(doc, index)
    one = at.get(index - 1)
    if one is None and doc[index - 1].text == ")":
        one = at.get(_opening(doc, index - 1) - 1)
    return one.entity.id if one and one.entity.type == "PERSON" else None


def _past_age(doc: Parsed, mark: int) -> int:
    """Give the comma before an age, when the mark at `mark` follows one: "X, 52 ans, directrice de"."""
    if mark > 3 and doc[mark - 1].lower_ == "ans" and doc[mark - 2].like_num and doc[mark - 3].text in ASIDES:
        return mark - 3
    return mark


def _opening(doc: Parsed, closing: int) -> int:
    for index in range(closing - 1, max(0, closing - 12), -1):
        if doc[index].text == "(":
            return index
    return closing


def past_bracket(doc: Parsed, index: int) -> int:
    """Give the token after a short bracket at `index`: "maire (PS) de Nantes"; `index` itself when none stands there."""
    if index < len(doc) and doc[index].text == "(":
        return next((at + 1 for at in range(index + 1, min(index + 6, len(doc))) if doc[at].text == ")"), index)
    return index
