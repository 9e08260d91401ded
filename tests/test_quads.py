"""Quads as lines of N-Quads: whatever is written into one comes out of the store as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg import quads
from kg.errors import DataError
from kg.quads import Builder, parsed

GRAPH = "https://a.example/g"
NODE = quads.iri("https://a.example/é")


def stored(lines):
    store = Store()
    store.load(input="".join(lines).encode(), format=RdfFormat.N_QUADS)
    return list(store)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_stays_one_literal(text):
    graph = Builder(GRAPH)
    graph.add(NODE, rdfs_label=quads.literal(text))
    (quad,) = graph.lines
    assert quad.count("\n") == 1
    wanted = Quad(
        NamedNode("https://a.example/é"),
        NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
        Literal(text),
        NamedNode(GRAPH),
    )
    assert parsed(graph.lines) == stored(graph.lines) == [wanted]


@pytest.mark.parametrize(
    "bad", ["", "no scheme", "https://a.example/ x", 'https://a.example/"', "https://a.example/> <s:s", "a:\n"]
)
def test_what_is_no_iri_gets_into_no_line(bad):
    with pytest.raises(ValueError, match="IRI"):
        quads.iri(bad)
    with pytest.raises(ValueError, match="IRI"):
        Builder(bad)


def test_a_name_that_the_ontology_does_not_have_is_refused():
    for value in (NODE, None, []):
        with pytest.raises(DataError, match="typo"):
            Builder(GRAPH).add(NODE, kg_typo=value)


def test_several_values_none_and_nothing_twice():
    graph = Builder(GRAPH)
    graph.add(NODE, rdf_type=(NODE, NODE), rdfs_label=None, kg_about=[], kg_order=quads.integer(3))
    assert len(graph.lines) == 3
    assert [str(quad.object) for quad in parsed(graph.take())] == [
        "<https://a.example/é>",
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
    assert graph.lines == []


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("2025-02-28", "date"),
        ("2025-02", "gYearMonth"),
        ("2025", "gYear"),
        ("2025-02-30", "string"),
        ("0000", "string"),
        ("<b>", "string"),
    ],
)
def test_days_are_typed_when_they_are_some(given, kind):
    (quad,) = parsed([f"{NODE} {NODE} {quads.day(given)} {NODE} .\n"])
    assert (quad.object.value, quad.object.datatype.value.partition("#")[2]) == (given, kind)


def test_numbers_are_written_without_exponent():
    assert [one.split("^^")[0] for one in (quads.double(1e-7), quads.decimal(1.6e9), quads.double(0.9))] == [
        '"0.0000001"',
        '"1600000000"',
        '"0.9"',
    ]
    assert {quads.double(0.0), quads.double(-0.0)} == {'"0"^^<http://www.w3.org/2001/XMLSchema#double>'}
