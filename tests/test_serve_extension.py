"""A user's own classes and predicates in ``kg serve``: shown, asked for, decided with, and taken up while it runs."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import asking

from kg import builder, corpus, decisions, extension
from kg.cli.reviewing import review
from kg.errors import StoreError
from kg.names import TYPES
from kg.records import Article, Entity, Evidence, Facts, Statement

CINEMA = Path(__file__).parents[1] / "docs" / "examples" / "cinema"
TEXT = "Lise Caradec a réalisé La Nuit du Phare. Le film a coûté 4 millions d'euros."
PEOPLE = (Entity(id="lise", type="PERSON", name="Lise Caradec"), Entity(id="film", type="FILM", name="La Nuit du Phare"))


def stated(subject, predicate, sentence, **more):
    start = TEXT.index(sentence)
    return Statement(
        subject=subject, predicate=predicate, status="asserted", evidence=(Evidence(start, start + len(sentence)),), **more
    )


def save(folder, key="phare.txt"):
    made = (
        stated("lise", "directed", TEXT[:40], object="film"),
        stated("film", "budget", TEXT[41:], value="4 millions d'euros"),
    )
    facts = Facts(article=Article(key=key, text=TEXT, date="2025-03-02"), entities=PEOPLE, statements=made)
    corpus.save(folder, facts, {"version": "tests"})


@pytest.fixture
def folder(tmp_path):
    out = tmp_path / "out"
    (out / corpus.FOLDER).mkdir(parents=True)
    extension.take(out, CINEMA / "cinema.ttl", CINEMA / "rules")
    save(out)
    builder.rebuild(out)
    extension.use(tmp_path / "nowhere")
    assert "FILM" not in TYPES
    yield out
    extension.use(tmp_path / "nowhere")


def test_own_classes_and_predicates_are_shown_and_asked_for(folder):
    with asking(folder) as client:
        (film,) = client.get("/api/entities", params={"type": "FILM"}).json()["items"]
        assert film["id"] == "film/la-nuit-du-phare"
        (made,) = client.get("/api/statements", params={"predicate": "directed"}).json()["items"]
        assert made["object"]["type"] == "FILM"
        card = client.get(f"/entity/{film['id']}", params={"lang": "fr"}).text
        assert "<small>film</small>" in card
        assert "a réalisé" in card
        assert "a coûté" in card
        assert "4 millions d&#39;euros" in card
        home = client.get("/", params={"type": "FILM", "lang": "en"})
        assert (home.status_code, "La Nuit du Phare" in home.text) == (200, True)
        for path in ("/", "/graph/page", "/voice", "/review?kind=statements", f"/timeline?x={film['id']}"):
            assert client.get(path).status_code == 200, path
        client.cookies.clear()
        asked = {"question": "amounts", "parameters": {"relation": "budget"}}
        assert "4 millions" in str(client.post("/api/query", json=asked).json()["rows"])


def test_a_type_of_ones_own_is_decided_with_by_page_and_by_command(folder):
    with asking(folder) as client:
        assert '<option value="FILM"' in client.get("/entity/person/lise-caradec").text
        client.cookies.clear()
        wanted = {"kind": "retype", "name": "person/lise-caradec", "value": "FILM"}
        assert client.post("/api/decisions", json=wanted).status_code == 201
    run = CliRunner()
    done = run.invoke(review, ["retype", "La Nuit du Phare", "film", "--from", str(folder), "--no-build"])
    assert done.exit_code == 0, done.output
    assert [one.value for one in decisions.load(folder)] == ["FILM", "FILM"]
    wrong = run.invoke(review, ["retype", "La Nuit du Phare", "FILMS", "--from", str(folder)], env={"KG_LANG": "en"})
    assert (wrong.exit_code, "FILM" in wrong.output) == (2, True)
    place = f"phare.txt:0-{len(TEXT[:40])}"
    told = ["statement", place, "vérifié", "--predicate", "directed", "--from", str(folder), "--no-build"]
    assert run.invoke(review, told).exit_code == 0
    assert run.invoke(review, [*told[:4], "directs", *told[5:]]).exit_code == 2


def test_a_vocabulary_that_comes_while_the_server_runs_is_taken_up(tmp_path):
    out = tmp_path / "out"
    (out / corpus.FOLDER).mkdir(parents=True)
    extension.use(tmp_path / "nowhere")
    corpus.save(out, Facts(article=Article(key="rien.txt", text="Rien."), entities=PEOPLE[:1]), {"version": "tests"})
    builder.rebuild(out)
    with asking(out) as client:
        assert client.get("/api/entities", params={"type": "FILM"}).status_code == 422
        extension.take(out, CINEMA / "cinema.ttl", None)
        save(out)
        builder.rebuild(out)
        extension.use(tmp_path / "nowhere")
        client.app.state.parts.desk.refresh()
        assert client.get("/api/entities", params={"type": "FILM"}).json()["total"] == 1
    extension.use(tmp_path / "nowhere")


def test_a_vocabulary_that_a_killed_build_replaced_is_told_of_and_the_old_state_stays(folder):
    with asking(folder) as client:
        desk = client.app.state.parts.desk
        own = folder / extension.FOLDER / "ontology.ttl"
        own.write_text(own.read_text(encoding="utf-8").replace("FILM", "OEUVRE"), encoding="utf-8")
        with pytest.raises(StoreError, match="FILM"):
            desk.refresh()
        assert client.get("/api/entities", params={"type": "FILM"}).json()["total"] == 1
        assert client.get("/entity/film/la-nuit-du-phare", params={"lang": "fr"}).status_code == 200
