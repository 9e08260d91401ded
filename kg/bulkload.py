"""A build, or what ``kg cluster`` wrote, into a SPARQL server or an embedded store.

What was sent to a server is noted part by part, so that an interrupted load goes on where it stopped, and a later one sends only
what changed and drops the graphs of articles that are gone.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from kg import corpus, rdf, settings
from kg.cluster.depot import Depot, digest
from kg.errors import StoreError
from kg.graph import entities_iri, ontology_iri, provenance_iri
from kg.graphstore import GraphStore
from kg.messages import error as told
from kg.store import Reader, Writer, current, open_for_reading

#: Quads of one request.
BATCH: Final = 20_000
_MANIFEST: Final = "manifest.json"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """What is sent and noted together: graphs of articles, or a piece of the graphs that all articles share.

    Args:
        name: of the file, or of the graph.
        sha256: of what it was made from; empty when only reading it tells.
        shared: other parts hold quads of the same graphs.
        read: gives it as N-Quads, the quads of a graph together.
    """

    name: str
    sha256: str
    shared: bool
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Source:
    """What is loaded: its parts, and the names of the graphs that several parts may share."""

    parts: tuple[Part, ...]
    shared: tuple[str, ...]


@contextmanager
def source(place: str) -> Iterator[Source]:
    """Find out what there is to load in a folder or at an address.

    Raises:
        StoreError: there is neither a build nor what ``kg cluster`` writes, or it is not finished.
    """
    if "://" not in place and (Path(place) / "store").is_dir() and current(Path(place) / "store"):
        with open_for_reading(Path(place) / "store") as reader:
            yield _of_build(reader, str(settings.settled(Path(place)).base))
    else:
        yield _of_cluster(Depot(place))


def _of_cluster(depot: Depot) -> Source:
    if not depot.has(_MANIFEST):
        raise told(StoreError, "error.load.nothing", place=depot.shown)
    found = json.loads(depot.read(_MANIFEST))
    files = [(f"shards/{one['shard']}/{name}", sha) for one in found["shards"] for name, sha in one["files"].items()]
    files += [(one["file"], one["sha256"]) for one in found["parts"]]
    parts = (
        Part(name, sha, not name.endswith("/graph.nq.gz"), partial(_whole, depot, name, sha))
        for name, sha in files
        if name.endswith(".nq.gz")
    )
    return Source(tuple(parts), _shared(found["base"]))


def _whole(depot: Depot, name: str, sha256: str) -> bytes:
    """Read a file of a cluster's, if it is the one that the manifest names."""
    data = depot.read(name)
    if digest(data) != sha256:
        raise told(StoreError, "error.load.damaged", place=f"{depot.shown}/{name}")
    return gzip.decompress(data)


def _of_build(reader: Reader, base: str) -> Source:
    def read(name: str) -> bytes:
        return rdf.nquads(rdf.sort_quads(reader.store.quads_for_pattern(None, None, None, NamedNode(name)))).encode()

    names = sorted(graph.value for graph in reader.store.named_graphs() if isinstance(graph, NamedNode))
    shared = [name for name in names if name in _shared(base)]
    together = [Part(name, digest(read(name)), True, partial(read, name)) for name in shared]
    alone = [Part(name, "", False, partial(read, name)) for name in names if name not in shared]
    return Source((*together, *alone), _shared(base))


def _shared(base: str) -> tuple[str, ...]:
    return entities_iri(base=base), ontology_iri(base=base), provenance_iri(base=base)


def _by_graph(data: bytes) -> Iterator[tuple[str, list[str]]]:
    """Give the triples of each graph, as N-Triples; what separates lines is the line feed alone."""
    lines = (line.rpartition(" <") for line in data.decode().split("\n") if line)
    for name, some in groupby(lines, key=lambda line: line[2].removesuffix("> .")):
        yield name, [f"{triple} .\n" for triple, _, _ in some]


