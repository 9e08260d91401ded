"""Articles whose text changed under the same key: what a build says of them."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from conftest import TEXT

from kg import builder, corpus, updates
from kg.cli import cli
from kg.records import Quote

CORRECTED = TEXT.replace("1,6 milliard", "1,5 milliard").replace(
    "« Nvidia nous bloque », regrette Anaïs Le Goff.", "Rien d'autre."
)


def later(facts, text):
    """Give the facts of the article with another text; one quote is new, the others are found where they stand now."""
    quotes = []
    for one in facts.quotes:
        words = TEXT[one.start : one.end]
        if words in text:
            quotes.append(replace(one, start=text.index(words), end=text.index(words) + len(words)))
    start = text.index("Nvidia dément")
    quotes.append(Quote(start=start, end=start + 13, mode="direct", speaker="e2", speaker_text="Nvidia"))
    article = replace(facts.article, text=text)
    return replace(facts, article=article, mentions=(), statements=(), quotes=tuple(quotes))


def test_what_was_corrected_and_which_quote_vanished(facts):
    (found,) = updates.compare(facts, later(facts, CORRECTED))
    assert found.lost == ("Anaïs Le Goff : « Nvidia nous bloque »",)
    assert found.found == ("Nvidia : « Nvidia dément »",)
    assert [one[:50] for one in found.removed] == [
        "Zéphyrine, dirigée par Anaïs Le Goff, a levé 1,6 m",
        "« Nvidia nous bloque », regrette Anaïs Le Goff.",
    ]
    assert [one[-13:] for one in found.added] == ["iard d’euros.", "Rien d'autre."]


def test_spaces_and_metadata_are_no_correction(facts):
    spaced = replace(facts.article, title="Autre", text=TEXT.replace(" ", "  "))
    assert updates.compare(facts, replace(facts, article=spaced)) == ()


@pytest.fixture
def out(tmp_path, facts, monkeypatch):
    """Give a folder with an article that is built once and then changed, annotated by hand both times."""
    monkeypatch.setenv("KG_LANG", "fr")
    texts = {TEXT: facts, CORRECTED: later(facts, CORRECTED)}

    def annotate(articles, settings):
        del settings
        for one in articles:
            yield replace(texts[one.text], article=one)

    monkeypatch.setattr(builder, "annotate", annotate)
    write(tmp_path, facts.article, TEXT)
    assert "mis à jour" not in build(tmp_path)
    return tmp_path


def write(folder, article, text):
    row = {"text": text, "url": article.url, "date": article.date, "outlet": article.outlet, "title": article.title}
    (folder / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")


def build(folder):
    done = CliRunner().invoke(cli, ["build", str(folder / "a.jsonl"), "-o", str(folder / "out")])
    assert done.exit_code == 0, done.output
    return done.stderr


def test_a_build_tells_what_changed_once(out, facts):
    write(out, facts.article, CORRECTED)
    told = build(out)
    assert "mis à jour  https://courrier.example/zephyrine?id=1 : 2 phrases retirées, 2 ajoutées" in told
    assert "citation disparue : Anaïs Le Goff : « Nvidia nous bloque »" in told
    report = json.loads((out / "out" / "build.json").read_text(encoding="utf-8"))
    assert report["updated"][0]["lost"] == ["Anaïs Le Goff : « Nvidia nous bloque »"]
    assert "mis à jour" not in build(out)
    assert [one.article.text for one in corpus.load(out / "out")] == [CORRECTED]
