"""Facts -> RDF: one named graph for each article, one for entities, one for the ontology, one for provenance. Pure.

Nothing is a blank node: every IRI comes from an article and offsets in it, or from the slug of an entity.

====================  ===================================================================================================
``<article>#graph``   the named graph: all that this article contributes
``<article>#text``    the text, by its sha256
``<article>#e1``      kg:LocalEntity: the entity as this article types and names it
``<article>#m0-13``   kg:Mention
``<article>#q10-60``  kg:Quotation
``<article>#a-1f…``   kg:Assertion
``<article>#c10-60``  oa:SpecificResource: a stretch of text as evidence, with two selectors
====================  ===================================================================================================
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg import amounts
from kg.article_graph import ArticleGraph, graph_iri
from kg.dates import normal
from kg.names import BASE, CLASSES, term
from kg.rdf import day, node, number, sort_quads, typed
from kg.records import Check, Entity, Evidence, Facts, Mention, Quote, Resolution, Statement
from kg.shared_graphs import (
    NONE,
    each_entity,
    each_provenance,
    entities_iri,
    entity_quads,
    ontology_iri,
    ontology_quads,
    provenance_iri,
    provenance_quads,
)
from kg.ungraph import from_quads

__all__ = [
    "LAYOUT",
    "dataset",
    "each_entity",
    "each_provenance",
    "each_quad",
    "entities_iri",
    "entity_quads",
    "from_quads",
    "graph_iri",
    "ontology_iri",
    "ontology_quads",
    "provenance_iri",
    "provenance_quads",
    "to_quads",
]


#: Counts how the graphs are laid out: another number, and the next build writes all of them anew.
LAYOUT: Final = 2


def to_quads(facts: Facts, resolution: Resolution, *, base: str = BASE, text: bool = True) -> list[Quad]:
    """Turn the facts of one article into its named graph, sorted.

    Args:
        facts: what was found in the article.
        resolution: which thing each of its entities is.
        base: start of the IRIs of our own.
        text: also give the words before and after each passage.

    Raises:
        DataError: an entity of the article is not in `resolution`.
    """
    return sort_quads(each_quad(facts, resolution, base=base, text=text))


def each_quad(facts: Facts, resolution: Resolution, *, base: str = BASE, text: bool = True) -> list[Quad]:
    """Give what :func:`to_quads` gives, each quad once, in an order of its own: where they go into a store, it is not worth sorting."""
    graph = ArticleGraph(facts, resolution, base=base, text=text)
    _article(graph)
    for order, entity in enumerate(facts.entities, start=1):
        _entity(graph, entity, order)
    for order, mention in enumerate(facts.mentions, start=1):
        _mention(graph, mention, order)
    for order, statement in enumerate(_merged(facts.statements, graph), start=1):
        _assertion(graph, statement, order)
    for order, said in enumerate(facts.quotes, start=1):
        _quotation(graph, said, order)
    return list(dict.fromkeys(graph.quads))


def _article(graph: ArticleGraph) -> None:
    article = graph.article
    graph.add(
        NamedNode(graph.iri),
        rdf_type=[node("kg:Article"), node("schema:NewsArticle")],
        schema_identifier=Literal(article.key),
        schema_headline=article.title,
        schema_datePublished=day(article.date),
        schema_publisher=article.outlet,
        schema_author=article.author,
        schema_url=article.url,
        schema_inLanguage="fr",
        kg_agency=article.agency,
        kg_contributes=graph.name,
    )
    graph.add(graph.part("text"), kg_sha256=hashlib.sha256(article.text.encode("utf-8", "replace")).hexdigest())


def _entity(graph: ArticleGraph, entity: Entity, order: int) -> None:
    graph.add(
        graph.part(quote(entity.id, safe="")),
        rdf_type=node("kg:LocalEntity"),
        kg_entityId=Literal(entity.id),
        kg_refersTo=graph.thing(entity.id),
        kg_entityType=NamedNode(term(CLASSES[entity.type])),
        rdfs_label=Literal(entity.name),
        kg_catalogueId=entity.catalogue,
        kg_order=order,
    )


def _mention(graph: ArticleGraph, mention: Mention, order: int) -> None:
    graph.add(
        graph.fresh(f"m{mention.start}-{mention.end}"),
        rdf_type=node("kg:Mention"),
        kg_refersTo=graph.thing(mention.entity),
        kg_entityId=Literal(mention.entity),
        kg_evidence=graph.span(mention.start, mention.end),
        kg_foundBy=mention.source,
        kg_confidence=float(mention.confidence),
        kg_order=order,
    )


def _arguments(**places: str | None) -> str:
    return " ".join(f"{place}={entity}" for place, entity in places.items() if entity is not None)


def _identity(graph: ArticleGraph, one: Statement) -> tuple[str, ...]:
    reporter = f"<{graph.things[one.reporter].value}>" if one.reporter else one.reporter_text
    return *graph.ends(one), one.predicate, one.status, reporter


def _merged(statements: Iterable[Statement], graph: ArticleGraph) -> list[Statement]:
    """Make one of statements that say the same, such as both directions of a symmetric relation."""
    found: dict[tuple[str, ...], Statement] = {}
    for one in statements:
        key = _identity(graph, one)
        first = found.get(key)
        found[key] = (
            one
            if first is None
            else replace(
                first,
                evidence=tuple(dict.fromkeys(first.evidence + one.evidence)),
                quantity=first.quantity or one.quantity,
                time=first.time or one.time,
                confidence=max(first.confidence, one.confidence),
                check=first.check or one.check,
            )
        )
    return list(found.values())


def _assertion(graph: ArticleGraph, one: Statement, order: int) -> None:
    digest = hashlib.sha256("\n".join(_identity(graph, one)).encode("utf-8", "replace")).hexdigest()[:16]
    here = graph.part(f"a-{digest}")
    first, second = graph.ends(one)
    subject, predicate = NamedNode(first), NamedNode(term(one.predicate))
    target = Literal(second) if one.object is None else NamedNode(second)
    graph.add(
        here,
        rdf_type=[node("kg:Assertion"), node("rdf:Statement")],
        rdf_subject=subject,
        rdf_predicate=predicate,
        rdf_object=None if one.object is None else target,
        kg_fact=graph.fact(one),
        kg_status=NamedNode(term(one.status)),
        kg_reportedBy=graph.thing(one.reporter),
        kg_reporterText=one.reporter_text,
        kg_quantity=one.quantity,
        kg_time=one.time,
        kg_timeValue=day(normal(one.time, graph.article.date, ahead=one.status == "planned")),
        kg_confidence=float(one.confidence),
        kg_order=order,
        kg_arguments=_arguments(subject=one.subject, object=one.object, reporter=one.reporter),
    )
    _evidence(graph, here, one.evidence)
    _checked(graph, here, one.check)
    if (how_many := amounts.count(one.quantity)) is not None:
        unit = "%" if one.quantity.rstrip().endswith("%") else ""
        graph.add(here, kg_quantityValue=typed(number(how_many), "decimal"), kg_quantityUnit=unit)
    if one.object is None:
        _amount(graph, here, one.value or "")
    if one.status == "asserted" and not (one.check and one.check.verdict == "wrong"):
        graph.quads.append(Quad(subject, predicate, target, graph.name))


def _evidence(graph: ArticleGraph, here: NamedNode, evidence: tuple[Evidence, ...]) -> None:
    spans = [graph.span(one.start, one.end) for one in evidence]
    ranking = " ".join(f"{one.start}-{one.end}" for one in evidence) if len(evidence) > 1 else ""
    best = [Literal(graph.article.text[one.start : one.end]) for one in evidence[:1]]
    graph.add(here, kg_evidence=spans, kg_bestEvidence=spans[:1], kg_evidenceCount=len(evidence), kg_evidenceOrder=ranking)
    graph.add(here, schema_text=best)  # the sentence, without the way over passage and selector


def _amount(graph: ArticleGraph, here: NamedNode, value: str) -> None:
    amount = amounts.parse(value)
    graph.add(here, kg_amountText=Literal(value))
    if amount:
        graph.add(here, kg_amountValue=typed(number(amount.value), "decimal"), kg_currency=amount.unit)


def _quotation(graph: ArticleGraph, said: Quote, order: int) -> None:
    here = graph.fresh(f"q{said.start}-{said.end}")
    about = [graph.things[entity] for entity in said.about]
    graph.add(
        here,
        rdf_type=[node("kg:Quotation"), node("schema:Quotation")],
        kg_speaker=graph.thing(said.speaker),
        kg_speakerText=said.speaker_text,
        kg_speakerRole=said.role,
        kg_speakerEmployer=graph.thing(said.employer),
        kg_about=about,
        kg_stance=NamedNode(term(said.stance)),
        kg_stanceTarget=about[:1],
        kg_stanceConfidence=float(said.stance_confidence) if about else None,
        kg_mode=NamedNode(term(said.mode)),
        kg_saidOn=day(said.said_on),
        kg_occasion=said.occasion,
        kg_medium=said.medium,
        kg_translated=typed("true", "boolean") if said.translated else None,
        kg_evidence=graph.span(said.start, said.end),
        kg_confidence=float(said.confidence),
        schema_text=Literal(graph.article.text[said.start : said.end]),
        kg_order=order,
        kg_cue=None if said.cue is None else Literal(said.cue),
    )
    places = [_arguments(speaker=said.speaker, employer=said.employer), *(f"about={entity}" for entity in said.about)]
    graph.add(here, kg_arguments=" ".join(filter(None, places)))
    _checked(graph, here, said.check)


def _checked(graph: ArticleGraph, here: NamedNode, check: Check | None) -> None:
    if check:
        graph.add(
            here,
            kg_check=NamedNode(term(check.verdict)),
            kg_checkedBy=check.who,
            kg_checkedOn=day(check.when),
            kg_checkNote=check.note,
        )


def dataset(
    facts: Iterable[Facts],
    resolution: Resolution,
    *,
    base: str = BASE,
    text: bool = True,
    versions: Mapping[str, str] = NONE,
) -> list[Quad]:
    """Give all graphs of many articles, sorted."""
    read = list(facts)
    quads = [quad for one in read for quad in to_quads(one, resolution, base=base, text=text)]
    quads += entity_quads(resolution, base=base) + ontology_quads(base=base)
    return sort_quads(quads + provenance_quads((one.article for one in read), versions, base=base))
