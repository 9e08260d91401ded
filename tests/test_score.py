import copy
import importlib.util
import json
import random

import pytest
from conftest import SHARED

from kg import score

DOCUMENT = {
    "id": "a",
    "text": "Anne dit que Zed lève 3 millions d'euros. Bob rit.",
    "entities": [{"id": "e1", "type": "PERSON", "name": "Anne"}, {"id": "e2", "type": "COMPANY", "name": "Zed"}],
    "mentions": [{"start": 0, "end": 4, "entity": "e1"}, {"start": 13, "end": 16, "entity": "e2"}],
    "relations": [
        {"subject": "e2", "predicate": "raised", "value": "3 millions d'euros", "status": "reported", "start": 0, "end": 41}
    ],
    "quotes": [
        {
            "start": 13,
            "end": 40,
            "mode": "indirect",
            "speaker": "e1",
            "speaker_text": "Anne",
            "cue": "dit",
            "about": ["e2"],
            "stance": "neutral",
        }
    ],
}


def test_gold_against_itself_is_perfect():
    figures, errors = score.score({"a": DOCUMENT}, {"a": DOCUMENT})
    assert all(figures[name]["f"] == 1 for name in score.FIGURES)
    assert errors == []


def test_a_missing_document_is_all_missed():
    figures, errors = score.score({"a": DOCUMENT}, {})
    assert all(figures[name]["f"] == 0 for name in score.FIGURES)
    assert {kind for _, kind, _ in errors} == {"mention missed", "relation missed", "quote missed"}


def test_each_kind_of_mistake_lowers_its_own_figure():
    wrong = copy.deepcopy(DOCUMENT)
    wrong["quotes"][0].update(speaker="e2", cue="affirme")
    wrong["relations"][0].update(status="asserted", value="3 000 000 €")
    wrong["mentions"][1]["end"] += 1
    figures, _ = score.score({"a": DOCUMENT}, {"a": wrong})
    assert figures["relations"]["f"] == 1
    assert figures["status_nonasserted"]["accuracy"] == 0
    assert figures["quotes"]["f"] == 1
    assert figures["speakers"]["f"] == 0
    assert figures["cue"]["accuracy"] == 0
    assert figures["mentions"]["f"] == 0.5
    assert figures["mentions_lenient"]["f"] == 1


def test_the_report_sets_stance_beside_the_most_frequent_one():
    from kg.cli.checking import report

    documents = {name: copy.deepcopy(DOCUMENT) for name in "abcd"}
    documents["a"]["quotes"][0]["stance"] = "negative"
    figures, _ = score.score(documents, documents)
    last = report(figures).splitlines()[-2:]
    assert last[0].split() == ["stance", "macro-F", "0.667", "accuracy", "1.000", "of", "4"]
    assert last[1].split() == [
        "stance",
        "if",
        "always",
        "neutral",
        "macro-F",
        "0.286",
        "accuracy",
        "0.750",
        "of",
        "4",
    ]  # (2 * .75 / 1.75) / 3
    assert report(score.score({}, {})[0]).splitlines()[-1].split()[-6:] == ["macro-F", "0.000", "accuracy", "0.000", "of", "0"]


def _noisy(gold, seed):
    rng, found = random.Random(seed), json.loads(json.dumps(gold))
    for document in found.values():
        ids = [entity["id"] for entity in document["entities"]]
        document["mentions"] = [one for one in document["mentions"] if rng.random() < 0.9]
        for one in document["mentions"]:
            one["entity"] = rng.choice(ids) if rng.random() < 0.2 else one["entity"]
            one["end"] += rng.random() < 0.1
        for one in document["relations"]:
            one["subject"] = rng.choice(ids) if rng.random() < 0.2 else one["subject"]
            one["end"] -= 40 * (rng.random() < 0.2)
        for one in document["quotes"]:
            one["end"] -= min(30, one["end"] - one["start"] - 1) * (rng.random() < 0.3)
            one["speaker"] = rng.choice(ids) if rng.random() < 0.2 else one["speaker"]
    return found


@pytest.mark.parametrize("seed", range(3))
def test_equals_the_reference_scorer_to_the_last_digit(seed):
    path = SHARED / "gold" / "score.py"
    if not path.is_file():
        pytest.skip("needs ../shared/gold, which stands beside the repository")
    spec = importlib.util.spec_from_file_location("reference", path)
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold = reference.load(path.parent / "dev")
    found = _noisy(gold, seed)
    assert score.score(gold, found)[0] == reference.score(gold, found)[0]
