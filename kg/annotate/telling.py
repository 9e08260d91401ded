"""Verbs of saying, by themselves: those that tell something, and those that only ask, order or deny it."""

from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.tables import rows
from kg.annotate.words import words_of

_DIRECTIVE: Final = "directive"


@lru_cache(maxsize=1)
def telling() -> frozenset[str]:
    """Give the verbs after whose "que" stands what somebody holds to be so.

    >>> "affirmer" in telling(), "exiger" in telling(), "nier" in telling()
    (True, False, False)
    """
    found = frozenset(row["lemma"] for row in rows(files.rules("reporting_verbs.csv")) if row["class"] != _DIRECTIVE)
    return found - words_of("not telling")
