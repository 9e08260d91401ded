import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from newsroom import facts, identifier, resolution, sample

from kg import layout, network, passages, view
from kg.drawing import lines
from kg.errors import DataError
from kg.records import Article, Entity, Evidence, Facts, Quote, Resolution, Statement, Thing

ZEPHYR, NORLANE, K100 = identifier("Zéphyr IA"), identifier("Norlane"), identifier("K-100")


def test_one_edge_per_statement_and_status():
    found = {
        (one, data["predicate"], other, data["status"])
        for one, other, data in sample().edges(data=True)
        if data["kind"] == "relation"
    }

    assert found == {
        (identifier("Élodie Brassac"), "ceoOf", ZEPHYR, "asserted"),
        (ZEPHYR, "uses", K100, "reported"),
        (NORLANE, "manufactures", K100, "denied"),
        (ZEPHYR, "manufactures", K100, "planned"),
        (NORLANE, "competesWith", ZEPHYR, "asserted"),
        (identifier("Mistigri 3"), "outperforms", K100, "hedged"),
    }


def test_the_reporter_is_named():
    data = sample().edges[ZEPHYR, K100, f"uses|reported|{NORLANE}"]

    assert (data["reporter"], data["reporter_text"]) == (NORLANE, "Norlane")


def test_amounts_stand_on_the_node():
    graph = sample()

    assert [(fact["predicate"], fact["value"]) for fact in graph.nodes[ZEPHYR]["facts"]] == [("raised", "40 millions d'euros")]
    assert "40 millions d'euros" not in graph


def test_an_amount_written_with_another_space_is_the_same_figure():
    sentences = [f"Zéphyr IA perd 8,5{space}% en Bourse." for space in (" ", "\u00a0", "\u202f")]
    made = [
        Facts(
            article=Article(key=f"s{number}", text=text),
            entities=(Entity(id="z", type="COMPANY", name="Zéphyr IA"),),
            statements=(Statement(subject="z", predicate="stockChange", value=value, evidence=(Evidence(0, len(text)),)),),
        )
        for number, (text, value) in enumerate(zip(sentences, ("-8,5 %", "-8,5\u00a0%", "−8,50\u202f%"), strict=True))
    ]
    things = (Thing(id=ZEPHYR, type="COMPANY", name="Zéphyr IA"),)
    graph = network.build(made, Resolution(things=things, links={(f"s{number}", "z"): ZEPHYR for number in range(3)}))
    (fact,) = graph.nodes[ZEPHYR]["facts"]

    assert fact["value"] == "-8,5 %"
    assert len(fact["evidence"]) == 3


def test_evidence_is_the_sentence_with_its_source():
    (row,) = sample().edges[identifier("Élodie Brassac"), ZEPHYR, "ceoOf|asserted|"]["evidence"]

    assert row["exact"] == "Élodie Brassac dirige Zéphyr IA depuis mai."
    assert (row["outlet"], row["date"], row["url"]) == ("Le Courrier du Silicium", "2025-03-02", "https://exemple.test/un")


def test_a_quote_stands_in_its_sentence():
    first = sample().graph["quotes"][0]["evidence"]

    assert (first["before"], first["exact"], first["after"]) == ("« ", "Mistigri 3 ira loin", " », promet Élodie Brassac.")


def test_a_quote_without_known_speaker_is_kept_but_draws_no_line():
    graph = sample()

    assert [quote["speaker_text"] for quote in graph.graph["quotes"] if not quote["speaker"]] == ["un proche du dossier"]
    assert [(one, other) for one, other, kind in graph.edges(data="kind") if kind == "speech"] == [
        (identifier("Élodie Brassac"), identifier("Mistigri 3"))
    ]
    assert graph.nodes[ZEPHYR]["about"] == 1


def test_the_stance_is_towards_the_first_target_only():
    first, *others = facts()
    quote = first.quotes[0]
    wider = Facts(
        article=first.article,
        entities=first.entities,
        quotes=(
            type(quote)(
                start=quote.start,
                end=quote.end,
                mode="direct",
                speaker=quote.speaker,
                about=("Mistigri 3", "K-100"),
                stance="positive",
            ),
        ),
    )

    found = {
        other: data["stance"]
        for _, other, data in network.build([wider, *others], resolution()).edges(data=True)
        if data["kind"] == "speech"
    }
    assert found == {identifier("Mistigri 3"): "positive", K100: ""}


def test_only_web_addresses_are_links():
    assert [one["url"] for one in sample().graph["articles"]] == ["https://exemple.test/un", "", ""]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_articles_does_not_matter(seed):
    mixed = facts()
    random.Random(seed).shuffle(mixed)

    assert list(network.build(mixed, resolution()).edges(data=True, keys=True)) == list(sample().edges(data=True, keys=True))


def test_two_names_of_one_thing_are_not_related():
    links = {("a", "e1"): "x", ("a", "e2"): "x"}
    from kg.records import Entity, Thing

    one = Facts(
        article=Article(key="a", text="Alizé concurrence Alizé."),
        entities=(Entity(id="e1", type="COMPANY", name="Alizé"), Entity(id="e2", type="COMPANY", name="Alizé SA")),
        statements=(Statement(subject="e1", predicate="competesWith", object="e2", evidence=(Evidence(0, 24),)),),
    )
    assert network.build([one], Resolution(things=(Thing(id="x", type="COMPANY", name="Alizé"),), links=links)).size() == 0


