"""What a page shows of more than it can hold."""

from collections import Counter
from dataclasses import replace

import press
import pytest

from kg import builder, corpus, excerpt, writing
from kg.records import Facts


@pytest.fixture(scope="module")
def facts():
    corpus = press.Press(120)
    return [corpus.facts(number) for number in range(120)]


@pytest.fixture
def built(facts, tmp_path):
    for one in facts:
        corpus.save(tmp_path, one, {"version": "tests"})
    return tmp_path


def page(out, monkeypatch, room):
    monkeypatch.setattr(excerpt, "SENTENCES", room)
    monkeypatch.setattr(excerpt, "NAMES", 40)
    (out / "graph.html").unlink(missing_ok=True)
    drawn = []
    whole = writing.view.page
    monkeypatch.setattr(writing.view, "page", lambda network, **told: drawn.append(network) or whole(network, **told))
    report = builder.rebuild(out)
    monkeypatch.setattr(writing.view, "page", whole)
    return drawn[-1], (out / "graph.html").read_text(encoding="utf-8"), report


def test_an_ordinary_page_shows_everything(facts, built, monkeypatch):
    total = sum(map(excerpt.sentences, facts))
    network, text, report = page(built, monkeypatch, total)
    assert "part" not in network.graph
    assert len(network.graph["quotes"]) == sum(len(one.quotes) for one in facts)
    assert 'data-t="method.part"' not in text
    assert not report.part


def test_a_very_large_one_shows_the_main_names_and_says_so(facts, built, monkeypatch):
    network, text, report = page(built, monkeypatch, 200)
    evidence = sum(len(data["evidence"]) for _, _, data in network.edges(data=True) if data["kind"] == "relation")
    evidence += sum(len(fact["evidence"]) for _, held in network.nodes(data="facts") for fact in held)
    assert 100 < evidence + len(network.graph["quotes"]) <= 200
    counts = Counter(one.name for each in facts for one in each.entities)
    shown = {label for _, label in network.nodes(data="label")}
    assert {name for name, _ in counts.most_common(10)} <= shown
    assert len(shown) < len(counts) / 2
    assert network.graph["part"]["articles"] == 120
    assert f"sur {report.part['names']}" in text.partition('data-t="method.part"')[2][:400]
    assert report.part == network.graph["part"]
    assert "Extrait de 120 articles." in text.partition('<p class="note"')[2].partition("</p>")[0]
    again = page(built, monkeypatch, 200)[1]
    assert again == text


def test_each_fact_keeps_its_surest_sentences(facts):
    one = facts[0].statements[0]
    many = excerpt._Group()
    for number, confidence in enumerate((0.1, 0.9, 0.5, 0.7, 0.3)):
        many.add(confidence, ("a", number))
    assert (many.count, sorted(place for _, (_, place) in many.best)) == (5, [1, 2, 3])
    left = excerpt.cut(facts[0], [0], [])
    assert left.statements == (one,)
    assert {entity.id for entity in left.entities} == {one.subject, one.object, one.reporter} - {None}
    assert isinstance(left, Facts)


def test_only_the_graphs_of_what_changed_are_made_again(facts, built, monkeypatch):
    builder.rebuild(built)
    made, make = [], writing.graph.to_lines
    monkeypatch.setattr(writing.graph, "to_lines", lambda one, *args, **named: made.append(one) or make(one, *args, **named))
    changed = next(one for one in facts if one.quotes)
    corpus.save(built, replace(changed, quotes=()), {"version": "tests"})
    assert builder.rebuild(built).rewritten == 1
    assert [one.article.key for one in made] == [changed.article.key]
