"""The sample articles can be read, and their annotations fit them to the character."""

import itertools
import json
from collections import Counter
from typing import Any

import pytest

from kg.files import samples
from kg.names import LITERAL, MODES, PREDICATES, STANCES, STATUSES, TYPES
from kg.read import read
from kg.records import Article

FOLDER = samples()
PATHS = sorted(FOLDER.glob("*.md"))
STEMS = [path.stem for path in PATHS]
GOLD: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / "gold").glob("*.json"))
}
each = pytest.mark.parametrize("stem", STEMS)


def article(stem: str) -> Article:
    """Read the one article of a file."""
    (found,) = read([FOLDER / f"{stem}.md"])
    assert isinstance(found, Article)
    return found


def parts(gold: dict[str, Any]) -> list[dict[str, Any]]:
    """Give everything in `gold` that has offsets."""
    return [*gold["mentions"], *gold["relations"], *gold["quotes"]]


def test_every_article_is_annotated_and_nothing_else():
    assert len(STEMS) == 14
    assert sorted(GOLD) == STEMS


def test_the_folder_reads_as_articles_only():
    found = list(read([FOLDER]))
    assert all(isinstance(one, Article) for one in found)
    assert len({one.key for one in found}) == len(found) == len(STEMS)


@each
def test_article_has_its_metadata(stem):
    found = article(stem)
    assert found.title == found.text.splitlines()[0]
    assert found.author
    assert found.outlet
    assert stem.startswith(found.date)
    assert len(found.date) == 10
    assert found.url.startswith("https://")
    assert ".example/" in found.url
    assert 180 <= len(found.text.split()) <= 380


@each
def test_gold_is_of_this_text(stem):
    assert GOLD[stem]["id"] == stem
    assert GOLD[stem]["text"] == article(stem).text


@each
def test_offsets_are_within_the_text_and_tidy(stem):
    text = GOLD[stem]["text"]
    for part in parts(GOLD[stem]):
        words = text[part["start"] : part["end"]]
        assert 0 <= part["start"] < part["end"] <= len(text)
        assert words == words.strip()
        assert "\n" not in words
    mentions = sorted(GOLD[stem]["mentions"], key=lambda one: one["start"])
    assert all(one["end"] <= following["start"] for one, following in itertools.pairwise(mentions))


@each
def test_ids_agree(stem):
    gold = GOLD[stem]
    types = {one["id"]: one["type"] for one in gold["entities"]}
    assert len(types) == len(gold["entities"])
    assert set(types.values()) <= set(TYPES)
    mentioned = {one["entity"] for one in gold["mentions"]}
    assert mentioned <= set(types)
    assert all(types[one] == "PLACE" for one in set(types) - mentioned)
    ends = {one[key] for one in gold["relations"] for key in ("subject", "object") if key in one}
    assert ends <= set(types)
    assert {one["speaker"] for one in gold["quotes"]} - {None} <= set(types)
    assert {about for one in gold["quotes"] for about in one["about"]} <= set(types)


@each
def test_relations_are_well_formed(stem):
    gold = GOLD[stem]
    for one in gold["relations"]:
        assert one["predicate"] in PREDICATES
        assert one["status"] in STATUSES
        assert ("value" in one) == (one["predicate"] in LITERAL) == ("object" not in one)
        assert one.get("value", "").lstrip("+-") in gold["text"][one["start"] : one["end"]]
    keys = [(one["subject"], one["predicate"], one.get("object", one.get("value"))) for one in gold["relations"]]
    assert len(set(keys)) == len(keys)


@each
def test_quotes_are_well_formed(stem):
    gold = GOLD[stem]
    for one in gold["quotes"]:
        words = gold["text"][one["start"] : one["end"]]
        assert one["mode"] in MODES
        assert one["stance"] in STANCES
        assert one["speaker_text"] in gold["text"]
        assert (one["cue"] or "") in gold["text"]
        assert one["stance"] == "neutral" or one["about"]
        assert any(mark in words for mark in '«"“') == (one["mode"] == "mixed")
        marks = gold["text"][: one["start"]].rstrip()[-1:] + gold["text"][one["end"] :].lstrip()[:1]
        assert one["mode"] != "direct" or marks in {"«»", '""', "“”"}


def test_together_they_show_every_case():
    relations = [one for gold in GOLD.values() for one in gold["relations"]]
    quotes = [one for gold in GOLD.values() for one in gold["quotes"]]
    assert {one["status"] for one in relations} == set(STATUSES)
    assert {one["predicate"] for one in relations} == set(PREDICATES)
    assert {one["mode"] for one in quotes} == set(MODES)
    assert {one["stance"] for one in quotes} == set(STANCES)
    assert sum(one["speaker"] is None for one in quotes) >= 5
    assert {one["type"] for gold in GOLD.values() for one in gold["entities"]} == set(TYPES)
    assert {mark for gold in GOLD.values() for mark in gold["text"]} >= set("«»“”\"’'\u00a0\u202f")


def test_one_wire_copy_stands_in_two_outlets():
    wires = [found for found in map(article, STEMS) if found.agency == "AFP"]
    assert len({one.outlet for one in wires}) == len(wires) == 2
    first, second = (Counter(one.text.replace("\u00a0", " ").replace("’", "'").split()) for one in wires)
    assert sum((first & second).values()) > 0.75 * sum(first.values())


def test_licence_says_what_the_texts_are():
    words = (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "CC0 1.0" in words
    assert "invented" in words
