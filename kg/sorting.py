"""Sorting more than fits into memory: sorted runs on disk, merged as they are read."""

import heapq
import pickle
from collections.abc import Iterator
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Final, Generic, Self, TypeVar

#: Things that are held in memory before they go into a run.
_MOST: Final = 20_000

T = TypeVar("T")


class Sorter(Generic[T]):
    """Takes things in any order and gives them back in the order of their keys; equal keys in the order they came.

    Args:
        folder: where runs are kept, in nameless files, when there are many things.

    >>> with Sorter[str](Path(".")) as found:
    ...     for number in (3, 1, 2):
    ...         found.add((number,), f"n{number}")
    ...     list(found)
    ['n1', 'n2', 'n3']
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[tuple[Any, T]] = []
        self._runs: list[IO[bytes]] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def add(self, key: Any, value: T) -> None:
        """Take one thing; all keys must be comparable."""
        self._held.append((key, value))
        if len(self._held) >= _MOST:
            self._write()

    def __iter__(self) -> Iterator[T]:
        self._held.sort(key=itemgetter(0))
        for _, value in heapq.merge(*map(_read, self._runs), self._held, key=itemgetter(0)):
            yield value

    def _write(self) -> None:
        self._held.sort(key=itemgetter(0))
        run = self._open.enter_context(TemporaryFile(dir=self._folder))  # noqa: SIM115 - the stack closes it
        for pair in self._held:
            pickle.dump(pair, run, pickle.HIGHEST_PROTOCOL)
        self._runs.append(run)
        self._held = []


def _read(run: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    """Read a run that nobody else could write to."""
    run.seek(0)
    while True:
        try:
            pair = pickle.load(run)
        except EOFError:
            return
        yield pair
