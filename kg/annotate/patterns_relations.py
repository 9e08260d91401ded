"""The patterns of relations, read from ``data/rules/relations.csv``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.parsed import Token
from kg.annotate.tables import numbered, rows
from kg.errors import DataError
from kg.names import PREDICATES, own

#: Confidence of a row that gives none.
_USUAL: Final = 0.7
KINDS: Final = ("verb", "pronominal", "noun", "event", "adjective", "preposition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One row: a trigger and where its arguments stand.

    Args:
        kind: ``verb``, ``pronominal`` (a verb with "se"), ``adjective`` and ``preposition`` claim something; ``noun`` takes it
            for granted; ``event`` is a noun that stands for a verb ("partenariat").
        words: the trigger; the first is a lemma, the others follow it within a few words, as written.
        subject, object: slots, first one filled wins: ``subject``, ``object``, ``self``, ``of``, ``owner``, ``actor``,
            ``goods``, ``money``, ``percent+``, ``percent-``, or prepositions such as ``avec``.
        subjects, objects: types allowed, all that the predicate allows when empty.
        yes, no: a sentence that must match, with its arguments marked, and one that must not.
    """

    kind: str
    words: tuple[str, ...]
    predicate: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    subjects: frozenset[str]
    objects: frozenset[str]
    confidence: float
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a text: first and last token of its trigger."""

    pattern: Pattern
    token: Token
    last: Token


def _pattern(row: Mapping[str, str], types: Mapping[str, tuple[frozenset[str], frozenset[str]]], where: str) -> Pattern:
    if row["kind"] not in KINDS:
        raise DataError(f"{where}: unknown kind {row['kind']!r}; write one of {', '.join(KINDS)}")
    if row["predicate"] not in PREDICATES:
        raise DataError(f"{where}: unknown predicate {row['predicate']!r}; declare it in the ontology, or check its spelling")
    if not (row["trigger"].strip() and row["subject"].strip() and row["object"].strip()):
        raise DataError(f"{where}: trigger, subject and object must not be empty")
    subjects, objects = types[row["predicate"]]
    return Pattern(
        kind=row["kind"],
        words=tuple(row["trigger"].split()),
        predicate=row["predicate"],
        subject=tuple(row["subject"].split("|")),
        object=tuple(row["object"].split("|")),
        subjects=_types(row["subject_types"]) or subjects,
        objects=_types(row["object_types"]) or objects,
        confidence=_confidence(row["confidence"], where),
        yes=row["yes"],
        no=row["no"],
    )


def _confidence(cell: str, where: str) -> float:
    try:
        return float(cell or _USUAL)
    except ValueError:
        raise DataError(f"{where}: the confidence {cell!r} must be a number between 0 and 1") from None


def _types(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|")) if cell else frozenset()


@lru_cache(maxsize=1)
def allowed() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Read which types each predicate takes as subject and as object.

    >>> sorted(allowed()["manufactures"][1])
    ['CHIP']
    """
    found = {row["predicate"]: (_types(row["subject"]), _types(row["object"])) for row in rows(files.rules("predicates.csv"))}
    return found | {one.name: (one.subjects, one.objects) for one in own() if not one.type}


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """Read all patterns in the order of the file.

    Raises:
        DataError: a row has an unknown kind or predicate; the message names the line.
    """
    types = allowed()
    return tuple(_pattern(row, types, where) for where, row in numbered(files.rules("relations.csv")))
