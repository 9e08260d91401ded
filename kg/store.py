"""The embedded Oxigraph store: generations on disk, one writer, many readers.

``store/CURRENT`` names the generation that counts (``g000003``). A build writes into a copy and moves the pointer at the end,
so that a reader never sees half a build and a killed build leaves the last good one. Copies share unchanged files (hard links).
"""

import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from kg import disk, messages
from kg.errors import DamagedStoreError, StoreError
from kg.rdf import sort_quads

_POINTER: Final = "CURRENT"
_GENERATION: Final = re.compile(r"g(\d{6,})")
#: What lies in the folder of a store.
_OURS: Final = re.compile(r"g\d{6,}(\.lock|\.graphs|\.tmp)?|lock|CURRENT|CURRENT\.new|\.(CURRENT|g\d{6,}\.graphs)\.\d+\.part")
#: End of the name of the file beside a generation that says what its graphs were made from.
_NOTE: Final = ".graphs"
#: Above this many bytes of N-Quads the bulk loader is faster than a transaction.
_BULK: Final = 2_000_000
#: A reader that meets a generation being swept away looks for the next one.
_TRIES: Final = 20
#: Seconds that a writer waits at least: who looks whether one is at work holds the lock for a moment.
_GRACE: Final = 0.2
#: Generations that this process gave up; whoever holds the error that was the cause may still hold them open.
_dropped: set[Path] = set()
_FORMATS: Final = {
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}


def _lock(file: IO[str], *, exclusive: bool) -> bool:
    """Try to lock an open file; where the system has no such locks, always succeed."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def current(folder: Path) -> str | None:
    """Give the name of the generation that counts, None when nothing was committed yet.

    Raises:
        StoreError: the pointer names no generation.
    """
    try:
        name = (folder / _POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise messages.error(StoreError, "error.store.other", folder=str(folder)) from error
    except UnicodeDecodeError as error:
        raise messages.error(DamagedStoreError, "error.store.pointer", path=str(folder / _POINTER)) from error
    if not _GENERATION.fullmatch(name):
        raise messages.error(DamagedStoreError, "error.store.pointer", path=str(folder / _POINTER))
    return name


class Reader:
    """A generation opened for reading; it stays as it is, whatever is built meanwhile.

    Args:
        store: the Oxigraph store, read-only.
        generation: its name.
    """

    def __init__(self, store: Store, generation: str, held: IO[str] | None) -> None:
        self.store = store
        self.generation = generation
        self._held = held

    def close(self) -> None:
        """Let go of the generation, so that a later build may remove it."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@contextmanager
def whole(folder: Path) -> Iterator[None]:
    """Tell what RocksDB says of a block that is not as it was written, however late it is read."""
    try:
        yield
    except RuntimeError as error:
        raise messages.error(DamagedStoreError, "error.store.damaged", folder=str(folder)) from error


def busy(folder: Path) -> bool:
    """Tell whether a build is writing to the store in `folder` at this moment."""
    held = _open(folder / "lock")
    if held is None:
        return False
    with held:
        return not _lock(held, exclusive=False)


