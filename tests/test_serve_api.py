"""The JSON API and the SPARQL endpoint of ``kg serve``."""

import time

import pytest
from serving import BRASSAC, NORLANE, ZEPHYR, asking, make_build

from kg import builder, corpus, decisions
from kg.decisions import Decision
from kg.serve.desk import Desk
from kg.store import Writer


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with asking(make_build(tmp_path_factory.mktemp("serve") / "out"), seconds=8) as found:
        yield found


def test_the_state_counts_what_is_there(client):
    found = client.get("/api/state").json()
    assert (found["articles"], found["quotes"], found["statements"], found["building"]) == (3, 2, 7, False)


def test_names_are_found_whatever_their_accents(client):
    found = client.get("/api/entities", params={"q": "zephyr"}).json()
    assert [one["id"] for one in found["items"]] == [ZEPHYR]
    assert found["items"][0]["statements"] == 5
    assert client.get("/api/entities", params={"type": "CHIP"}).json()["total"] == 1


def test_a_card_gives_words_sentences_and_sources(client):
    card = client.get(f"/api/entities/{BRASSAC}").json()
    assert [one["text"] for one in card["quotes_by"]] == ["Mistigri 3 ira loin"]
    said = card["quotes_by"][0]
    assert (said["role"], said["stance"], said["source"]["outlet"]) == ("PDG", "positive", "Le Courrier du Silicium")
    (fact,) = card["statements"]
    assert fact["predicate"] == "ceoOf"
    assert fact["sentence"]["exact"] == "Élodie Brassac dirige Zéphyr IA depuis mai."
    assert {one["name"] for one in card["names"]} == {"Élodie Brassac"}


def test_an_address_that_is_none_of_the_web_is_not_given(client):
    found = client.get("/api/quotes", params={"speaker": "none"}).json()
    assert found["items"][0]["source"]["url"] == ""


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"speaker": BRASSAC}, ["Mistigri 3 ira loin"]),
        ({"target": ZEPHYR}, ["Zéphyr IA brasse de l'air"]),
        ({"stance": "negative"}, ["Zéphyr IA brasse de l'air"]),
        ({"outlet": "Nuage Hebdo"}, ["Zéphyr IA brasse de l'air"]),
        ({"q": "brasse"}, ["Zéphyr IA brasse de l'air"]),
        ({"since": "2025-02"}, ["Mistigri 3 ira loin"]),
        ({"until": "2025-01"}, ["Zéphyr IA brasse de l'air"]),
        ({"year": "2025", "mode": "direct", "check": "none"}, ["Mistigri 3 ira loin", "Zéphyr IA brasse de l'air"]),
        ({"speaker": "elodie brassac"}, ["Mistigri 3 ira loin"]),
        ({"speaker": "Brassac"}, ["Mistigri 3 ira loin"]),
        ({"target": "Zephyr IA"}, ["Zéphyr IA brasse de l'air"]),
        ({"about": ZEPHYR}, ["Zéphyr IA brasse de l'air"]),
        ({"outlet": "nuage HEBDO", "speaker": BRASSAC}, []),
    ],
)
def test_filters_narrow_quotes(client, asked, words):
    found = client.get("/api/quotes", params=asked).json()
    assert [one["text"] for one in found["items"]] == words
    assert found["total"] == len(words)


@pytest.mark.parametrize(
    ("path", "asked", "hint"),
    [
        ("quotes", {"speaker": "Élodie Brasac"}, "did you mean Élodie Brassac?"),
        ("quotes", {"target": "Zéphir IA"}, "did you mean Zéphyr IA?"),
        ("quotes", {"about": "Personne d'autre"}, "search a part of the name"),
        ("quotes", {"outlet": "Nuages Hebdo"}, "did you mean Nuage Hebdo?"),
        ("quotes", {"outlet": "Nulle part"}, "use one of"),
        ("statements", {"entity": "person/nobody"}, "nothing is called"),
    ],
)
def test_a_name_that_nothing_bears_is_said_with_the_nearest(client, path, asked, hint):
    answer = client.get(f"/api/{path}", params=asked)
    assert answer.status_code == 404
    assert hint in answer.json()["error"]


