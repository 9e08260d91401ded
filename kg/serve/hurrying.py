"""One deadline for all that is done with a socket: a server that drips a byte a second must not hold us longer than a silent one."""

import io
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

Made = TypeVar("Made")


class Deadline:
    """When something must be over.

    Args:
        seconds: from now.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left.

        Raises:
            TimeoutError: none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("it takes too long")
        return left

    def wait(self, make: Callable[[], Made]) -> Made:
        """Give what `make` gives, which knows no time limit itself: a thread that takes longer is left behind.

        Raises:
            TimeoutError: it takes too long.
            OSError, ValueError: what `make` raises.
        """
        made: Future[Made] = Future()

        def run() -> None:
            try:
                made.set_result(make())
            except (OSError, ValueError) as error:
                made.set_exception(error)

        Thread(target=run, name="kg-deadline", daemon=True).start()
        try:
            return made.result(self.left)
        except TimeoutError:
            raise TimeoutError("it takes too long") from None


class Hurried:
    """What :mod:`http.client` reads an answer from, in place of its socket: each read may take what is left, and no more.

    Args:
        inner: the connected socket; it is closed with the answer.
        deadline: when all must have been read.
    """

    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def makefile(self, mode: str) -> io.BufferedReader:
        """Give the stream of what the server sends."""
        return io.BufferedReader(_Stream(self._inner, self._deadline))


class _Stream(io.RawIOBase):
    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._inner.settimeout(self._deadline.left)
        return self._inner.recv_into(buffer)

    def close(self) -> None:
        self._inner.close()
        super().close()
