"""Questions to the store: each in a process of its own that is killed at its limit, so many at a time."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from kg.answers import Rows
from kg.query_worker import run_limited, serialized
from kg.serve.desk import Desk
from kg.serve.problems import BusyError

#: Queries that run at a time; others wait so many seconds at most.
AT_ONCE: Final = 3
PATIENCE: Final = 15.0
SECONDS: Final = 20.0


class Queue:
    """Lets so many queries run at a time."""

    def __init__(self, places: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._patience = patience

    @contextmanager
    def place(self) -> Iterator[None]:
        """Wait for a place and keep it.

        Raises:
            BusyError: none was free in time.
        """
        if not self._free.acquire(timeout=self._patience):
            raise BusyError("busy.queries")
        try:
            yield
        finally:
            self._free.release()


class Asker:
    """Asks the store of a desk.

    Args:
        desk: whose store.
        seconds: how long a question may run.
    """

    def __init__(self, desk: Desk, seconds: float = SECONDS) -> None:
        self._desk = desk
        self._seconds = seconds
        self._queue = Queue()

    def rows(
        self, generation: str, question: str, values: Mapping[str, str], *, limit: int, lang: str, iris: bool = False
    ) -> Rows:
        """Ask a ready-made question by name, or SPARQL; see :func:`kg.query_worker.run_limited`."""
        with self._queue.place():
            return run_limited(
                self._desk.store,
                question,
                values,
                seconds=self._seconds,
                limit=limit,
                iris=iris,
                lang=lang,
                generation=generation,
            )

    def serialized(
        self, generation: str, text: str, formats: Sequence[str], graphs: tuple[Sequence[str], Sequence[str]]
    ) -> tuple[str, bytes]:
        """Answer as the SPARQL protocol does; see :func:`kg.query_worker.serialized`."""
        with self._queue.place():
            return serialized(self._desk.store, text, formats, seconds=self._seconds, generation=generation, graphs=graphs)