def test_a_name_of_several_is_refused_with_their_ids(tmp_path):
    with asking(make_build(tmp_path / "out")) as client:
        wanted = {"kind": "rename", "name": NORLANE, "value": "Zéphyr Norlane"}
        assert client.post("/api/decisions", json=wanted).status_code == 201
        answer = client.get("/api/quotes", params={"speaker": "zephyr"})
        assert answer.status_code == 400
        assert ZEPHYR in answer.json()["error"]
        assert "company/zephyr-norlane" in answer.json()["error"]


def test_statements_are_asked_for_by_name_predicate_and_status(client):
    assert client.get("/api/statements", params={"entity": "Élodie Brassac"}).json()["total"] == 1
    assert client.get("/api/statements", params={"predicate": "CEOof"}).json()["total"] == 1
    misspelt = client.get("/api/statements", params={"predicate": "ceoOff"})
    assert (misspelt.status_code, "did you mean ceoOf?" in misspelt.json()["error"]) == (400, True)
    assert client.get("/api/statements", params={"status": "sure"}).status_code == 422
    assert client.get("/api/entities", params={"type": "ROBOT"}).status_code == 422


@pytest.mark.parametrize(
    "path", ["/", f"/entity/{ZEPHYR}", "/quotes?speaker=Brassac", "/review", "/watch", "/timeline?x=Norlane"]
)
def test_all_of_an_answer_comes_from_one_snapshot(client, monkeypatch, path):
    asked = []
    newest = client.app.state.parts.desk.snapshot
    monkeypatch.setattr(Desk, "snapshot", property(lambda _: asked.append(path) or newest))
    assert client.get(path).status_code == 200
    assert asked == [path]


def test_a_facet_counts_what_the_others_leave(client):
    facets = client.get("/api/quotes", params={"stance": "negative"}).json()["facets"]
    assert {one["value"]: one["count"] for one in facets["stance"]} == {"negative": 1, "positive": 1}
    assert [(one["label"], one["count"]) for one in facets["target"]] == [("Zéphyr IA", 1)]


def test_statements_carry_their_status(client):
    found = client.get("/api/statements", params={"entity": NORLANE, "status": "denied"}).json()
    assert [one["predicate"] for one in found["items"]] == ["manufactures"]


def test_articles_come_with_all_that_stands_in_them(client):
    (newest, *_) = client.get("/api/articles").json()["items"]
    found = client.get(f"/api/articles/{newest['id']}").json()
    assert found["text"].startswith("Le vent tourne")
    assert len(found["quotes"]) == 1
    assert len(found["statements"]) == 2


