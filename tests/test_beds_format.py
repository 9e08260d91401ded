"""The quote bed holds to the gold format and covers every construction; all its passages are invented, so is what they report."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from kg.names import TYPES

BED = Path(__file__).parent / "beds" / "quotes.jsonl"
DOCUMENTS = [json.loads(line) for line in BED.read_text(encoding="utf-8").splitlines()]
CONSTRUCTIONS = [f"D{n}" for n in range(1, 13)] + [f"I{n}" for n in (*range(1, 9), 10)] + [f"M{n}" for n in range(1, 6)]
NEGATIVE = "N"
MARKS = "«»“”„‹›\"'‘"
KEYS = {
    "document": ["id", "construction", "text", "entities", "mentions", "relations", "quotes"],
    "entities": ["id", "type", "name"],
    "mentions": ["start", "end", "entity"],
    "quotes": ["start", "end", "mode", "speaker", "speaker_text", "cue", "about", "stance"],
}


def said(document):
    return [(quote, document["text"][quote["start"] : quote["end"]]) for quote in document["quotes"]]


def test_ids_and_texts_are_unique():
    assert max(Counter(document["id"] for document in DOCUMENTS).values()) == 1
    assert max(Counter(document["text"] for document in DOCUMENTS).values()) == 1


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_passage_follows_the_gold_format(document):
    assert list(document) == KEYS["document"]
    assert document["id"].startswith(document["construction"] + "-")
    assert document["relations"] == []
    for part in ("entities", "mentions", "quotes"):
        assert all(list(item) == KEYS[part] for item in document[part])
    known = [entity["id"] for entity in document["entities"]]
    assert known == [f"e{n}" for n in range(1, len(known) + 1)]
    assert all(entity["type"] in TYPES for entity in document["entities"])
    used = {mention["entity"] for mention in document["mentions"]}
    used |= {key for quote in document["quotes"] for key in (quote["speaker"], *quote["about"]) if key}
    assert used == set(known)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_offsets_enclose_words(document):
    text = document["text"]
    for part in ("mentions", "quotes"):
        spans = [(item["start"], item["end"]) for item in document[part]]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(text[start:end] == text[start:end].strip() for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    names = {entity["id"]: set() for entity in document["entities"]}
    for mention in document["mentions"]:
        names[mention["entity"]].add(text[mention["start"] : mention["end"]])
    assert all(entity["name"] == max(names[entity["id"]], key=len) for entity in document["entities"] if names[entity["id"]])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_quotes_hold_to_the_closed_lists(document):
    for quote, words in said(document):
        assert quote["mode"] in ("direct", "indirect", "mixed")
        assert quote["stance"] in ("positive", "negative", "neutral")
        assert quote["stance"] == "neutral" or quote["about"]
        assert quote["speaker_text"]
        assert quote["speaker_text"] in document["text"]
        assert quote["cue"] is None or (quote["cue"] and quote["cue"] in document["text"])
        assert len(set(quote["about"])) == len(quote["about"])
        if quote["mode"] == "direct":
            assert words[0] not in MARKS
        else:
            assert words[-1] != "."
            assert (quote["mode"] == "mixed") == any(mark in words for mark in '«»“”"')


def test_every_construction_has_ten_passages_with_a_quote():
    found = Counter(document["construction"] for document in DOCUMENTS if document["quotes"])
    assert set(found) == set(CONSTRUCTIONS)
    assert min(found.values()) >= 10
    assert sum(found.values()) + 60 >= 320


def test_sixty_passages_hold_no_quote():
    silent = [document for document in DOCUMENTS if not document["quotes"]]
    assert len(silent) >= 60
    assert {document["construction"] for document in silent} == {NEGATIVE}


@pytest.mark.parametrize("stance", ["positive", "negative", "neutral"])
def test_each_stance_towards_somebody_has_a_hundred_passages(stance):
    taken = [d for d in DOCUMENTS if any(quote["about"] and quote["stance"] == stance for quote in d["quotes"])]
    assert len(taken) >= 100


def test_marks_are_written_in_many_ways():
    text = "\n".join(document["text"] for document in DOCUMENTS)
    for form in ("«\u00a0", "«\u202f", "« ", '"', "“", "‹", "„", "’", "'"):
        assert text.count(form) >= 1, f"U+{ord(form[0]):04X}"
