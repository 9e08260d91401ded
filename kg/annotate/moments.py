"""When what a clause says happened or is to happen, as written: "en 2023", "l'an prochain", "d'ici 2027"."""

from collections.abc import Iterator
from typing import Final

from kg.annotate.claims import Claim
from kg.annotate.parsed import Token
from kg.annotate.telling import telling
from kg.annotate.view import View
from kg.annotate.words import is_any, is_finite
from kg.dates import TIMES

_CLAUSES: Final = frozenset({"ccomp", "xcomp"})


def moment(seen: View, claim: Claim) -> str:
    """Give the time that the clause of `claim` names, or an empty string.

    The parser decides which clause a time belongs to; beside a noun phrase that takes its fact for granted, only "depuis …" counts.
    """
    trigger = seen.doc[claim.trigger]
    start, end = seen.doc[seen.floor(trigger.i)].idx, _end(seen, trigger)
    found: list[tuple[int, str]] = []
    for match in TIMES.finditer(seen.text, start, end):
        span = seen.doc.covering(*match.span())
        if span is None or seen.name(span.start) is not None:
            continue
        if claim.presupposed and not match.group().lower().startswith("depuis"):
            continue
        head = seen.doc.root(*span)
        if _belongs(seen, trigger, head):
            found.append((abs(head.i - trigger.i), match.group()))
    return min(found)[1] if found else ""


def _end(seen: View, trigger: Token) -> int:
    last = seen.doc[seen.ceiling(trigger.i) - 1]
    return last.end


def _above(trigger: Token) -> Iterator[Token]:
    """Give a word and those it hangs on, up to a verb of saying: "le mois dernier, X a annoncé avoir formé Y" dates the words."""
    token = trigger
    yield token
    while token.head.i != token.i and not (token.dep_ in _CLAUSES and is_any(token.head, telling())):
        token = token.head
        yield token


def _belongs(seen: View, trigger: Token, time: Token) -> bool:
    """Tell whether a time hangs on the verb of a trigger, or on nothing nearer: no other finite verb stands between both."""
    above = {token.i for token in _above(trigger) if not (token.i < trigger.i and is_finite(trigger))}
    if time.head.i in above or time.head.head.i in above:
        return True
    low, high = sorted((trigger.i, time.i))
    helpers = {child.i for child in trigger.children} | {trigger.head.i}
    return not any(is_finite(word) and word.i not in helpers for word in seen.doc[low + 1 : high]) and not any(
        word.text in (";", ":", "«", "»") for word in seen.doc[low + 1 : high]
    )
