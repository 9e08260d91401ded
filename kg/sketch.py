"""What a CONSTRUCT or DESCRIBE gives, ready to be drawn or written: things with label and type, lines with a status."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.lookup import label_of
from kg.names import CLASSES, ONTOLOGY, STATUSES, term
from kg.rdf import Node, local, node, prefixes, sort_quads, turtle

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_TYPES: Final = {term(name): kind for kind, name in CLASSES.items()}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A small graph as plain text.

    Args:
        turtle: all triples, in Turtle, sorted.
        nodes: IRI, label and type (``COMPANY``, or the class of somebody else's data) of what is drawn.
        lines: subject, predicate, object and status; a line that no article states has an empty status.
    """

    turtle: str
    nodes: tuple[tuple[str, str, str], ...]
    lines: tuple[tuple[str, str, str, str], ...]


def sketch(store: Store, triples: Iterable[Triple], lang: str) -> Sketch:
    """Look up in `store` what `triples` speak of.

    Args:
        store: where labels, types and statuses are looked up.
        triples: what a CONSTRUCT gave.
        lang: language of labels.
    """
    quads = sort_quads(Quad(one.subject, one.predicate, one.object) for one in triples)
    seen: dict[str, tuple[str, str, str]] = {}
    lines = []
    for quad in quads:
        ends = [one for one in (quad.subject, quad.object) if not isinstance(one, Literal)]
        if len(ends) < 2 or quad.predicate == node("rdf:type"):
            continue
        for end in ends:
            seen.setdefault(_name(end), (_name(end), _label(store, end, lang), _type(store, end)))
        lines.append((_name(ends[0]), local(quad.predicate.value), _name(ends[1]), _status(store, quad)))
    return Sketch(prefixes() + "".join(turtle(quads)), tuple(sorted(seen.values())), tuple(lines))


def _name(end: Any) -> str:
    return end.value if isinstance(end, NamedNode) else str(end)


def _label(store: Store, end: Any, lang: str) -> str:
    return label_of(store, end, lang) if isinstance(end, NamedNode) else str(end)


def _type(store: Store, end: Any) -> str:
    kinds = (quad.object for quad in store.quads_for_pattern(end, node("rdf:type"), None, None))
    found = sorted(kind.value for kind in kinds if isinstance(kind, NamedNode))
    known = [_TYPES[iri] for iri in found if iri in _TYPES]
    return known[0] if known else local(found[0]) if found else "OTHER"


def _status(store: Store, quad: Quad) -> str:
    """Give the strongest status with which an article states the triple; the plain triple is there only if one asserts it."""
    if next(store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None), None) is not None:
        return "asserted"
    if not quad.predicate.value.startswith(ONTOLOGY):
        return ""
    found = set()
    for said in store.quads_for_pattern(None, node("rdf:object"), quad.object, None):
        if _holds(store, said.subject, "rdf:subject", quad.subject) and _holds(
            store, said.subject, "rdf:predicate", quad.predicate
        ):
            found |= {str(one.object) for one in store.quads_for_pattern(said.subject, node("kg:status"), None, None)}
    return next((status for status in STATUSES if str(NamedNode(term(status))) in found), "")


def _holds(store: Store, subject: Any, predicate: str, value: Node | Any) -> bool:
    return next(store.quads_for_pattern(subject, node(predicate), value, None), None) is not None


def to_network(drawn: Sketch) -> "MultiDiGraph":
    """Give a network as pictures are drawn from: lines that no article states are thin and grey."""
    from networkx import MultiDiGraph

    graph: MultiDiGraph = MultiDiGraph()
    degree = [end for first, _, second, _ in drawn.lines for end in (first, second)]
    for iri, label, kind in drawn.nodes:
        weight = degree.count(iri)
        graph.add_node(iri, label=label, type=kind, weight=weight, articles=weight, aliases=[], facts=[])
    for number, (first, predicate, second, status) in enumerate(drawn.lines):
        told: dict[str, Any] = {
            "kind": "relation",
            "status": status,
            "reporter": "",
            "reporter_text": "",
            "quantity": "",
            "time": "",
        }
        if not status:
            told = {"kind": "speech", "stance": "", "quote": f"l{number}"}
        graph.add_edge(first, second, key=f"{predicate}|{number}", predicate=predicate, confidence=1.0, evidence=[], **told)
    graph.graph.update(articles=[], outlets=0, period=("", ""), quotes=[])
    return graph
