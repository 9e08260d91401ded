"""Words and names of the invented press: sentences from ``press.txt``, names from the catalogue and from syllables."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Final

from kg import catalogue

TEMPLATES: Final = Path(__file__).with_name("press.txt")
#: Names of each type that there are to draw from, in order of fame; the first of them come from the catalogue.
NAMES: Final = {"COMPANY": 40_000, "PERSON": 100_000, "MODEL": 8_000, "CHIP": 900, "PLACE": 900, "ORG": 600}
CATALOGUED: Final = {"COMPANY": 400, "PERSON": 0, "MODEL": 200, "CHIP": 150, "PLACE": 300, "ORG": 100}
_ONSETS: Final = ("b", "br", "c", "d", "f", "g", "gr", "j", "l", "m", "n", "p", "r", "s", "t", "tr", "v", "z")
_VOWELS: Final = ("a", "e", "i", "o", "u", "an", "er", "il", "on", "el", "ar")
_ENDS: Final = {
    "COMPANY": ("tech", "via", "ix", "is Labs", "ora", "um"),
    "PERSON": ("dier", "gnac", "tel", "vin", "court", "rel", "zac"),
    "MODEL": ("-1", "-2", "-2 Pro", "-3", "-3 Mini"),
    "CHIP": ("100", "200", "X1", "X2"),
    "PLACE": ("ville", "sur-Orge", "mont"),
    "ORG": ("",),
}


@dataclass(frozen=True, slots=True)
class Template:
    """Words with slots, and what they state: statements as (subject, predicate, object, status, reporter), the quote as (speaker, mode)."""

    words: str
    statements: tuple[tuple[str, ...], ...] = ()
    quote: tuple[str, str] | None = None


@lru_cache(maxsize=1)
def templates() -> dict[str, list[Template]]:
    """Read the sentences and lists of words, by the name of their section."""
    found: dict[str, list[Template]] = {}
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(_template(line))
    return found


def _template(line: str) -> Template:
    words, *said = (part.strip() for part in line.split("|"))
    rows = [tuple(one.split()) for one in said]
    quote = next(((row[1], row[2]) for row in rows if row[0] == "quote"), None)
    return Template(words, tuple(row for row in rows if row[0] != "quote"), quote)


@lru_cache(maxsize=200_000)
def name_of(kind: str, rank: int) -> str:
    """Give the name of a rank: the same one always, another for every rank."""
    known = _known(kind)
    if rank < len(known):
        return known[rank]
    number, end = divmod(rank - len(known), len(_ENDS[kind]))
    syllables = []
    for _ in range(2) if number < 39_204 else range(3):
        number, place = divmod(number, len(_ONSETS) * len(_VOWELS))
        syllables.append(_ONSETS[place % len(_ONSETS)] + _VOWELS[place // len(_ONSETS)])
    stem = "".join(syllables).capitalize() + _ENDS[kind][end]
    if kind == "PERSON":
        given = templates()["given"]
        return f"{given[rank % len(given)].words} {stem}"
    return f"Institut {stem}" if kind == "ORG" else stem


@lru_cache
def _known(kind: str) -> tuple[str, ...]:
    """Give names of the catalogue that are nothing else, in an order of fame of our own."""
    names = [one.name for one in catalogue.load() if one.type == kind and not one.ambiguous and one.name[:1].isupper()]
    return tuple(Random(kind).sample(sorted(set(names)), CATALOGUED[kind]))


def drawn(random: Random, kind: str) -> str:
    """Draw a name: the tenth is about a tenth as frequent as the first."""
    return name_of(kind, int(NAMES[kind] ** random.random()) - 1)
