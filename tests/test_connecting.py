"""What connects two names, and what changed between two builds."""

import json
from dataclasses import replace
from pathlib import Path

import newsroom
import pytest
import sample
from click.testing import CliRunner
from conftest import make_facts, make_resolution

from kg import catalogue, corpus, diff, explore, network, resolve
from kg.cli import cli, connecting
from kg.explore import Library
from kg.paths import shortest
from kg.records import Facts, Resolution


def test_all_shortest_chains_with_sentences_and_status() -> None:
    graph = newsroom.sample()
    chains, more = shortest(graph, [newsroom.identifier("Élodie Brassac")], [newsroom.identifier("Norlane")])
    assert not more
    assert [[node.rpartition("/")[2] for node in chain.nodes] for chain in chains] == [
        ["elodie-brassac", "zephyr-ia", "norlane"]
    ]
    first, second = chains[0].steps
    assert [(link.predicate, link.status, link.evidence[0]["exact"]) for link in first] == [
        ("ceoOf", "asserted", "Élodie Brassac dirige Zéphyr IA depuis mai.")
    ]
    assert [link.predicate for link in second] == ["competesWith"]


def test_two_ways_of_the_same_length_are_both_given_strongest_first() -> None:
    graph = newsroom.sample()
    ends = [newsroom.identifier("Élodie Brassac")], [newsroom.identifier("K-100")]
    chains, _ = shortest(graph, *ends)
    (chain,) = chains
    assert [(link.predicate, link.status, link.reporter) for link in chain.steps[1]] == [
        ("uses", "reported", "Norlane"),
        ("manufactures", "planned", ""),
    ]
    assert shortest(graph, *ends, statuses=["denied"])[0] == []
    spoken, _ = shortest(graph, *ends, speech=True)
    assert {chain.nodes[1] for chain in spoken} == {newsroom.identifier("Zéphyr IA"), newsroom.identifier("Mistigri 3")}
    assert spoken[0].steps[0][0].status == "asserted"
    assert shortest(graph, *ends, speech=True, limit=1) == (spoken[:1], True)
    assert shortest(graph, ends[0], [newsroom.identifier("Œuvre libre")]) == ([], False)


def test_what_a_person_found_wrong_connects_nothing() -> None:
    graph = newsroom.sample()
    for _, _, data in graph.edges(data=True):
        for row in data["evidence"]:
            row["check"] = "wrong"
    assert shortest(graph, [newsroom.identifier("Élodie Brassac")], [newsroom.identifier("Zéphyr IA")]) == ([], False)


def test_the_sample_articles_are_connected_as_they_say() -> None:
    facts = sample.facts()
    resolution = resolve.resolve(facts, catalogue.load())
    chains, _ = shortest(network.build(facts, resolution), ["person/dario-amodei"], ["company/openai"])
    assert {link.predicate for link in chains[0].steps[0]} == {"formerlyWorkedFor"}


def library(facts: list[Facts], resolution: Resolution) -> Library:
    return explore.together(facts, resolution)


@pytest.fixture
def old() -> Library:
    return library([make_facts("a"), make_facts("b")], make_resolution("a", "b"))


def told(changes: list[diff.Change]) -> list[tuple[str, str, str, str, str]]:
    return [(one.kind, one.change, one.what, one.before, one.after) for one in changes]


def test_nothing_changed(old: Library) -> None:
    assert diff.compare(old, old) == []


def test_new_gone_and_changed(old: Library) -> None:
    second, third = make_facts("b"), make_facts("c")
    first, *others = second.statements
    quiet = replace(second, statements=(replace(first, status="planned"), *others), quotes=second.quotes[1:])
    fewer = Facts(article=replace(third.article, title="Un autre"), entities=third.entities[:1], mentions=third.mentions[:1])
    found = diff.compare(old, library([quiet, fewer], make_resolution("b", "c")))
    assert ("article", "new", "Un autre", "", "") in told(found)
    assert {one.change for one in found if one.kind == "article"} == {"gone", "new"}
    assert ("statement", "changed", "Anaïs Le Goff ceoOf Zéphyrine", "asserted", "planned") in told(found)
    assert [one.change for one in found if one.kind == "quote" and one.what == "Nvidia nous bloque"] == ["gone", "gone"]
    assert not [one for one in found if one.kind == "name"]


