"""Relations and statuses on passages whose author had not seen the patterns; names are lent, so that nothing else is measured.

Passages named in ``beds/relations_development.txt``, all of ``beds/status.jsonl`` and ``beds/status_read.jsonl`` were read while
patterns were written; nobody looked at the others, ``beds/status_unread.jsonl`` among them, and their figures are the honest ones.
"""

import csv
import json
import re
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


MARK = re.compile(r"\[(?P<part>[sox]) (?P<name>[^|\]]+)(?:\|(?P<type>[A-Z]+))?\]")
#: Each bed with its files, and whether what they hold was read.
FILES = {
    "relations": {"relations.jsonl": None},
    "status": {"status.jsonl": True, "status_read.jsonl": True, "status_unread.jsonl": False},
}
Pair = tuple[dict[str, Any], dict[str, Any]]


def passages(name: str) -> list[dict[str, Any]]:
    lines = (BEDS / name).read_text(encoding="utf-8").splitlines()
    return [{"quotes": [], **json.loads(line)} for line in lines if line.strip()]


def halves_of(bed: str) -> dict[str, list[dict[str, Any]]]:
    """Give the passages that were read and those that were not."""
    halves: dict[str, list[dict[str, Any]]] = {"read": [], "unread": []}
    for name, known in FILES[bed].items():
        for one in passages(name):
            halves["read" if (one["id"] in READ if known is None else known) else "unread"].append(one)
    return halves


@pytest.fixture(scope="module", params=["relations", "status"])
def halves(request: pytest.FixtureRequest) -> tuple[str, dict[str, list[Pair]]]:
    parts = halves_of(request.param)
    documents = [one for half in parts.values() for one in half]
    nlp = lent(documents)
    articles = [Article(key=one["id"], text=one["text"]) for one in documents]
    found = {facts.article.key: to_gold(facts) for facts in annotate(articles, nlp)}
    return request.param, {half: [(one, found[one["id"]]) for one in members] for half, members in parts.items()}


def with_status(pairs: list[Pair]) -> Tally:
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
        reached |= {name: statuses.prf(name)["f"] for name in STATUSES if name in FLOORS[bed][half]}
        low += [(half, name, value) for name, value in reached.items() if value < FLOORS[bed][half][name]]
        with capsys.disabled():
            print(f"\n{bed}, {half}: {reached}")
            for name in PREDICATES:
                print(f"  {name:20s} {figures.get(f'relations:{name}', '')}")
            for name in STATUSES:
                print(f"  {name:20s} {statuses.prf(name)}")
    assert not low


def test_halves_are_of_one_size() -> None:
    halves = halves_of("relations")
    assert abs(len(halves["read"]) - len(halves["unread"])) <= 12
    assert len(halves_of("status")["unread"]) >= 150


def test_signs_of_status_in_sentences_of_our_own(capsys) -> None:
    """Each sign of a status in a plain sentence, by status; the sentences were written with the signs."""
    with (BEDS / "status_sentences.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    documents = [marked(f"s{number}", row) for number, row in enumerate(rows)]
    nlp = lent(documents)
    found = {
        facts.article.key: to_gold(facts) for facts in annotate((Article(key=d["id"], text=d["text"]) for d in documents), nlp)
    }
    tally = with_status([(one, found[one["id"]]) for one in documents])
    with capsys.disabled():
        for name in STATUSES:
            print(f"\n  {name:20s} {tally.prf(name)}", end="")
    assert all(tally.prf(name)["f"] >= FLOORS["sentences"][name] for name in FLOORS["sentences"])


def marked(key: str, row: dict[str, str]) -> dict[str, Any]:
    """Read "[s Altaïr|COMPANY] a racheté [o Volta|COMPANY]": s and o are what the relation holds between, x is neither."""
    text, at, entities, mentions, parts = "", 0, [], [], {}
    for match in MARK.finditer(row["sentence"]):
        text += row["sentence"][at : match.start()]
        at, name = match.end(), match["name"]
        if match["type"]:
            entity = f"e{len(entities) + 1}"
            entities.append({"id": entity, "type": match["type"], "name": name})
            mentions.append({"start": len(text), "end": len(text) + len(name), "entity": entity})
        parts[match["part"]] = {"object": entity} if match["type"] else {"value": name}
        text += name
    text += row["sentence"][at:]
    relation = {"subject": parts["s"]["object"], "predicate": row["predicate"], **parts["o"], "status": row["status"]}
    whole = {"start": 0, "end": len(text)}
    return {"id": key, "text": text, "entities": entities, "mentions": mentions, "relations": [relation | whole], "quotes": []}
