"""Role nouns and class nouns that several components share.

``data/rules/roles.csv``: role, feminine, kind, where kind is ``ceo`` (head of what follows), ``president`` (head, except of
a company), ``founder`` or ``works``. ``data/rules/role_modifiers.csv``: what "ancien" or "futur" does to a role.
``data/rules/class_nouns.csv``: noun, gender, type (several separated by ``|``), and whether it may stand alone for a name.
``data/rules/demonyms.csv``: form, country. ``data/rules/gentiles.csv``: the masculine adjective of a city or region, the place,
its country.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg import files
from kg.annotate.tables import rows
from kg.names import TYPES, fold


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun or phrase.

    Args:
        name: its masculine form.
        kind: ``ceo``, ``president``, ``founder`` or ``works``.
        gender: ``m``, ``f`` or ``x`` when one form serves both.
    """

    name: str
    kind: str
    gender: str


@dataclass(frozen=True, slots=True)
class ClassNoun:
    """A common noun for things of a type.

    Args:
        gender: ``m`` or ``f``.
        types: the types it may stand for, likeliest first.
        anaphor: "le", "la" or "ce" with it may take up a name.
    """

    noun: str
    gender: str
    types: tuple[str, ...]
    anaphor: bool


@lru_cache(maxsize=1)
def roles() -> Mapping[str, Role]:
    """Read the roles, each found by its masculine and its feminine form."""
    found: dict[str, Role] = {}
    for row in rows(files.rules("roles.csv")):
        same = row["role"] == row["feminine"]
        found[row["role"]] = Role(row["role"], row["kind"], "x" if same else "m")
        found.setdefault(row["feminine"], Role(row["role"], row["kind"], "f"))
    return found


@lru_cache(maxsize=1)
def modifiers() -> Mapping[str, str]:
    """Read what an adjective does to a role: ``former``, ``planned`` or ``present``."""
    return {row["form"]: row["effect"] for row in rows(files.rules("role_modifiers.csv"))}


@lru_cache(maxsize=1)
def class_nouns() -> Mapping[str, ClassNoun]:
    """Read the class nouns."""
    return {
        row["noun"]: ClassNoun(row["noun"], row["gender"], tuple(row["type"].split("|")), row["anaphor"] == "1")
        for row in rows(files.rules("class_nouns.csv"))
    }


def hyphenated() -> list[str]:
    """Give the words with a hyphen in role and class nouns ("start-up"), which are one word each."""
    return sorted({word for phrase in (*roles(), *class_nouns()) for word in phrase.split() if "-" in word})


@lru_cache(maxsize=1)
def demonyms() -> Mapping[str, str]:
    """Read the adjectives of countries: each form to the French name of the country."""
    return {row["form"]: row["country"] for row in rows(files.rules("demonyms.csv"))}


@lru_cache(maxsize=1)
def gentiles() -> Mapping[str, tuple[str, str]]:
    """Read the adjectives of cities and regions: each of their four forms to the French names of the place and its country.

    >>> gentiles()["lyonnaise"], gentiles()["manceau"], gentiles()["milanais"]
    (('Lyon', 'France'), ('Le Mans', 'France'), ('Milan', 'Italie'))
    """
    read = ((row["adjective"], (row["place"], row["country"])) for row in rows(files.rules("gentiles.csv")))
    return {form: place for adjective, place in read for form in adjective_forms(adjective)}


def adjective_forms(masculine: str) -> tuple[str, ...]:
    """Give the four forms of a regular adjective.

    >>> adjective_forms("brestois"), adjective_forms("italien")
    (('brestois', 'brestoise', 'brestois', 'brestoises'), ('italien', 'italienne', 'italiens', 'italiennes'))
    """
    doubled = ("ien", "éen", "ïen", "on")
    if masculine.endswith("e"):
        feminine = masculine
    elif masculine.endswith("eau"):
        feminine = masculine.removesuffix("au") + "lle"
    else:
        feminine = masculine + ("ne" if masculine.endswith(doubled) else "e")
    plural = masculine if masculine.endswith("s") else masculine + ("x" if masculine.endswith("eau") else "s")
    return masculine, feminine, plural, feminine + "s"


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Give the French names of countries and continents, which can be spoken of as actors."""
    return frozenset(demonyms().values())


@lru_cache(maxsize=1)
def observers() -> frozenset[str]:
    """Give the folded names of the press, analysts and pollsters, who speak of others and seldom of themselves."""
    found = rows(files.catalogue() / "venues.csv")
    return frozenset(fold(row["name"]) for row in found if {"outlet", "observer"} & set(row["kinds"].split("|")))


@lru_cache(maxsize=1)
def alternatives() -> Mapping[str, str]:
    """Give regular expressions: ``ROLE``, ``HEAD``, ``CORPORATE`` (head or founder), one for the class nouns of each type, ``ADJ``."""
    found = {
        "ROLE": _any(roles()),
        "HEAD": _any(form for form, role in roles().items() if role.kind == "ceo"),
        "CORPORATE": _any(form for form, role in roles().items() if role.kind in ("ceo", "founder")),
        "DEMONYM": _any(demonyms()),
        "ADJ": r"(?!(?:de|du|des|et|ou|à|au|aux|par|avec|pour|que|qui|est|a|dans|sur|en|comme|entre|chez|contre|selon|le|la|les)\b)"
        r"[a-zà-ÿ][a-zà-ÿ-]+",
    }
    for label in TYPES:
        found[label] = _any(noun for noun, one in class_nouns().items() if one.types[0] == label) or "(?!)"
    return found


def _any(words: Iterable[str]) -> str:
    """Give an expression for any of `words`, whole."""
    found = branching(words)
    return rf"(?<!\w){found}(?!\w)" if found else ""


def branching(words: Iterable[str]) -> str:
    """Give an expression that matches the longest of `words`: it branches letter by letter, and so fails at the first wrong one.

    >>> branching(["ami", "amie", "an"])
    'a(?:mi(?:e)?|n)'
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in (*word, ""):
            node = node.setdefault(letter, {})
    return _branches(tree)


def _branches(node: Mapping[str, Any]) -> str:
    found = [re.escape(letter) + _branches(node[letter]) for letter in sorted(node) if letter]
    ends = "" in node
    joined = "|".join(found)
    return f"(?:{joined})?" if found and ends else f"(?:{joined})" if len(found) > 1 else joined
