"""The front door in Python: what is promised there works, and costs nothing before it is used."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import make_facts

import kg
from kg import corpus, front
from kg.errors import DataError, QueryError, StoreError


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> front.Graph:
    folder = tmp_path_factory.mktemp("front")
    for key in ("a", "b"):
        corpus.save(folder, make_facts(key), {})
    return kg.build([], folder, from_facts=True)


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, kg; print(sorted({name.partition('.')[0] for name in sys.modules} & {'spacy','rdflib','pyoxigraph','networkx','pandas','click'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_quotes_and_cards(graph: front.Graph) -> None:
    found = graph.quotes(about="nvidia", stance="negative")
    assert [(row["speaker"], row["quote"], row["about"]) for row in found] == [
        ("Anaïs Le Goff", "Nvidia nous bloque", ["Nvidia", "Zéphyrine"])
    ] * 2
    assert found[:1] == [found[0]]
    assert repr(found).startswith("<2 rows: speaker")
    card = graph.who("Zéphyrine")
    assert [thing.id for thing in card.things] == ["company/zephyrine"]
    assert {row["status"] for row in card.statements} == {"asserted", "reported", "hedged"}
    assert len(card.about) == 2
    assert not card.said
    with pytest.raises(QueryError, match="did you mean Nvidia"):
        graph.quotes(about="Nvidai")


def test_queries_and_paths(graph: front.Graph) -> None:
    assert len(graph.query("critics", about="Nvidia")) == 2
    assert graph.query("ASK { ?s kg:ceoOf ?o }")[0] == {"answer": True}
    limited = graph.query("SELECT ?s WHERE { ?s a kg:Assertion }", limit=1)
    assert (len(limited), limited.truncated) == (1, True)
    rows = graph.path("Anaïs Le Goff", "Nvidia")
    assert [(row["step"], row["predicate"], row["status"]) for row in rows] == [
        (1, "ceoOf", "asserted"),
        (1, "ceoOf", "asserted"),
        (2, "partnerOf", "hedged"),
        (2, "partnerOf", "hedged"),
    ]


def test_networks_and_frames(graph: front.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = graph.to_networkx()
    copy.remove_node("company/nvidia")
    assert "company/nvidia" in graph.to_networkx()
    frames = graph.to_pandas()
    assert set(frames) == {"entities", "relations", "quotes"}
    assert len(frames["relations"]) == 14
    assert list(graph.quotes().to_pandas().columns)[:2] == ["speaker", "role"]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(DataError, match=r"pip install 'quidit\[pandas\]'"):
        graph.to_pandas()


def test_notebooks_show_it_escaped(graph: front.Graph) -> None:
    assert set(graph._repr_mimebundle_()) == {"text/html", "image/png", "text/plain"}
    html = front.Answer(("a",), [("<script>",)] * 21)._repr_html_()
    assert "<script>" not in html
    assert "… 1 more" in html


def test_opening(graph: front.Graph, tmp_path: Path) -> None:
    assert len(kg.open(graph.folder).library.facts) == 2
    with pytest.raises(StoreError, match="no build"):
        kg.open(tmp_path / "nothing")
    with pytest.raises(TypeError):
        kg.build([], tmp_path / "x", colour="red")
    assert not (tmp_path / "x").exists() or shutil.rmtree(tmp_path / "x") is None
