"""What the relations component hands to the status component: one record per fact and sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.names import SYMMETRIC
from kg.records import Evidence, Statement

#: Stands for a sentence not looked up yet.
NOWHERE = Evidence(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One fact in one sentence, before anything is known of its status.

    Args:
        trigger: token index of the word that says it.
        presupposed: whether a noun phrase takes it for granted ("X, PDG de Y") instead of a clause claiming it.
        status: status that the pattern itself gives ("futur PDG" is ``planned``), or an empty string.
        quantity: a count or share as written, or an empty string.
        time: when it happened or is to happen, as written, or an empty string.
        confidence: of the pattern, between 0 and 1.
    """

    subject: str
    predicate: str
    object: str | None = None
    value: str | None = None
    trigger: int = 0
    presupposed: bool = False
    evidence: Evidence = NOWHERE
    status: str = ""
    quantity: str = ""
    time: str = ""
    confidence: float = 0.7


def ordered(claim: Claim) -> tuple[str, str | None]:
    """Give subject and object, sorted by age of the entity when the predicate is symmetric."""
    if claim.predicate in SYMMETRIC and claim.object is not None and _age(claim.object) < _age(claim.subject):
        return claim.object, claim.subject
    return claim.subject, claim.object


def _age(entity: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", entity)
    return (int(digits) if digits else 0, entity)


def gather(claims: Iterable[tuple[Claim, str, str | None, str]]) -> list[Statement]:
    """Turn claims with (status, reporter, reporter's text) into statements, one per combination, best evidence first."""
    groups: dict[tuple[str, str, str | None, str | None, str, str | None, str], list[Claim]] = {}
    for claim, status, reporter, text in claims:
        subject, target = ordered(claim)
        groups.setdefault((subject, claim.predicate, target, claim.value, status, reporter, text), []).append(claim)
    found = [_statement(key, members) for key, members in groups.items()]
    return sorted(
        found,
        key=lambda one: (
            one.evidence[0].start,
            _age(one.subject),
            one.predicate,
            one.object or "",
            one.value or "",
            one.status,
            one.reporter or "",
            one.reporter_text,
        ),
    )


def _statement(key: tuple[str, str, str | None, str | None, str, str | None, str], members: list[Claim]) -> Statement:
    ranked = sorted(members, key=lambda one: (-one.confidence, one.evidence))
    doubt = 1.0
    for span in {one.evidence: one for one in reversed(ranked)}.values():
        doubt *= 1 - span.confidence
    subject, predicate, target, value, status, reporter, text = key
    return Statement(
        subject=subject,
        predicate=predicate,
        object=target,
        value=value,
        status=status,
        reporter=reporter,
        reporter_text=text,
        evidence=tuple(dict.fromkeys(one.evidence for one in ranked)),
        quantity=next((one.quantity for one in ranked if one.quantity), ""),
        time=next((one.time for one in ranked if one.time), ""),
        confidence=round(min(0.99, 1 - doubt), 3),
    )


def trim(text: str, start: int, end: int) -> Evidence:
    """Leave white space at both ends of a span out.

    >>> trim("  Bonjour. ", 0, 11)
    Evidence(start=2, end=10)
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Evidence(start, end)
