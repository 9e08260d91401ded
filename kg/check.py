"""Is the graph as it must be? SHACL on each article's graph, and what only the whole can tell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import __version__, files
from kg.names import PREDICATES, own, term
from kg.rdf import PREFIXES, local, node, sort_quads

_COUNTED: Final = ("Article", "LocalEntity", "Mention", "Assertion", "Quotation")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with a graph.

    Args:
        graph: IRI of the named graph.
        node: what it is about.
        code: a short stable name: that of a shape, or of one of our own checks.
        message: what is wrong.
    """

    graph: str
    node: str
    code: str
    message: str


def check(quads: Iterable[Quad], sound: set[str] | None = None) -> list[Problem]:
    """Check a dataset, or the graph of one article; no problems give an empty list, others come sorted.

    Args:
        sound: digests of articles' graphs that an earlier check found sound, which are not held against the shapes again; those
            found sound now are added, those of graphs that are no more are taken away.
    """
    graphs: dict[str, list[Quad]] = defaultdict(list)
    found: list[Problem] = []
    for quad in sort_quads(quads):
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs[name].append(quad)
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            found.append(Problem(name, str(quad.subject), "blank-node", "a blank node: every node has an IRI"))
    if "" in graphs:
        found.append(Problem("", "", "default-graph", f"{len(graphs.pop(''))} triples lie in no named graph"))
    still = set()
    for name, inside in graphs.items():
        if any(quad.predicate == node("kg:contributes") for quad in inside):
            digest = _digest(inside)
            wrong = [] if sound is not None and digest in sound else list(_shapes(name, inside))
            found += [*wrong, *_asserted(name, inside)]
            still |= set() if wrong else {digest}
    if sound is not None:
        sound.clear()
        sound |= still
    return sorted({*found, *_shared(graphs)})


def _digest(quads: list[Quad]) -> str:
    """Give a digest of a graph and of what it is held against."""
    return sha256("\n".join([_recipe(), *map(str, quads)]).encode()).hexdigest()


@cache
def _recipe() -> str:
    """Give a digest of the shapes, of the ontology, the user's own included, and of this version."""
    files_read = [files.ontology("shapes.ttl"), files.ontology("kg.ttl"), files.own("ontology.ttl")]
    return sha256(b"\0".join([__version__.encode(), *(path.read_bytes() for path in files_read if path)])).hexdigest()


def counts(quads: Iterable[Quad]) -> dict[str, int]:
    """Count what a dataset holds: quads, articles, things, mentions, quotations, assertions, and those by status."""
    kinds = {node(f"kg:{name}"): name for name in _COUNTED}
    found: Counter[str] = Counter()
    for quad in quads:
        found["quads"] += 1
        if quad.predicate == node("rdf:type") and isinstance(quad.object, NamedNode) and quad.object in kinds:
            found[kinds[quad.object]] += 1
        elif quad.predicate == node("kg:status") and isinstance(quad.object, NamedNode):
            found[f"Assertion {local(quad.object.value)}"] += 1
        elif quad.predicate == node("schema:name"):
            found["Thing"] += 1
    return dict(sorted(found.items()))


def _asserted(name: str, quads: list[Quad]) -> Iterator[Problem]:
    """Compare plain triples with what the article asserts: the graph does not lie."""
    about: dict[Any, dict[str, Any]] = defaultdict(dict)
    for quad in quads:
        about[quad.subject][quad.predicate.value] = quad.object
    told: set[tuple[Any, Any, Any]] = set()
    status, wrong = node("kg:asserted"), node("kg:wrong")
    for values in about.values():
        if values.get(node("kg:status").value) == status and values.get(node("kg:check").value) != wrong:
            target = values.get(node("rdf:object").value) or values.get(node("kg:amountText").value)
            told.add((values.get(node("rdf:subject").value), values.get(node("rdf:predicate").value), target))
    relations = {term(name) for name in PREDICATES}
    plain: set[tuple[Any, Any, Any]] = {
        (quad.subject, quad.predicate, quad.object) for quad in quads if quad.predicate.value in relations
    }
    for subject, predicate, target in plain - told:
        yield Problem(name, str(subject), "unasserted-fact", f"{predicate} {target} stands as a fact, but is not asserted here")
    for subject, predicate, target in told - plain:
        yield Problem(
            name, str(subject), "missing-fact", f"{predicate} {target} is asserted here, but does not stand as a fact"
        )