def open_for_reading(folder: Path, named: str = "") -> Reader:
    """Open the store in `folder` as it is now.

    Args:
        folder: the store.
        named: a generation that the caller knows to be held by another reader, in place of the current one.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    for _ in range(_TRIES):
        generation = named if _GENERATION.fullmatch(named) else current(folder)
        if generation is None:
            raise messages.error(StoreError, "error.store.none", folder=str(folder))
        held = _open(folder / f"{generation}.lock")
        if held is not None and not _lock(held, exclusive=False):
            held.close()
            time.sleep(0.05)
            continue
        try:
            return Reader(Store.read_only(str(folder / generation)), generation, held)
        except (OSError, RuntimeError) as error:  # what RocksDB gives for a missing and for a corrupt file
            if held is not None:
                held.close()
            if current(folder) == generation or named:
                raise messages.error(DamagedStoreError, "error.store.damaged", folder=str(folder)) from error
    raise messages.error(StoreError, "error.store.changing", folder=str(folder))


def _open(path: Path) -> IO[str] | None:
    try:
        return path.open(encoding="ascii")
    except OSError:
        return None


def open_file(path: Path) -> Store:
    """Load an RDF file into a store in memory.

    Raises:
        StoreError: the file is missing, of an unknown format, or malformed.
    """
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise StoreError(f"{path} is no RDF file known by its ending: use one of {', '.join(sorted(_FORMATS))}")
    store = Store()
    try:
        store.bulk_load(path=str(path), format=kind)
    except SyntaxError as error:
        raise StoreError(f"{path} is malformed: {error}") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error
    return store


class Writer:
    """The only writer of a store: a context manager; what is not committed is dropped.

    Args:
        folder: the store, made when missing.
        wait: seconds to wait for another writer to finish.

    Raises:
        StoreError: another writer is at work, or `folder` holds something else.
    """

    def __init__(self, folder: Path, *, wait: float = 0.0) -> None:
        self._folder = folder
        self._wait = wait
        self._old: Reader | None = None
        self._new: Store | None = None
        self._name = ""
        self._held: IO[str] | None = None
        #: Why there is nothing left of what was committed before, if that is so.
        self.damage: DamagedStoreError | None = None

    def __enter__(self) -> Self:
        self._held = _take(self._folder, self._wait)
        try:
            generation = current(self._folder)
            self._sweep(keep=generation)
            self._old = open_for_reading(self._folder) if generation else None
        except DamagedStoreError as error:
            self.damage = error
        except StoreError:
            self._release()
            raise
        self._name = self._next()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._drop()
        self._release()

    def _next(self) -> str:
        """Give a name that no generation has, not even one whose reader outlived the pointer to it."""
        names = [
            *(path.name for path in self._folder.iterdir()),
            *(path.name for path in _dropped if path.parent == self._folder),
        ]
        numbers = (int(found[1]) for name in names if (found := _GENERATION.fullmatch(name)))
        return f"g{max(numbers, default=0) + 1:06}"

    def _drop(self) -> None:
        """Give up what was changed and not committed."""
        if self._new is not None:
            self._new = None
            (self._folder / f"{self._name}{_NOTE}").unlink(missing_ok=True)
            shutil.rmtree(self._folder / self._name, ignore_errors=True)
            _dropped.add(self._folder / self._name)

    def start_over(self) -> None:
        """Begin with an empty store; the generation that counts stays until the next commit, for its readers."""
        self._drop()
        if self._old is not None:
            self._old.close()
            self._old = None
        self._name = self._next()

    def _release(self) -> None:
        if self._old is not None:
            self._old.close()
            self._old = None
        if self._held is not None:
            self._held.close()
            self._held = None

    def _store(self) -> Store | None:
        return self._new if self._new is not None else self._old.store if self._old else None

    def _changing(self) -> Store:
        """Give the copy to write into, made at the first change."""
        if self._held is None:
            raise StoreError("the store is not open for writing: use `with Writer(folder) as writer`")
        if self._new is None:
            copy = self._folder / self._name
            with whole(self._folder):
                if self._old is not None:
                    self._old.store.backup(str(copy))
                self._new = Store(str(copy))
        return self._new

    def graphs(self) -> list[str]:
        """Give the IRIs of all named graphs, sorted."""
        store = self._store()
        with whole(self._folder):
            return sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)) if store else []

    def quads(self, graph_iri: str) -> list[Quad]:
        """Give what a named graph holds, sorted."""
        store = self._store()
        with whole(self._folder):
            return sort_quads(store.quads_for_pattern(None, None, None, NamedNode(graph_iri))) if store else []

    def replace(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Put `quads` in place of all that the named graph holds.

        Returns:
            False when it holds just these already; then nothing is written.
        """
        wanted = sort_quads(quads)
        if any(quad.graph_name != NamedNode(graph_iri) for quad in wanted):
            raise StoreError(f"quads of another graph cannot go into {graph_iri}")
        if wanted == self.quads(graph_iri):
            return False
        # Two steps, but as good as one: nobody reads this copy before commit() moves the pointer.
        self.remove(graph_iri)
        self.load(serialize(wanted, format=RdfFormat.N_QUADS) or b"")
        return True

    def holds(self, graph_iri: str) -> bool:
        """Tell whether there is a named graph."""
        store = self._store()
        with whole(self._folder):
            return bool(store and store.contains_named_graph(NamedNode(graph_iri)))

    def load(self, nquads: bytes) -> None:
        """Add N-Quads to what their graphs hold, as fast as the store can."""
        if nquads:
            store = self._changing()
            with whole(self._folder):
                (store.bulk_load if len(nquads) > _BULK else store.load)(input=nquads, format=RdfFormat.N_QUADS)

    def remove(self, graph_iri: str) -> bool:
        """Remove a named graph.

        Returns:
            False when there was none.
        """
        if not self.holds(graph_iri):
            return False
        store = self._changing()
        with whole(self._folder):
            store.remove_graph(NamedNode(graph_iri))
        return True

    def clear(self) -> None:
        """Remove everything."""
        for graph in self.graphs():
            self.remove(graph)

    @property
    def note(self) -> Path:
        """The file with what was noted about the current generation; there may be none."""
        generation = self._old.generation if self._old else ""
        return self._folder / f"{generation}{_NOTE}"

    def commit(self, *, note: str = "") -> bool:
        """Make what was changed the current generation, at once for every reader to come.

        Args:
            note: what the next writer should know about it.

        Returns:
            False when nothing had changed; then no file is touched.
        """
        if self._new is None:
            return False
        with whole(self._folder):
            self._new.flush()
        self._new = None  # closes the database
        (self._folder / f"{self._name}.lock").touch()
        disk.replace(self._folder / f"{self._name}{_NOTE}", note.encode("utf-8"))
        made = self._folder / self._name
        disk.force_out([*made.iterdir(), made])  # a power cut must not leave a pointer to what is not there
        disk.replace(self._folder / _POINTER, f"{self._name}\n".encode())
        disk.force_out([self._folder / _POINTER])
        if self._old is not None:
            self._old.close()
        self._sweep(keep=self._name)
        self._old = open_for_reading(self._folder)
        self._name = self._next()
        return True

    def _sweep(self, *, keep: str | None) -> None:
        """Remove the generations that nobody reads, those of killed builds among them."""
        for path in self._folder.glob("g*.tmp"):  # the database copies itself there first
            shutil.rmtree(path, ignore_errors=True)
        for path in self._folder.glob(".*.part"):
            path.unlink()
        for path in sorted(self._folder.iterdir()):
            if not path.is_dir() or not _GENERATION.fullmatch(path.name) or path.name == keep:
                continue
            lock = self._folder / f"{path.name}.lock"
            held = _open(lock)
            if held is None or _lock(held, exclusive=True):
                (self._folder / f"{path.name}{_NOTE}").unlink(missing_ok=True)
                shutil.rmtree(path, ignore_errors=True)
                lock.unlink(missing_ok=True)
            if held is not None:
                held.close()


def erase(folder: Path) -> None:
    """Delete all generations but the one that counts, whoever reads them, so that nothing of them can be recovered.

    Raises:
        StoreError: a build is writing to `folder`.
    """
    if not folder.is_dir():
        return
    with _take(folder, 0):
        kept = current(folder)
        for path in sorted(folder.iterdir()):
            if path.is_dir() and _GENERATION.fullmatch(path.name) and path.name != kept:
                shutil.rmtree(path)
                (folder / f"{path.name}{_NOTE}").unlink(missing_ok=True)
                (folder / f"{path.name}.lock").unlink(missing_ok=True)


def _take(folder: Path, wait: float) -> IO[str]:
    """Lock `folder` for writing."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(not _OURS.fullmatch(path.name) for path in folder.iterdir()):
        raise messages.error(StoreError, "error.store.something", folder=str(folder))
    held = (folder / "lock").open("a", encoding="ascii")
    until = time.monotonic() + max(wait, _GRACE)
    while not _lock(held, exclusive=True):
        if time.monotonic() >= until:
            held.close()
            raise messages.error(StoreError, "error.store.busy", folder=str(folder))
        time.sleep(0.1)
    return held
