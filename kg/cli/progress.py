"""How far a build is: one line that is written over in a terminal, a line now and then elsewhere, nothing for what is quick."""

import sys
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

import click

from kg.cli.words import say

#: Seconds between two lines in a terminal, and elsewhere, where it would fill a log.
_OFTEN, _NOW_AND_THEN = 0.5, 60.0
#: Seconds that the rate is taken over: what is left is told by how fast it goes now.
_LATELY: Final = 60.0


class Progress:
    """Tells how many articles of how many are done, how many a second, and how long the rest takes.

    Args:
        code: of the message, with ``done``, ``of``, ``rate`` and ``left``.
        terminal: whether lines can be written over; found out by default.
        clock: gives seconds.
    """

    def __init__(self, code: str, *, terminal: bool | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._code = code
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._clock = clock
        self._past: deque[tuple[float, int]] = deque()
        self._told = clock()
        self._shown = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the line away, so that what is said next has one of its own."""
        if self._terminal:
            self._over("")

    def __call__(self, done: int, of: int) -> None:
        """Take note that `done` articles of `of` are done, and say so if it is time to."""
        now = self._clock()
        self._past.append((now, done))
        while now - self._past[0][0] > _LATELY and len(self._past) > 2:
            self._past.popleft()
        if self._terminal and done >= of:
            self._over("")
        elif now - self._told >= (_OFTEN if self._terminal else _NOW_AND_THEN):
            self._told = now
            self._over(self._line(done, of))

    def _line(self, done: int, of: int) -> str:
        (start, before), (now, _) = self._past[0], self._past[-1]
        rate = (done - before) / (now - start) if now > start else 0.0
        left = duration((of - done) / rate) if rate else "…"
        return say(self._code, done=done, of=of, rate=f"{rate:.{1 if rate < 100 else 0}f}", left=left)

    def _over(self, line: str) -> None:
        """Write a line, in a terminal in place of the last one."""
        if not self._terminal:
            click.echo(line, err=True)
        elif line or self._shown:
            click.echo("\r" + line.ljust(self._shown) + ("" if line else "\r"), nl=False, err=True)
            self._shown = len(line)


def duration(seconds: float) -> str:
    """Say how long something takes, as exactly as one wants to know it.

    >>> duration(42.3), duration(754), duration(4_000)
    ('42 s', '13 min', '1 h 07 min')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
