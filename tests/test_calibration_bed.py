"""How far the confidence of a name is to be trusted: what is said to be right nine times in ten is right about so often."""

import json
from collections import defaultdict

import pytest
from test_quality import FOLDERS

from kg.facts import annotate
from kg.pipeline import load
from kg.records import Article

pytestmark = pytest.mark.model

BANDS = (0.0, 0.6, 0.8, 0.9, 0.95, 0.98, 1.01)


def right_names(folder, *, catalogue):
    """Give for each name that was found its confidence, and whether place and type are those of the gold article."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        kinds = {one["id"]: one["type"] for one in gold["entities"]}
        wanted = {(one["start"], one["end"], kinds[one["entity"]]) for one in gold["mentions"]}
        for facts in annotate([Article(key=path.stem, text=gold["text"])], load(catalogue=catalogue)):
            types = {one.id: one.type for one in facts.entities}
            for one in facts.mentions:
                yield one.confidence, (one.start, one.end, types[one.entity]) in wanted


@pytest.mark.slow
@pytest.mark.parametrize("catalogue", [True, False])
def test_confidence_is_how_often_names_are_right(catalogue):
    if not FOLDERS["press"].is_dir():
        pytest.skip("needs ../shared/gold, which stands beside the repository")
    bands = defaultdict(list)
    for confidence, right in right_names(FOLDERS["press"], catalogue=catalogue):
        bands[max(one for one in BANDS if one <= confidence)].append((confidence, right))
    total = sum(map(len, bands.values()))
    print(f"\n{'catalogue' if catalogue else 'no catalogue'}\n  said  right  names")
    error = 0.0
    for _, cases in sorted(bands.items()):
        said, share = (sum(values) / len(cases) for values in zip(*cases, strict=True))
        error += abs(said - share) * len(cases) / total
        print(f" {said:.3f}  {share:.3f}  {len(cases)}")
    print(f" expected calibration error {error:.3f}")
    assert error <= 0.06
