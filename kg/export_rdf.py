"""The graph as RDF: TriG, N-Quads, Turtle, JSON-LD, and RDF 1.2 with reifiers."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.exportable import Source, write
from kg.rdf import PREFIXES, node, nquads, prefixes, shorten, sort_quads, trig, turtle

#: What a reifier says in one triple term, and its rdf:reifies replaces.
_PARTS: Final = (node("rdf:subject"), node("rdf:predicate"), node("rdf:object"))
_STATEMENT: Final = node("rdf:Statement")


def to_trig(source: Source, path: Path) -> None:
    """Write TriG: all graphs, for people to read."""
    write(path, trig(source.quads()))


def to_nquads(source: Source, path: Path) -> None:
    """Write N-Quads: all graphs, one quad a line."""
    write(path, nquads(source.quads()))


def to_turtle(source: Source, path: Path) -> None:
    """Write Turtle: the triples of all graphs in one; which article says what stays in the assertions."""
    merged = sort_quads(Quad(quad.subject, quad.predicate, quad.object) for quad in source.quads())
    write(path, prefixes() + "".join(turtle(merged)))


def to_jsonld(source: Source, path: Path) -> None:
    """Write JSON-LD: all graphs, keys sorted."""
    graphs = [
        {"@id": _iri(name), "@graph": _nodes(list(inside))}
        for name, inside in groupby(source.quads(), key=lambda quad: quad.graph_name)
    ]
    context = {**PREFIXES, "@version": 1.1}
    write(path, json.dumps({"@context": context, "@graph": graphs}, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _nodes(quads: list[Quad]) -> list[dict[str, Any]]:
    nodes = []
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        values: dict[str, Any] = {"@id": _iri(subject)}
        for predicate, same in groupby(about, key=lambda quad: quad.predicate):
            if predicate.value == PREFIXES["rdf"] + "type":
                values["@type"] = [_iri(quad.object) for quad in same]
            else:
                values[_iri(predicate)] = [_value(quad.object) for quad in same]
        nodes.append(values)
    return nodes


def _iri(term: Any) -> str:
    short = shorten(term)
    return str(term.value) if short.startswith("<") else short


def _value(term: Any) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": _iri(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    plain = term.datatype.value == PREFIXES["xsd"] + "string"
    return {"@value": term.value} if plain else {"@value": term.value, "@type": _iri(term.datatype)}


def to_rdf12(source: Source, path: Path) -> None:
    """Write RDF 1.2 as N-Quads: each assertion reifies its triple, which is stated itself only if an article asserts it.

    ``rdf:reifies`` with an IRI as reifier takes the place of ``rdf:subject``, ``rdf:predicate`` and ``rdf:object``. The
    shorthand ``{| |}`` is never used: it would assert what is only reported, hedged or denied.
    """
    write(path, nquads(reified(source.quads())))


def reified(quads: list[Quad]) -> list[Quad]:
    """Put a triple term in place of the three parts of each assertion; the object of an amount is its text."""
    kept = []
    for _, inside in groupby(quads, key=lambda quad: (quad.graph_name, quad.subject)):
        about = list(inside)
        if not any(quad.predicate == _PARTS[1] for quad in about):
            kept += about
            continue
        values = {quad.predicate: quad.object for quad in about}
        target = values.get(_PARTS[2], values.get(node("kg:amountText")))
        subject, predicate = values[_PARTS[0]], values[_PARTS[1]]
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and target is not None:
            told = Quad(about[0].subject, node("rdf:reifies"), Triple(subject, predicate, target), about[0].graph_name)
            about = [told, *(quad for quad in about if quad.predicate not in _PARTS and quad.object != _STATEMENT)]
        kept += about
    return sort_quads(kept)