@dataclass(slots=True)
class _Notes:
    """What was sent to a server before.

    Args:
        path: of the file, a line for each part when it is done.
        done: part to SHA-256.
        graphs: part to the graphs of articles in it.
        stale: graphs of articles that moved or went, and were not dropped yet.
        shared: digest of the shared parts whose sending began; the graphs they made.
    """

    path: Path
    done: dict[str, str] = field(default_factory=dict)
    graphs: dict[str, list[str]] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    shared: tuple[str, tuple[str, ...]] = ("", ())

    def add(self, **line: Any) -> None:
        """Note something, on disk too."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(corpus.dumps(line) + "\n")
        self.take(line)

    def take(self, line: Mapping[str, Any]) -> None:
        """Take in a line."""
        if "shared" in line:
            self.shared = line["shared"], tuple(line["graphs"])
            for name in line["again"]:
                self.done.pop(name, None)
        elif "dropped" in line:
            self.stale.clear()
            for name in line["dropped"]:
                self.done.pop(name, None)
                self.graphs.pop(name, None)
        else:
            self.done[line["part"]] = line["sha256"]
            self.graphs[line["part"]] = line["graphs"]
            self.stale.update(line["stale"])


def _notes(path: Path) -> _Notes:
    found = _Notes(path)
    whole = path.read_bytes() if path.is_file() else b""
    if not whole.endswith(b"\n") and whole:  # the machine stopped in the middle of a line: that part is sent again
        whole = whole[: whole.rfind(b"\n") + 1]
        path.write_bytes(whole)
    for line in whole.splitlines():
        found.take(json.loads(line))
    return found


def notes_for(place: str, url: str) -> Path:
    """Give the file that notes what was sent from a place to a server: in the folder itself, or here for one elsewhere.

    >>> notes_for("s3://press/graph", "http://127.0.0.1:7878/store").name
    '.load-6fae5ee3c11d.jsonl'
    """
    if "://" in place:
        return Path(f".load-{corpus.digest(f'{place} {url}')[:12]}.jsonl")
    return Path(place) / f".load-{corpus.digest(url)[:12]}.jsonl"


def to_server(
    place: str, server: GraphStore, *, whole: bool = False, again: bool = False, progress: Progress | None = None
) -> int:
    """Bring the graphs of a server up to date, and give how many parts were sent.

    Each graph of an article is put in place of the one before; the graphs that all share are dropped and written anew when
    anything in them changed.

    Args:
        place: folder of a build, or folder or address that ``kg cluster`` wrote to.
        server: where to.
        whole: add what was never sent before as quads, without naming graphs: faster, for servers that take them so.
        again: send everything, whatever was sent before.
        progress: called with how many parts are done, of how many.

    Raises:
        StoreError: the server refuses or does not answer, or `place` holds nothing to load; what was sent stays noted.
    """
    path = notes_for(place, server.url)
    if again:
        path.unlink(missing_ok=True)
    notes, sent = _notes(path), 0
    with source(place) as found:
        _begin_shared(found, server, notes)
        for count, part in enumerate(found.parts, start=1):
            if not part.sha256 or notes.done.get(part.name) != part.sha256:
                sent += _send(part, server, notes, whole=whole)
            if progress:
                progress(count, len(found.parts))
        _drop_stale(found, server, notes)
    return sent


def _send(part: Part, server: GraphStore, notes: _Notes, *, whole: bool) -> bool:
    """Send a part and note it, unless it turns out to be what was sent before."""
    data = part.read()
    sha256, known, before = part.sha256 or digest(data), part.name in notes.graphs, set(notes.graphs.get(part.name, ()))
    if notes.done.get(part.name) == sha256:
        return False
    if whole and not known:
        notes.add(part=part.name, sha256="", graphs=[], stale=[])  # if we are stopped now, it is sent graph by graph next time
    names = _send_quads(data, server) if whole and not known else _send_graphs(data, server, add=part.shared)
    kept = [] if part.shared else names
    notes.add(part=part.name, sha256=sha256, graphs=kept, stale=sorted(before.difference(kept)))
    return True


def _begin_shared(found: Source, server: GraphStore, notes: _Notes) -> None:
    """Drop the graphs that all share if anything in them changed, so that they are sent anew."""
    parts = sorted((part.name, part.sha256) for part in found.parts if part.shared)
    whole = corpus.digest(corpus.dumps(parts))
    if notes.shared[0] != whole:
        for name in sorted({*notes.shared[1], *found.shared}):
            server.drop(name)
        notes.add(shared=whole, graphs=found.shared, again=[name for name, _ in parts])


def _send_graphs(data: bytes, server: GraphStore, *, add: bool) -> list[str]:
    """Send quads graph by graph, and give the names of these."""
    names = []
    for name, triples in _by_graph(data):
        names.append(name)
        (server.add if add else server.put)(name, triples[:BATCH])
        for start in range(BATCH, len(triples), BATCH):
            server.add(name, triples[start : start + BATCH])
    return names


def _send_quads(data: bytes, server: GraphStore) -> list[str]:
    """Send quads as they are, and give the names of their graphs."""
    lines = data.decode().split("\n")[:-1]
    for start in range(0, len(lines), BATCH):
        server.add_quads(f"{line}\n" for line in lines[start : start + BATCH])
    return list(dict.fromkeys(line.rpartition(" <")[2].removesuffix("> .") for line in lines))


def _drop_stale(found: Source, server: GraphStore, notes: _Notes) -> None:
    """Drop the graphs of articles that are in no part any more."""
    gone = sorted(notes.graphs.keys() - {part.name for part in found.parts})
    stale = notes.stale.union(*(notes.graphs[name] for name in gone))
    if not stale and not gone:
        return
    kept = {name for part, names in notes.graphs.items() if part not in gone for name in names}
    for name in sorted(stale - kept):
        server.drop(name)
    notes.add(dropped=gone)


def to_folder(place: str, folder: Path, *, progress: Progress | None = None) -> int:
    """Put everything into the embedded store of a folder in place of what it held, and give how many quads that are.

    Raises:
        StoreError: another build is writing to the folder, or `place` holds nothing to load; the store is as it was then.
    """
    with source(place) as found, Writer(folder / "store") as writer:
        writer.start_over()
        for number, part in enumerate(found.parts, start=1):
            writer.load(part.read())
            if progress:
                progress(number, len(found.parts))
        writer.commit()
    with open_for_reading(folder / "store") as reader:
        return len(reader.store)
