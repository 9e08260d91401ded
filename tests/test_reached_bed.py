"""Arguments that a pronoun or a noun stands for: how many are right, on articles annotated by hand.

An argument is reached in such a way when its entity has a mention neither in the evidence of the relation nor, for the
speaker, in the sentences of the quote and the ones beside it.
"""

import json
from collections import Counter
from typing import Any

import pytest
from test_quality import FOLDERS

from kg.facts import annotate, to_gold
from kg.names import SYMMETRIC
from kg.pipeline import load
from kg.records import Article
from kg.score import align, match_quotes

pytestmark = pytest.mark.model

LEAST = {"samples": 0.85, "press": 0.85, "read": 0.7, "unread": 0.58}
Document = dict[str, Any]


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the stretch from the start of the sentence before `start` to the end of the sentence of `end`, within lines."""
    low = text.rfind("\n", 0, start) + 1
    marks = [at for at in range(low, max(low, start - 3)) if text[at] in ".!?" and text[at + 1] == " "]
    after = [at for at in (text.find(mark, end) for mark in ("\n", ". ", "! ", "? ")) if at >= 0]
    return (marks[-2] + 1 if len(marks) > 1 else low), min(after, default=len(text))


def is_named(document: Document, entity: str, start: int, end: int) -> bool:
    return any(one["entity"] == entity and one["start"] < end and start < one["end"] for one in document["mentions"])


def speakers(gold: Document, found: Document, mapping: dict[str, str]) -> list[tuple[bool, str]]:
    """Give for each matched quote whose speaker is reached so whether the speaker is right, and what to read."""
    result = []
    for i, j in match_quotes(gold, found, 0.5):
        right, ours = gold["quotes"][i], found["quotes"][j]
        place = around(gold["text"], right["start"], right["end"])
        if right["speaker"] is not None and not is_named(gold, right["speaker"], *place) and ours["speaker"] is not None:
            result.append((mapping.get(ours["speaker"]) == right["speaker"], gold["text"][slice(*place)][-160:]))
    return result


def arguments(gold: Document, found: Document, mapping: dict[str, str]) -> list[tuple[bool, str]]:
    """Give the same for the arguments of relations that match but, perhaps, for this argument."""
    result = []
    for right in gold["relations"]:
        for side, other in (("subject", "object"), ("object", "subject")):
            if right.get(side) is None or is_named(gold, right[side], right["start"], right["end"]):
                continue
            if not any(one["entity"] == right[side] for one in gold["mentions"]):
                continue  # a country that only an adjective names
            ours = next((one for one in found["relations"] if same_but(one, right, other, mapping)), None)
            if ours is not None:
                text = gold["text"][right["start"] : right["end"]]
                result.append((reaches(ours, right, side, mapping), f"{right['predicate']} {text[:140]}"))
    return result


def reaches(ours: Document, right: Document, side: str, mapping: dict[str, str]) -> bool:
    sides = ("subject", "object") if right["predicate"] in SYMMETRIC else (side,)
    return right[side] in {mapping.get(ours.get(one) or "") for one in sides}


def same_but(ours: Document, right: Document, other: str, mapping: dict[str, str]) -> bool:
    if ours["predicate"] != right["predicate"] or ours["start"] >= right["end"] or right["start"] >= ours["end"]:
        return False
    if right.get(other) is None:
        return ours.get("value") is not None
    sides = ("subject", "object") if right["predicate"] in SYMMETRIC else (other,)
    return right[other] in {mapping.get(ours.get(one) or "") for one in sides}


@pytest.mark.parametrize("name", FOLDERS)
def test_most_of_what_is_reached_through_a_pronoun_or_a_noun_is_right(name: str) -> None:
    if not FOLDERS[name].is_dir():
        pytest.skip("needs ../shared/gold, which stands beside the repository")
    gold = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDERS[name].glob("*.json"))}
    articles = [Article(key=key, text=document["text"]) for key, document in gold.items()]
    counts: Counter[bool] = Counter()
    for facts in annotate(articles, load()):
        right, found = gold[facts.article.key], to_gold(facts)
        mapping = align(right, found)[0]
        for good, text in [*speakers(right, found, mapping), *arguments(right, found, mapping)]:
            counts[good] += 1
            if not good and name != "unread":  # only the totals of those are looked at
                print(facts.article.key, text.replace("\n", " "))
    print(f"{name}: {counts[True]} right of {counts.total()} reached through a pronoun or a noun")
    assert counts.total() >= 5
    assert counts[True] / counts.total() >= LEAST[name]


def test_the_stretch_around_a_quote_holds_the_sentence_before() -> None:
    text = "Un. Ada est là. Elle dit : oui. Non."
    assert text[slice(*around(text, 27, 30))].strip() == "Ada est là. Elle dit : oui"
