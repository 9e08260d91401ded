"""The beds of invented passages are well formed, within the closed lists, and large enough."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.names import LITERAL, PREDICATES, STATUSES, SYMMETRIC, TYPES

BEDS = Path(__file__).parent / "beds"
#: Types that may stand as subject and as object, one letter each (H is CHIP, D is PRODUCT, L is PLACE).
ARGUMENTS = {
    "ceoOf": ("P", "COL"),
    "formerCeoOf": ("P", "COL"),
    "founderOf": ("PCO", "CO"),
    "worksFor": ("P", "COL"),
    "formerlyWorkedFor": ("P", "COL"),
    "ownedBy": ("COD", "CPO"),
    "acquired": ("CP", "CD"),
    "investsIn": ("CPOL", "COLD"),
    "partnerOf": ("COLD", "COLD"),
    "competesWith": ("CDMO", "CDMO"),
    "customerOf": ("CO", "C"),
    "basedIn": ("COP", "L"),
    "develops": ("CPOL", "MD"),
    "manufactures": ("C", "H"),
    "uses": ("COPMD", "MDH"),
    "hosts": ("CD", "M"),
    "trainedOn": ("M", "H"),
    "basedOn": ("MD", "MD"),
    "outperforms": ("MDHC", "MDHC"),
    "comparableTo": ("MDH", "MDH"),
    "restricts": ("LOC", "LCHDM"),
    "sues": ("PCO", "PCO"),
    "trainingCost": ("M", ""),
    "spends": ("COL", ""),
    "raised": ("C", ""),
    "valuation": ("C", ""),
    "stockChange": ("C", ""),
}
LETTERS = {"PERSON": "P", "COMPANY": "C", "ORG": "O", "MODEL": "M", "CHIP": "H", "PRODUCT": "D", "PLACE": "L"}


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (BEDS / name).read_text(encoding="utf-8").splitlines()]


RELATIONS = _rows("relations.jsonl")
STATUS = _rows("status.jsonl") + [row for name in ("status_read", "status_unread") for row in _rows(f"{name}.jsonl")]
ROWS = RELATIONS + STATUS
GROUPS = sorted({row["id"].split("-")[0] for row in ROWS})


def _group(name: str) -> list[dict[str, Any]]:
    return [row for row in ROWS if row["id"].split("-")[0] == name]


def _object(relation: dict[str, Any]) -> str:
    return str(relation.get("object") or relation["value"])


def test_ids_and_texts_are_unique() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({row["text"] for row in ROWS}) == len(ROWS)


def test_the_table_of_arguments_covers_the_closed_lists() -> None:
    assert list(ARGUMENTS) == list(PREDICATES)
    assert {name for name, (_, objects) in ARGUMENTS.items() if not objects} == LITERAL
    assert sorted(LETTERS) == sorted(TYPES)


def _check_entities_and_mentions(row: dict[str, Any]) -> None:
    text, names = row["text"], {entity["id"]: entity["name"] for entity in row["entities"]}
    assert len(names) == len(row["entities"])
    assert len({(entity["type"], entity["name"]) for entity in row["entities"]}) == len(names)
    assert all(entity["type"] in TYPES for entity in row["entities"])
    assert text == text.strip()
    assert len(text) < 400
    end = 0
    for mention in row["mentions"]:
        assert end <= mention["start"] < mention["end"] <= len(text)
        end = mention["end"]
        assert text[mention["start"] : end] in names[mention["entity"]]
        around = text[max(0, mention["start"] - 1) : mention["start"]] + text[end : end + 1]
        assert not any(char.isalnum() for char in around)
    mentioned = {mention["entity"] for mention in row["mentions"]}
    used = {relation["object"] for relation in row["relations"] if "object" in relation}
    used |= {relation["subject"] for relation in row["relations"]}
    for entity in row["entities"]:
        assert entity["id"] in mentioned or (entity["type"] == "PLACE" and entity["id"] in used)


def _check_relations(row: dict[str, Any]) -> None:
    text, types = row["text"], {entity["id"]: LETTERS[entity["type"]] for entity in row["entities"]}
    triples = [(relation["subject"], relation["predicate"], _object(relation)) for relation in row["relations"]]
    assert len(set(triples)) == len(triples)
    for relation in row["relations"]:
        subjects, objects = ARGUMENTS[relation["predicate"]]
        assert types[relation["subject"]] in subjects
        assert relation["status"] in STATUSES
        sentence = text[relation["start"] : relation["end"]]
        assert sentence
        assert sentence == sentence.strip()
        assert "\n" not in sentence
        assert ("value" in relation) != ("object" in relation)
        if relation["predicate"] in LITERAL:
            value = relation["value"]
            signed = relation["predicate"] == "stockChange"
            assert (value[0] in "+-") == signed
            assert value.removeprefix(value[0] if signed else "") in sentence
        else:
            assert types[relation["object"]] in objects
            assert relation["object"] != relation["subject"]
        if "reporter" in relation or "reporter_text" in relation:
            assert relation["status"] == "reported"
            assert relation.get("reporter", "e1") in types
            assert relation.get("reporter_text", "") in text
        if relation["predicate"] in SYMMETRIC:
            assert (relation["object"], relation["predicate"], relation["subject"]) not in triples


@pytest.mark.parametrize("group", GROUPS)
def test_entities_and_mentions(group: str) -> None:
    for row in _group(group):
        _check_entities_and_mentions(row)


@pytest.mark.parametrize("group", GROUPS)
def test_relations(group: str) -> None:
    for row in _group(group):
        _check_relations(row)


def test_a_look_alike_never_states_the_relation() -> None:
    for row in RELATIONS:
        assert row["id"].startswith(row["predicate"] + "-")
        stated = any(relation["predicate"] == row["predicate"] for relation in row["relations"])
        assert stated == row["expect"], row["id"]


def test_the_first_relation_is_the_one_under_test() -> None:
    silent = [row for row in STATUS if not row["relations"]]
    assert all((row["right"], row["reporter"], row["expect"]) == (None, None, False) for row in silent)
    for row in (row for row in STATUS if row["relations"]):
        first, names = row["relations"][0], {entity["id"]: entity["name"] for entity in row["entities"]}
        assert (row["predicate"], row["right"]) == (first["predicate"], first["status"]), row["id"]
        assert (row["status"] == row["right"]) == row["expect"], row["id"]
        assert row["reporter"] == names.get(first.get("reporter", "")), row["id"]
        assert (first["status"] == "reported") == ("reporter" in first or "reporter_text" in first), row["id"]


def test_each_predicate_has_enough_passages_of_both_kinds() -> None:
    counts = Counter((row["predicate"], row["expect"]) for row in RELATIONS)
    assert {name for name in PREDICATES if counts[name, True] >= 17 and counts[name, False] >= 8} == set(PREDICATES)


def test_each_status_has_enough_passages_of_both_kinds() -> None:
    counts = Counter((row["status"], row["expect"]) for row in STATUS)
    for status in STATUSES[1:]:
        assert counts[status, True] >= 45
        assert counts[status, False] >= 15
    assert len({row["predicate"] for row in STATUS}) >= 20


def test_both_apostrophes_occur() -> None:
    text = "".join(row["text"] for row in ROWS)
    assert text.count("'") > 200
    assert text.count("’") > 200