@pytest.mark.parametrize(
    "path", ["/api/entities/person/nobody", "/api/quotes/nothing", "/api/articles/..%2f..%2fetc%2fpasswd", "/api/nowhere"]
)
def test_what_is_not_there_is_said(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_a_statement_is_no_quote(client):
    (newest, *_) = client.get("/api/articles").json()["items"]
    (fact, *_) = client.get(f"/api/articles/{newest['id']}").json()["statements"]
    for path in (f"/api/quotes/{fact['id']}", f"/quote/{fact['id']}"):
        assert client.get(path).status_code == 404
    client.cookies.clear()  # the page gave a session; the other tests are programs


def test_a_named_question_is_asked_with_values(client):
    answer = client.post("/api/query", json={"question": "who-said-about", "parameters": {"about": "Zéphyr IA"}})
    assert "Zéphyr IA brasse de l'air" in str(answer.json()["rows"])
    wrong = client.post("/api/query", json={"question": "who-said-about", "parameters": {"about": "Personne"}})
    assert wrong.status_code == 400
    assert "unknown name" in wrong.json()["error"]


def test_select_ask_and_construct_come_in_the_format_asked_for(client):
    query = "SELECT ?name WHERE { ?s a kg:Person ; rdfs:label ?name }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert "lodie Brassac" in answer.text
    answer = client.post("/sparql", content="ASK { ?s ?p ?o }", headers={"Content-Type": "application/sparql-query"})
    assert answer.json() == {"head": {}, "boolean": True}
    form = {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2"}
    answer = client.post("/sparql", data=form, headers={"Accept": "application/n-triples"})
    assert answer.text.count(" .\n") == 2
    only = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": "https://nothing.example/"})
    assert only.json()["boolean"] is False


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { <http://a.example/> <http://a.example/> 1 }",
        "DROP ALL",
        "SELECT * WHERE { ?s ?p",
        "SELECT * FROM WHERE",
        "\x00",
        "é" * 20_000,
        "SELECT * WHERE { " + "{" * 4_000,
        "SELECT (REPLACE(?a, '(a+)+$', '') AS ?b) WHERE { BIND('" + "a" * 40 + "!' AS ?a) } LIMIT",
    ],
)
def test_what_does_not_only_read_or_is_malformed_is_refused(client, query):
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 400, answer.text
    told = answer.json()["error"]
    first = query.partition(" ")[0]
    assert told
    assert first not in ("LOAD", "INSERT", "DROP") or f"{first} would change the store" in told
    assert "SERVICE" not in query or "SERVICE is not allowed" in told


def test_an_update_is_refused_by_name(client):
    assert "read only" in client.post("/sparql", data={"update": "DROP ALL"}).json()["error"]
    assert client.post("/sparql", content="x", headers={"Content-Type": "text/plain"}).status_code == 415


def test_a_query_that_takes_too_long_is_killed_and_the_server_goes_on(tmp_path):
    bomb = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with asking(make_build(tmp_path / "out"), seconds=2) as client:
        began = time.monotonic()
        answer = client.get("/sparql", params={"query": bomb})
        assert time.monotonic() - began < 15
        assert (answer.status_code, "within 2 s" in answer.json()["error"]) == (400, True)
        assert client.get("/api/state").status_code == 200


def test_a_query_that_takes_too_much_memory_ends_with_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_QUERY_MEMORY", "150000000")
    bomb = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
    with asking(make_build(tmp_path / "out"), seconds=60) as client:
        assert "memory" in client.get("/sparql", params={"query": bomb}).json()["error"]


def test_readers_keep_their_generation_while_a_build_runs(tmp_path):
    folder = make_build(tmp_path / "out")
    with asking(folder) as client:
        before = client.get("/api/state").json()
        with Writer(folder / "store") as writer:
            corpus.remove(folder, "a1.txt")  # what a build does first: facts change one by one
            assert client.get("/api/state").json() == {**before, "building": True}
            writer.clear()
            writer.commit()
            assert client.get("/api/quotes").json()["total"] == 2
            assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
        builder.rebuild(folder)
        desk = client.app.state.parts.desk
        assert desk.wait(lambda now: now.generation != before["generation"], seconds=20)
        assert client.get("/api/quotes").json()["total"] == 1


def test_a_decision_shows_before_the_next_build(tmp_path):
    folder = make_build(tmp_path / "out")
    with asking(folder) as client:
        said = client.get("/api/quotes", params={"speaker": BRASSAC}).json()["items"][0]
        span = {"start": said["sentence"]["start"], "end": said["sentence"]["end"], "name": said["text"]}
        decisions.append(folder, Decision(kind="quote", article=said["source"]["key"], value="verified", **span))
        client.app.state.parts.desk.refresh()
        after = client.get(f"/api/quotes/{said['id']}").json()
        assert (after["check"]["verdict"], after["version"]) == ("verified", 1)
