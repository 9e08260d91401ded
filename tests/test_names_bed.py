"""Names in passages nobody tuned on: chips and models, most of them unknown to the catalogue, and forms that must survive."""

import json
from collections import Counter
from pathlib import Path

import pytest
from conftest import SHARED

from kg import catalogue, rdf
from kg.facts import annotate
from kg.graph import to_quads
from kg.pipeline import load
from kg.rdf import node
from kg.records import Article, Facts
from kg.resolve import resolve
from kg.trainingdata import marked

BEDS = Path(__file__).parent / "beds"
SAMPLES = Path(__file__).parents[1] / "data" / "articles" / "gold"
KINDS = {"models.txt": "MODEL", "chips.txt": "CHIP"}

#: Models and chips again, among look-alikes: one half to read while rules are made, and one that nobody reads.
SERIES = {"read": "series_read.txt", "unread": "series_unread.txt"}
Names = set[tuple[int, int, str]]


def passages(name: str) -> list[tuple[str, list[tuple[int, int, str]]]]:
    blocks = (BEDS / name).read_text(encoding="utf-8").split("\n\n")
    lines = [[line for line in block.splitlines() if line and not line.startswith("# ")] for block in blocks]
    return [marked("\n".join(block)) for block in lines if block]


def forms() -> list[tuple[str, str]]:
    lines = (BEDS / "names_form.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.replace("~", "\u00a0").split("\t") for line in lines if line and not line.startswith("#")]
    return [(name, text) for name, text in rows]


def annotated(texts: list[str], *, listed: bool = True) -> list[Facts]:
    return list(annotate((Article(key=str(number), text=text) for number, text in enumerate(texts)), load(catalogue=listed)))


def names(facts: Facts) -> Names:
    types = {one.id: one.type for one in facts.entities}
    return {(one.start, one.end, types[one.entity]) for one in facts.mentions}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_two_thirds_of_the_bed_are_not_in_the_catalogue(name: str, kind: str) -> None:
    known = catalogue.load()
    found = [text[start:end] for text, spans in passages(name) for start, end, label in spans if label == kind]
    assert len(found) >= 150
    assert sum(not known.like(one) for one in found) >= 2 / 3 * len(found)


@pytest.mark.parametrize("kind", ["MODEL", "CHIP"])
def test_two_thirds_of_the_series_are_not_in_the_catalogue(kind: str) -> None:
    known = catalogue.load()
    bed = [one for name in SERIES.values() for one in passages(name)]
    found = [text[start:end] for text, spans in bed for start, end, label in spans if label == kind]
    assert len(found) >= 150
    assert sum(not known.like(one) for one in found) >= 2 / 3 * len(found)


def measured(name: str, kind: str) -> dict[str, float]:
    bed = passages(name)
    counts: Counter[str] = Counter()
    for (_, spans), facts in zip(bed, annotated([text for text, _ in bed]), strict=True):
        gold, found = ({one for one in some if one[2] == kind} for some in (set(spans), names(facts)))
        counts.update(right=len(gold & found), gold=len(gold), found=len(found))
    figures = {
        "p": counts["right"] / max(1, counts["found"]),
        "r": counts["right"] / counts["gold"],
        "f": 2 * counts["right"] / (counts["gold"] + counts["found"]),
    }
    print(f"{name} {kind} P {figures['p']:.3f} R {figures['r']:.3f} F {figures['f']:.3f} ({counts['gold']} mentions)")
    return figures


@pytest.mark.model
@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_models_and_chips_are_found(name: str, kind: str) -> None:
    assert measured(name, kind)["f"] >= 0.90


@pytest.mark.model
@pytest.mark.parametrize("half", SERIES)
@pytest.mark.parametrize("kind", ["MODEL", "CHIP"])
def test_models_and_chips_are_told_from_their_look_alikes(half: str, kind: str) -> None:
    figures = measured(SERIES[half], kind)
    assert figures["f"] >= 0.90
    assert min(figures["p"], figures["r"]) >= 0.86


def test_forty_names_keep_their_form_in_the_bed() -> None:
    assert len(forms()) >= 40
    assert all(name in text for name, text in forms())


@pytest.mark.model
def test_names_keep_their_form() -> None:
    rows = forms()
    lost = []
    for (name, text), facts in zip(rows, annotated([text for _, text in rows]), strict=True):
        start = text.index(name)
        entity = next((one.entity for one in facts.mentions if (one.start, one.end) == (start, start + len(name))), None)
        if name not in {one.name for one in facts.entities if one.id == entity}:
            lost.append((name, [(text[one.start : one.end]) for one in facts.mentions]))
    assert lost == []


@pytest.mark.model
def test_names_keep_their_form_up_to_rdf_labels() -> None:
    rows = forms()
    lost = []
    for (name, _), facts in zip(rows, annotated([text for _, text in rows]), strict=True):
        resolution = resolve([facts], catalogue.load())
        labels = {quad.object.value for quad in to_quads(facts, resolution) if quad.predicate == node("rdfs:label")}
        if name not in labels:
            lost.append((name, sorted(labels)))
        assert name in rdf.trig(to_quads(facts, resolution))
    assert lost == []


def gold(folder: Path) -> list[tuple[str, Names]]:
    result = []
    for path in sorted(folder.glob("*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        types = {entity["id"]: entity["type"] for entity in one["entities"]}
        result.append((one["text"], {(m["start"], m["end"], types[m["entity"]]) for m in one["mentions"]}))
    return result


@pytest.mark.model
@pytest.mark.parametrize("listed", [True, False], ids=["catalogue", "no catalogue"])
@pytest.mark.parametrize("folder", [SAMPLES, SHARED / "gold" / "dev"], ids=["samples", "press"])
def test_confidence_says_how_often_a_name_is_right(folder: Path, listed: bool) -> None:
    articles = gold(folder)
    if not articles:
        pytest.skip("needs ../shared/gold, which stands beside the repository")
    bins: dict[str, Counter[bool]] = {"sure": Counter(), "fair": Counter(), "weak": Counter()}
    for (_, expected), facts in zip(articles, annotated([text for text, _ in articles], listed=listed), strict=True):
        types = {one.id: one.type for one in facts.entities}
        for one in facts.mentions:
            kind = "sure" if one.confidence >= 0.9 else "fair" if one.confidence >= 0.7 else "weak"
            bins[kind][(one.start, one.end, types[one.entity]) in expected] += 1
    shares = {kind: counts[True] / max(1, counts.total()) for kind, counts in bins.items()}
    print({kind: f"{share:.2f} of {bins[kind].total()}" for kind, share in shares.items()})
    assert shares["sure"] >= 0.9
    assert bins["weak"].total() < 20 or shares["sure"] > shares["weak"]
