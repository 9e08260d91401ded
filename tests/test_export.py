"""Every format is read back by another program, and has the same bytes every time."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import networkx
import pytest
from conftest import make_facts, make_resolution
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Dataset, Graph

from kg import tables
from kg.export import FORMATS, Source
from kg.rdf import nquads, sort_quads, trig
from kg.tables import Table

ODD = "a\x00\x1b\ufffe\u2028\r\n\t\"'\\ <b> & 🚀 ]]>"


@pytest.fixture
def source() -> Source:
    keys = ("https://courrier.example/zephyrine?id=1", "notes/janvier 28.txt")
    first, second = (make_facts(key) for key in keys)
    odd = replace(second.article, title=ODD, outlet='=1+1;"x", y', date="")
    return Source([first, replace(second, article=odd)], make_resolution(*keys), versions={"quidit": "0.1"})


def written(source: Source, kind: str, folder: Path) -> Path:
    path = folder / f"graph.{kind}"
    FORMATS[kind](source, path)
    return path


def triples(quads: Iterable[Quad]) -> set[tuple[str, str, str]]:
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


@pytest.mark.parametrize(
    ("kind", "form"),
    [("trig", RdfFormat.TRIG), ("nq", RdfFormat.N_QUADS), ("jsonld", RdfFormat.JSON_LD), ("ttl", RdfFormat.TURTLE)],
)
def test_oxigraph_reads_back_the_same(source: Source, tmp_path: Path, kind: str, form: RdfFormat) -> None:
    back = list(parse(path=str(written(source, kind, tmp_path)), format=form))
    if kind == "ttl":
        assert triples(back) == triples(source.quads())
    else:
        assert sort_quads(back) == source.quads()


@pytest.mark.parametrize("kind", ["trig", "nq", "json-ld"])
def test_rdflib_reads_as_much(source: Source, tmp_path: Path, kind: str) -> None:
    dataset = Dataset()
    dataset.parse(written(source, kind.replace("-", ""), tmp_path), format={"nq": "nquads"}.get(kind, kind))
    assert len(list(dataset.quads())) == len(source.quads())


def test_rdflib_reads_turtle(source: Source, tmp_path: Path) -> None:
    found = Graph().parse(written(source, "ttl", tmp_path), format="turtle")
    assert len(found) == len(triples(source.quads()))


def test_networkx_reads_graphml(source: Source, tmp_path: Path) -> None:
    found = networkx.read_graphml(written(source, "graphml", tmp_path), force_multigraph=True)
    assert found.nodes["company/zephyrine"]["label"] == "Zéphyrine"
    assert found.nodes["company/zephyrine"]["figures"] == "raised 1,6 milliard d’euros (asserted)"
    edges = [data for _, _, data in found.edges(data=True)]
    assert {data["status"] for data in edges if data["kind"] == "relation"} == {"asserted", "reported", "hedged", "denied"}
    assert "\ufffd" in "".join(data["title"] for data in edges)


def test_csv_reads_back(source: Source, tmp_path: Path) -> None:
    folder = written(source, "csv", tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["entities.csv", "quotes.csv", "relations.csv"]
    with (folder / "relations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 14
    assert [row["date"] for row in rows] == ["2025-01-28"] * 7 + [""] * 7
    assert rows[-1]["title"] == ODD
    raised = next(row for row in rows if row["predicate"] == "raised")
    assert (raised["object_or_value"], Decimal(raised["number"]), raised["unit"]) == ("1,6 milliard d’euros", 16 * 10**8, "EUR")
    assert raised["sentence"] in source.facts[0].article.text
    with (folder / "quotes.csv").open(encoding="utf-8", newline="") as file:
        quote = next(csv.DictReader(file))
    assert (quote["speaker"], quote["role"], quote["quote"]) == ("Anaïs Le Goff", "PDG", "Nvidia nous bloque")
    assert (quote["about"], quote["stance"], quote["outlet"]) == ("Nvidia | Zéphyrine", "negative", "Le Courrier du Silicium")
    with (folder / "entities.csv").open(encoding="utf-8", newline="") as file:
        entity = next(row for row in csv.DictReader(file) if row["id"] == "company/nvidia")
    assert (entity["articles"], entity["mentions"], entity["wikidata"]) == ("2", "8", "Q182477")


def test_for_spreadsheets(tmp_path: Path) -> None:
    table = Table(("a", "b"), (("=1+1", -1.5), ("x;y", Decimal("1600000000"))))
    assert tables.render(table, excel=True) == '\ufeffa;b\n\'=1+1;-1,5\n"x;y";1600000000\n'
    assert tables.write(table, tmp_path / "t.csv")
    assert not tables.write(table, tmp_path / "t.csv")


CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_any_cell_survives(rows: list[tuple[str, str]]) -> None:
    text = tables.render(Table(("a", "b"), tuple(rows)))
    assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:] == rows


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, max_size=5), st.sampled_from(["", "2025", "https://a.example/x"]))
def test_any_literal_survives(words: list[str], name: str) -> None:
    here = NamedNode("https://schema.org/" + name)
    quads = sort_quads(Quad(here, here, Literal(word), here) for word in words)
    quads += [Quad(here, here, Literal(word, language="fr"), here) for word in sorted(set(words))]
    for text, form in ((trig(quads), RdfFormat.TRIG), (nquads(quads), RdfFormat.N_QUADS)):
        assert sort_quads(parse(input=text.encode(), format=form)) == sort_quads(quads)


def test_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests')\n"
        "from conftest import make_facts, make_resolution; from kg.export import FORMATS, Source\n"
        "keys = ['a', 'b', 'c'][::int(sys.argv[2])]\n"
        "source = Source([make_facts(key) for key in keys], make_resolution(*keys))\n"
        "[FORMATS[kind](source, Path(sys.argv[1]) / kind) for kind in FORMATS]"
    )
    root = Path(__file__).parent.parent
    for seed, step in (("1", "1"), ("2", "-1")):
        (tmp_path / seed).mkdir()
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        subprocess.run([sys.executable, "-c", script, str(tmp_path / seed), step], check=True, cwd=root, env=env)
    for path in sorted((tmp_path / "1").rglob("*")):
        other = tmp_path / "2" / path.relative_to(tmp_path / "1")
        assert path.is_dir() or path.read_bytes() == other.read_bytes(), path.name
    assert json.loads((tmp_path / "1" / "jsonld").read_text(encoding="utf-8"))["@graph"]