def test_renames_are_told_from_changes(old: Library) -> None:
    renamed = make_resolution("a", "b")
    things = tuple(
        replace(one, id="company/zephyrine-sa", name="Zéphyrine SA") if one.id == "company/zephyrine" else one
        for one in renamed.things
    )
    links = {key: "company/zephyrine-sa" if thing == "company/zephyrine" else thing for key, thing in renamed.links.items()}
    found = diff.compare(old, library(list(old.facts), Resolution(things=things, links=links)))
    assert told(found) == [("name", "renamed", "Zéphyrine SA", "Zéphyrine (COMPANY)", "Zéphyrine SA (COMPANY)")]
    for name in ("company/zephyrine", "company/zephyrine-sa"):
        library_of = old if name == "company/zephyrine" else library(list(old.facts), Resolution(things=things, links=links))
        assert diff.about(found, [library_of.things[name]]) == found
    assert diff.about(found, [old.things["chip/h100"]]) == []


def test_merged_and_split_names(old: Library) -> None:
    whole = make_resolution("a", "b")
    links = {key: "company/nvidia" if thing == "company/zephyrine" else thing for key, thing in whole.links.items()}
    fewer = Resolution(things=tuple(one for one in whole.things if one.id != "company/zephyrine"), links=links)
    merged = library(list(old.facts), fewer)
    assert ("name", "merged", "Nvidia", "Nvidia | Zéphyrine", "Nvidia") in told(diff.compare(old, merged))
    assert ("name", "split", "Zéphyrine", "Nvidia", "Zéphyrine") in told(diff.compare(merged, old)) or (
        "name", "split", "Nvidia", "Nvidia", "Nvidia") in told(diff.compare(merged, old))  # fmt: skip


def build(folder: Path, facts: list[Facts]) -> Path:
    for one in facts:
        corpus.save(folder, one, {})
    return folder


def kg(*args: object) -> str:
    done = CliRunner(env={"KG_LANG": "en"}).invoke(cli, [str(arg) for arg in args], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_commands(tmp_path: Path) -> None:
    first, second = make_facts("a"), make_facts("b")
    changed = replace(second, statements=tuple(replace(one, status="asserted") for one in second.statements))
    old, new = build(tmp_path / "old", [first]), build(tmp_path / "new", [first, changed])
    shown = kg("path", "Anaïs Le Goff", "Nvidia", "--from", old)
    assert shown.splitlines()[0] == "Anaïs Le Goff — Zéphyrine — Nvidia"
    assert "[hedged, des experts]" in shown or "[conditional, des experts]" in shown
    rows = json.loads(kg("path", "Anaïs Le Goff", "nvidia", "--from", old, "--json"))
    assert [(row["step"], row["predicate"], row["status"]) for row in rows] == [
        (1, "ceoOf", "asserted"),
        (2, "partnerOf", "hedged"),
    ]
    assert all(row["sentence"] and row["outlet"] for row in rows)
    assert "No statement connects" in kg("path", "Le Courrier du Silicium", "Nvidia", "--from", old)
    text = kg("diff", old, new, "--about", "Mistoufle-2")
    assert text.splitlines()[0] == "What changed about Mistoufle-2"
    assert "~ Mistoufle-2 trained on H100" in text
    assert text.splitlines()[1] == "1 article named it, 1 does now; outlets: 1 → 1."
    found = json.loads(kg("diff", old, new, "--json"))
    assert {row["kind"] for row in found} == {"article", "statement", "quote"}
    assert "Nothing changed." in kg("diff", old, old)


def test_a_digest_says_what_is_said_more_and_by_whom_and_fits_on_a_page(tmp_path: Path) -> None:
    first, second = make_facts("a"), make_facts("b")
    text = "Autre chose. " + second.article.text
    more = replace(second, article=replace(second.article, text=text, outlet="Midi"), statements=(), quotes=())
    old, new = build(tmp_path / "old", [replace(first, quotes=())]), build(tmp_path / "new", [first, more])
    lines = kg("diff", old, new, "--about", "Nvidia").splitlines()
    assert lines[1] == "1 article named it, 2 do now; outlets: 1 → 2."
    assert lines[2].startswith("Said about it: 0 → 1 (favourable 0 → 0, critical 0 → 1)")
    assert lines[3] == "New voices: Anaïs Le Goff."
    back = kg("diff", new, old, "--about", "Nvidia").splitlines()
    assert back[1] == "2 articles named it, 1 does now; outlets: 2 → 1."
    assert "New voices" not in "\n".join(back)


def test_a_digest_shows_what_is_gone_first_and_counts_the_rest() -> None:
    changes = [diff.Change("quote", "new", f"mot {number}", after="Ada") for number in range(12)]
    changes.append(diff.Change("quote", "gone", "retiré", before="Ada"))
    lines = list(connecting._digest(changes, "Ada", []))
    assert sum("«" in line for line in lines) == connecting._PAGE
    assert "retiré" in next(line for line in lines if "«" in line)
    assert any(str(13 - connecting._PAGE) in line for line in lines[-1:])
    assert sum("«" in line for line in connecting._digest(changes, None, [])) == 13
