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
from antlr4 import CommonTokenStream, InputStream
from antlr4_cypher import CypherLexer, CypherParser
from conftest import make_facts, make_resolution
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import Dataset, Graph

from kg import sheets, tables
from kg.cli import showing
from kg.errors import DataError
from kg.export import FORMATS, Source
from kg.export_graph import _quoted
from kg.rdf import PREFIXES, node, nquads, sort_quads, trig
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


def test_rdf12_reifies_and_asserts_nothing(source: Source, tmp_path: Path) -> None:
    back = list(parse(path=str(written(source, "rdf12", tmp_path)), format=RdfFormat.N_QUADS))
    told = [quad for quad in back if quad.predicate.value == PREFIXES["rdf"] + "reifies"]
    typed = [quad for quad in source.quads() if quad.predicate == node("rdf:type")]
    assertions = {quad.subject for quad in typed if quad.object == node("kg:Assertion")}
    assert {quad.subject for quad in told} == assertions
    assert all(isinstance(quad.subject, NamedNode) and isinstance(quad.object, Triple) for quad in told)
    plain = {(quad.subject, quad.predicate, quad.object) for quad in source.quads()}
    asserted = {quad.subject for quad in back if quad.predicate == node("kg:status") and quad.object == node("kg:asserted")}
    stated = {quad.object: set[bool]() for quad in told}
    for quad in told:
        stated[quad.object].add(quad.subject in asserted)
    for term, by_some in stated.items():
        assert ((term.subject, term.predicate, term.object) in plain) == (True in by_some)
    lost = set(source.quads()) - set(back)
    assert {quad.predicate.value.removeprefix(PREFIXES["rdf"]) for quad in lost} == {"subject", "predicate", "object", "type"}
    assert len(back) == len(set(back))
    assert "{|" not in written(source, "rdf12", tmp_path).read_text(encoding="utf-8")


def test_networkx_reads_gexf(source: Source, tmp_path: Path) -> None:
    path = written(source, "gexf", tmp_path)
    found = networkx.read_gexf(path)
    assert found.nodes["company/zephyrine"]["label"] == "Zéphyrine"
    same = networkx.read_graphml(written(source, "graphml", tmp_path), force_multigraph=True)
    assert (found.number_of_nodes(), found.number_of_edges()) == (same.number_of_nodes(), same.number_of_edges())
    assert "hedged" in {data.get("status") for _, _, data in found.edges(data=True)}
    assert "lastmodified" not in path.read_text(encoding="utf-8")


def test_pyarrow_reads_parquet(source: Source, tmp_path: Path) -> None:
    folder, plain = written(source, "parquet", tmp_path), written(source, "csv", tmp_path)
    for name, numbers in (
        ("entities", {"articles", "mentions"}),
        ("relations", {"number", "start"}),
        ("quotes", {"confidence"}),
    ):
        table = parquet.read_table(folder / f"{name}.parquet")
        with (plain / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert table.column_names == list(rows[0])
        assert table.num_rows == len(rows)
        assert numbers <= {one.name for one in table.schema if str(one.type) in ("int64", "double")}, table.schema
        for made, row in zip(table.to_pylist(), rows, strict=True):
            assert {key for key, value in made.items() if value is None} == {key for key, value in row.items() if value == ""}
            assert all(made[key] == row[key] for key in row if isinstance(made[key], str))
    (raised,) = {
        row["number"] for row in parquet.read_table(folder / "relations.parquet").to_pylist() if row["predicate"] == "raised"
    }
    assert raised == 1.6e9


def test_parquet_without_its_library_says_what_to_install(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(DataError, match=r"pip install 'quidit\[parquet\]'"):
        FORMATS["parquet"](source, tmp_path / "p")


def test_neo4j_tables_have_the_heads_that_its_import_asks_for(source: Source, tmp_path: Path) -> None:
    folder = written(source, "neo4j", tmp_path)
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = list(csv.DictReader(file))
    with (folder / "relationships.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    ids = [row["id:ID"] for row in nodes]
    assert len(ids) == len(set(ids)) == 6
    assert {row[":LABEL"] for row in nodes} == {"Entity;Company", "Entity;Person", "Entity;Model", "Entity;Chip"}
    assert {row[":START_ID"] for row in edges} | {row[":END_ID"] for row in edges} <= set(ids)
    assert {row[":TYPE"] for row in edges} == {"CEO_OF", "DEVELOPS", "TRAINED_ON", "PARTNER_OF", "MANUFACTURES", "SAYS"}
    (nvidia,) = [row for row in nodes if row["id:ID"] == "company/nvidia"]
    assert (nvidia["aliases:string[]"], int(nvidia["articles:int"])) == ("NVDA", 1)  # the second one is a copy
    assert all(0 <= float(row["confidence:float"]) <= 1 for row in edges if row[":TYPE"] != "SAYS")
    assert not any("\n" in cell or "\r" in cell for row in (*nodes, *edges) for cell in row.values())


def syntax_errors(statement: str) -> int:
    parser = CypherParser(CommonTokenStream(CypherLexer(InputStream(statement))))
    parser.removeErrorListeners()
    parser.script()
    found: int = parser.getNumberOfSyntaxErrors()
    return found


def test_cypher_parses(source: Source, tmp_path: Path) -> None:
    lines = written(source, "cypher", tmp_path).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("CREATE CONSTRAINT")
    merges = [line for line in lines if line.startswith("MERGE")]
    assert len(merges) == 6
    matches = [line for line in lines if line.startswith("MATCH")]
    assert len(merges) + len(matches) + 1 == len(lines)
    assert [line for line in (*merges, *matches) if syntax_errors(line)] == []
    assert syntax_errors(merges[0].replace("SET", "SETT", 1))  # the parser does look


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12))
def test_no_text_breaks_out_of_cypher(text: str) -> None:
    statement = f"MERGE (n:Entity {{id: {_quoted(text)}}}) SET n.tags = {_quoted([text, text])};"
    assert len(statement.splitlines()) == 1
    read = CommonTokenStream(CypherLexer(InputStream(statement)))
    read.fill()
    plain = CommonTokenStream(CypherLexer(InputStream('MERGE (n:Entity {id: "a"}) SET n.tags = ["a", "a"];')))
    plain.fill()
    assert [token.type for token in read.tokens if token.channel == 0] == [
        token.type for token in plain.tokens if token.channel == 0
    ]


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
    assert sheets.write(table.whole(), tmp_path / "t.csv")
    assert not sheets.write(table.whole(), tmp_path / "t.csv")


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


def test_the_command_knows_every_format() -> None:
    assert sorted(showing.FORMATS) == sorted(FORMATS)
