"""The sums and shares that a trigger speaks of."""

from collections.abc import Iterator
from typing import Final

from kg.annotate.amounts import Amount, signed
from kg.annotate.patterns_relations import Match
from kg.annotate.view import View
from kg.annotate.words import is_finite

#: How many tokens an adjunct may take between a share and the next firm.
_ADJUNCT: Final = 5


def fill_amount(seen: View, match: Match, slot: str) -> tuple[str, int] | None:
    """Give the sum or share that fills a slot, as written, and its token."""
    kind = "money" if slot.startswith("money") else "percent"
    best: tuple[int, Amount, int] | None = None
    for index, (amount, _end) in sorted(seen.money.items()):
        if amount.kind != kind or not seen.floor(match.token.i) <= index < seen.ceiling(match.token.i):
            continue
        distance = index - match.last.i if index > match.last.i else 3 * (match.token.i - index) + 4
        if (
            distance <= (20 if index > match.last.i else 28)
            and (best is None or distance < best[0])
            and not _finite_between(seen, match, index)
        ):
            best = (distance, amount, index)
    if best is None:
        return None
    text = seen.text[best[1].start : best[1].end]
    return (signed(text, slot[-1]) if slot[-1] in "+-" else text), best[2]


def amounts_after(seen: View, match: Match, slot: str) -> list[str]:
    """Give all sums or shares after a trigger in its sentence, as :func:`fill_amount` does."""
    kind = "money" if slot.startswith("money") else "percent"
    found = [
        one
        for index, (one, _) in sorted(seen.money.items())
        if match.last.i < index < seen.ceiling(match.token.i) and one.kind == kind
    ]
    return [
        signed(seen.text[one.start : one.end], slot[-1]) if slot[-1] in "+-" else seen.text[one.start : one.end]
        for one in found
    ]


def _finite_between(seen: View, match: Match, index: int) -> bool:
    low, high = (match.last.i + 1, index) if index > match.last.i else (index, match.token.i)
    token = match.token
    helpers = {child.i for child in token.children} | {token.head.i}
    if token.dep_.startswith("nsubj"):
        helpers |= {child.i for child in token.head.children}
    return any(is_finite(token) and token.i not in helpers for token in seen.doc[low:high])


def gapped(seen: View, match: Match, index: int) -> Iterator[tuple[str, str]]:
    """Give the firms and shares of "X a cédé 3 %, Y 4 % et le néerlandais Z 5 %", whose verb is not said again.

    Args:
        index: token at which the first amount begins.
    """
    doc, slot, end = seen.doc, match.pattern.object[0], seen.ceiling(match.token.i)
    after = seen.money[index][1]
    at = next((i for i in range(after, min(after + _ADJUNCT, end)) if doc[i].lower_ in (",", "et")), end)  # past "en Bourse"
    while at < end and doc[at].lower_ in (",", "et", "tandis", "que", "contre"):
        start = at
        while at < end and seen.name(at) is None and (doc[at].lower_ in (",", "et") or doc[at].pos_ in ("DET", "ADJ", "NOUN")):
            at += 1
        one = seen.name(at) if at < end else None
        amount = seen.money.get(one.end) if one is not None and not one.anaphor else None
        if one is None or amount is None or start == at or one.type not in match.pattern.subjects:
            return
        if amount[0].kind != ("money" if slot.startswith("money") else "percent"):
            return
        text = seen.text[amount[0].start : amount[0].end]
        yield one.entity, signed(text, slot[-1]) if slot[-1] in "+-" else text
        at = amount[1]
