"""Small tools for RDF: terms, prefixes, and quads in one fixed order, written one way only."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.names import ONTOLOGY, term

#: Prefixes known in every query and export.
PREFIXES: Final = {
    "kg": ONTOLOGY,
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Node = NamedNode | Literal


@cache
def node(short: str) -> NamedNode:
    """Give the node of a prefixed name; those of our own ontology must exist.

    >>> node("schema:text").value
    'https://schema.org/text'
    """
    prefix, _, name = short.partition(":")
    return NamedNode(term(name) if prefix == "kg" else PREFIXES[prefix] + name)


def local(iri: str) -> str:
    """Give the last part of an IRI.

    >>> local("https://w3id.org/quidit/ontology#ceoOf")
    'ceoOf'
    """
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]


def number(value: float | Decimal) -> str:
    """Write a number without exponent or needless zeros, as Oxigraph gives it back.

    >>> number(1.0), number(1e-07), number(Decimal("1.60E9"))
    ('1', '0.0000001', '1600000000')
    """
    return format(Decimal(repr(value) if isinstance(value, float) else value).normalize(), "f")


def typed(value: str, datatype: str) -> Literal:
    """Give a literal of an XML Schema datatype ("date")."""
    return Literal(value, datatype=node(f"xsd:{datatype}"))


def triple(quad: Quad) -> tuple[str, str, str]:
    """Give subject, predicate and object of `quad` in N-Triples, for sorting and comparing."""
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _key(quad: Quad) -> tuple[str, ...]:
    return str(quad.graph_name), *triple(quad)


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Give each quad once, ordered by graph, subject, predicate, object: the same whatever order they come in."""
    return sorted(set(quads), key=_key)


def nquads(quads: Iterable[Quad]) -> str:
    """Write `quads`, in the order given, as N-Quads."""
    return "".join(f"{quad} .\n" for quad in quads)


def shorten(value: Node | BlankNode | Triple) -> str:
    """Write a term in Turtle, with a known prefix where that is safe.

    >>> shorten(NamedNode("https://schema.org/text")), shorten(NamedNode("https://schema.org/a/b"))
    ('schema:text', '<https://schema.org/a/b>')
    """
    if isinstance(value, Literal):
        if value.language or value.datatype.value == PREFIXES["xsd"] + "string":
            return str(value)
        return f"{str(value).rpartition('^^')[0]}^^{shorten(value.datatype)}"
    return _short(value) if isinstance(value, NamedNode) else str(value)


@lru_cache(maxsize=10_000)
def _short(value: NamedNode) -> str:
    for prefix, start in PREFIXES.items():
        name = value.value.removeprefix(start)
        if name != value.value and name.isascii() and name.isalnum() and name[0].isalpha():
            return f"{prefix}:{name}"
    return str(value)


def turtle(quads: Iterable[Quad], *, indent: str = "") -> Iterator[str]:
    """Write the triples of sorted `quads` as lines of Turtle, graph names left out."""
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        lines = [
            f"{shorten(predicate)} {', '.join(shorten(quad.object) for quad in same)}"
            for predicate, same in groupby(about, key=lambda quad: quad.predicate)
        ]
        yield f"{indent}{shorten(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"


def prefixes() -> str:
    """Write the declarations of all known prefixes."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + "\n"


def trig(quads: Iterable[Quad]) -> str:
    """Write `quads` as TriG, sorted."""
    parts = [prefixes()]
    for graph, inside in groupby(sort_quads(quads), key=lambda quad: quad.graph_name):
        parts += [f"{shorten(graph)} {{\n", *turtle(inside, indent="    "), "}\n\n"]
    return "".join(parts)
