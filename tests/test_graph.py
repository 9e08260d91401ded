"""Facts -> RDF -> Facts."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg import article_graph, graph, names
from kg.errors import DataError
from kg.names import LITERAL, PREDICATES, SYMMETRIC, TYPES
from kg.rdf import PREFIXES, local, node, sort_quads, trig
from kg.records import Article, Check, Entity, Evidence, Facts, Mention, Quote, Resolution, Statement

KG = names.ONTOLOGY


def values(quads: list[Quad], subject: NamedNode, predicate: str) -> list[str]:
    return [quad.object.value for quad in quads if quad.subject == subject and quad.predicate == node(predicate)]


def assertions(quads: list[Quad], predicate: str) -> list[NamedNode]:
    return [quad.subject for quad in quads if quad.predicate == node("rdf:predicate") and local(quad.object.value) == predicate]


def test_round_trip_of_the_fixture(facts: Facts, resolution: Resolution) -> None:
    quads = graph.to_quads(facts, resolution)
    back = graph.from_quads(reversed(quads), {facts.article.key: facts.article.text})
    assert back == facts


def test_lines_hold_each_quad_once(facts: Facts, resolution: Resolution) -> None:
    lines, quads = graph.to_lines(facts, resolution), graph.to_quads(facts, resolution)
    assert len(lines) == len(set(lines)) == len(quads)
    assert quads == sort_quads(quads)
    shared = [graph.entity_quads(resolution), graph.provenance_quads([facts.article] * 2, {"quidit": "1"})]
    assert shared == [sort_quads(one) for one in shared]


def test_same_bytes_whatever_the_order(facts: Facts, resolution: Resolution) -> None:
    again = Resolution(things=resolution.things[::-1], links=dict(reversed(resolution.links.items())))
    assert trig(graph.dataset([facts], resolution)) == trig(reversed(graph.dataset([facts], again)))


def test_only_asserted_statements_become_plain_triples(facts: Facts, resolution: Resolution) -> None:
    quads = graph.to_quads(facts, resolution)
    plain = {
        (local(quad.subject.value), local(quad.predicate.value), local(quad.object.value))
        for quad in quads
        if quad.predicate.value.removeprefix(KG) in PREDICATES
    }
    assert plain == {
        ("anais-le-goff", "ceoOf", "zephyrine"),
        ("zephyrine", "raised", "1,6 milliard d’euros"),
        ("nvidia", "manufactures", "h100"),
    }


def test_no_blank_nodes_and_one_graph(facts: Facts, resolution: Resolution) -> None:
    quads = graph.dataset([facts], resolution, versions={"quidit": "0.1"})
    assert not [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]
    article = facts.article.key + "#graph"
    assert {quad.graph_name.value for quad in quads} == {
        article,
        graph.entities_iri(),
        graph.ontology_iri(),
        graph.provenance_iri(),
    }
    assert {quad.graph_name.value for quad in graph.to_quads(facts, resolution)} == {article}


def test_evidence_is_the_text_exactly(facts: Facts, resolution: Resolution) -> None:
    quads = graph.to_quads(facts, resolution)
    text = facts.article.text
    exact = {quad.subject.value: quad.object.value for quad in quads if quad.predicate == node("oa:exact")}
    start = {quad.subject.value: int(quad.object.value) for quad in quads if quad.predicate == node("oa:start")}
    end = {quad.subject.value: int(quad.object.value) for quad in quads if quad.predicate == node("oa:end")}
    assert len(exact) == len(start) > 10
    for selector, first in start.items():
        assert exact[selector.replace(".position", ".quote")] == text[first : end[selector]]
    suffixes = [quad.object.value for quad in quads if quad.predicate == node("oa:suffix")]
    assert max(map(len, suffixes)) == article_graph.CONTEXT
    assert not [quad for quad in graph.to_quads(facts, resolution, text=False) if quad.predicate == node("oa:suffix")]


def test_amounts_and_symmetric_relations(facts: Facts, resolution: Resolution) -> None:
    quads = graph.to_quads(facts, resolution)
    (raised,) = assertions(quads, "raised")
    assert values(quads, raised, "kg:amountText") == ["1,6 milliard d’euros"]
    assert [Decimal(one) for one in values(quads, raised, "kg:amountValue")] == [Decimal("1.6e9")]
    assert values(quads, raised, "kg:currency") == ["EUR"]
    both = replace(
        facts,
        statements=(
            *facts.statements,
            replace(facts.statements[5], subject="e1", object="e2", evidence=facts.statements[0].evidence),
        ),
    )
    (partners,) = assertions(graph.to_quads(both, resolution), "partnerOf")
    assert [local(one) for one in values(quads, partners, "rdf:subject")] == ["nvidia"]
    assert values(graph.to_quads(both, resolution), partners, "kg:evidenceCount") == ["2"]


def test_graph_of_entities(resolution: Resolution) -> None:
    quads = graph.entity_quads(resolution, variants={"chip/h100": "chip/hopper"})
    nvidia = NamedNode(names.BASE + "company/nvidia")
    assert values(quads, nvidia, "owl:sameAs") == ["http://www.wikidata.org/entity/Q182477"]
    assert values(quads, nvidia, "rdf:type") == [PREFIXES["schema"] + "Organization", KG + "Company"]
    assert values(quads, nvidia, "skos:altLabel") == ["NVDA"]
    assert values(quads, NamedNode(names.BASE + "chip/h100"), "kg:variantOf") == [names.BASE + "chip/hopper"]
    bad = Resolution(things=(replace(resolution.things[0], wikidata="182477"),))
    with pytest.raises(DataError, match="no Wikidata item"):
        graph.entity_quads(bad)


def test_provenance() -> None:
    articles = [Article(key="a", text="x"), Article(key="b", text="x")]
    quads = graph.provenance_quads(articles, {"fr": "1", "quidit": "0.1"}, copies={"b": "a"})
    assert values(quads, NamedNode(names.BASE + "article/b"), "kg:copyOf") == [names.BASE + "article/a"]
    assert len(values(quads, NamedNode(names.BASE + "article/a#graph"), "prov:wasAttributedTo")) == 2


def test_what_is_unresolved_or_mixed_up_is_said(facts: Facts, resolution: Resolution) -> None:
    with pytest.raises(DataError, match="e1 was not resolved"):
        graph.to_quads(facts, Resolution())
    quads = graph.to_quads(facts, resolution)
    with pytest.raises(DataError, match="not the text"):
        graph.from_quads(quads, {facts.article.key: "another"})
    with pytest.raises(DataError, match="found 0"):
        graph.from_quads([])


def test_terms_and_ontology_agree() -> None:
    quads = graph.ontology_quads()
    told = {quad.subject.value.removeprefix(KG) for quad in quads if quad.subject.value.startswith(KG)}
    assert told == names.TERMS | set(PREDICATES) | set(names.CLASSES.values()) | {
        *names.STATUSES,
        *names.MODES,
        *names.STANCES,
        *names.CHECKS,
    }
    for subject in {quad.subject for quad in quads if quad.subject.value.startswith(KG)}:
        words = [quad for quad in quads if quad.subject == subject and local(quad.predicate.value) in ("comment", "definition")]
        labels = [quad for quad in quads if quad.subject == subject and local(quad.predicate.value) == "label"]
        assert sorted(quad.object.language for quad in words) == ["en", "fr"], subject
        assert sorted(quad.object.language for quad in labels) == ["en", "fr"], subject
    symmetric = {local(quad.subject.value) for quad in quads if quad.object == node("owl:SymmetricProperty")}
    assert symmetric == SYMMETRIC


CHARS = st.characters(exclude_categories=("Cs",))
WORDS = st.text(CHARS, max_size=12)
TEXTS = st.text(CHARS, min_size=1, max_size=60) | st.just("l’IA « épate » 🚀 l’Élysée\u00a0!")


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    """Give facts as odd as they may come, keeping to what the records promise."""
    text = draw(TEXTS)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).map(tuple)
    ids = [f"e{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    one, maybe = st.sampled_from(ids), st.none() | st.sampled_from(ids)
    sure = st.floats(0, 1)
    check = st.none() | st.builds(
        Check, verdict=st.sampled_from(names.CHECKS), who=WORDS, when=WORDS | st.just("2025-02-01"), note=WORDS
    )
    evidence = st.lists(spans.map(lambda pair: Evidence(*pair)), min_size=1, max_size=3, unique=True).map(tuple)
    statements = st.builds(
        lambda predicate, subject, target, value, **rest: Statement(
            subject=subject,
            predicate=predicate,
            object=None if predicate in LITERAL else target,
            value=value if predicate in LITERAL else None,
            **rest,
        ),
        st.sampled_from(PREDICATES),
        one,
        one,
        WORDS,
        status=st.sampled_from(names.STATUSES),
        reporter=maybe,
        evidence=evidence,
        quantity=WORDS,
        confidence=sure,
        check=check,
    )
    anonymous = statements.flatmap(
        lambda said: st.builds(lambda words: replace(said, reporter=None, reporter_text=words), WORDS)
    )
    quotes = st.builds(
        lambda pair, **rest: Quote(start=pair[0], end=pair[1], **rest),
        spans,
        mode=st.sampled_from(names.MODES),
        speaker=maybe,
        speaker_text=WORDS,
        cue=st.none() | WORDS,
        about=st.lists(one, max_size=3, unique=True).map(tuple),
        stance=st.sampled_from(names.STANCES),
        role=WORDS,
        employer=maybe,
        said_on=WORDS | st.sampled_from(["2025-01-27", "2025-01"]),
        occasion=WORDS,
        medium=WORDS,
        translated=st.booleans(),
        confidence=sure,
        check=check,
    )
    mentions = st.builds(
        lambda pair, **rest: Mention(start=pair[0], end=pair[1], **rest), spans, entity=one, source=WORDS, confidence=sure
    )
    return Facts(
        article=Article(
            key=draw(WORDS | st.sampled_from(["https://a.example/é?x=1&y=%zz", "https://a.example/b#c"])),
            text=text,
            title=draw(WORDS),
            url=draw(WORDS),
            outlet=draw(WORDS),
            author=draw(WORDS),
            date=draw(WORDS | st.sampled_from(["2025-01-28", "2025-13-01", "2025"])),
            agency=draw(WORDS),
        ),
        entities=tuple(
            draw(st.builds(Entity, id=st.just(name), type=st.sampled_from(TYPES), name=WORDS, catalogue=WORDS)) for name in ids
        ),
        mentions=tuple(draw(st.lists(mentions, max_size=4))),
        statements=tuple(
            draw(
                st.lists(
                    statements | anonymous,
                    max_size=4,
                    unique_by=lambda said: (
                        tuple(sorted((said.subject, said.object or "")))
                        if said.predicate in SYMMETRIC
                        else (said.subject, said.object),
                        said.predicate,
                        said.value,
                        said.status,
                        said.reporter,
                        said.reporter_text,
                    ),
                )
            )
        ),
        quotes=tuple(draw(st.lists(quotes, max_size=3))),
    )


@settings(max_examples=120, deadline=None)
@given(some_facts())
def test_round_trip_loses_nothing(facts: Facts) -> None:
    links = {(facts.article.key, one.id): f"thing/{one.id}" for one in facts.entities}
    quads = graph.to_quads(facts, Resolution(links=links))
    store = Store()
    store.extend(quads)
    assert graph.from_quads(store, {facts.article.key: facts.article.text}) == facts
    assert sort_quads(store) == quads


def test_literals_keep_control_characters(facts: Facts, resolution: Resolution) -> None:
    odd = replace(facts, article=replace(facts.article, title="a\x00\x1b\u2028\ufffe"))
    quads = graph.to_quads(odd, resolution)
    assert Literal("a\x00\x1b\u2028\ufffe") in [quad.object for quad in quads]


def test_what_a_person_found_wrong_is_no_plain_fact(facts: Facts, resolution: Resolution) -> None:
    wrong = replace(facts.statements[0], check=Check(verdict="wrong", who="Jo", when="2025-02-01"))
    quads = graph.to_quads(replace(facts, statements=(wrong,)), resolution)
    assert not [quad for quad in quads if quad.predicate.value == KG + "ceoOf"]
    (said,) = assertions(quads, "ceoOf")
    assert [values(quads, said, f"kg:{name}") for name in ("check", "checkedBy", "checkedOn")] == [
        [KG + "wrong"],
        ["Jo"],
        ["2025-02-01"],
    ]
