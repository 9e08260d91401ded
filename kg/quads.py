"""Quads of a named graph in the making, written as lines of N-Quads at once, and the terms in them. Pure.

An object for each quad and each term in it would take most of the time that a graph takes. What is text here is of a type of its own, which
only the functions below give, each by asking the library to write the term: so no word of an article gets into a graph as it is.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, NewType

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.rdf import Node, node, number, typed

#: A term as N-Quads write it.
Term = NewType("Term", str)
#: How many terms that come again and again are kept.
_KEPT: Final = 10_000


class Builder:
    """The lines of one named graph in the making.

    Args:
        graph: its IRI.
    """

    def __init__(self, graph: str) -> None:
        self.name = iri(graph)
        self.lines: list[str] = []
        self._end = f" {self.name} .\n"

    def add(self, subject: Term, **values: Term | Sequence[Term] | None) -> None:
        """Add a quad for each value, a term or several; None is left out.

        Keywords are prefixed names with ``_`` for the colon.
        """
        for keyword, value in values.items():
            predicate = _predicate(keyword)
            if isinstance(value, str):
                self.quad(subject, predicate, value)
            elif value:
                for one in value:
                    self.quad(subject, predicate, one)

    def quad(self, subject: Term, predicate: Term, value: Term) -> None:
        """Add one quad."""
        self.lines.append(f"{subject} {predicate} {value}{self._end}")

    def take(self) -> list[str]:
        """Give the lines made until now, each once, and start again without any."""
        made, self.lines = self.lines, []
        return list(dict.fromkeys(made))


@cache
def _predicate(keyword: str) -> Term:
    return name(keyword.replace("_", ":", 1))


def written(value: Node) -> Term:
    """Write a term.

    >>> written(Literal("dit « oui »", language="fr"))
    '"dit « oui »"@fr'
    """
    return Term(str(value))


@cache
def name(short: str) -> Term:
    """Write the node of a prefixed name.

    >>> name("schema:text")
    '<https://schema.org/text>'
    """
    return written(node(short))


def iri(value: str) -> Term:
    """Write a named node.

    Raises:
        ValueError: `value` is no IRI.
    """
    return written(NamedNode(value))


def literal(value: str) -> Term:
    r"""Write a text, even an empty one.

    >>> literal('Il a dit "oui".')
    '"Il a dit \\"oui\\"."'
    """
    return written(Literal(value))


def optional(value: str) -> Term | None:
    """Write a text, None when it is empty."""
    return literal(value) if value else None


@lru_cache(maxsize=_KEPT)
def integer(value: int) -> Term:
    """Write a whole number."""
    return written(typed(str(value), "integer"))


@lru_cache(maxsize=_KEPT)
def double(value: float) -> Term:
    """Write a number."""
    return written(typed(number(value + 0.0), "double"))  # there is one zero only


def decimal(value: float | Decimal) -> Term:
    """Write a number that must stay as it is."""
    return written(typed(number(value), "decimal"))


@lru_cache(maxsize=_KEPT)
def day(value: str) -> Term | None:
    """Write a whole ISO day, month or year as a date; other text stays plain, so that nothing is lost and nothing is ill-typed.

    >>> day("2025-02"), day("en 2025"), day("")
    ('"2025-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '"en 2025"', None)
    """
    if re.fullmatch(r"\d{4}", value, re.ASCII) and value != "0000":
        return written(typed(value, "gYear"))
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", value, re.ASCII) and value[:4] != "0000":
        return written(typed(value, "gYearMonth"))
    try:
        whole = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        whole = False
    return written(typed(value, "date")) if whole else optional(value)


def parsed(lines: Iterable[str]) -> list[Quad]:
    r"""Read lines of N-Quads.

    >>> [quad.object.value for quad in parsed([r'<s:s> <p:p> "\"" <g:g> .', "\n"])]
    ['"']
    """
    return list(parse("".join(lines), format=RdfFormat.N_QUADS))
