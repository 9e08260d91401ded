"""Relations and statuses on passages whose author had not seen the patterns; names are lent, so that nothing else is measured.

Passages named in ``beds/relations_development.txt``, and those of statuses with an odd number, were read while patterns were
written; nobody looked at the others, and their figures are the honest ones.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lending import lent

from kg.facts import annotate, to_gold
from kg.names import PREDICATES, STATUSES
from kg.records import Article
from kg.score import Tally, _key, align, score

pytestmark = pytest.mark.model

BEDS = Path(__file__).parent / "beds"
READ = frozenset((BEDS / "relations_development.txt").read_text(encoding="utf-8").split())
#: Least precision, recall and F1 over all predicates, and least F1 of triples with their status, by half of a bed.
FLOORS = json.loads((BEDS / "floors.json").read_text(encoding="utf-8"))


def is_read(bed: str, key: str) -> bool:
    return key in READ if bed == "relations" else int(key.rsplit("-", 1)[-1]) % 2 == 1


def passages(bed: str) -> list[dict[str, Any]]:
    lines = (BEDS / f"{bed}.jsonl").read_text(encoding="utf-8").splitlines()
    return [{"quotes": [], **json.loads(line)} for line in lines if line.strip()]


@pytest.fixture(scope="module", params=["relations", "status"])
def halves(request: pytest.FixtureRequest) -> tuple[str, dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]]:
    documents = passages(request.param)
    nlp = lent(documents)
    articles = [Article(key=one["id"], text=one["text"]) for one in documents]
    found = {facts.article.key: to_gold(facts) for facts in annotate(articles, nlp)}
    pairs = [(one, found[one["id"]]) for one in documents]
    return request.param, {
        "read": [pair for pair in pairs if is_read(request.param, pair[0]["id"])],
        "unread": [pair for pair in pairs if not is_read(request.param, pair[0]["id"])],
    }


def with_status(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> Tally:
    """Count triples whose status is right too, by status and together."""
    tally = Tally()
    for gold, found in pairs:
        same = {one["id"]: one["id"] for one in gold["entities"]}
        right = Counter((*_key(one, same), one["status"]) for one in gold["relations"])
        ours = Counter((*_key(one, align(gold, found)[0]), one["status"]) for one in found["relations"])
        for name in ("all", *STATUSES):
            wanted, given = ({key for key in side if name in ("all", key[-1])} for side in (right, ours))
            tally.add(name, len(wanted & given), len(given - wanted), len(wanted - given))
    return tally


def test_relations_and_statuses_reach_their_floors(halves, capsys) -> None:
    bed, parts = halves
    low = []
    for half, pairs in parts.items():
        figures = score({gold["id"]: gold for gold, _ in pairs}, {gold["id"]: found for gold, found in pairs})[0]
        statuses = with_status(pairs)
        reached = {**{name: figures["relations"][name] for name in ("p", "r", "f")}, "status": statuses.prf("all")["f"]}
        low += [(half, name, value) for name, value in reached.items() if value < FLOORS[bed][half][name]]
        with capsys.disabled():
            print(f"\n{bed}, {half}: {reached}")
            for name in PREDICATES:
                print(f"  {name:20s} {figures.get(f'relations:{name}', '')}")
            for name in STATUSES:
                print(f"  {name:20s} {statuses.prf(name)}")
    assert not low


def test_halves_are_of_one_size() -> None:
    for bed in ("relations", "status"):
        read = sum(is_read(bed, one["id"]) for one in passages(bed))
        assert abs(2 * read - len(passages(bed))) <= 12
