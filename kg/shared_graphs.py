"""The graphs that all articles share: entities, ontology, provenance. Pure; :mod:`kg.graph` is the front door."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import extension, files
from kg.echoes import Place
from kg.errors import DataError
from kg.names import BASE, CLASSES, article_iri, own, term, thing_iri
from kg.rdf import Builder, node, sort_quads
from kg.records import Article, Resolution, Thing

#: The default of optional mappings.
NONE: Final[Mapping[str, str]] = MappingProxyType({})
_ALONE: Final[Mapping[Place, Place]] = MappingProxyType({})
_PARENTS: Final = {
    "PERSON": "schema:Person",
    "COMPANY": "schema:Organization",
    "ORG": "schema:Organization",
    "MODEL": "schema:SoftwareApplication",
    "CHIP": "schema:Product",
    "PRODUCT": "schema:Thing",
    "PLACE": "schema:Place",
}


def entities_iri(*, base: str = BASE) -> str:
    """Give the IRI of the named graph of entities."""
    return base + "graph/entities"


def ontology_iri(*, base: str = BASE) -> str:
    """Give the IRI of the named graph of the ontology."""
    return base + "graph/ontology"


def provenance_iri(*, base: str = BASE) -> str:
    """Give the IRI of the named graph of provenance."""
    return base + "graph/provenance"


def entity_quads(resolution: Resolution, *, base: str = BASE, variants: Mapping[str, str] = NONE) -> list[Quad]:
    """Turn the things of `resolution` into the graph of entities, sorted.

    Args:
        variants: id of a version of a model or chip to the id of its family.
    """
    return sort_quads(each_entity(resolution, base=base, variants=variants))


def each_entity(resolution: Resolution, *, base: str = BASE, variants: Mapping[str, str] = NONE) -> Iterator[Quad]:
    """Give what :func:`entity_quads` gives, thing by thing."""
    graph = Builder(entities_iri(base=base))
    for thing in resolution.things:
        here = NamedNode(thing_iri(thing.id, base=base))
        family = variants.get(thing.id)
        graph.add(
            here,
            rdf_type=[NamedNode(term(CLASSES[thing.type])), *_parents(thing.type)],
            rdfs_label=Literal(thing.name),
            schema_name=Literal(thing.name),
            skos_altLabel=[Literal(alias) for alias in thing.aliases],
            kg_catalogueId=thing.catalogue,
            kg_mergeReason=thing.reason,
            owl_sameAs=_wikidata(thing),
            kg_variantOf=NamedNode(thing_iri(family, base=base)) if family else None,
        )
        yield from sort_quads(graph.take())


def _parents(kind: str) -> list[NamedNode]:
    if kind in _PARENTS:
        return [node(_PARENTS[kind])]
    return [NamedNode(parent) for one in own() if one.type == kind for parent in one.parents]


def _wikidata(thing: Thing) -> NamedNode | None:
    if not thing.wikidata:
        return None
    if not re.fullmatch(r"Q[1-9][0-9]*", thing.wikidata):
        raise DataError(f"{thing.id}: {thing.wikidata!r} is no Wikidata item; write Q and a number, or nothing")
    return node(f"wd:{thing.wikidata}")


def ontology_quads(*, base: str = BASE) -> list[Quad]:
    """Give ``ontology/kg.ttl``, and what a user's own ontology adds to it, as the graph of the ontology, sorted."""
    graph = NamedNode(ontology_iri(base=base))
    read = [*parse(path=files.ontology("kg.ttl"), format=RdfFormat.TURTLE), *extension.quads()]
    return sort_quads(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in read)


def provenance_quads(
    articles: Iterable[Article],
    versions: Mapping[str, str],
    *,
    base: str = BASE,
    copies: Mapping[str, str] = NONE,
    echoes: Mapping[Place, Place] = _ALONE,
) -> list[Quad]:
    """Say from which text each article's graph comes and what made it, sorted.

    Args:
        versions: name of a program, model or catalogue to its version.
        copies: key of an article to the key of the one whose text it repeats.
        echoes: quotes that repeat what another said first, see :func:`kg.echoes.originals`.
    """
    return sort_quads(each_provenance(articles, versions, base=base, copies=copies, echoes=echoes))


def each_provenance(
    articles: Iterable[Article],
    versions: Mapping[str, str],
    *,
    base: str = BASE,
    copies: Mapping[str, str] = NONE,
    echoes: Mapping[Place, Place] = _ALONE,
) -> Iterator[Quad]:
    """Give what :func:`provenance_quads` gives, article by article."""
    graph = Builder(provenance_iri(base=base))
    agents = [NamedNode(f"{base}software/{quote(name, safe='')}/{quote(versions[name], safe='')}") for name in sorted(versions)]
    for name, agent in zip(sorted(versions), agents, strict=True):
        graph.add(agent, rdf_type=node("prov:SoftwareAgent"), rdfs_label=Literal(name), schema_softwareVersion=versions[name])
    yield from sort_quads(graph.take())
    for article in articles:
        iri = article_iri(article.key, base=base)
        original = copies.get(article.key)
        graph.add(
            NamedNode(iri + "#graph"),
            rdf_type=node("prov:Entity"),
            prov_wasDerivedFrom=NamedNode(iri + "#text"),
            prov_wasAttributedTo=agents,
        )
        graph.add(NamedNode(iri), kg_copyOf=NamedNode(article_iri(original, base=base)) if original else None)
        yield from graph.take()
    for later, first in echoes.items():
        graph.add(_quotation(later, base), kg_sameStatementAs=_quotation(first, base))
        yield from graph.take()


def _quotation(one: Place, base: str) -> NamedNode:
    return NamedNode(f"{article_iri(one.article, base=base)}#q{one.start}-{one.end}")
