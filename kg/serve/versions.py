"""Which decisions are about the same: so that nobody overrules, without knowing it, what another has just decided. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from kg.decisions import Decision, active
from kg.names import fold
from kg.serve.problems import ProblemError

Key = tuple[str, ...]


class ConflictError(ProblemError):
    """Somebody else decided about the same meanwhile.

    Args:
        number: of the last decision about it.
        decision: that decision.
    """

    status = 409

    def __init__(self, number: int, decision: Decision) -> None:
        super().__init__("conflict", who=decision.who or "?", number=str(number))
        self.number = number
        self.decision = decision


def keys(one: Decision) -> frozenset[Key]:
    """Give what a decision is about: a stretch of an article, or names.

    >>> sorted(keys(Decision(kind="merge", name="Zéphyr", other="ZEPHYR IA")))
    [('thing', 'zephyr'), ('thing', 'zephyr ia')]
    """
    if one.kind in ("quote", "statement"):
        return frozenset([(one.kind, one.article, f"{one.start}-{one.end}", one.other if one.kind == "statement" else "")])
    named = [one.name, one.other, one.value if one.kind in ("rename", "split") else ""]
    return frozenset(("thing", fold(name)) for name in named if fold(name))


def root(taken: Sequence[Decision], number: int) -> Decision:
    """Give the decision that a decision is about in the end: itself, or what a chain of undoings undoes."""
    one = taken[number - 1]
    while one.kind == "undo" and 0 < one.number < number:
        number = one.number
        one = taken[number - 1]
    return one


def latest(taken: Sequence[Decision]) -> dict[Key, int]:
    """Give what was decided about to the number of the last decision; an undoing is one too."""
    return {key: number for number in range(1, len(taken) + 1) for key in keys(root(taken, number))}


def version(known: dict[Key, int], one: Decision) -> int:
    """Give the number of the last decision about what `one` is about, 0 if there was none."""
    return max((known.get(key, 0) for key in keys(one)), default=0)


def agreed(seen: int, wanted: Decision, taken: Sequence[Decision]) -> None:
    """Accept a decision of who has seen all that was decided about the same.

    Raises:
        ConflictError: there is something newer than `seen`.
        ProblemError: what is to be undone is not there.
    """
    if wanted.kind == "undo" and not 0 < wanted.number <= len(taken):
        raise ProblemError("no.decision", number=str(wanted.number))
    meant = root([*taken, wanted], len(taken) + 1)
    last = version(latest(taken), meant)
    if last > seen:
        raise ConflictError(last, replace(taken[last - 1]))


def undone(taken: Sequence[Decision]) -> set[int]:
    """Give the numbers of the decisions that were taken back."""
    kept = {number for number, _ in active(taken)}
    return {number for number, one in enumerate(taken, start=1) if one.kind not in ("undo", "forgotten")} - kept
