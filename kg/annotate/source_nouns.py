"""Nouns that can be a source: those of a table, and those that end like a noun for people."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kg import files
from kg.annotate.parsed import Token
from kg.annotate.tables import rows


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that can be a source.

    Args:
        kind: ``person``, ``group``, ``document`` or ``data`` (figures, which show but do not say).
        speaks_for: its complement is the speaker: "les dirigeants de X".
        opinion: holds views, so that "pour les experts, P" reports one.
    """

    kind: str
    speaks_for: bool
    opinion: bool


@lru_cache(maxsize=1)
def nouns() -> dict[str, Noun]:
    """Give the nouns that can be a source, singular and plural."""
    table: dict[str, Noun] = {}
    more: dict[str, Noun] = {}
    for row in rows(files.rules("source_nouns.csv")):
        noun = row["noun"]
        plural = noun[:-2] + "aux" if noun.endswith("al") else noun if noun.endswith(("s", "x")) else noun + "s"
        kind = Noun(row["kind"], row["speaks_for"] == "yes", row["opinion"] == "yes")
        table[noun.lower()] = kind
        more.setdefault(plural.lower(), kind)
    whole = more | table
    return {prefix + noun: kind for noun, kind in whole.items() for prefix in ("ex-", "vice-")} | whole


_HUMAN = re.compile(r"(?:eur|euse|iste|ien|ienne|rice|logue|naire|ier|ière|ain|aine|ois|oise|crate|phile)s?$")
_MACHINE = re.compile(
    r"(?:ordinat|serv|mot|process|capt|navigat|rout|sect|fact|err|val|coul|longu|vect|projet|simulat|générat|transist|moniteur|lect|hum|rum|lent|splend"
    r"|douc|faveur|mineur|majeur|accélérat|calculat|compilat|édit|sens|ascens|indicat|pay|fich|dossi|papi|clavi|premi|dern|méti|quarti|courri|chanti|loisi"
    r"|matr|moy|sem|dom|terr|demain|gain|train|terrain|lendemain|entret|quotid|gard|moi|mo|choix|fo|millionn|dizaine|centaine|vingtaine|sommaire|formulaire|partenaire)"
)


def human(token: Token) -> bool:
    """Tell whether an unlisted noun looks like one for people: "-iste", "-ienne", "-eur", but no machine."""
    word = token.lower_
    return token.pos_ == "NOUN" and len(word) > 5 and bool(_HUMAN.search(word)) and not _MACHINE.match(word)
