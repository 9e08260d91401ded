"""Quality must not sink unseen: floors for every figure, on the sample articles and on the development articles beside us."""

import json
import sys
from pathlib import Path

import pytest
from conftest import SHARED

from kg.facts import annotate, to_gold
from kg.pipeline import load
from kg.records import Article
from kg.score import score

pytestmark = pytest.mark.model

FLOORS = json.loads((Path(__file__).parent / "quality.json").read_text(encoding="utf-8"))
BEDS = Path(__file__).parent / "beds" / "articles"
FOLDERS = {
    "samples": Path(__file__).parents[1] / "data" / "articles" / "gold",
    "press": SHARED / "gold" / "dev",
    "read": BEDS / "read",
    "unread": BEDS / "unread",
}


def figures(folder):
    gold = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    articles = [Article(key=name, text=document["text"]) for name, document in gold.items()]
    found = {facts.article.key: to_gold(facts) for facts in annotate(articles, load())}
    return score(gold, found)[0]


@pytest.mark.parametrize("name", FOLDERS)
def test_no_figure_is_below_its_floor(name):
    if not FOLDERS[name].is_dir():
        pytest.skip("needs ../shared/gold, which stands beside the repository")
    found = figures(FOLDERS[name])
    values = {key: found[key].get("f", found[key].get("accuracy")) for key in FLOORS[name]}
    sys.stdout.write(f"{name}: " + ", ".join(f"{key} {value:.3f}" for key, value in values.items()) + "\n")
    assert {key: value for key, value in values.items() if value < FLOORS[name][key]} == {}


def test_floors_are_the_measures_promised_or_higher():
    promised = {
        "mentions": 0.80,
        "entities": 0.75,
        "relations": 0.40,
        "evidence": 0.80,
        "quotes": 0.60,
        "speakers": 0.60,
        "who_what_whom": 0.35,
    }
    assert all(FLOORS["press"][name] >= least for name, least in promised.items())
