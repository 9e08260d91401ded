"""The graph in other formats: one function for each, all with the same signature, all with the same bytes every time."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, Quad

from kg import graph, network, tables
from kg.names import BASE, thing_iri
from kg.rdf import PREFIXES, node, nquads, prefixes, shorten, sort_quads, trig, turtle
from kg.records import Facts, Resolution

if TYPE_CHECKING:
    from networkx import MultiDiGraph

#: What XML 1.0 cannot hold.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What gives the words around a passage.
_AROUND: Final = (node("oa:prefix"), node("oa:suffix"))


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported.

    Args:
        facts: of all articles.
        resolution: which things their entities are.
        base: start of the IRIs of our own.
        text: also give the words before and after each passage.
        versions: what made it, for the graph of provenance.
        built: the quads of the store of a build, which are then given as they are, less the words around if `text` is false;
            without them the graph is made from the facts, and does not say which articles are copies.
    """

    facts: Sequence[Facts]
    resolution: Resolution
    base: str = BASE
    text: bool = True
    versions: Mapping[str, str] = field(default_factory=dict)
    built: Sequence[Quad] | None = None

    def quads(self) -> list[Quad]:
        """Give all quads, sorted."""
        if self.built is not None:
            return [quad for quad in self.built if self.text or quad.predicate not in _AROUND]
        return graph.dataset(self.facts, self.resolution, base=self.base, text=self.text, versions=self.versions)


def to_trig(source: Source, path: Path) -> None:
    """Write TriG: all graphs, for people to read."""
    _write(path, trig(source.quads()))


def to_nquads(source: Source, path: Path) -> None:
    """Write N-Quads: all graphs, one quad a line."""
    _write(path, nquads(source.quads()))


def to_turtle(source: Source, path: Path) -> None:
    """Write Turtle: the triples of all graphs in one; which article says what stays in the assertions."""
    merged = sort_quads(Quad(quad.subject, quad.predicate, quad.object) for quad in source.quads())
    _write(path, prefixes() + "".join(turtle(merged)))


def to_jsonld(source: Source, path: Path) -> None:
    """Write JSON-LD: all graphs, keys sorted."""
    graphs = [
        {"@id": _iri(name), "@graph": _nodes(list(inside))}
        for name, inside in groupby(source.quads(), key=lambda quad: quad.graph_name)
    ]
    context = {**PREFIXES, "@version": 1.1}
    _write(path, json.dumps({"@context": context, "@graph": graphs}, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


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


def to_csv(source: Source, path: Path) -> None:
    """Write a folder of three tables: entities.csv, relations.csv, quotes.csv."""
    for name, table in tables.everything(source.facts, source.resolution):
        tables.write(table, path / f"{name}.csv")


def to_graphml(source: Source, path: Path) -> None:
    """Write GraphML: things, and an edge for each statement and quote; figures stand on their node as text."""
    from networkx import generate_graphml

    flat = _flat(network.build(source.facts, source.resolution), source.base)
    _write(path, "\n".join(generate_graphml(flat)) + "\n")


def _flat(full: "MultiDiGraph", base: str) -> "MultiDiGraph":
    """Give a graph with plain attributes only, in a fixed order."""
    from networkx import MultiDiGraph

    flat: MultiDiGraph = MultiDiGraph()
    for name, data in sorted(full.nodes(data=True)):
        figures = [f"{one['predicate']} {one['value']} ({one['status']})" for one in data["facts"]]
        flat.add_node(
            _xml(name),
            **_plain(
                {
                    **{
                        key: data[key]
                        for key in ("label", "type", "wikidata", "articles", "relations", "said", "about", "weight")
                    },
                    "iri": thing_iri(name, base=base),
                    "aliases": " | ".join(data["aliases"]),
                    "figures": " | ".join(figures),
                }
            ),
        )
    for first, second, key, data in sorted(full.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        best = data["evidence"][0]
        flat.add_edge(
            _xml(first),
            _xml(second),
            key=_xml(key),
            **_plain(
                {
                    **{name: value for name, value in data.items() if isinstance(value, str | int | float)},
                    "evidence_count": len(data["evidence"]),
                    **{name: best[name] for name in ("outlet", "date", "title", "url")},
                    "sentence": best["exact"],
                }
            ),
        )
    return flat


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    # One type for each name: networkx declares an attribute once for every type it meets.
    return {
        name: _xml(value) if isinstance(value, str) else float(value) if name == "confidence" else value
        for name, value in sorted(values.items())
    }


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


FORMATS: Final[Mapping[str, Callable[[Source, Path], None]]] = {
    "csv": to_csv,
    "graphml": to_graphml,
    "jsonld": to_jsonld,
    "nq": to_nquads,
    "trig": to_trig,
    "ttl": to_turtle,
}
