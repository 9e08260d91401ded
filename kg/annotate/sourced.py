"""The source that begins at a place of a text: the entity that is named there, or a noun for people and papers."""

from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.parsed import Parsed
from kg.annotate.tables import column

_SPEAKERS: Final = frozenset({"PERSON", "COMPANY", "ORG"})
#: How far the source may stand from its preposition, in tokens: "selon le quotidien économique X".
_REACH: Final = 6


@lru_cache(maxsize=1)
def source_nouns() -> frozenset[str]:
    """Read the nouns that can be a source."""
    return column(files.rules("source_nouns.csv"), "noun")


def source(doc: Parsed, start: int, end: int) -> tuple[str | None, str]:
    """Give the entity that stands within a few tokens of `start`, or the words of an unnamed source; (None, "") without one."""
    types = {one.id: one.type for one in doc._.entities}
    for at in range(start, min(start + _REACH, end)):
        entity = doc._.referents.get(at)
        if entity is not None:
            fits = types.get(entity) in _SPEAKERS
            return (entity, "") if fits else (None, "")
        if doc[at].lower_ in source_nouns() or doc[at].lemma_.lower() in source_nouns():
            return _closer(doc, at, end) or (None, doc.words(start, at + 1))
        if doc[at].is_punct or doc[at].pos_ in ("VERB", "AUX", "NOUN"):
            return None, ""
    return None, ""


def _closer(doc: Parsed, at: int, end: int) -> tuple[str, str] | None:
    """Give the firm or person named right after a noun: "le quotidien X"."""
    entity = doc._.referents.get(at + 1) if at + 1 < end else None
    types = {one.id: one.type for one in doc._.entities}
    return (entity, "") if entity is not None and types.get(entity) in _SPEAKERS else None
