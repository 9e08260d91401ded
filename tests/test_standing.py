"""``kg status``: what is current, what is stale and why, and what an interrupted run left."""

import json

import pytest
from click.testing import CliRunner
from conftest import make_facts

from kg import builder, corpus, standing
from kg.cli import cli
from kg.store import Writer


@pytest.fixture
def out(tmp_path):
    """Three articles as good as new, and one that other rules were used for."""
    for key in ("a", "b", "c"):
        corpus.save(tmp_path, make_facts(key), corpus.recipe())
    corpus.save(tmp_path, make_facts("d"), {**corpus.recipe(), "rules": "others"})
    (tmp_path / builder.REPORT).write_text("{}")
    return tmp_path


@pytest.fixture
def say(monkeypatch):
    def run(*arguments, lang="en"):
        monkeypatch.setenv("KG_LANG", lang)
        return CliRunner().invoke(cli, ["status", *map(str, arguments)])

    return run


def test_what_is_stale_is_counted_by_reason(out, say):
    assert say(out).stdout == f"{out}: 4 articles\ncurrent: 3\nto be annotated again: 1 (the rules changed)\n"
    assert say(out, lang="fr").stdout == f"{out} : 4 articles\nà jour : 3\nà analyser de nouveau : 1 (les règles ont changé)\n"


def test_what_an_interrupted_run_left_is_named_and_nothing_changed(out, say):
    (out / builder.REPORT).unlink()
    some = next(out.glob("facts/*/*.jsonl"))
    some.write_text("{")
    for name in (".graph.html.1.part", "store/g000007/CURRENT", "facts/ab/0.jsonl.damaged"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("")
    before = sorted(path for path in out.rglob("*"))
    told = say(out).stdout
    assert "did not come to its end" in told
    assert "damaged" in told
    assert told.splitlines()[-3:] == ["  .graph.html.1.part", "  facts/ab/0.jsonl.damaged", "  store/g000007"]
    assert json.loads(say(out, "--json").stdout) == {
        "articles": 4,
        "current": sum(path != some and '"rules":"others"' not in path.read_text() for path in out.glob("facts/*/*.jsonl")),
        "stale": standing.standing(out).stale,
        "finished": False,
        "at_work": False,
        "left": [".graph.html.1.part", "facts/ab/0.jsonl.damaged", "store/g000007"],
    }
    assert sorted(path for path in out.rglob("*")) == before


def test_a_build_at_work_is_told(out, say):
    with Writer(out / "store"):
        assert "a build is at work" in say(out).stdout


def test_a_folder_without_a_build_is_told(tmp_path, say):
    done = say(tmp_path)
    assert done.exit_code == 1
    assert "no build" in str(done.exception)
