"""What takes longer than an answer: taking articles in, and writing the store anew after decisions. One at a time."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.errors import KgError
from kg.serve.desk import Desk
from kg.serve.intake import Given, lay_out

#: Jobs that are remembered.
REMEMBERED: Final = 50
#: Jobs that may wait.
WAITING: Final = 20
#: Seconds to wait for a build that somebody else runs.
PATIENCE: Final = 600.0
_START: Final = "from kg.serve.work import main; main()"
Gather = Callable[[Callable[[int, int], None]], Sequence[Given]]


@dataclass(slots=True)
class Job:
    """Something that is done, or being done.

    Args:
        number: counted from 1.
        kind: ``articles`` or ``rebuild``.
        label: what was given.
        state: ``waiting``, ``fetching``, ``building``, ``done`` or ``failed``.
        done, of: how many pages or articles of how many.
        error: why it failed.
        report: what the build says.
        began: seconds since the epoch.
    """

    number: int
    kind: str
    label: str
    state: str = "waiting"
    done: int = 0
    of: int = 0
    error: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    began: float = field(default_factory=time.time)
    known: frozenset[str] = frozenset()


class Jobs:
    """Does jobs one after the other in a thread; each build runs in a process of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._queue: queue.Queue[tuple[Job, Gather | None] | None] = queue.Queue(WAITING)
        self._jobs: deque[Job] = deque(maxlen=REMEMBERED)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="kg-jobs", daemon=True)
        self._thread.start()

    def all(self) -> list[Job]:
        """Give the jobs, the newest first."""
        return list(reversed(self._jobs))

    def find(self, number: int) -> Job | None:
        """Give a job by its number."""
        return next((one for one in self._jobs if one.number == number), None)

    def take_in(self, label: str, gather: Gather) -> Job:
        """Take articles in: `gather` gives them, and is told whom to tell how far it is."""
        return self._add("articles", label, gather)

    def rebuild(self) -> Job:
        """Write the store anew, unless that is waiting to be done already."""
        with self._lock:
            waiting = [one for one in self._jobs if one.kind == "rebuild" and one.state == "waiting"]
        return waiting[0] if waiting else self._add("rebuild", "", None)

    def stop(self) -> None:
        """End what is being done; a build that is cut off leaves the last whole one."""
        self._ending = True
        self._queue.put(None)
        if self._child is not None:
            self._child.kill()
        self._thread.join(timeout=10)

    def _add(self, kind: str, label: str, gather: Gather | None) -> Job:
        from kg.serve.problems import BusyError

        with self._lock:
            job = Job(max((one.number for one in self._jobs), default=0) + 1, kind, label)
            job.known = frozenset(self._desk.snapshot.articles)
            try:
                self._queue.put_nowait((job, gather))
            except queue.Full:
                raise BusyError("too much is waiting to be done: try again in a moment") from None
            self._jobs.append(job)
            return job

    def _run(self) -> None:
        while (next_one := self._queue.get()) is not None and not self._ending:
            job, gather = next_one
            try:
                self._do(job, gather)
                job.state = "done"
            except (KgError, OSError) as error:
                job.error, job.state = str(error), "failed"

    def _do(self, job: Job, gather: Gather | None) -> None:
        with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
            paths: list[str] = []
            if gather is not None:
                job.state = "fetching"
                lay_out(gather(lambda done, of: _count(job, done, of)), Path(folder))
                paths = [folder]
            job.state, job.done, job.of = "building", 0, 0
            end = time.monotonic() + PATIENCE
            while self._desk.building() and time.monotonic() < end and not self._ending:
                time.sleep(0.2)
            self._build(job, paths)
        self._desk.refresh()

    def _build(self, job: Job, paths: list[str]) -> None:
        code = str(Path(__file__).resolve().parents[2])
        found = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [code, os.environ.get("PYTHONPATH", "")]))}
        command = [sys.executable, "-P", "-c", _START]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=found) as child:
            self._child = child
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps({"paths": paths, "out": str(self._desk.folder)}).encode())
            child.stdin.close()
            for line in child.stdout:
                told = json.loads(line)
                job.error = told.get("error", job.error)
                job.report = told.get("report", job.report)
                _count(job, told.get("done", job.done), told.get("of", job.of))
        self._child = None
        if job.error or child.returncode:
            raise KgError(job.error or f"the build ended with code {child.returncode}: see the log of the server")


def _count(job: Job, done: int, of: int) -> None:
    job.done, job.of = done, of
