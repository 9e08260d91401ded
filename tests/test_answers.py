"""Hints when there is nothing, graphs as pictures and Turtle, and the command that gives them."""

import json
from pathlib import Path

import pytest
import sample
from click.testing import CliRunner
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import query
from kg.cli import cli
from kg.errors import QueryError
from kg.hints import Hint
from kg.query_worker import run_limited
from kg.rdf import trig
from kg.sketch import to_network
from kg.store import Writer

DRAWN = "CONSTRUCT { ?s ?p ?o } WHERE { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER(?p = kg:outperforms) }"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SELECT * { ?s a kg:Persone }", Hint("nowhere", "kg:Persone", "kg:Person")),
        ("SELECT * { ?s schema:nam ?o }", Hint("nowhere", "schema:nam", "schema:name")),
        ("PREFIX e: <http://e.example/> SELECT * { ?s e:x ?o }", Hint("nowhere", "e:x", "")),
        ("SELECT * { <http://e.example/y> ?p ?o }", Hint("nowhere", "<http://e.example/y>", "")),
        ('SELECT * { ?s rdfs:label "DeepSeek"@fr }', Hint("written", '"DeepSeek"@fr', '"DeepSeek"')),
        (r'SELECT * { ?s rdfs:label "Deep\u0053eek"@fr }', Hint("written", r'"Deep\u0053eek"@fr', '"DeepSeek"')),
        ("SELECT * { ?s skos:prefLabel 'asserted' }", Hint("written", "'asserted'", '"asserted"@en')),
        ('SELECT * { ?s schema:datePublished "2025-01-28" }', Hint("written", '"2025-01-28"', '"2025-01-28"^^xsd:date')),
    ],
)
def test_nothing_found_says_why(text: str, hint: Hint) -> None:
    assert hint in query.run(sample.store(), text).hints


def test_hints_only_where_they_help() -> None:
    assert query.run(sample.store(), "SELECT * { ?s a kg:Person } LIMIT 1").hints == ()
    found = query.run(sample.store(), "critics", {"about": "DeepSeek", "until": "2020"})
    assert found.hints == (Hint("filter", "-p until=2020", ""),)


def test_a_graph_keeps_the_status_of_its_lines() -> None:
    drawn = query.run(sample.store(), DRAWN).drawn
    assert drawn
    status = {(first.rpartition("/")[2], second.rpartition("/")[2]): told for first, _, second, told in drawn.lines}
    assert status["deepseek-r1", "o1"] == "asserted"
    assert status["ascend-910c", "h100"] == "denied"
    assert status["deepseek-v3", "llama-3-1-405b"] == "reported"
    made_up = query.run(sample.store(), DRAWN.replace("?s ?p ?o }", "?o ?p ?s }", 1)).drawn
    assert made_up
    assert "" in {line[3] for line in made_up.lines}  # what no article states has no status
    assert {kind for _, _, kind in drawn.nodes} >= {"MODEL", "CHIP"}
    edges = to_network(made_up).edges(data=True)
    assert {data["kind"] for _, _, data in edges if not data["status" if data["kind"] == "relation" else "stance"]} == {
        "speech"
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("out")
    store = sample.store()
    with Writer(made / "store") as writer:
        for name in store.named_graphs():
            assert isinstance(name, NamedNode)
            writer.replace(name.value, store.quads_for_pattern(None, None, None, name))
        writer.commit()
    (made / "graph.trig").write_text(trig(store), encoding="utf-8")
    return made


def kg(*args: object) -> str:
    done = CliRunner(env={"KG_LANG": "en"}).invoke(cli, [str(arg) for arg in args], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_pictures_and_turtle(folder: Path, tmp_path: Path) -> None:
    for name in ("graph.svg", "graph.html", "graph.png", "graph.ttl"):
        kg("query", "--from", folder, "-q", DRAWN, "-o", tmp_path / name)
    assert ">Ascend 910C<" in (tmp_path / "graph.svg").read_text(encoding="utf-8")
    svg = (tmp_path / "graph.svg").read_text(encoding="utf-8")
    assert all(f">{word}<" in svg for word in ("stated", "reported", "denied"))
    assert not any(f">{word}<" in svg for word in ("announced", "conditional", "favourable", "neutral"))  # none is drawn
    assert " links (" in svg
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<svg" in page
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert len(list(parse(path=str(tmp_path / "graph.ttl"), format=RdfFormat.TURTLE))) == 8
    done = CliRunner(env={"KG_LANG": "en"}).invoke(
        cli, ["query", "--from", str(folder), "critics", "-p", "about=DeepSeek", "-o", "a.svg"]
    )
    assert done.exit_code == 2
    assert "only CONSTRUCT or DESCRIBE gives a graph" in done.output


def test_every_format(folder: Path, tmp_path: Path) -> None:
    for form in ("table", "csv", "tsv", "json", "jsonl", "md", "excel"):
        assert "Dario Amodei" in kg("query", "--from", folder, "critics", "-p", "about=DeepSeek", f"--{form}")
    for suffix in ("csv", "tsv", "json", "jsonl", "md", "txt"):
        kg("query", "--from", folder, "critics", "-p", "about=DeepSeek", "-o", tmp_path / f"a.{suffix}")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))[0]["about"] == "DeepSeek"
    assert "kg" in kg("query", "--prefixes")
    assert "[-p minimum=0]" in kg("query", "--list", "--csv")
    assert kg("query", "--show", "critics").startswith("#+ summary")
    shown = kg("query", "--from", folder, "-q", "SELECT * { ?s a kg:Persone }")
    assert shown.splitlines() == ["No result.", "“kg:Persone” occurs nowhere in the graph. Try “kg:Person”."]


def test_a_file_is_asked_as_a_build_is(folder: Path, tmp_path: Path) -> None:
    params = {"developer": "DeepSeek"}
    assert run_limited(folder / "graph.trig", "models-of", params) == run_limited(folder / "store", "models-of", params)
    (tmp_path / "a.ttl").write_text("<http://a.example/a> <http://a.example/b> 1 .", encoding="utf-8")
    assert "http://a.example/a" in kg("query", "--data", tmp_path / "a.ttl", "-q", "SELECT * { ?a ?b ?c }")
    with pytest.raises(QueryError, match="no named graphs"):
        run_limited(tmp_path / "a.ttl", "models-of", params)