@pytest.mark.parametrize(
    ("text", "exact", "before", "after"),
    [
        ("Rien. Tout va bien. Ah.", "Tout va bien.", "Rien. ", ""),
        ("Hier, « tout va bien », dit Ysé. Ah.", "tout va bien", "Hier, « ", " », dit Ysé."),
        ("Titre\n\nTout va bien. Ah.", "Tout va bien.", "", ""),
        ("M. Roch et M. Tsagué partent.", "Tsagué partent.", "M. Roch et M. ", ""),
    ],
)
def test_context_ends_with_the_sentence(text, exact, before, after):
    row = passages.passage(Article(key="a", text=text), text.index(exact), text.index(exact) + len(exact), 160)

    assert (row["before"], row["after"]) == (before, after)


def test_long_context_is_cut_between_words():
    text = "mot " * 100 + "CIBLE" + " mot" * 100
    row = passages.passage(Article(key="a", text=text), 400, 405, 50)

    assert row["before"].startswith("… mot ")
    assert row["after"].endswith(" mot …")
    assert len(row["before"]) <= 52 >= len(row["after"])


def test_around_keeps_neighbours_and_what_they_say():
    part = network.around(sample(), [identifier("Élodie Brassac")])

    assert sorted(part) == sorted([identifier("Élodie Brassac"), ZEPHYR, identifier("Mistigri 3")])
    assert [quote["id"] for quote in part.graph["quotes"]] == ["q0", "q1"]
    with pytest.raises(DataError, match="person/x"):
        network.around(sample(), ["person/x"])


def test_lines_between_the_same_ends_fan_out():
    graph = sample()
    bends = [line["bend"] for line in lines(graph, list(graph)) if {line["from"], line["to"]} == {ZEPHYR, K100}]

    assert len(bends) == len(set(bends)) == 2


def test_no_box_covers_another():
    graph = sample()
    places = list(layout.positions(graph).items())
    assert len(places) == len(graph)

    for number, (one, (x1, y1)) in enumerate(places):
        for other, (x2, y2) in places[number + 1 :]:
            width, height = (
                (first + second) / 2
                for first, second in zip(layout.box(graph.nodes[one]), layout.box(graph.nodes[other]), strict=True)
            )
            assert abs(x1 - x2) > width - 4 or abs(y1 - y2) > height - 4, (one, other)


def test_a_layout_is_computed_once(monkeypatch):
    computed = []
    monkeypatch.setattr(layout, "_pack", lambda *given, pack=layout._pack: computed.append(1) or pack(*given))
    layout._placed.cache_clear()
    first = layout.positions(sample())
    first.clear()
    again = layout.positions(sample())
    view.page(sample(), title="x")

    assert len(again) == len(sample())
    assert len(computed) == 2  # the page adds the one for a phone
    assert layout.positions(sample(), stretch=0.9) != again


def test_nothing_to_place():
    assert layout.positions(network.build([], Resolution())) == {}


def test_a_part_keeps_every_quote_that_its_lines_show() -> None:
    """A quote about two things, one of them outside the part, stays with the one inside."""
    text = "« A et B », dit C. D."
    names = (("C", "PERSON"), ("A", "COMPANY"), ("B", "COMPANY"), ("D", "PERSON"))
    entities = tuple(Entity(id=f"e{n}", type=kind, name=name) for n, (name, kind) in enumerate(names, start=1))
    quotes = (
        Quote(start=2, end=8, mode="direct", speaker="e1", speaker_text="C", about=("e2", "e3")),
        Quote(start=2, end=8, mode="direct", speaker="e2", speaker_text="A", about=("e4",)),
    )
    facts = Facts(article=Article(key="a", text=text), entities=entities, quotes=quotes)
    things = tuple(Thing(id=f"x/{name.lower()}", type=kind, name=name) for name, kind in names)
    links = {("a", one.id): f"x/{one.name.lower()}" for one in entities}
    whole = network.build([facts], Resolution(things=things, links=links))
    part = network.around(whole, ["x/a"])  # A, C and D, not B
    shown = {data["quote"] for _, _, data in part.edges(data=True) if data["kind"] == "speech"}
    assert shown <= {quote["id"] for quote in part.graph["quotes"]}
    part = network.around(whole, ["x/c"])
    assert {name for quote in part.graph["quotes"] for name in quote["about"]} <= set(part)
    view.page(part, title="partie")


def test_a_part_is_the_same_whatever_the_hash_seed() -> None:
    script = (
        "from kg import network, view; from kg.records import *\n"
        "entities = tuple(Entity(id=f'e{n}', type='ORG', name=f'N {n % 3}') for n in range(30))\n"
        "said = tuple(Statement(subject='e0', predicate='uses', object=f'e{n}', evidence=(Evidence(0, 4),)) for n in range(1, 8))\n"
        "facts = Facts(article=Article(key='a', text='Rien.'), entities=entities, statements=said)\n"
        "things = tuple(Thing(id=one.id, type='ORG', name=one.name) for one in entities)\n"
        "whole = network.build([facts], Resolution(things=things, links={('a', one.id): one.id for one in entities}))\n"
        "part = network.around(whole, ['e0'])  # few of many: here networkx goes through a set\n"
        "print(list(part), list(part.edges), part.graph); print(view.page(part, title='partie'))"
    )
    root = Path(__file__).parent.parent
    shown = set()
    for seed in range(4):
        env = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"}
        shown.add(subprocess.run([sys.executable, "-c", script], check=True, cwd=root, env=env, capture_output=True).stdout)
    assert len(shown) == 1
