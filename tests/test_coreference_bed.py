"""What pronouns, role nouns and class nouns stand for, in invented passages of a line or two."""

import json
from collections import Counter
from pathlib import Path

import pytest

from kg.annotate.tokens import shadow
from kg.pipeline import load

BED = Path(__file__).parent / "beds" / "coreference.jsonl"
Case = dict[str, str | int | None]


def cases() -> list[Case]:
    return [json.loads(line) for line in BED.read_text(encoding="utf-8").splitlines()]


def place(case: Case) -> tuple[int, int]:
    """Give the offsets of the words that refer back."""
    start = -1
    for _ in range(int(case.get("nth") or 1)):
        start = str(case["text"]).index(str(case["anaphor"]), start + 1)
    return start, start + len(str(case["anaphor"]))


def test_the_bed_is_large_and_says_where_its_words_are() -> None:
    assert len(cases()) >= 80
    assert sum(case["antecedent"] is None for case in cases()) >= 10
    assert all(place(case)[0] >= 0 for case in cases())
    assert all(case["antecedent"] is None or str(case["antecedent"]) in str(case["text"]) for case in cases())


def resolved(case: Case) -> set[str]:
    """Give the names of the things that the words stand for."""
    start, end = place(case)
    doc = load()(shadow(str(case["text"])))
    names = {one.id: one.name for one in doc._.entities}
    inside = {
        entity for index, entity in doc._.referents.items() if start < doc[index].idx + len(doc[index]) and doc[index].idx < end
    }
    named = {one.entity for one in doc._.mentions if start < one.start and one.end <= end}  # Nvidia in "le patron de Nvidia"
    return {names[one] for one in inside - named} or {names[one] for one in inside & named if one not in named}


@pytest.mark.model
def test_most_links_are_right_and_few_are_wrong() -> None:
    counts: Counter[str] = Counter()
    for case in cases():
        found, wanted = resolved(case), case["antecedent"]
        right = found == ({wanted} if wanted else set())
        counts["right" if right else "missed" if not found else "wrong"] += 1
        if not right:
            print(case["text"], "|", case["anaphor"], "->", sorted(found), "not", wanted)
    print(f"{counts['right'] / counts.total():.3f} right of {counts.total()}, {counts['wrong']} wrong")
    assert counts["right"] / counts.total() >= 0.90
    assert counts["wrong"] / counts.total() <= 0.05
