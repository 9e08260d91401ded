"""Good graphs pass, each kind of bad graph is told."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg import catalogue, check, graph, read, resolve
from kg.facts import annotate
from kg.names import BASE, LITERAL, PREDICATES
from kg.pipeline import load
from kg.rdf import node, typed
from kg.records import Article, Facts, Resolution

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
ARTICLE = "https://courrier.example/zephyrine?id=1"
HERE = NamedNode(ARTICLE + "#graph")
Quads = list[Quad]


def drop(predicate: str, of: str = "") -> Callable[[Quads], Quads]:
    """Leave out the first triple with `predicate` whose subject holds `of`."""

    def without(quads: Quads) -> Quads:
        first = next(quad for quad in quads if quad.predicate == node(predicate) and of in quad.subject.value)
        return [quad for quad in quads if quad != first]

    return without


def swap(predicate: str, value: Any) -> Callable[[Quads], Quads]:
    """Give the first triple with `predicate` another object."""

    def other(quads: Quads) -> Quads:
        first = next(quad for quad in quads if quad.predicate == node(predicate))
        return [quad for quad in quads if quad != first] + [Quad(first.subject, first.predicate, value, first.graph_name)]

    return other


def add(subject: str, predicate: str, value: Any) -> Callable[[Quads], Quads]:
    """Add a triple to the article's graph."""
    return lambda quads: [*quads, Quad(NamedNode(BASE + subject), node(predicate), value, HERE)]


def test_good_graphs_have_no_problem(facts: Facts, resolution: Resolution) -> None:
    assert check.check(graph.dataset([facts], resolution, versions={"quidit": "1"})) == []
    assert check.check(graph.to_quads(facts, resolution, text=False)) == []


@pytest.mark.parametrize(
    ("spoil", "code", "message"),
    [
        (drop("kg:status"), "shape-mincount", "one status"),
        (swap("kg:status", node("kg:positive")), "shape-in", "one status"),
        (drop("kg:bestEvidence"), "shape-mincount", "the best"),
        (drop("oa:exact"), "shape-mincount", "has its words"),
        (swap("oa:start", typed("4000", "integer")), "shape-lessthanorequals", "not after its end"),
        (swap("kg:confidence", typed("1.5", "double")), "shape-maxinclusive", "between 0 and 1"),
        (swap("kg:mode", node("kg:asserted")), "shape-in", "one mode"),
        (drop("kg:stanceTarget"), "shape-or", "not neutral"),
        (drop("schema:text", "#q"), "shape-mincount", "has its words"),
        (drop("schema:text", "#a-"), "shape-mincount", "words of its best passage"),
        (drop("kg:refersTo"), "shape-mincount", "one thing"),
        (swap("rdf:predicate", node("schema:knows")), "shape-in", "one known predicate"),
        (swap("kg:entityType", node("kg:Quotation")), "shape-in", "one known class"),
        (add("company/nvidia", "kg:acquired", NamedNode(BASE + "company/zephyrine")), "unasserted-fact", "acquired"),
        (drop("kg:ceoOf"), "missing-fact", "ceoOf"),
        (add("company/nvidia", "kg:refersTo", NamedNode(BASE + "company/nobody")), "unknown-thing", "not among the entities"),
        (add("company/zephyrine", "owl:sameAs", node("wd:Q182477")), "shared-same-as", "both said"),
        (
            lambda quads: [*quads, Quad(BlankNode(), node("rdfs:label"), Literal("x"), HERE)],
            "blank-node",
            "every node has an IRI",
        ),
        (
            lambda quads: [*quads, Quad(HERE, node("rdfs:label"), Literal("x"), DefaultGraph())],
            "default-graph",
            "no named graph",
        ),
    ],
)
def test_bad_graphs_are_told(
    facts: Facts, resolution: Resolution, spoil: Callable[[Quads], Quads], code: str, message: str
) -> None:
    problems = check.check(spoil(graph.dataset([facts], resolution)))
    assert [one for one in problems if one.code == code and message in one.message], problems


def test_classes_must_fit_the_relation(facts: Facts, resolution: Resolution) -> None:
    turned = replace(facts, statements=(replace(facts.statements[0], subject="e5"), *facts.statements[1:]))
    (problem,) = check.check(graph.to_quads(turned, resolution))
    assert problem.code == "shape-sparql"
    assert "mistoufle-2" in problem.message
    assert "ceoOf" in problem.message


def test_domains_are_written_for_every_relation() -> None:
    quads = graph.ontology_quads()
    for name in PREDICATES:
        ranges = {
            quad.object.value
            for quad in quads
            if quad.subject == node(f"kg:{name}") and quad.predicate == node("schema:rangeIncludes")
        }
        assert (ranges == {node("xsd:string").value}) == (name in LITERAL), name


def test_counts(facts: Facts, resolution: Resolution) -> None:
    found = check.counts(graph.dataset([facts], resolution))
    assert found["Article"] == 1
    assert found["Assertion"] == len(facts.statements)
    assert found["Assertion asserted"] == 3
    assert found["Mention"] == len(facts.mentions)
    assert found["Quotation"] == len(facts.quotes)
    assert found["Thing"] == len(resolution.things)


def read_folder(name: str) -> list[Article]:
    if name == "samples":
        return [one for one in read.read([ROOT / "data" / "articles"]) if isinstance(one, Article)]
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which stands beside the repository")
    if name == "seeds":
        return [one for one in read.read([SHARED / "seeds"]) if isinstance(one, Article)]
    texts = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted((SHARED / "gold/dev").glob("*.json"))
    }
    return [Article(key=key, text=text) for key, text in texts.items()]


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("name", ["samples", "seeds", "press"])
def test_what_is_built_from_real_articles_has_no_problem(name: str) -> None:
    found = list(annotate(read_folder(name), load()))
    quads = list(graph.dataset(found, resolve.resolve(found, catalogue.load())))
    assert sum(quad.predicate == node("kg:status") for quad in quads) > 10
    assert check.check(quads) == []


def test_only_what_changed_is_held_against_the_shapes_again(
    facts: Facts, resolution: Resolution, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound: set[str] = set()
    assert check.check(graph.dataset([facts], resolution), sound) == []
    assert len(sound) == 1
    held, shapes = [], check._shapes
    monkeypatch.setattr(check, "_shapes", lambda name, quads: held.append(name) or shapes(name, quads))
    assert check.check(graph.dataset([facts], resolution), sound) == []
    assert not held
    turned = replace(facts, statements=(replace(facts.statements[0], subject="e5"), *facts.statements[1:]))
    for _ in range(2):  # what is wrong stays told
        assert [one.code for one in check.check(graph.to_quads(turned, resolution), sound)] == ["shape-sparql"]
    assert len(held) == 2
    assert not sound
