"""The newest snapshot of a build, and who brings it up to date."""

import gc
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg import catalogue, corpus, decisions, extension
from kg.errors import KgError, NoBuildError, StoreError
from kg.names import PREDICATES, TYPES, adopt, own
from kg.records import Facts
from kg.serve import faceting
from kg.serve.renewing import renew
from kg.serve.snapshot import Snapshot, take
from kg.serve.tallies import tallies
from kg.store import Reader, busy, current, open_for_reading

#: Seconds between two looks at whether something was built.
POLL: Final = 1.0
#: How often facts are read again when a build starts meanwhile.
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What changes when a build or a decision was made."""

    generation: str
    decided: tuple[int, int]
    vocabulary: tuple[tuple[str, int, int], ...] = ()


class Desk:
    """Holds the snapshot that readers get, and replaces it as a whole.

    Args:
        folder: of the build.

    Raises:
        StoreError: there is no build in `folder`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        extension.use(folder)
        self._loading = threading.Lock()
        self._stop = threading.Event()
        self._stamp = _look(folder)
        self._facts: dict[str, tuple[int, int, int]] = {}
        self._snapshot = self._load(None)
        self._thread: threading.Thread | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot; a reader takes it once and keeps it for the whole answer."""
        return self._snapshot

    @property
    def store(self) -> Path:
        """Folder of the store."""
        return self.folder / "store"

    def building(self) -> bool:
        """Tell whether a build is at work on the folder."""
        return busy(self.store)

    def refresh(self) -> bool:
        """Take a new snapshot if the build or the decisions have changed and no build is at work.

        Returns:
            Whether the snapshot is a new one.
        """
        with self._loading:
            stamp = _look(self.folder)
            if self.building():
                stamp = replace(self._stamp, decided=stamp.decided)  # decisions show meanwhile, new articles later
            if stamp == self._stamp:
                return False
            if stamp.vocabulary != self._stamp.vocabulary:
                fresh = self._relearnt()
            elif stamp.generation == self._stamp.generation:
                fresh = self._replay()
            else:
                fresh = self._load(self._snapshot)
            changed = fresh is not self._snapshot
            if changed:
                self._snapshot, self._stamp = fresh, stamp
            return changed

    def _relearnt(self) -> Snapshot:
        """Take up another ontology, or stay with the old one as long as the articles do not fit it."""
        before = own()
        extension.use(self.folder, again=True)
        try:
            return self._load(None)
        except StoreError:
            adopt(before)
            raise

    def _replay(self) -> Snapshot:
        """Apply decisions to the facts already in memory: the store follows with the next build."""
        with ExitStack() as opened:
            reader = opened.enter_context(open_for_reading(self.store, self._snapshot.generation))
            fresh = self._renewed(self._snapshot, reader)
            opened.pop_all()
            return _held(fresh, reader, self._snapshot)

    def _renewed(self, old: Snapshot, reader: Reader) -> Snapshot:
        return renew(old, catalogue.load(), decisions.load(self.folder), reader.generation)

    def _taken(self, raw: tuple[Facts, ...], reader: Reader) -> Snapshot:
        _known(raw)
        return take(raw, catalogue.load(), decisions.load(self.folder), reader.generation)

    def _load(self, old: Snapshot | None) -> Snapshot:
        """Read everything, again if a build begins meanwhile; then stay with the old snapshot if there is one."""
        for number in range(1, _TRIES + 1):
            stamps = corpus.stamps(self.folder)
            with ExitStack() as opened:
                reader = opened.enter_context(open_for_reading(self.store))
                same = old is not None and stamps == self._facts
                raw = () if same else tuple(corpus.load(self.folder))
                whole = current(self.store) == reader.generation and not self.building()
                if (whole and corpus.stamps(self.folder) == stamps) or (number == _TRIES and old is None):
                    fresh = self._renewed(old, reader) if same and old is not None else self._taken(raw, reader)
                    self._facts = stamps
                    opened.pop_all()
                    return _held(fresh, reader, old if same else None)
        assert old is not None
        return old

    def start(self, told: Callable[[str], None]) -> None:
        """Look for changes from time to time until :meth:`stop`; problems are told and tried again."""
        self._thread = threading.Thread(target=self._watch, args=(told,), name="kg-desk", daemon=True)
        self._thread.start()

    def _watch(self, told: Callable[[str], None]) -> None:
        while not self._stop.wait(POLL):
            try:
                self.refresh()
            except (KgError, OSError) as error:
                told(str(error))
                self._stop.wait(10 * POLL)

    def stop(self) -> None:
        """Stop looking for changes."""
        self._stop.set()
        if self._thread:
            self._thread.join(timeout=5)

    def wait(self, done: Callable[[Snapshot], bool], *, seconds: float) -> bool:
        """Wait until the snapshot is such that `done`, for so long at most; tell whether it is."""
        end = time.monotonic() + seconds
        while not done(self._snapshot):
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True


def _held(snapshot: Snapshot, reader: Reader, old: Snapshot | None = None) -> Snapshot:
    """Keep the generation on disk as long as somebody reads the snapshot, and have ready what every page needs."""
    weakref.finalize(snapshot, reader.close)
    faceting.prepare(snapshot, old)
    tallies(snapshot)
    if old is None or snapshot.places is not old.places:
        gc.collect()
        gc.freeze()  # the facts hold no cycles: to look for some among millions of records would stop everybody for seconds
    return snapshot


def _known(raw: tuple[Facts, ...]) -> None:
    """Refuse facts of terms that the ontology no longer has, as a build leaves them that ended right after it took up another."""
    types = {entity.type for facts in raw for entity in facts.entities} - set(TYPES)
    predicates = {one.predicate for facts in raw for one in facts.statements} - set(PREDICATES)
    if unknown := sorted(types | predicates):
        raise StoreError(f"the articles hold terms that the ontology lacks ({', '.join(unknown)}): run `kg build` again")


def _look(folder: Path) -> _Stamp:
    generation = current(folder / "store")
    if generation is None:
        raise NoBuildError(folder)
    kept = sorted(path for path in (folder / extension.FOLDER).rglob("*") if path.is_file())
    return _Stamp(generation, _changed(folder / decisions.FILE), tuple((str(path), *_changed(path)) for path in kept))


def _changed(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except FileNotFoundError:
        return 0, 0
    return about.st_mtime_ns, about.st_size
