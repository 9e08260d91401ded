"""Articles to Facts in one process or several: the same result in the same order, and never more in memory than is being worked on."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import Final

from kg import extension, files, messages
from kg.errors import WorkerError
from kg.records import Article, Facts
from kg.settings import Settings

#: Articles that one process takes at a time; below twice this many, one process is faster than several.
CHUNK: Final = 16
#: Chunks that wait for each process, so that none is idle while the results of a slow one are awaited.
AHEAD: Final = 4


def annotate(articles: Iterable[Article], settings: Settings) -> Iterator[Facts]:
    """Annotate `articles`, in one process or several; the result is the same, in the same order.

    Args:
        articles: they are asked for as their turn comes, never all at once.
        settings: how many processes, and with which pipeline.

    Raises:
        WorkerError: a process was ended from outside, most often for lack of memory.
    """
    waiting, workers, model = iter(articles), settings.workers, settings.model
    first = list(islice(waiting, 2 * CHUNK))
    if workers < 2 or len(first) < 2 * CHUNK:
        yield from _annotate(model, chain(first, waiting))
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin) as pool:
        given: deque[Future[list[Facts]]] = deque()
        try:
            for chunk in _chunks(chain(first, waiting)):
                given.append(pool.submit(_annotate_list, model, files.own(), chunk))
                if len(given) >= AHEAD * workers:
                    yield from given.popleft().result()
            while given:
                yield from given.popleft().result()
        except BrokenProcessPool as error:
            raise messages.error(WorkerError, "error.worker") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Leave it to the parent what Ctrl-C means, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _chunks(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while chunk := list(islice(articles, CHUNK)):
        yield chunk


def _annotate(model: Path | None, articles: Iterable[Article]) -> Iterator[Facts]:
    waiting = iter(articles)
    for first in waiting:  # nothing to do is no reason to load the pipeline
        from kg.facts import annotate as annotate_articles
        from kg.pipeline import load

        yield from annotate_articles(chain([first], waiting), load(model))


def _annotate_list(model: Path | None, own: Path | None, articles: Sequence[Article]) -> list[Facts]:
    if own is not None:
        extension.use(own.parent)  # a new process knows nothing of it
    return list(_annotate(model, articles))
