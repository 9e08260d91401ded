"""The graph in other formats: one function for each, all with the same signature, all with the same bytes every time."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kg.export_graph import to_cypher, to_gexf, to_graphml, to_neo4j
from kg.export_rdf import to_jsonld, to_nquads, to_rdf12, to_trig, to_turtle
from kg.export_tables import to_csv, to_parquet
from kg.exportable import Source as Source

FORMATS: Final[Mapping[str, Callable[[Source, Path], None]]] = {
    "csv": to_csv,
    "cypher": to_cypher,
    "gexf": to_gexf,
    "graphml": to_graphml,
    "jsonld": to_jsonld,
    "neo4j": to_neo4j,
    "nq": to_nquads,
    "parquet": to_parquet,
    "rdf12": to_rdf12,
    "trig": to_trig,
    "ttl": to_turtle,
}
