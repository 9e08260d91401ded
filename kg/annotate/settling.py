"""One type for all mentions of a thing in an article: the one that the evidence as a whole is surest of."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kg.annotate.candidates import Choice
from kg.annotate.closed import GOODS
from kg.annotate.patterns import without_version
from kg.annotate.vocabulary import alternatives

#: Characters before a name in which it is said that somebody heads it.
_BEFORE: Final = 60
#: Sources whose types may be corrected by the other mentions; the catalogue and patterns are plain enough alone.
_UNSURE: Final = frozenset({"ner", "coreference", "context", "class", "capitals"})


def settle(text: str, choices: Sequence[Choice], *, listed: bool = True) -> list[Choice]:
    """Give `choices` with one type for each spelling, and one for a model, chip or product in all its versions.

    Args:
        listed: words of versions that belong to one series may be looked up.

    >>> text = "Zubrin 2 dépasse Zubrin 1, et Zubrin 1 coûte moins."
    >>> seen = [(0, 8, "MODEL", "ner", 0.6), (17, 25, "PRODUCT", "pattern", 0.9), (30, 38, "PRODUCT", "pattern", 0.9)]
    >>> [one.type for one in settle(text, [Choice(*one) for one in seen])]
    ['PRODUCT', 'PRODUCT', 'PRODUCT']
    """

    def spelling(one: Choice) -> str:
        return text[one.start : one.end]

    def family(one: Choice) -> str:
        return without_version(spelling(one), listed=listed) if one.type in GOODS else ""

    # The bare name tells more of a family than its versions, whose digits look like those of chips and models.
    spelt = _agreed(_headed(text, choices), spelling, lambda _: 1.0)
    return _agreed(spelt, family, lambda one: 3.0 if spelling(one) == family(one) else 1.0)


def _headed(text: str, choices: Sequence[Choice]) -> Sequence[Choice]:
    """Take a known product for the firm behind it where somebody heads it: "le PDG de YouTube"."""
    goods = [one for one in choices if one.type == "PRODUCT" and one.entry]
    headed = {one.entry for one in goods if _head().search(text, max(0, one.start - _BEFORE), one.start)}
    return [replace(one, type="COMPANY") if one.type == "PRODUCT" and one.entry in headed else one for one in choices]


@lru_cache(maxsize=1)
def _head() -> re.Pattern[str]:
    words = alternatives()
    return re.compile(rf"(?:{words['HEAD']})(?: {words['ADJ']})? (?:de |d['’])$")


def _agreed(choices: Sequence[Choice], name: Callable[[Choice], str], weight: Callable[[Choice], float]) -> list[Choice]:
    """Give each unsure choice the type that all choices of one name are surest of; an empty name is nobody's."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in choices:
        sure = one.entry or one.source not in _UNSURE
        sums[name(one)][one.type] += one.confidence * weight(one) * (2.0 if sure else 1.0)
    found = []
    for one in choices:
        said = sums[name(one)]
        best = max(sorted(said), key=said.__getitem__)
        movable = name(one) and not one.entry and one.source in _UNSURE and best != one.type
        found.append(replace(one, type=best) if movable else one)
    return found
