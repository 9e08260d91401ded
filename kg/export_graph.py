"""The graph as nodes and edges: GraphML, GEXF, and what Neo4j loads, as CSV or as Cypher."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg import network
from kg.exportable import Source, write
from kg.names import CLASSES, thing_iri
from kg.sheets import joined

if TYPE_CHECKING:
    from networkx import MultiDiGraph

#: What XML 1.0 cannot hold.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Between several values in one cell of Neo4j's CSV.
_AND: Final = ";"
_LISTS: Final = ("aliases", "figures")


def to_graphml(source: Source, path: Path) -> None:
    """Write GraphML: things, and an edge for each statement and quote; figures stand on their node as text."""
    from networkx import generate_graphml

    flat = _flat(network.build(source.facts, source.resolution), source.base)
    write(path, "\n".join(generate_graphml(flat)) + "\n")


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


def to_gexf(source: Source, path: Path) -> None:
    """Write GEXF, for Gephi: the same nodes and edges as GraphML, without the date that the format would have."""
    from networkx import generate_gexf

    flat = _flat(network.build(source.facts, source.resolution), source.base)
    text = "\n".join(generate_gexf(flat, version="1.2draft")) + "\n"
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text)
    write(path, re.sub(r"<creator>[^<]*</creator>", "<creator>Quidit</creator>", text))


def to_neo4j(source: Source, path: Path) -> None:
    """Write a folder for ``neo4j-admin database import``: nodes.csv and relationships.csv."""
    flat = _flat(network.build(source.facts, source.resolution), source.base)
    nodes = [(name, data) for name, data in flat.nodes(data=True)]
    keys = sorted({key for _, data in nodes for key in data} - {"type"})
    rows = [["id:ID", *(_head(key, nodes) for key in keys), ":LABEL"]]
    rows += [[name, *(_cell(key, data.get(key, "")) for key in keys), f"Entity{_AND}{_class(data)}"] for name, data in nodes]
    write(path / "nodes.csv", _csv(rows))
    edges = [(first, second, key, data) for first, second, key, data in flat.edges(keys=True, data=True)]
    names = sorted({name for *_, data in edges for name in data} - {"predicate", "kind"})
    typed = [("", data) for *_, data in edges]
    table = [[":START_ID", ":END_ID", ":TYPE", "key", *(_head(name, typed) for name in names)]]
    table += [
        [one, two, _type(data), key, *(_cell(name, data.get(name, "")) for name in names)] for one, two, key, data in edges
    ]
    write(path / "relationships.csv", _csv(table))


def to_cypher(source: Source, path: Path) -> None:
    """Write Cypher statements, one a line, that can be run again without making anything twice."""
    flat = _flat(network.build(source.facts, source.resolution), source.base)
    lines = ["CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;"]
    for name, data in flat.nodes(data=True):
        values = _assigned("n", {key: _listed(key, value) for key, value in data.items() if key != "type"})
        lines.append(f"MERGE (n:Entity {{id: {_quoted(name)}}}) SET n:{_class(data)}, {values};")
    for first, second, key, data in flat.edges(keys=True, data=True):
        ends = f"MATCH (a:Entity {{id: {_quoted(first)}}}), (b:Entity {{id: {_quoted(second)}}})"
        values = _assigned("r", {name: value for name, value in data.items() if name not in ("predicate", "kind")})
        lines.append(f"{ends} MERGE (a)-[r:{_type(data)} {{key: {_quoted(key)}}}]->(b) SET {values};")
    write(path, "\n".join(lines) + "\n")


def _class(data: Mapping[str, Any]) -> str:
    return CLASSES.get(data["type"], "Thing")


def _type(data: Mapping[str, Any]) -> str:
    """Give the type of a relationship as Neo4j writes it: CEO_OF."""
    name = str(data.get("predicate", "says")) if data["kind"] == "relation" else "says"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _head(key: str, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    value = next((data[key] for _, data in rows if key in data), "")
    kind = "string[]" if key in _LISTS else "int" if isinstance(value, int) else "float" if isinstance(value, float) else ""
    return f"{key}:{kind}" if kind else key


def _listed(key: str, value: Any) -> Any:
    return [one for one in value.split(" | ") if one] if key in _LISTS else value


def _cell(key: str, value: Any) -> str:
    if key in _LISTS:
        return _AND.join(" ".join(one.replace(_AND, ",").split()) for one in _listed(key, value))
    return " ".join(value.split()) if isinstance(value, str) else str(value)


def _csv(rows: Iterable[list[str]]) -> str:
    return "".join(joined(row, ",") + "\n" for row in rows)


def _assigned(variable: str, values: Mapping[str, Any]) -> str:
    return ", ".join(f"{variable}.{name} = {_quoted(value)}" for name, value in sorted(values.items()))


def _quoted(value: Any) -> str:
    """Write a value in Cypher; JSON has the same strings, numbers and lists, but for the letters beyond ASCII.

    >>> _quoted(['a"b', "é"])
    '["a\\\\"b", "é"]'
    """
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\u007f-\u009f\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)
