"""What the searches for quotations hand over: a span, its cue and the word that names the speaker."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.inflection import Rule
from kg.annotate.parsed import Token
from kg.annotate.tables import rows

DIRECT, INDIRECT, MIXED = "direct", "indirect", "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A quotation before its speaker is known.

    Args:
        start, end: the content.
        mode: direct, indirect or mixed.
        family: the construction, a row of ``data/rules/quote_families.csv``; decides confidence and precedence.
        cue: the words of the cue in characters, or None.
        rule: the entry of the reporting verb, or None for a preposition or no cue.
        source: head of the noun phrase that names the speaker, or None.
        inherit: the speaker is the one of the quotation before, when `source` is None.
    """

    start: int
    end: int
    mode: str
    family: str
    cue: tuple[int, int] | None = None
    rule: Rule | None = None
    source: Token | None = None
    inherit: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """How far a construction is trusted, between 0 and 1."""

    name: str
    confidence: float


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """Give the constructions by name."""
    table = rows(files.rules("quote_families.csv"))
    return {row["family"]: Family(row["family"], float(row["confidence"])) for row in table}


SPEAKING: Final = frozenset({"PERSON", "COMPANY", "ORG", "PLACE"})
