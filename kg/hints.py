"""Why a query may have found nothing: terms that occur nowhere, words in another language or of another datatype."""

import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from kg.rdf import PREFIXES, shorten, typed
from kg.sparql import Token, tokens

#: Terms that stand in every query and need not occur in the data.
_OURS: Final = tuple(PREFIXES[name] for name in ("kg", "schema", "rdf", "rdfs", "skos", "oa", "prov", "owl"))
_MOST: Final = 3
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class Hint(NamedTuple):
    """One guess: a code (``nowhere`` or ``written``), what stands in the query, and what the data have instead."""

    code: str
    asked: str
    instead: str


def for_nothing(store: Store, text: str) -> list[Hint]:
    """Say what in a query that found nothing does not occur in `store`, the first three.

    Args:
        store: what was asked.
        text: the query, which the parser has accepted.
    """
    read = [one for one in tokens(text) if one.kind != "comment"]
    found = dict.fromkeys((*_terms(store, text, read), *_literals(store, text, read)))
    return list(found)[:_MOST]


def _terms(store: Store, text: str, read: list[Token]) -> Iterator[Hint]:
    declared = dict(re.findall(r"PREFIX\s+([\w.-]*):\s*<([^>]*)>", text, re.IGNORECASE))
    for one in read:
        prefix, colon, name = one.text.partition(":")
        if one.kind == "name" and colon and prefix != "_":
            iri = {**PREFIXES, **declared}.get(prefix, "") + name
        elif one.kind == "iri" and not text[: one.start].rstrip().endswith((":", "^^")):
            iri = one.text[1:-1]
        else:
            continue
        if iri.startswith(PREFIXES["xsd"]) or not re.match(r"[a-z][a-z0-9+.-]*:", iri) or _occurs(store, iri):
            continue
        close = get_close_matches(iri, _known(store), n=1, cutoff=0.75) if iri.startswith(_OURS) else []
        yield Hint("nowhere", one.text, shorten(NamedNode(close[0])) if close else "")


def _occurs(store: Store, iri: str) -> bool:
    """Tell whether an IRI stands anywhere in `store`; of what the parser took and is no IRI (a bad port) nothing can be told."""
    try:
        one = NamedNode(iri)
    except ValueError:
        return True
    patterns = ((None, one, None, None), (one, None, None, None), (None, None, one, None), (None, None, None, one))
    return any(next(store.quads_for_pattern(*pattern), None) is not None for pattern in patterns)


def _known(store: Store) -> list[str]:
    """Give the properties and classes of the data."""
    found = store.query("SELECT DISTINCT ?t { { GRAPH ?g { ?a ?t ?b } } UNION { GRAPH ?g { ?a a ?t } } }")
    return sorted(row[0].value for row in found if isinstance(row[0], NamedNode))  # type: ignore[union-attr]


def _literals(store: Store, text: str, read: list[Token]) -> Iterator[Hint]:
    for one in read:
        if one.kind != "string":
            continue
        value = Literal(_unquoted(one.text)).value
        after = re.match(r"@[\w-]+|\^\^\S+", text[one.start + len(one.text) :])
        asked = one.text + (after[0] if after else "")
        if after and after[0].startswith("^^"):
            continue
        meant = Literal(value, language=after[0][1:].lower()) if after else Literal(value)
        if _is_object(store, meant):
            continue
        others = [Literal(value), Literal(value, language="fr"), Literal(value, language="en"), typed(value, "date")]
        instead = next((other for other in others if _is_object(store, other)), None)
        if instead:
            yield Hint("written", asked, shorten(instead))


def _unquoted(text: str) -> str:
    """Give what a quoted string stands for.

    >>> _unquoted(r'"L\u2019Or\u00e9al \U0001f680"')
    'L’Oréal 🚀'
    """
    inner = text[3:-3] if text.startswith(('"""', "'''")) else text[1:-1]
    return _ESCAPE.sub(_meant, inner)


def _meant(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= sys.maxunicode else found[0]
    return _SHORT.get(found[3], found[3])


def _is_object(store: Store, value: Literal) -> bool:
    return next(store.quads_for_pattern(None, None, value, None), None) is not None
