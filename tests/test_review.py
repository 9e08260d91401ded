"""A check of a quote over its whole way: command, RDF, tables, filters, undo, and an article that changed since."""

import csv
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from conftest import TEXT

from kg import corpus
from kg.cli import cli
from kg.cli.words import say


@pytest.fixture
def call(monkeypatch):
    monkeypatch.setenv("KG_LANG", "fr")
    monkeypatch.setenv("COLUMNS", "240")

    def run(*args, code=0):
        done = CliRunner().invoke(cli, [str(one) for one in args])
        assert done.exit_code == code, done.output
        return done

    return run


@pytest.fixture
def out(tmp_path, facts, call):
    corpus.save(tmp_path / "out", facts, {"layout": "1"})
    call("build", "--from-facts", "-o", tmp_path / "out")
    return tmp_path / "out"


def quotes(call, out, *args):
    return json.loads(call("quotes", "--from", out, "--json", *args).stdout)


def place(call, out):
    row = quotes(call, out, "--about", "Nvidia")[0]
    return f"{row['article']}:{row['start']}-{row['end']}"


def checked_in_rdf(call, out):
    asked = "SELECT ?text ?check ?who ?on ?note WHERE { ?q kg:check ?check ; schema:text ?text ; kg:checkedBy ?who ; kg:checkedOn ?on ; kg:checkNote ?note }"
    return json.loads(call("query", "--from", out, "--json", "-q", asked).stdout)


def in_table(out):
    with (out / "quotes.csv").open(encoding="utf-8", newline="") as file:
        return {row["quote"]: row["check"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(("typed", "code"), [("vérifié", "verified"), ("CONTESTE", "disputed"), ("faux", "wrong")])
def test_a_check_goes_all_the_way_and_back(call, out, typed, code):
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file() and path.name != "build.json"}
    how = ("--from", out, "--when", "2025-02-03", "--who", "Jo Tissot", "--note", "relu sur l'enregistrement")
    call("review", "quote", place(call, out), typed, *how)
    (row,) = quotes(call, out, "--check", code)
    assert (row["quote"], row["checked_by"], row["checked_on"]) == ("Nvidia nous bloque", "Jo Tissot", "2025-02-03")
    assert [one["quote"] for one in quotes(call, out, "--check", "non vérifié")] == ["épatant"]
    (told,) = checked_in_rdf(call, out)
    assert (told["text"], told["who"], told["on"], told["note"]) == (
        "Nvidia nous bloque",
        "Jo Tissot",
        "2025-02-03",
        "relu sur l'enregistrement",
    )
    assert in_table(out) == {"Nvidia nous bloque": code, "épatant": ""}
    label = {"verified": "vérifié", "disputed": "contesté", "wrong": "faux"}[code]
    assert label in call("quotes", "--from", out).stdout
    assert f"[{label} Jo Tissot 2025-02-03]" in call("who", "Nvidia", "--from", out).stdout
    call("check", "--from", out)
    call("review", "undo", 1, "--from", out)
    assert quotes(call, out, "--check", code) == []
    assert checked_in_rdf(call, out) == []
    after = {path.name: path.read_bytes() for path in out.iterdir() if path.name in before}
    assert after == before


def change(out, facts, text, *, keep=True):
    """Put the article in the build as it would be after its text became another."""
    moved = len(text) - len(TEXT)
    quotes = tuple(replace(one, start=one.start + moved, end=one.end + moved) for one in facts.quotes) if keep else ()
    none = {"mentions": (), "statements": ()}
    corpus.save(out, replace(facts, article=replace(facts.article, text=text), quotes=quotes, **none), {"layout": "1"})


def test_a_check_follows_its_words(call, out, facts):
    call("review", "quote", place(call, out), "vérifié", "--from", out)
    change(out, facts, "Mis à jour à midi. " + TEXT)
    assert "ne s'applique plus" not in call("build", "--from-facts", "-o", out).stderr
    assert [one["quote"] for one in quotes(call, out, "--check", "verified")] == ["Nvidia nous bloque"]


def test_a_check_of_words_that_are_gone_is_reported_by_each_build(call, out, facts):
    call("review", "quote", place(call, out), "vérifié", "--from", out)
    change(out, facts, "Un autre texte.", keep=False)
    told = call("build", "--from-facts", "-o", out).stderr
    assert say("review.unknown.name", n=1, name="Nvidia nous bloque") in told
    assert quotes(call, out, "--check", "verified") == []
    assert say("state.unknown") in call("review", "list", "--from", out).stdout


def test_a_place_without_a_quote_is_refused_with_those_there_are(call, out):
    done = call("review", "quote", "zephyrine:1-2", "faux", "--from", out, code=1)
    assert place(call, out).rpartition(":")[2] in done.output
    assert call("review", "quote", place(call, out), "peut-être", "--from", out, code=2)
