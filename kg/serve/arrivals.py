"""When each article came into the build, as far as the desk saw it: for « what is new since my last visit »."""

import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kg import corpus
from kg.errors import DataError
from kg.serve.snapshot import Snapshot

FILE: Final = "arrivals.json"
#: Seconds without a look at the first page after which the next one is another visit.
PAUSE: Final = 1800
#: Characters of a cookie that can be ours.
_LONGEST: Final = 30


class Arrivals:
    """Notes articles that were not there before, in a file of the build.

    Args:
        folder: of the build.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._noted: frozenset[str] = frozenset()
        self._known: Mapping[str, int] = {}

    def since(self, snapshot: Snapshot, moment: int) -> list[str]:
        """Give the ids of the articles that came after a moment (seconds since the epoch), the newest first.

        Raises:
            DataError: the file is damaged.
        """
        known = self._note(frozenset(snapshot.articles))
        found = [name for name in snapshot.articles if known[name] > moment]
        return sorted(found, key=lambda name: (known[name], snapshot.articles[name].article.date, name), reverse=True)

    def _note(self, here: frozenset[str]) -> Mapping[str, int]:
        with self._lock:
            if here != self._noted:
                known = self._load()
                now = int(time.time()) if known is not None else 0  # what the first look finds was there before
                self._known = {name: (known or {}).get(name, now) for name in sorted(here)}
                with suppress(OSError):  # a build that may only be read is shown all the same
                    corpus.write(self._path, corpus.dumps(self._known) + "\n")
                self._noted = here
            return self._known

    def _load(self) -> dict[str, int] | None:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise DataError(f"{FILE} is damaged: remove it") from error
        if not isinstance(found, dict) or not all(isinstance(one, int) for one in found.values()):
            raise DataError(f"{FILE} is damaged: remove it")
        return found


def visits(cookie: str, now: int) -> tuple[int, int]:
    """Give when the visit before this one was last seen, 0 if there was none, and the moment to remember.

    >>> visits("", 5000), visits("0.5000", 5060), visits("0.5000", 9000), visits("5000.9000", 9060)
    ((0, 5000), (0, 5060), (5000, 9000), (5000, 9060))
    """
    before, _, last = cookie.partition(".")
    if not (before.isdecimal() and last.isdecimal() and len(cookie) < _LONGEST):
        return 0, now
    return (int(last) if now - int(last) > PAUSE else int(before)), now
