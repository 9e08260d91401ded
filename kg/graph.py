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

from pyoxigraph import Quad

from kg import amounts
from kg.article_graph import ArticleGraph, graph_iri
from kg.dates import normal
from kg.names import BASE, CLASSES
from kg.quads import Term, day, decimal, double, integer, iri, literal, name, optional, parsed, written
from kg.rdf import sort_quads, typed
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
    "entities_iri",
    "entity_quads",
    "from_quads",
    "graph_iri",
    "ontology_iri",
    "ontology_quads",
    "provenance_iri",
    "provenance_quads",
    "to_lines",
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
    return parsed(sorted(to_lines(facts, resolution, base=base, text=text)))  # as sort_quads would, before there are objects


def to_lines(facts: Facts, resolution: Resolution, *, base: str = BASE, text: bool = True) -> list[str]:
    """Give what :func:`to_quads` gives for the same, as lines of N-Quads, each once, in an order of their own: as they go into a store.

    >>> from kg.records import Article
    >>> len(to_lines(Facts(article=Article(key="a", text="Nvidia.")), Resolution()))
    6
    """
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
    return graph.take()


def _article(graph: ArticleGraph) -> None:
    article = graph.article
    graph.add(
        iri(graph.iri),
        rdf_type=(name("kg:Article"), name("schema:NewsArticle")),
        schema_identifier=literal(article.key),
        schema_headline=optional(article.title),
        schema_datePublished=day(article.date),
        schema_publisher=optional(article.outlet),
        schema_author=optional(article.author),
        schema_url=optional(article.url),
        schema_inLanguage=literal("fr"),
        kg_agency=optional(article.agency),
        kg_contributes=graph.name,
    )
    graph.add(graph.part("text"), kg_sha256=literal(hashlib.sha256(article.text.encode("utf-8", "replace")).hexdigest()))


def _entity(graph: ArticleGraph, entity: Entity, order: int) -> None:
    graph.add(
        graph.part(quote(entity.id, safe="")),
        rdf_type=name("kg:LocalEntity"),
        kg_entityId=literal(entity.id),
        kg_refersTo=graph.thing(entity.id),
        kg_entityType=_term(CLASSES[entity.type]),
        rdfs_label=literal(entity.name),
        kg_catalogueId=optional(entity.catalogue),
        kg_order=integer(order),
    )


def _mention(graph: ArticleGraph, mention: Mention, order: int) -> None:
    graph.add(
        graph.fresh(f"m{mention.start}-{mention.end}"),
        rdf_type=name("kg:Mention"),
        kg_refersTo=graph.thing(mention.entity),
        kg_entityId=literal(mention.entity),
        kg_evidence=graph.span(mention.start, mention.end),
        kg_foundBy=optional(mention.source),
        kg_confidence=double(float(mention.confidence)),
        kg_order=integer(order),
    )


def _term(short: str) -> Term:
    return name(f"kg:{short}")


def _arguments(**places: str | None) -> str:
    return " ".join(f"{place}={entity}" for place, entity in places.items() if entity is not None)


def _identity(graph: ArticleGraph, one: Statement) -> tuple[str, ...]:
    reporter = graph.things[one.reporter] if one.reporter else one.reporter_text
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
    subject, predicate = iri(first), _term(one.predicate)
    target = literal(second) if one.object is None else iri(second)
    graph.add(
        here,
        rdf_type=(name("kg:Assertion"), name("rdf:Statement")),
        rdf_subject=subject,
        rdf_predicate=predicate,
        rdf_object=None if one.object is None else target,
        kg_fact=graph.fact(one),
        kg_status=_term(one.status),
        kg_reportedBy=graph.thing(one.reporter),
        kg_reporterText=optional(one.reporter_text),
        kg_quantity=optional(one.quantity),
        kg_time=optional(one.time),
        kg_timeValue=day(normal(one.time, graph.article.date, ahead=one.status == "planned")),
        kg_confidence=double(float(one.confidence)),
        kg_order=integer(order),
        kg_arguments=optional(_arguments(subject=one.subject, object=one.object, reporter=one.reporter)),
    )
    _evidence(graph, here, one.evidence)
    _checked(graph, here, one.check)
    if (how_many := amounts.count(one.quantity)) is not None:
        unit = literal("%") if one.quantity.rstrip().endswith("%") else None
        graph.add(here, kg_quantityValue=decimal(how_many), kg_quantityUnit=unit)
    if one.object is None:
        _amount(graph, here, one.value or "")
    if one.status == "asserted" and not (one.check and one.check.verdict == "wrong"):
        graph.quad(subject, predicate, target)


def _evidence(graph: ArticleGraph, here: Term, evidence: tuple[Evidence, ...]) -> None:
    spans = [graph.span(one.start, one.end) for one in evidence]
    ranking = " ".join(f"{one.start}-{one.end}" for one in evidence) if len(evidence) > 1 else ""
    best = [literal(graph.article.text[one.start : one.end]) for one in evidence[:1]]
    graph.add(
        here,
        kg_evidence=spans,
        kg_bestEvidence=spans[:1],
        kg_evidenceCount=integer(len(evidence)),
        kg_evidenceOrder=optional(ranking),
    )
    graph.add(here, schema_text=best)  # the sentence, without the way over passage and selector


def _amount(graph: ArticleGraph, here: Term, value: str) -> None:
    amount = amounts.parse(value)
    graph.add(here, kg_amountText=literal(value))
    if amount:
        graph.add(here, kg_amountValue=decimal(amount.value), kg_currency=optional(amount.unit))


def _quotation(graph: ArticleGraph, said: Quote, order: int) -> None:
    here = graph.fresh(f"q{said.start}-{said.end}")
    about = [graph.things[entity] for entity in said.about]
    graph.add(
        here,
        rdf_type=(name("kg:Quotation"), name("schema:Quotation")),
        kg_speaker=graph.thing(said.speaker),
        kg_speakerText=optional(said.speaker_text),
        kg_speakerRole=optional(said.role),
        kg_speakerEmployer=graph.thing(said.employer),
        kg_about=about,
        kg_stance=_term(said.stance),
        kg_stanceTarget=about[:1],
        kg_stanceConfidence=double(float(said.stance_confidence)) if about else None,
        kg_mode=_term(said.mode),
        kg_saidOn=day(said.said_on),
        kg_occasion=optional(said.occasion),
        kg_medium=optional(said.medium),
        kg_translated=written(typed("true", "boolean")) if said.translated else None,
        kg_evidence=graph.span(said.start, said.end),
        kg_confidence=double(float(said.confidence)),
        schema_text=literal(graph.article.text[said.start : said.end]),
        kg_order=integer(order),
        kg_cue=None if said.cue is None else literal(said.cue),
    )
    places = [_arguments(speaker=said.speaker, employer=said.employer), *(f"about={entity}" for entity in said.about)]
    graph.add(here, kg_arguments=optional(" ".join(filter(None, places))))
    _checked(graph, here, said.check)


def _checked(graph: ArticleGraph, here: Term, check: Check | None) -> None:
    if check:
        graph.add(
            here,
            kg_check=_term(check.verdict),
            kg_checkedBy=optional(check.who),
            kg_checkedOn=day(check.when),
            kg_checkNote=optional(check.note),
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
