"""What articles disagree on: a statement that some make and others deny, and figures that differ. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.explore import Stated
from kg.names import LITERAL, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Statements that cannot all be right, or that differ.

    Args:
        kind: ``denied`` where some deny what others say, ``figures`` where amounts differ.
        sides: the statements, those that agree side by side.
    """

    kind: str
    sides: tuple[tuple[Stated, ...], ...]


def contradictions(stated: Iterable[Stated]) -> list[Contradiction]:
    """Find what `stated` contradicts itself on; what a person found wrong plays no part.

    Args:
        stated: statements, as :func:`kg.explore.statements` lists them.
    """
    same: dict[tuple[str, ...], dict[str, list[Stated]]] = {}
    for one in stated:
        if one.statement.check and one.statement.check.verdict == "wrong":
            continue
        key, side = _place(one)
        same.setdefault(key, {}).setdefault(side, []).append(one)
    return [
        Contradiction(kind=key[0], sides=tuple(tuple(sides[side]) for side in sorted(sides)))
        for key, sides in sorted(same.items())
        if len(sides) > 1
    ]


def _place(one: Stated) -> tuple[tuple[str, ...], str]:
    """Give what a statement is about, and which side it takes."""
    predicate, value = one.statement.predicate, one.statement.value
    if value and predicate in LITERAL:
        return ("figures", one.subject.id, predicate), fold(value)
    end = one.object.id if one.object else fold(value or "")
    return ("denied", one.subject.id, predicate, end), "denied" if one.statement.status == "denied" else "said"
