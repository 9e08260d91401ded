"""Kill -9 at any moment: the store answers, no finished article is lost, and the next run ends with the bytes of an undisturbed one."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import crashes as scenes
import pytest
from test_build import snapshot

from kg import builder
from kg.rdf import nquads
from kg.store import current, open_for_reading

pytestmark = [pytest.mark.model, pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork processes")]
HERE = Path(__file__).parent


def crashes(*arguments):
    done = subprocess.run(
        [sys.executable, HERE / "crashes.py", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_kill_or_power_cut_before_any_step_loses_nothing():
    assert "forget: " in crashes("--each", 2)


@pytest.mark.slow
def test_fifty_kills_at_random_moments_lose_nothing():
    told = crashes("--articles", 12, "--random", 50).splitlines()[-1]
    assert told == "killed at 50 random moments"


def started(articles, out, *more, **environment):
    """Start a build in a group of its own, as a terminal does."""
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "build", articles, "-o", out, *more],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "KG_LANG": "en", **environment},
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # shells have what runs in the background ignore it
    )


def done(out):
    return len(list(out.glob("facts/??/*.jsonl")))


def wait_until(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("number", "code", "lang", "said"),
    [
        (signal.SIGTERM, 143, "en", "Stopped: {} articles are kept."),
        (signal.SIGINT, 130, "fr", "Arrêté : {} articles sont gardés."),
    ],
)
def test_who_stops_a_build_is_told_what_is_kept(tmp_path, number, code, lang, said):
    articles, out = scenes.write(tmp_path / "articles", range(200)), tmp_path / "out"
    with started(articles, out, "--workers", "1", KG_LANG=lang) as process:
        wait_until(lambda: done(out) > 3 or process.poll() is not None)
        process.send_signal(number)
        told = process.communicate()[1]
    assert process.returncode == code
    assert said.format(done(out)) in told
    assert "Traceback" not in told
    assert 3 < done(out) < 200


def group(process):
    """Give the live processes of a group: the build and those that annotate for it."""
    found = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-g", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout
    return [line.split()[0] for line in found.splitlines() if "Z" not in line]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")
def test_no_process_outlives_a_build_that_is_killed_alone(tmp_path):
    articles, out = scenes.write(tmp_path / "articles", range(100)), tmp_path / "out"
    with started(articles, out, "--workers", "2") as process:
        wait_until(lambda: done(out) > 0)
        assert len(group(process)) > 2
        process.kill()
        wait_until(lambda: not group(process), 20)


@pytest.mark.slow
def test_a_worker_that_is_killed_is_told(tmp_path):
    articles, out = scenes.write(tmp_path / "articles", range(100)), tmp_path / "out"
    with started(articles, out, "--workers", "2") as process:
        wait_until(lambda: done(out) > 0)
        os.kill(int(max(group(process), key=int)), signal.SIGKILL)
        told = process.communicate()[1]
    assert process.returncode == 1
    assert "fewer processes (--workers)" in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_kills_of_several_processes_lose_nothing(tmp_path):
    articles, out = scenes.write(tmp_path / "articles", range(48)), tmp_path / "out"
    start = time.monotonic()
    with started(articles, tmp_path / "whole", "--workers", "2") as process:
        process.communicate()
    seconds, chosen, wanted = time.monotonic() - start, random.Random(9), snapshot(tmp_path / "whole")
    for number in range(5):
        with started(articles, out, "--workers", "2") as process:
            time.sleep(seconds * (number + chosen.random()) / 5)
            os.killpg(process.pid, signal.SIGKILL)
        found = {path: data for path, data in snapshot(out).items() if path.endswith(".jsonl")} if out.exists() else {}
        assert found.items() <= wanted.items()
        assert current(out / "store") is None or graph(out) == graph(tmp_path / "whole")
    assert builder.build([articles], out).annotated == 48 - len([path for path in found if path.startswith("facts")])
    assert snapshot(out) == wanted
    assert graph(out) == graph(tmp_path / "whole")


def graph(out):
    with open_for_reading(out / "store") as reader:
        return nquads(reader.store)
