"""ontology/kg.ttl says all there is to know of every term, and docs/vocabulary.md says the same."""

import runpy
from pathlib import Path

import pytest
import sample
from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace

from kg import files
from kg.names import CLASSES, LITERAL, PREDICATES, STATUSES, SYMMETRIC

ROOT = Path(__file__).parents[1]
KG = Namespace("https://w3id.org/quidit/ontology#")
SCHEMA = Namespace("https://schema.org/")
ONTOLOGY = Graph().parse(files.ontology("kg.ttl"), format="turtle")
PROPERTIES = sorted(one for one in ONTOLOGY.subjects(RDF.type, RDF.Property) if one.startswith(str(KG)))


def test_the_page_is_written_from_the_ontology() -> None:
    """After a change: make vocabulary."""
    page = runpy.run_path(str(ROOT / "docs" / "vocabulary.py"))["page"]()
    assert (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("name", [str(one).removeprefix(str(KG)) for one in PROPERTIES if one != KG.inverseLabel])
def test_every_property_says_between_what_it_stands(name: str) -> None:
    assert list(ONTOLOGY.objects(KG[name], SCHEMA.domainIncludes))
    assert list(ONTOLOGY.objects(KG[name], SCHEMA.rangeIncludes))


@pytest.mark.parametrize("name", [one for one in PREDICATES if one not in LITERAL])
def test_every_relation_reads_backwards_in_both_languages(name: str) -> None:
    assert {one.language for one in ONTOLOGY.objects(KG[name], KG.inverseLabel)} == {"fr", "en"}
    if name in SYMMETRIC:
        assert set(ONTOLOGY.objects(KG[name], KG.inverseLabel)) == set(ONTOLOGY.objects(KG[name], RDFS.label))


def test_classes_have_the_codes_that_tables_use_and_links() -> None:
    codes = {str(ONTOLOGY.value(KG[name], SKOS.notation)): name for name in CLASSES.values()}
    assert codes == CLASSES
    assert all(list(ONTOLOGY.objects(KG[name], RDFS.subClassOf)) for name in CLASSES.values())
    linked = {
        str(one)
        for predicate in (RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch, SKOS.broadMatch)
        for one in ONTOLOGY.objects(None, predicate)
    }
    for space in ("https://schema.org/", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#"):
        assert any(one.startswith(space) for one in linked), space


def test_every_plain_triple_has_an_asserted_assertion_in_the_same_graph() -> None:
    """Asked of the sample articles; and nothing that is not asserted stands as a plain triple."""
    store = sample.store()
    plain = (
        "VALUES ?p { " + " ".join(f"<{KG[name]}>" for name in PREDICATES) + " } GRAPH ?g { ?article a kg:Article . ?s ?p ?o }"
    )
    said = (
        "GRAPH ?g { ?said rdf:subject ?s ; rdf:predicate ?p ; kg:status kg:asserted . "
        "{ ?said rdf:object ?o } UNION { ?said kg:amountText ?o } }"
    )
    head = f"PREFIX kg: <{KG}> PREFIX rdf: <{RDF}> "
    facts = {tuple(map(str, row)) for row in store.query(f"{head} SELECT ?g ?s ?p ?o {{ {plain} }}")}
    told = {tuple(map(str, row)) for row in store.query(f"{head} SELECT ?g ?s ?p ?o {{ {said} }}")}
    assert facts
    assert facts == told
    for status in STATUSES[1:]:
        other = said.replace("kg:asserted", f"kg:{status}")
        only = {tuple(map(str, row)) for row in store.query(f"{head} SELECT ?g ?s ?p ?o {{ {other} }}")} - told
        assert not only & facts


def test_labels_are_told_apart_from_definitions() -> None:
    for one in PROPERTIES:
        labels, comments = (set(map(str, ONTOLOGY.objects(one, predicate))) for predicate in (RDFS.label, RDFS.comment))
        assert not labels & comments
        assert all(isinstance(each, Literal) and len(each) < 60 for each in ONTOLOGY.objects(one, RDFS.label))
