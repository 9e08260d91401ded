"""How names are compared: the key that equal names share, and the short forms that may stand for a full name. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kg.names import fold

#: Types whose names may be typed one way in one article and another way in the next; people and places are never among them.
THINGS: Final = ("COMPANY", "ORG", "MODEL", "CHIP", "PRODUCT")
#: Types of what somebody makes, often called by its maker's name and its own.
WORKS: Final = ("MODEL", "CHIP", "PRODUCT")
#: Words that may end a company's name without making it another company.
_LEGAL: Final = frozenset({"inc", "corp", "corporation", "ltd", "sa", "sas", "se", "plc", "gmbh", "co", "nv", "ag", "llc"})
#: Words that are left out when a company is named in short.
_GENERIC: Final = frozenset(
    {"ai", "ia", "games", "group", "groupe", "holding", "labs", "software", "systems", "technologies", "technology"}
)
#: Words that begin a surname of several words.
_PARTICLES: Final = frozenset(
    {
        "al",
        "ben",
        "bin",
        "d",
        "da",
        "de",
        "del",
        "della",
        "der",
        "des",
        "di",
        "dos",
        "du",
        "el",
        "l",
        "la",
        "le",
        "mac",
        "mc",
        "saint",
        "st",
        "van",
        "von",
    }
)
#: Words that follow a surname.
_AFTER: Final = frozenset({"jr", "sr", "ii", "iii", "fils"})
#: Words that an acronym passes over.
_SMALL: Final = frozenset(
    {"a", "and", "au", "aux", "d", "de", "des", "du", "en", "et", "for", "l", "la", "le", "les", "of", "pour", "sur", "the"}
)


def bare(name: str) -> str:
    """Give the folded name without its legal form.

    >>> bare("Nvidia Corp."), bare("SAS")
    ('nvidia', 'sas')
    """
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words) or name


@lru_cache(maxsize=200_000)  # the same names come in article after article
def key(kind: str, name: str) -> str:
    """Give what equal names of one type share: no case, accents or hyphens; for what is sold, no spaces either.

    >>> key("MODEL", "GPT 4o") == key("MODEL", "gpt-4o"), key("MODEL", "Aurore 3.1") == key("MODEL", "Aurore 31")
    (True, False)
    >>> key("PRODUCT", "Volute+") == key("PRODUCT", "Volute"), key("PERSON", "Jo Ann") == key("PERSON", "Joann")
    (False, False)
    """
    if kind in WORKS:
        return squeeze(fold(name.replace("+", " plus ").replace("#", " sharp "))) or name
    if kind in ("COMPANY", "ORG"):
        return squeeze(bare(name)) if kind == "COMPANY" else bare(name)
    return fold(name) or name


def squeeze(folded: str) -> str:
    """Drop the spaces of a folded name but those between two digits.

    >>> squeeze("open ai"), squeeze("llama 3 1 405b")
    ('openai', 'llama3 1 405b')
    """
    return re.sub(r"(?<=\D) | (?=\D)", "", folded)


def words_of(name: str) -> int:
    """Give the number of words, those joined by hyphens as one."""
    return len(name.split())


def leading(kind: str, name: str, full: str) -> bool:
    """Tell whether `name` is only the beginning of `full`: a first name, or the family of a version."""
    start = key(kind, name)
    parts = re.split(r"[\s-]+", full)
    return any(key(kind, " ".join(parts[:count])) == start for count in range(1, len(parts)))


def person_forms(name: str) -> Iterator[tuple[str, str]]:
    """Give the short forms of a person's full name, each with its rule.

    >>> sorted(form for form, _ in person_forms("Ursula von der Leyen"))
    ['der leyen', 'leyen', 'u von der leyen', 'von der leyen']
    >>> [form for form, _ in person_forms("Anne Morel Jr.")]
    ['morel', 'a morel']
    """
    parts = name.split()
    while len(parts) > 1 and fold(parts[-1]) in _AFTER:
        parts.pop()
    if len(parts) < 2:
        return
    for start in range(len(parts) - 1, 0, -1):
        if start == len(parts) - 1 or fold(parts[start]) in _PARTICLES:
            yield key("PERSON", " ".join(parts[start:])), "surname"
    yield key("PERSON", f"{parts[0][0]} {' '.join(parts[1:])}"), "initial"


def acronym(name: str) -> str:
    """Give the initials of a name of three words or more, or an empty string.

    >>> acronym("Agence des ondes rares"), acronym("Agence rare")
    ('aor', '')
    """
    initials = [word[0] for word in fold(name).split() if word not in _SMALL]
    return "".join(initials) if len(initials) > 2 else ""


def group_forms(kind: str, name: str) -> Iterator[tuple[str, str]]:
    """Give the short forms of a company's or organisation's full name, each with its rule.

    >>> list(group_forms("COMPANY", "Brumeval IA"))
    [('brumeval', 'short')]
    """
    parts = name.split()
    while len(parts) > 1 and fold(parts[-1]) in _GENERIC | _LEGAL:
        parts.pop()
    if len(parts) < words_of(name) and len(fold(" ".join(parts))) > 2:
        yield key(kind, " ".join(parts)), "short"
    initials = acronym(name)
    if initials:
        yield key(kind, initials), "acronym"


def beheaded(kind: str, name: str) -> Iterator[tuple[str, str]]:
    """Give the key of each beginning of a work's name, as a company's, with the key of what follows.

    >>> list(beheaded("CHIP", "Brumeval K-100"))
    [('brumeval', 'k100'), ('brumevalk', '100')]
    """
    parts = re.split(r"[\s-]+", name)
    for count in range(1, min(4, len(parts))):
        yield key("COMPANY", " ".join(parts[:count])), key(kind, " ".join(parts[count:]))
