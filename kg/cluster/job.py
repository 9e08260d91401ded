"""What every step of a run on a cluster is told, and where its files lie."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kg import catalogue, corpus, records
from kg.blocks import distinct
from kg.catalogue import Catalogue
from kg.cluster.depot import Depot, packed, unpacked
from kg.decisions import Decision
from kg.read import Options
from kg.records import Facts

#: Where what only passes between steps lies; thrown away in the end.
WORK: Final = "work"
#: Rows that are read before those that come again are left out.
_HELD: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A run: what it is made from, and how.

    Args:
        out: folder or address that all machines see.
        recipe: hashes of code, model, rules and catalogue, the same on every machine.
        names: digest of the names of all shards; see :func:`shard_names`.
        buckets: parts that names are resolved in.
        base: start of the IRIs of our own.
        text: keep the words around each evidence in RDF.
        parquet: write tables too.
        model: folder of another pipeline, on every machine; None for the one that ships with Quidit.
        taken: the user's decisions.
    """

    out: str
    recipe: Mapping[str, str]
    names: str
    buckets: int
    base: str
    text: bool = True
    parquet: bool = False
    model: Path | None = None
    options: Options = field(default_factory=Options)
    taken: tuple[Decision, ...] = ()

    def depot(self) -> Depot:
        """Give the folder."""
        return Depot(self.out)


def share(depot: Depot, names: Sequence[str]) -> str:
    """Write the names of all shards where every step finds them, and give a digest of them."""
    whole = "\n".join(names)
    depot.write(f"{WORK}/shards.txt", whole.encode())
    return corpus.digest(whole)


def shard_names(job: Job) -> tuple[str, ...]:
    """Give the names of all shards, sorted."""
    return _shard_names(job.out, job.names)


@lru_cache(maxsize=2)
def _shard_names(out: str, names: str) -> tuple[str, ...]:
    del names  # another run has others
    return tuple(Depot(out).read(f"{WORK}/shards.txt").decode().split("\n"))


@lru_cache(maxsize=1)
def known() -> Catalogue:
    """Give the catalogue; a worker reads it once."""
    return catalogue.load()


def rows(depot: Depot, name: str) -> list[Any]:
    """Read a file of one JSON value a line."""
    return [json.loads(line) for line in depot.read(name).splitlines()]


def write_rows(depot: Depot, name: str, found: Iterable[Any]) -> None:
    """Write a file of one JSON value a line."""
    depot.write(name, "".join(corpus.dumps(one) + "\n" for one in found).encode())


def array(depot: Depot, name: str) -> NDArray[np.uint64]:
    """Read numbers."""
    found: NDArray[np.uint64] = np.load(io.BytesIO(depot.read(name)), allow_pickle=False)
    return found


def merged(depot: Depot, names: Iterable[str], width: int) -> NDArray[np.uint64]:
    """Read the rows of many files, each once; little more is held than what is given in the end."""
    found, waiting, held = np.empty((0, width), np.uint64), list[NDArray[np.uint64]](), 0
    for name in names:
        waiting.append(array(depot, name))
        held += len(waiting[-1])
        if held > max(len(found), _HELD):
            found, waiting, held = distinct(np.concatenate([found, *waiting])), [], 0
    return distinct(np.concatenate([found, *waiting]))


def write_array(depot: Depot, name: str, found: NDArray[np.uint64]) -> None:
    """Write numbers."""
    held = io.BytesIO()
    np.save(held, found, allow_pickle=False)
    depot.write(name, held.getvalue())


def load_facts(depot: Depot, shard: str) -> list[Facts]:
    """Give the facts of a shard in order of key, without those of which another shard has a newer text."""
    lines = unpacked(depot.read(f"shards/{shard}/facts.jsonl.gz")).splitlines()
    gone = f"{WORK}/dropped/{shard}.jsonl"
    dropped = set(rows(depot, gone)) if depot.has(gone) else frozenset[int]()
    return [records.from_dict(json.loads(line)) for number, line in enumerate(lines) if number not in dropped]


def write_facts(depot: Depot, shard: str, found: Iterable[Facts]) -> bytes:
    """Write the facts of a shard and give the bytes."""
    data = packed("".join(corpus.dumps(records.to_dict(one)) + "\n" for one in found))
    depot.write(f"shards/{shard}/facts.jsonl.gz", data)
    return data


def scatter(depot: Depot, name: str, found: Iterable[tuple[int, Any]], parts: int) -> None:
    """Write values by the part they go to, so that each part can be read by itself: offsets first, then JSON Lines."""
    offsets, lines = np.zeros(parts + 1, dtype=np.uint64), list[bytes]()
    for part, group in groupby(sorted(found, key=itemgetter(0)), key=itemgetter(0)):
        whole = "".join(corpus.dumps(value) + "\n" for _, value in group).encode()
        offsets[part + 1] = len(whole)
        lines.append(whole)
    depot.write(name, offsets.cumsum(dtype=np.uint64).tobytes() + b"".join(lines))


def gathered(depot: Depot, name: str, part: int, parts: int) -> Iterator[Any]:
    """Read the values that :func:`scatter` wrote for one part."""
    head = 8 * (parts + 1)
    start, end = (int(one) for one in np.frombuffer(depot.read(name, 8 * part, 16), dtype=np.uint64))
    yield from (json.loads(line) for line in depot.read(name, head + start, end - start).splitlines()) if end > start else ()