def _shared(graphs: Mapping[str, list[Quad]]) -> Iterator[Problem]:
    """Check what only all graphs together can tell; without a graph of entities, nothing."""
    named = {quad.subject: name for name, inside in graphs.items() for quad in inside if quad.predicate == node("schema:name")}
    same: dict[str, set[str]] = defaultdict(set)
    for name, inside in graphs.items():
        for quad in inside:
            if quad.predicate == node("owl:sameAs") and isinstance(quad.object, NamedNode):
                same[quad.object.value].add(f"{quad.subject}")
            elif named and quad.predicate == node("kg:refersTo") and quad.object not in named:
                yield Problem(name, str(quad.object), "unknown-thing", "it is referred to, but not among the entities")
    for target, subjects in same.items():
        if len(subjects) > 1:
            yield Problem(
                named.get(NamedNode(min(subjects)[1:-1]), ""),
                target,
                "shared-same-as",
                f"{' and '.join(sorted(subjects))} are both said to be this",
            )


@cache
def _rules() -> tuple[Any, Any]:
    """Give the shapes, and what they need of the ontology."""
    from rdflib import Graph, URIRef

    shapes = Graph().parse(files.ontology("shapes.ttl"), format="turtle")
    words = Graph().parse(files.ontology("kg.ttl"), format="turtle")
    if (more := files.own("ontology.ttl")) is not None:
        words.parse(more, format="turtle")
        _lengthen(shapes)
    needed = Graph()
    for predicate in ("domainIncludes", "rangeIncludes"):
        needed += words.triples((None, URIRef(PREFIXES["schema"] + predicate), None))
    return shapes, needed


def _lengthen(shapes: Any) -> None:
    """Add the user's own classes and predicates to the lists of what may stand."""
    from rdflib import SH, URIRef
    from rdflib.collection import Collection

    for head in set(shapes.objects(None, SH["in"])):
        allowed = Collection(shapes, head)
        known = {str(one) for one in allowed}
        for first, is_class in ((term("Person"), True), (term("ceoOf"), False)):
            if first in known:
                for one in own():
                    if bool(one.type) == is_class:
                        allowed.append(URIRef(one.iri))


def _shapes(name: str, quads: list[Quad]) -> Iterator[Problem]:
    """Validate the graph of one article."""
    from pyshacl import validate
    from rdflib import RDF, SH, Graph

    shapes, needed = _rules()
    graph = Graph()
    graph += needed
    for quad in quads:
        graph.add((_rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object)))
    conforms, report, _ = validate(graph, shacl_graph=shapes, inference="none", advanced=False, inplace=True)
    if conforms:
        return
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode))
        messages = sorted(str(one) for one in report.objects(result, SH.resultMessage))
        path = local(str(report.value(result, SH.resultPath) or ""))
        shape = str(report.value(result, SH.sourceConstraintComponent))
        yield Problem(
            name,
            focus,
            f"shape-{local(shape).removesuffix('ConstraintComponent')}".lower(),
            f"{path}: {'; '.join(messages)}" if path else "; ".join(messages),
        )


def _rdflib(term: NamedNode | BlankNode | Literal | Triple) -> Any:
    from rdflib import BNode, URIRef
    from rdflib import Literal as Words

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal), "triples as terms are not written"
    # Not normalised: "2025" and "02025" stay what they are.
    return Words(
        term.value, lang=term.language, datatype=None if term.language else URIRef(term.datatype.value), normalize=False
    )
