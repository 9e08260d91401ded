"""Who "nous", "notre", "je" stand for inside words that somebody says: the firm that the speaker speaks for, the speaker."""

from typing import Final

from kg.annotate.closed import FIRMS, OURS
from kg.annotate.parsed import Parsed
from kg.records import Quote

_I: Final = frozenset({"je", "j'", "moi", "mon", "ma", "mes"})
_MARKED: Final = ("direct", "mixed")


def voices(doc: Parsed) -> dict[int, str]:
    """Give the entity of each "nous", "notre", "je" in a quotation whose speaker is known, by token."""
    types = {one.id: one.type for one in doc._.entities}
    found: dict[int, str] = {}
    for one in doc._.quotes:
        if one.mode in _MARKED and one.speaker is not None:
            firm, person = _firm(one, types), one.speaker if types.get(one.speaker) == "PERSON" else None
            start, end = doc.covering(one.start, one.end) or (0, 0)
            for token in doc[start:end]:
                entity = firm if token.lower_ in OURS else person if token.lower_ in _I else None
                if entity is not None:
                    found[token.i] = entity
    return found


def _firm(one: Quote, types: dict[str, str]) -> str | None:
    """Give the firm that a speaker speaks for, or is."""
    return next((id for id in (one.employer, one.speaker) if id is not None and types.get(id) in FIRMS), None)
