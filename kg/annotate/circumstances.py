"""When, where and through what something was said: the day, the occasion, the medium, and whether it was translated.

All are read from the words of the sentence beside what was said, by ``data/rules/circumstances.csv``; names of agencies, outlets,
sites and stages stand in ``data/catalogue``.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.tables import rows
from kg.dates import DAYS, MONTHS, normal

_NAME: Final = r"[A-ZÀ-Ý][\w.&'+-]*(?: (?:(?:de|du|des|la|le|of|the) )?[A-ZÀ-Ý0-9][\w.&'+-]*){0,4}"
_CARRIER: Final = (
    r"(?:communiqués?|billets?|notes?|tribunes?|lettres?|vidéos?|messages?|tweets?|posts?|publications?|mémos?|e-mails?|courriels?|mails?|podcasts?"
    r"|entretiens?|interviews?|livres?|rapports?|documents?|articles?|fils?|newsletters?|discours|déclarations?|stories|story|tchat|FAQ)"
)
#: The rest of an occasion: to the next stop, conjunction or date.
_REST: Final = (
    r"(?:(?!(?:que|qui|qu|où|dont|et|mais|car|avant|pour|après|ajoutant|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|le \d)\b)"
    r"[^\s,.;:«»\"()]+(?:\s|(?=[,.;:«»\"()]|$))){1,9}"
)
_DANGLING: Final = re.compile(
    r"(?: (?:publié|diffusé|posté|mis|accordé|donné|paru|transmis|envoyé|adressé|cosigné|signé)e?s?)+$"
)
_TRANSLATED: Final = re.compile(
    r"\b(?:traduite?s? (?:de l'|du |par )|en version originale|traduction (?:libre|de l'|du ))|\((?:en )?(?:traduction|trad\.)[^)]{0,30}\)",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:{'|'.join(DAYS)})\b(?!\s+(?:prochain|dernier|\d))|\b(?:avant-hier|hier|aujourd'hui|ce (?:jour|matin|midi|soir))\b"
)
_NUMBERED = re.compile(rf"\b\d{{1,2}}(?:er)?\s(?:{'|'.join(MONTHS)})\b(?:\s\d{{4}})?")

_WHEN = re.compile(rf"(?:{'|'.join(DAYS)}|hier|avant-hier|aujourd'hui)\b(?: (?:matin|midi|après-midi|soir|dernier)\b)?")
_MONTH = re.compile(rf"\b(?:en|au mois d[e']|fin|début|courant)\s?(?:{'|'.join(MONTHS)})\b(?:\s\d{{4}})?")


def said_on(words: str, published: str) -> str:
    """Give the ISO day or month that the words beside a cue name, or an empty string.

    Args:
        words: the sentence around the cue, without what was said.
        published: ISO day of the article, or an empty string.

    >>> said_on("a déclaré mardi Anne Morel", "2025-01-30"), said_on("a-t-elle dit le 3 mars", "2025-01-30")
    ('2025-01-28', '2024-03-03')
    """
    try:
        date.fromisoformat(published[:10])
    except ValueError:
        return ""
    found = _NUMBERED.search(words) or _DAY.search(words) or _MONTH.search(words)
    told = normal(found.group(), published) if found else ""
    return told if told <= published[: len(told)] else ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How something was said.

    Args:
        said_on: ISO day, or ISO month when no more is said, or an empty string.
        occasion: event at which it was said, as written ("lors du CES"), or an empty string.
        medium: through what it became known, as written ("à l'AFP", "sur X", "dans un communiqué"), or an empty string.
        translated: the text says that the words are a translation.
    """

    said_on: str = ""
    occasion: str = ""
    medium: str = ""
    translated: bool = False


def circumstances(words: str, published: str, *, listed: bool = True) -> Circumstances:
    """Read the words beside what was said.

    Args:
        words: the sentence without what was said.
        published: ISO day of the article, or an empty string.
        listed: lists of names may be read.

    >>> circumstances("a déclaré mardi Anne Morel à l'AFP, lors du salon VivaTech.", "2025-01-30")
    Circumstances(said_on='2025-01-28', occasion='lors du salon VivaTech', medium="à l'AFP", translated=False)
    """
    return Circumstances(
        said_on(words, published),
        _first("occasion", words, listed=listed),
        _first("medium", words, listed=listed),
        bool(_TRANSLATED.search(words)),
    )


def leading(words: str, *, listed: bool = True) -> int:
    """Give how many characters at the start of `words` only say when or through what: "lundi soir sur X un modèle…".

    >>> leading("mardi matin à l'AFP un échec", listed=False), leading("un échec")
    (12, 0)
    """
    at = 0
    while found := _WHEN.match(words, at) or _patterns(listed=listed)["medium"].match(words, at):
        at = found.end() + len(words[found.end() :]) - len(words[found.end() :].lstrip(" ,"))
    return at


@lru_cache(maxsize=2)
def _patterns(*, listed: bool) -> dict[str, re.Pattern[str]]:
    """Give one pattern for each kind of circumstance."""
    parts = {"{NAME}": _NAME, "{CARRIER}": _CARRIER, "{REST}": _REST, **_names(listed=listed)}
    table: dict[str, list[str]] = {}
    for row in rows(files.rules("circumstances.csv")):
        filled = re.sub(r"\{[A-Z]+\}", lambda part: parts[part.group()], row["pattern"])
        table.setdefault(row["kind"], []).append(filled)
    return {kind: re.compile(rf"\b(?:{'|'.join(found)})(?<!\s)(?!\w)|\b(?:{'|'.join(found)})") for kind, found in table.items()}


def _names(*, listed: bool) -> dict[str, str]:
    """Give patterns of the names of agencies, outlets, sites and stages, which match nothing when no list may be read."""
    known: dict[str, list[str]] = {"{AGENCY}": [], "{OUTLET}": [], "{SITE}": [], "{STAGE}": []}
    if listed:
        known["{AGENCY}"] = [row["written"] for row in rows(files.catalogue() / "agencies.csv")]
        for row in rows(files.catalogue() / "venues.csv"):
            for kind in row["kinds"].split("|"):
                known.setdefault(f"{{{kind.upper()}}}", []).append(row["name"])
    return {
        part: rf"(?:{'|'.join(map(re.escape, sorted(found, key=len, reverse=True))) or '(?!)'})"
        for part, found in known.items()
    }


def _first(kind: str, words: str, *, listed: bool) -> str:
    found = _patterns(listed=listed)[kind].search(words)
    return _DANGLING.sub("", found.group().strip()) if found else ""
