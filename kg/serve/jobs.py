"""What takes longer than an answer: taking articles in, and writing the store anew after decisions. One at a time."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from kg.errors import KgError
from kg.serve.desk import Desk
from kg.serve.intake import Given, lay_out
from kg.serve.problems import BusyError, ProblemError
from kg.serve.words import say

#: Jobs that are remembered.
REMEMBERED: Final = 50
#: Jobs with articles that may wait.
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
        problem: the same for people, when it is one that has words in their language.
        began: seconds since the epoch.
        brought: ids of the articles that were not there before.
    """

    number: int
    kind: str
    label: str
    state: str = "waiting"
    done: int = 0
    of: int = 0
    error: str = ""
    problem: ProblemError | None = None
    report: dict[str, Any] = field(default_factory=dict)
    began: float = field(default_factory=time.time)
    brought: tuple[str, ...] = ()


class Jobs:
    """Does jobs one after the other; each build runs in a process of its own.

    Articles wait in a queue that can be full. Writing the store anew waits outside of it, once however often it is asked for: what
    was decided is decided, and must not be refused afterwards.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._numbers = count(1)
        self._jobs: deque[Job] = deque(maxlen=REMEMBERED)
        self._waiting: deque[tuple[Job, Gather]] = deque()
        self._due: Job | None = None
        self._lock = threading.Condition()
        self._child: subprocess.Popen[bytes] | None = None
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="kg-jobs", daemon=True)
        self._thread.start()

    def all(self) -> list[Job]:
        """Give the jobs, the newest first."""
        with self._lock:
            return list(reversed(self._jobs))

    def find(self, number: int) -> Job | None:
        """Give a job by its number."""
        return next((one for one in self.all() if one.number == number), None)

    def take_in(self, label: str, gather: Gather) -> Job:
        """Take articles in: `gather` gives them, and is told whom to tell how far it is.

        Raises:
            BusyError: too many jobs wait.
        """
        with self._lock:
            if len(self._waiting) >= WAITING:
                raise BusyError("busy.jobs")
            job = self._new("articles", label)
            self._waiting.append((job, gather))
            return job

    def rebuild(self) -> Job:
        """Write the store anew, unless that is waiting to be done already; this is never refused."""
        with self._lock:
            if self._due is None:
                self._due = self._new("rebuild", "")
            return self._due

    def stop(self) -> None:
        """End what is being done; a build that is cut off leaves the last whole one."""
        with self._lock:
            self._ending = True
            self._lock.notify()
        if self._child is not None:
            self._child.kill()
        self._thread.join(timeout=10)

    def _new(self, kind: str, label: str) -> Job:
        job = Job(next(self._numbers), kind, label)
        self._jobs.append(job)
        self._lock.notify()
        return job

    def _next(self) -> tuple[Job, Gather | None] | None:
        """Wait for the job that was asked for first, or for the end."""
        with self._lock:
            self._lock.wait_for(lambda: self._ending or self._waiting or self._due)
            if self._ending:
                return None
            if self._due is None or (self._waiting and self._waiting[0][0].number < self._due.number):
                return self._waiting.popleft()
            job, self._due = self._due, None
            return job, None

    def _run(self) -> None:
        """Do each job in a thread of its own: a bug ends that thread, with its trace in the log, and the next job has its turn."""
        while (found := self._next()) is not None:
            worker = threading.Thread(target=self._try, args=found, name=f"kg-job-{found[0].number}", daemon=True)
            worker.start()
            worker.join()

    def _try(self, job: Job, gather: Gather | None) -> None:
        state, told = "failed", say("en")("problem.bug")
        try:
            self._do(job, gather)
            state, told = "done", ""
        except (KgError, OSError) as error:
            told, job.problem = str(error), error if isinstance(error, ProblemError) else None
        finally:
            job.error, job.state = told, state

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
            self._desk.refresh()
            before = frozenset(self._desk.snapshot.articles)
            self._build(job, paths)
        self._desk.refresh()
        job.brought = tuple(name for name in self._desk.snapshot.articles if name not in before)

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
