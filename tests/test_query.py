"""Questions by name and by SPARQL."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import make_facts, make_resolution
from pyoxigraph import Literal, Store
from rdflib import Dataset

from kg import graph, query, sparql
from kg.errors import QueryError, StoreError
from kg.names import TERMS, term
from kg.query_worker import run_limited
from kg.rdf import nquads, sort_quads
from kg.records import Facts, Resolution, Statement
from kg.store import Writer

KEYS = ("https://courrier.example/zephyrine?id=1", "notes/b.txt", "notes/undated.txt")
HOSTILE = [
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    '\\"',
    "} UNION { ?s ?p ?o }",
    '"} DROP ALL #',
    "<http://x>",
    "?s",
    "# note",
    "\n",
    "\r\n",
    "\x00",
    "\\u0022",
    "$1",
    "\\1",
    "{ UNDEF }",
    "UNDEF } VALUES ?_about { UNDEF",
    "L’Oréal « 🚀 »",
    "%s {0} %(x)s",
    "\u2028",
    "*",
]


#: Questions that the small store has no answer to; the sample articles have, in test_questions.
NONE_HERE = ("connections", "contradictions", "moves", "organisations-of", "outperforms", "supporters")
ASKED = {
    "about": "Nvidia",
    "speaker": "Anaïs Le Goff",
    "thing": "Zéphyrine",
    "developer": "Zéphyrine",
    "x": "Zéphyrine",
    "y": "Nvidia",
    "place": "Nvidia",
    "since": "2025-01-28",
}
FILTERS = {"since": "2025-01", "until": "2025-01", "outlet": "la gazette de l'ete", "status": "denied", "minimum": "2,5"}


@pytest.fixture(scope="module")
def store() -> Store:
    first, second, third = (make_facts(key) for key in KEYS)
    second = replace(second, article=replace(second.article, date="2025-02-01", outlet="La Gazette de l’Été", url=""))
    third = replace(third, article=replace(third.article, date=""), quotes=third.quotes[1:])
    found = Store()
    found.extend(graph.dataset([first, second, third], make_resolution(*KEYS)))
    return found


def column(rows: query.Rows, name: str) -> list[query.Cell]:
    return [row[rows.columns.index(name)] for row in rows.rows]


def test_every_question_is_documented_and_answers(store: Store) -> None:
    assert len(query.names()) >= 18
    for one in query.names():
        assert one.summary_fr
        assert one.summary_en
        places = set(re.findall(r"VALUES \?_(\w+) \{ UNDEF \}", one.text))
        assert places == {parameter.name for parameter in one.parameters}, one.name
        assert "ORDER BY" in one.text
        params = {parameter.name: ASKED[parameter.name] for parameter in one.parameters if parameter.required}
        rows = query.run(store, one.name, params)
        assert rows.rows or one.name in NONE_HERE, one.name
        for parameter in one.parameters:
            if parameter.name in FILTERS:
                query.run(store, one.name, {**params, parameter.name: FILTERS[parameter.name]})


def test_questions_use_known_terms_only() -> None:
    for one in query.names():
        for name in set(re.findall(r"\bkg:(\w+)", one.text)):
            assert term(name)
    assert "bestEvidence" in TERMS


def test_who_said_about_newest_first(store: Store) -> None:
    rows = query.run(store, "who-said-about", {"about": "nvda"})
    assert column(rows, "date") == ["2025-02-01", "2025-01-28"]
    assert column(rows, "speaker") == ["Anaïs Le Goff"] * 2
    assert column(rows, "quote") == ["Nvidia nous bloque"] * 2
    assert column(rows, "stance") == ["negative"] * 2
    assert column(rows, "role") == ["PDG"] * 2
    assert query.run(store, "who-said-about", {"x": "NVIDIA"}) == rows
    assert column(query.run(store, "who-said-about", {"about": "nvidia", "since": "2025-02"}), "outlet") == [
        "La Gazette de l’Été"
    ]
    assert column(query.run(store, "who-said-about", {"about": "nvidia", "until": "2025-01"}), "date") == ["2025-01-28"]
    assert not query.run(store, "who-said-about", {"about": "nvidia", "stance": "positive"}).rows


def test_a_stance_is_shown_for_its_target_only(store: Store) -> None:
    rows = query.run(store, "said-by", {"speaker": "le goff", "until": "2025-01-28"})
    told = dict(zip(column(rows, "about"), column(rows, "stance"), strict=True))
    assert told == {"Nvidia": "negative", "Zéphyrine": None, "Mistoufle-2": "positive"}
    assert column(query.run(store, "who-said-about", {"about": "zephyrine"}), "stance") == [None, None]


def test_undated_comes_last(store: Store) -> None:
    dates = column(query.run(store, "supporters", {"about": "mistoufle 2"}), "date")
    assert dates == ["2025-02-01", "2025-01-28", None]


def test_answers_carry_status_and_reporter(store: Store) -> None:
    rows = query.run(store, "models-of", {"developer": "company/zephyrine", "until": "2025-01"})
    assert {row[rows.columns.index("status")] for row in rows.rows} == {"reported", "hedged", "denied"}
    assert set(column(rows, "reporter")) == {"Le Courrier du Silicium", "Nvidia"}
    links = query.run(store, "links-of", {"thing": "NVIDIA", "relation": "partnerOf", "until": "2025-01"})
    assert column(links, "reporter") == ["des experts"]
    amounts = query.run(store, "amounts", {})
    assert column(amounts, "value") == [1_600_000_000] * 3


def test_moves_comparisons_and_contradictions() -> None:
    first, second = make_facts("a"), make_facts("b")
    evidence = first.statements[0].evidence
    left = Statement(subject="e3", predicate="formerlyWorkedFor", object="e2", status="reported", evidence=evidence)
    better = Statement(subject="e5", predicate="outperforms", object="e5", status="hedged", reporter="e3", evidence=evidence)
    praise = replace(first.quotes[0], speaker="e1", stance="positive")
    first = replace(first, statements=(*first.statements, left, better))
    store = Store()
    store.extend(graph.dataset([first, replace(second, quotes=(praise,))], make_resolution("a", "b")))
    moves = query.run(store, "moves", {"x": "Nvidia"})
    assert column(moves, "person") == ["Anaïs Le Goff"]  # two articles give the new post
    assert column(moves, "status") == ["reported"]
    assert column(moves, "whereNow") == ["Zéphyrine"]
    assert column(moves, "nowStatus") == ["asserted"]
    (row,) = query.run(store, "outperforms", {"thing": "Mistoufle-2"}).rows
    assert row[1:6] == ("Mistoufle-2", "outperforms", "Mistoufle-2", "hedged", "Anaïs Le Goff")
    (row,) = query.run(store, "contradictions", {}).rows
    assert row[:2] == ("Nvidia", "Zéphyrine")
    assert row[5] == "Anaïs Le Goff"


def test_copies_count_once() -> None:
    facts = [make_facts("a"), make_facts("b"), make_facts("c")]
    store = Store()
    store.extend(graph.dataset(facts, make_resolution("a", "b", "c")))
    assert column(query.run(store, "corroborated", {"thing": "H100"}), "articles") == [3, 3]
    store.extend(graph.provenance_quads([one.article for one in facts], {}, copies={"b": "a"}))
    assert column(query.run(store, "corroborated", {"thing": "H100"}), "articles") == [2, 2]
    assert column(query.run(store, "voice", {}), "quotes") == [4]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_stay_values(store: Store, value: str) -> None:
    rows = query.run(store, "SELECT ?v WHERE { VALUES ?x { <http://x> } BIND(STR(?v) AS ?w) }", {"v": value})
    assert column(rows, "v") == [value]
    with pytest.raises(QueryError, match="unknown name"):
        query.run(store, "who-said-about", {"about": value})
    filled = sparql.fill(query.named("amounts").text, "outlet", [Literal(value)])
    assert column(query.run(store, filled), "value") == []


def test_values_are_told_apart(store: Store) -> None:
    with pytest.raises(QueryError, match="did you mean Nvidia"):
        query.run(store, "critics", {"about": "Nvidai"})
    with pytest.raises(QueryError, match=r"critics needs a value: add -p about=…"):
        query.run(store, "critics")
    with pytest.raises(QueryError, match="did you mean about"):
        query.run(store, "critics", {"abut": "Nvidia"})
    with pytest.raises(QueryError, match="did you mean critics"):
        query.run(store, "critic")
    with pytest.raises(QueryError, match="no date"):
        query.run(store, "critics", {"about": "Nvidia", "since": "2025-13"})
    with pytest.raises(QueryError, match="did you mean partnerOf"):
        query.run(store, "links-of", {"thing": "Nvidia", "relation": "partnersOf"})
    with pytest.raises(QueryError, match="unknown outlet"):
        query.run(store, "critics", {"about": "Nvidia", "outlet": "Le Rien"})


def test_free_queries(store: Store) -> None:
    rows = query.run(
        store,
        "SELECT ?who ?status WHERE { ?a rdf:subject ?who ; rdf:object ?x ; kg:status ?status } ORDER BY ?who",
        {"x": "h100"},
        limit=1,
    )
    assert rows.columns == ("who", "status")
    assert rows.truncated
    assert len(rows.rows) == 1
    answer = query.run(store, "ASK { ?who kg:ceoOf ?company }")
    assert answer.rows == ((True,),)
    graph_rows = query.run(store, "CONSTRUCT { ?s kg:ceoOf ?o } WHERE { ?s kg:ceoOf ?o }")
    assert graph_rows.rows == (("Anaïs Le Goff", "dirige", "Zéphyrine"),)
    english = query.run(store, "SELECT DISTINCT ?p WHERE { ?s ?p ?o FILTER(?p = kg:ceoOf) }", lang="en")
    assert english.rows == (("runs",),)
    bare = query.run(store, "SELECT DISTINCT ?o WHERE { ?s kg:ceoOf ?o }", iris=True)
    assert bare.rows == (("https://w3id.org/quidit/id/company/zephyrine",),)
    assert query.run(store, "SELECT (1.5 AS ?a) (true AS ?b) (2 AS ?c) (?n AS ?d) {}").rows == ((1.5, True, 2, None),)


def test_only_asserted_facts_answer_plain_patterns(store: Store) -> None:
    assert not query.run(store, "SELECT * WHERE { ?model kg:trainedOn ?chip }").rows
    assert len(query.run(store, "SELECT * WHERE { ?a rdf:predicate kg:trainedOn }").rows) == 6


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://a.example/>",
        "CLEAR ALL",
        "DROP ALL",
        "PREFIX x: <http://x#> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(store: Store, text: str) -> None:
    before = len(store)
    with pytest.raises(QueryError, match="would change the store"):
        query.run(store, text)
    assert len(store) == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?e { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <http://a.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . FILTER(?o<?b)SERVICE#>\n?e{?s ?p ?o} }",
        'SELECT * { SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } } # "',
        "SELECT * { ?s ?p <a:'> SERVICE <a:b> { ?s ?p <a:'> } }",
        'SELECT * { ?s ?p "x" SERVICE <a:b> { ?s ?p "y" } }',
    ],
)
def test_nothing_leaves_this_machine(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        query.run(store, text)


def test_the_word_service_alone_is_no_crime(store: Store) -> None:
    query.run(store, 'SELECT ?service WHERE { ?service schema:text ?t FILTER(CONTAINS(?t, "service")) } # service')


def test_mistakes_are_shown_where_they_are(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        query.run(store, "SELECT *\nWHERE { 'é' ?p ?o . ?s schemas:text ?o }")
    assert str(caught.value).splitlines() == [
        "line 2, column 24: unknown prefix schemas:",
        "WHERE { 'é' ?p ?o . ?s schemas:text ?o }",
        " " * 23 + "^",
        "hint: did you mean prefix schema:?",
    ]
    for text, hint in (
        ("SELECT * WHERE { ?s ?p ?o", "one { is not closed"),
        ("SELECT * WHERE { ?s ?p ?o } }", "one } too many"),
        ("SELECTED things", "starts with SELECT"),
        ("", "starts with SELECT"),
        ("SELECT * WHERE { ?s ?p 'x }", "string is not closed"),
        ("SELECT * WHERE { ?s ?p ?o ?q }", "dot"),
    ):
        with pytest.raises(QueryError, match=hint) as caught:
            query.run(store, text)
        assert str(caught.value).startswith("line 1, column ")
    with pytest.raises(QueryError, match="line 1, column 25: something is missing"):
        query.run(store, "SELECT * { ?x ?p ?o ?s }", {"x": "Nvidia"})
    with pytest.raises(QueryError, match="no variable"):
        query.run(store, "SELECT * { ?s ?p ?o }", {"x": "Nvidia"})


def test_time_limit(tmp_path: Path, facts: Facts, resolution: Resolution) -> None:
    with Writer(tmp_path) as writer:
        writer.replace(graph.graph_iri(facts.article.key), graph.to_quads(facts, resolution))
        writer.replace(graph.entities_iri(), graph.entity_quads(resolution))
        writer.commit()
    rows = run_limited(tmp_path, "critics", {"about": "Nvidia"})
    assert column(rows, "quote") == ["Nvidia nous bloque"]
    with pytest.raises(QueryError, match="did you mean Nvidia"):
        run_limited(tmp_path, "critics", {"about": "Nvidai"})
    with pytest.raises(StoreError, match="no store"):
        run_limited(tmp_path / "none", "critics", {"about": "Nvidia"})
    with pytest.raises(QueryError, match="no answer within 1 s"):
        run_limited(tmp_path, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }", {}, seconds=1)


def test_a_lower_limit_of_memory_stays() -> None:
    pytest.importorskip("resource")
    code = (
        "import resource; from kg.query_worker import _bound_memory\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (10**9, 10**9)); _bound_memory()\n"
        "print(resource.getrlimit(resource.RLIMIT_DATA))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "(1000000000, 1000000000)", done.stderr


def test_the_question_runs_no_file_of_the_current_folder(
    tmp_path: Path, facts: Facts, resolution: Resolution, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer(tmp_path / "store") as writer:
        writer.replace(graph.graph_iri(facts.article.key), graph.to_quads(facts, resolution))
        writer.commit()
    for name in ("pyoxigraph", "json", "kg"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(7)\n")
    monkeypatch.chdir(tmp_path)
    assert run_limited(tmp_path / "store", "ASK { ?a ?b ?c }", {}).rows == ((True,),)


@pytest.mark.parametrize("base", [graph.BASE, "https://moi.example/id/"])
def test_an_address_under_our_own_cannot_take_the_graph_of_another_article(base: str) -> None:
    iris = [
        graph.graph_iri(key, base=base) for key in ("a.txt", base + "article/a.txt", base + "article/" + base + "article/a.txt")
    ]
    assert len(set(iris)) == 3
    assert graph.graph_iri("https://w3id.org/quidit/ontology", base=base).startswith(base)
    assert graph.graph_iri("https://w3id.example/a", base=base) == "https://w3id.example/a#graph"


def test_part_of_a_name_is_enough_when_one_thing_bears_it(store: Store) -> None:
    whole = query.run(store, "said-by", {"speaker": "Anaïs Le Goff"})
    assert query.run(store, "said-by", {"speaker": "goff"}) == whole
    with pytest.raises(QueryError, match="did you mean Anaïs Le Goff"):
        query.run(store, "said-by", {"speaker": "anais goff"})  # the words as they follow each other
    with pytest.raises(QueryError, match="several things are called 'Le': write Anaïs Le Goff or Le Courrier du Silicium"):
        query.run(store, "said-by", {"speaker": "Le"})


def test_another_engine_gives_the_same_answers(store: Store) -> None:
    """The questions are plain SPARQL 1.1 with explicit graphs: they work on any server."""
    other = Dataset()
    other.parse(data=nquads(sort_quads(store)), format="nquads")
    for one in query.names():
        params = {parameter.name: ASKED[parameter.name] for parameter in one.parameters if parameter.required}
        text = query.prepare(store, one.name, params)
        answers = [tuple(None if cell is None else str(cell) for cell in row) for row in other.query(text)]
        assert answers == [tuple(map(shown, row)) for row in query.run(store, one.name, params).rows], one.name


def shown(cell: query.Cell) -> str | None:
    return None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_a_prefix_in_a_comment_that_is_no_address_is_no_crash(store: Store) -> None:
    asked = "PREFIX a: <https://a.example/>\n# PREFIX a: <https://a b/>\nSELECT ?s { ?s ?p a:b }"
    assert query.run(store, asked).rows == ()
