"""Stopping a command that writes: Ctrl-C and SIGTERM end it between two steps, and it says what is kept and how to go on."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import click

from kg.cli import INTERRUPTED
from kg.cli.words import say

#: Exit code after SIGTERM, as shells count.
TERMINATED: Final = 143


class _TerminatedError(KeyboardInterrupt):
    """SIGTERM came, which is treated as Ctrl-C is."""


def _terminate(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise _TerminatedError


@contextmanager
def stoppable(code: str, out: Path) -> Iterator[None]:
    """Let a command be stopped, and say a message with the number of articles that are kept.

    Args:
        code: of the message.
        out: folder of the build.
    """
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, _terminate) if main else None
    try:
        yield
    except KeyboardInterrupt as stop:
        from kg import corpus

        click.echo(say(code, n=len(corpus.stamps(out))), err=True)
        sys.exit(TERMINATED if isinstance(stop, _TerminatedError) else INTERRUPTED)
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)
