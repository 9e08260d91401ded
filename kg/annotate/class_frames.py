"""Nouns for classes of things, and what may stand between one of them and a name.

Nouns and their types stand in ``data/rules/class_nouns.csv`` and ``data/rules/name_classes.csv`` (``NONE`` for what is no
entity: protocols, laws, events; nothing for a noun that says nothing), the frames in ``data/rules/name_frames.csv``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.capitals import is_initial
from kg.annotate.tables import rows
from kg.annotate.vocabulary import alternatives, class_nouns
from kg.errors import DataError

NONE: Final = "NONE"
_WORDS: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*'?")
_ELIDED: Final = re.compile(r"^(?:[ldsnmcjt]|qu)'", re.IGNORECASE)
_LONGEST: Final = 4


@dataclass(frozen=True, slots=True)
class Noun:
    """An occurrence of a noun for a class of things.

    Args:
        start, end: offsets in the text.
        type: one of :data:`kg.names.TYPES`, or ``NONE``.
        factor: how much it tells, 1 for a noun that stands for things of one type only.
        plural: it is in the plural.
    """

    start: int
    end: int
    type: str
    factor: float
    plural: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What may stand between a noun and a name.

    Args:
        side: ``left`` if the noun comes first, ``apposed`` if a comma also follows the name, ``right`` if the name comes first.
        number: ``s``, ``p`` or ``any``, the number of the noun.
        weight: how much it tells.
        gap: a regular expression for all that stands between.
    """

    side: str
    number: str
    weight: float
    gap: re.Pattern[str]


@lru_cache(maxsize=1)
def nouns() -> Mapping[str, tuple[str, float, bool]]:
    """Read the nouns, each in the singular and the plural: type, factor, and whether this form is the plural."""
    known = {noun: (one.types[0], 1.0) for noun, one in class_nouns().items()}
    known |= {row["noun"]: (row["type"], float(row["factor"])) for row in rows(files.rules("name_classes.csv"))}
    found = {_plural(noun): (label, factor, True) for noun, (label, factor) in known.items() if label}
    return found | {noun: (label, factor, False) for noun, (label, factor) in known.items() if label}


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Give the first words of the nouns, which settle most places at once."""
    return frozenset(match.group() for noun in nouns() if (match := _WORDS.match(noun)))


def _plural(noun: str) -> str:
    head, _, rest = noun.partition(" ")
    if head.endswith(("s", "x", "z")):
        plural = head
    elif head.endswith(("eau", "eu")):
        plural = head + "x"
    else:
        plural = head[:-2] + "aux" if head.endswith("al") else head + "s"
    return f"{plural} {rest}" if rest else plural


@lru_cache(maxsize=1)
def frames() -> Sequence[Frame]:
    """Read the frames."""
    parts = {
        "MOD": rf" (?:(?:de |d'|en |à |pour |par |sur )?{alternatives()['ADJ']}|(?:d')?(?:IA|AI|CLI|TUI|API|3D|PC|LLM)|open source)",
        "PRE": rf"(?:{alternatives()['ADJ']} )",
    }
    found = []
    for number, row in enumerate(rows(files.rules("name_frames.csv")), start=2):
        gap = row["gap"]
        for part, value in parts.items():
            gap = gap.replace("{" + part + "}", value)
        try:
            found.append(Frame(row["side"], row["number"], float(row["weight"]), re.compile(gap)))
        except (re.error, ValueError) as error:
            raise DataError(f"name_frames.csv, line {number}: {error}") from error
    return found


def find_nouns(text: str) -> list[Noun]:
    """Give the class nouns of `text`, the longest at each place.

    >>> [(one.type, one.plural) for one in find_nouns("des frameworks et un langage de programmation")]
    [('PRODUCT', True), ('PRODUCT', False)]
    """
    words = []
    for match in _WORDS.finditer(text):
        elided = _ELIDED.match(match.group())
        words.append((match.start() + (elided.end() if elided else 0), match.end()))
    table = nouns()
    found: list[Noun] = []
    index = 0
    beginnings = _beginnings()
    while index < len(words):
        first = text[words[index][0] : words[index][1]]
        if first not in beginnings and first[:1].lower() + first[1:] not in beginnings:
            index += 1
            continue
        for length in range(min(_LONGEST, len(words) - index), 0, -1):
            start, end = words[index][0], words[index + length - 1][1]
            form = text[start:end]
            known = table.get(form)
            if not known and form[:1].isupper() and is_initial(text, start):
                known = table.get(form[:1].lower() + form[1:])
            if known:
                found.append(Noun(start, end, *known))
                index += length - 1
                break
        index += 1
    return found
