"""The graphs that all articles share: entities, ontology, provenance. Pure; :mod:`kg.graph` is the front door."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg import extension, files
from kg.echoes import Place
from kg.errors import DataError
from kg.names import BASE, CLASSES, article_iri, own, thing_iri
from kg.quads import Builder, Term, iri, literal, name, optional, parsed
from kg.rdf import PREFIXES, sort_quads
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
    return parsed(sorted(set(each_entity(resolution, base=base, variants=variants))))


def each_entity(resolution: Resolution, *, base: str = BASE, variants: Mapping[str, str] = NONE) -> Iterator[str]:
    """Give what :func:`entity_quads` gives as lines of N-Quads, thing by thing."""
    graph = Builder(entities_iri(base=base))
    for thing in resolution.things:
        family = variants.get(thing.id)
        graph.add(
            iri(thing_iri(thing.id, base=base)),
            rdf_type=[name(f"kg:{CLASSES[thing.type]}"), *_parents(thing.type)],
            rdfs_label=literal(thing.name),
            schema_name=literal(thing.name),
            skos_altLabel=[literal(alias) for alias in thing.aliases],
            kg_catalogueId=optional(thing.catalogue),
            kg_mergeReason=optional(thing.reason),
            owl_sameAs=_wikidata(thing),
            kg_variantOf=iri(thing_iri(family, base=base)) if family else None,
        )
        yield from graph.take()


def _parents(kind: str) -> list[Term]:
    if kind in _PARENTS:
        return [name(_PARENTS[kind])]
    return [iri(parent) for one in own() if one.type == kind for parent in one.parents]


def _wikidata(thing: Thing) -> Term | None:
    if not thing.wikidata:
        return None
    if not re.fullmatch(r"Q[1-9][0-9]*", thing.wikidata):
        raise DataError(f"{thing.id}: {thing.wikidata!r} is no Wikidata item; write Q and a number, or nothing")
    return iri(PREFIXES["wd"] + thing.wikidata)


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
    return parsed(sorted(set(each_provenance(articles, versions, base=base, copies=copies, echoes=echoes))))


def each_provenance(
    articles: Iterable[Article],
    versions: Mapping[str, str],
    *,
    base: str = BASE,
    copies: Mapping[str, str] = NONE,
    echoes: Mapping[Place, Place] = _ALONE,
) -> Iterator[str]:
    """Give what :func:`provenance_quads` gives as lines of N-Quads, article by article."""
    graph = Builder(provenance_iri(base=base))
    agents = [iri(f"{base}software/{quote(tool, safe='')}/{quote(versions[tool], safe='')}") for tool in sorted(versions)]
    for tool, agent in zip(sorted(versions), agents, strict=True):
        version = optional(versions[tool])
        graph.add(agent, rdf_type=name("prov:SoftwareAgent"), rdfs_label=literal(tool), schema_softwareVersion=version)
    yield from graph.take()
    for article in articles:
        here = article_iri(article.key, base=base)
        original = copies.get(article.key)
        graph.add(
            iri(here + "#graph"),
            rdf_type=name("prov:Entity"),
            prov_wasDerivedFrom=iri(here + "#text"),
            prov_wasAttributedTo=agents,
        )
        graph.add(iri(here), kg_copyOf=iri(article_iri(original, base=base)) if original else None)
        yield from graph.take()
    for later, first in echoes.items():
        graph.add(_quotation(later, base), kg_sameStatementAs=_quotation(first, base))
        yield from graph.take()


def _quotation(one: Place, base: str) -> Term:
    return iri(f"{article_iri(one.article, base=base)}#q{one.start}-{one.end}")
