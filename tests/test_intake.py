"""Articles on their way into a build: the newest of a key, and never more in memory than is being worked on."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest

from kg import intake, workers
from kg.intake import Incoming
from kg.records import Article, Facts
from kg.settings import Settings

VERSIONS = (
    Article(key="a", text="Un.", date="2025-01-02"),
    Article(key="a", text="Deux.", date="2025-01-03"),
    Article(key="a", text="Deux.", date="2025-01-03"),
    Article(key="b", text="Trois."),
)


@pytest.mark.parametrize("kept", [0, 16_000_000])
def test_the_newest_of_a_key_counts_whatever_the_order(tmp_path, monkeypatch, kept):
    monkeypatch.setattr(intake, "_IN_MEMORY", kept)
    for order in permutations(VERSIONS):
        with Incoming(tmp_path) as found:
            for one in order:
                found.add(one)
            for _ in range(2):  # it can be gone through more than once
                assert sorted(found, key=lambda one: one.key) == [VERSIONS[1], VERSIONS[3]]
            assert sorted(found.keys()) == ["a", "b"]
            assert [(one.path, one.code) for one in found.doubles()] == [("a", "same-key")]
    assert list(tmp_path.iterdir()) == []


def test_of_two_texts_of_one_day_always_the_same_counts(tmp_path):
    both = [Article(key="a", text=text, date="2025-01-02") for text in ("Un.", "Deux.")]
    kept = set()
    for order in (both, both[::-1]):
        with Incoming(tmp_path) as found:
            for one in order:
                found.add(one)
            kept |= {one.text for one in found}
    assert len(kept) == 1


def test_processes_are_given_no_more_than_they_can_soon_work_on(monkeypatch):
    taken = 0

    def waiting():
        nonlocal taken
        for number in range(2_000):
            taken += 1
            yield Article(key=f"{number:04}", text="")

    monkeypatch.setattr(workers, "ProcessPoolExecutor", lambda count, **_: ThreadPoolExecutor(count))
    monkeypatch.setattr(workers, "_annotate_list", lambda _model, _own, chunk: [Facts(article=one) for one in chunk])
    ahead, found = 0, []
    for facts in workers.annotate(waiting(), Settings(workers=2)):
        found.append(facts.article.key)
        ahead = max(ahead, taken - len(found))
    assert found == sorted(found)
    assert len(found) == 2_000
    assert ahead <= (2 * workers.AHEAD + 2) * workers.CHUNK
