"""Whom people stand for without a role that says it: "X, de la CFDT,", "X, délégué CGT"."""

from collections.abc import Iterator
from typing import Final

from kg.annotate import vocabulary
from kg.annotate.closed import FIRMS
from kg.annotate.shapes import Fact
from kg.annotate.view import Name, View
from kg.annotate.words import class_type, words_of

_OF: Final = frozenset({"de", "d'", "du", "chez"})
#: How many words may stand between "du" and a name: "du cabinet bruxellois X".
_REACH: Final = 5


def affiliated(seen: View) -> Iterator[Fact]:
    """Follow "X, de la CFDT," and "X, délégué CGT"."""
    people = sorted({one for one in seen.at.values() if one.type == "PERSON" and not one.anaphor}, key=lambda one: one.start)
    for one in people:
        where = _where(seen, one)
        if where is not None:
            yield Fact(one.entity, "worksFor", where.entity, one.start, 0.6)


def _where(seen: View, one: Name) -> Name | None:
    doc, at = seen.doc, one.end + 1
    if at + 1 >= len(doc) or doc[one.end].text != "," or at >= seen.ceiling(one.start):
        return None
    if doc[at].lower_ in _OF:
        for step in range(at + 1, min(at + _REACH, len(doc))):
            name = seen.name(step)
            if name is not None:
                return name if _closes(seen, name) else None
            local = doc[step].lower_ in vocabulary.gentiles() or doc[step].lower_ in vocabulary.demonyms()
            if not (local or doc[step].pos_ in ("DET", "ADJ") or class_type(doc[step])):
                return None
        return None
    name = seen.name(at + 1)
    return name if name is not None and doc[at].lower_ in words_of("delegate") and _closes(seen, name) else None


def _closes(seen: View, name: Name) -> bool:
    """Tell whether a firm or body ends an apposition."""
    return name.type in FIRMS and not name.anaphor and (name.end >= len(seen.doc) or seen.doc[name.end].is_punct)
