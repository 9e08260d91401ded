"""Jobs of ``kg serve``: one that fails holds nobody up, each lists what it brought itself, and a decision is never refused for them."""

import threading
import time

import newsroom
import pytest
from serving import BRASSAC, asking, make_build

from kg import builder, corpus, decisions
from kg.serve import jobs as module
from kg.serve.adding import describe
from kg.serve.desk import Desk
from kg.serve.intake import pasted
from kg.serve.jobs import Jobs
from kg.serve.problems import BusyError


@pytest.fixture
def desk(tmp_path):
    return Desk(make_build(tmp_path / "out"))


@pytest.fixture
def jobs(desk, monkeypatch):
    """Give jobs whose builds put each pasted text into the graph as it is, without the pipeline."""
    monkeypatch.setattr(Jobs, "_build", lambda self, job, paths: _build(self._desk.folder, job.label if paths else ""))
    found = Jobs(desk)
    yield found
    found.stop()


def _build(folder, label):
    if label:
        corpus.save(folder, newsroom.article(label, "Norlane grandit.", [], []), {"version": "tests"})
        builder.rebuild(folder)


def giving(text="Norlane grandit."):
    return lambda _told: [pasted(text)]


def ended(*found):
    end = time.monotonic() + 20
    while any(one.state not in ("done", "failed") for one in found):
        assert time.monotonic() < end, [one.state for one in found]
        time.sleep(0.01)
    return [one.state for one in found]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_one_job_fails_it_and_the_next_has_its_turn(jobs):
    def broken(_told):
        raise ValueError("a bug")

    first, second = jobs.take_in("un", broken), jobs.take_in("deux", giving())
    assert ended(first, second) == ["failed", "done"]
    assert "its log says what" in first.error


def test_a_job_lists_what_it_brought_and_not_what_came_later(jobs, desk):
    first, second = jobs.take_in("un", giving()), jobs.take_in("deux", giving("Norlane recule."))
    assert ended(first, second) == ["done", "done"]
    brought = [[article.key for article in describe(desk, one).articles] for one in (first, second)]
    assert brought == [["aun.txt"], ["adeux.txt"]]


def test_writing_the_store_anew_waits_once_and_is_never_refused(jobs, monkeypatch):
    monkeypatch.setattr(module, "WAITING", 1)
    go, at_work = threading.Event(), threading.Event()

    def slow(_told):
        at_work.set()
        go.wait(20)
        return [pasted("Norlane grandit.")]

    found = [jobs.take_in("un", slow)]
    assert at_work.wait(20)
    found.append(jobs.take_in("deux", giving()))
    with pytest.raises(BusyError):
        jobs.take_in("trois", giving())
    asked = []
    threads = [threading.Thread(target=lambda: asked.append(jobs.rebuild())) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.number for one in asked} == {3}
    go.set()
    assert ended(*found, asked[0]) == ["done"] * 3
    assert [one.kind for one in jobs.all()] == ["rebuild", "articles", "articles"]


def test_a_decision_is_taken_however_much_is_waiting(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "WAITING", 0)
    monkeypatch.setattr(Jobs, "_build", lambda *_: None)
    folder = make_build(tmp_path / "out")
    with asking(folder) as client:
        (said,) = client.get("/api/quotes", params={"speaker": BRASSAC}).json()["items"]
        answer = client.post("/api/decisions", json={"kind": "quote", "id": said["id"], "value": "verified"})
        assert client.post("/api/articles", json={"text": "Norlane grandit."}).status_code == 429
    assert (answer.status_code, len(decisions.load(folder))) == (201, 1)
