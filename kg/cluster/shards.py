"""Which articles are worked on together: groups of files, and stretches of large files of JSON Lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from kg import corpus
from kg.cluster.depot import Depot
from kg.errors import StoreError
from kg.messages import error as told
from kg.read import Options, read, sidecar, wanted
from kg.records import Article, Skipped

#: Files of which a stretch can be read by itself.
_LINES: Final = (".jsonl", ".ndjson")
#: Bytes that a shard may have at most for each article that it should have.
_BYTES: Final = 50_000


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a stretch of its lines.

    Args:
        name: of the file in its folder; empty when the input is one file.
        start, length: in bytes; a negative length means the whole file.
        line: number of lines before it.
        first: number of its first article.
    """

    name: str
    start: int = 0
    length: int = -1
    line: int = 0
    first: int = 1


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles that one worker reads and annotates at a time.

    Args:
        id: made from what is in it by name; the same whatever other shards there are.
        root: path or address of the input.
        parts: files of it.
        beside: tables that describe the files (``articles.csv``).
    """

    id: str
    root: str
    parts: tuple[Part, ...]
    beside: tuple[str, ...] = ()


def shards(inputs: Iterable[str], size: int, out: Depot | None = None) -> list[Shard]:
    """Cut inputs into shards of about `size` articles, whatever their order; what is added later changes few of them.

    Args:
        inputs: folders or files, paths or addresses.
        size: articles, a small file counting as one.
        out: what is written there is no input.

    Raises:
        StoreError: an input is missing, or is `out` itself.
    """
    found: dict[str, Shard] = {}
    for one in (shard for root in sorted(set(inputs)) for shard in _of(root, size, out)):
        same = sum(known.partition("-")[0] == one.id for known in found) if one.id in found else 0  # of another input
        found[f"{one.id}-{same + 1}" if same else one.id] = one
    return [replace(found[name], id=name) for name in sorted(found)]


def _of(root: str, size: int, out: Depot | None) -> Iterator[Shard]:
    depot = Depot(root)
    ours = out.inside(depot) if out else None
    if ours == "":
        raise told(StoreError, "error.out.is.input", place=depot.shown)
    files = [(name, length) for name, length in depot.names() if ours is None or not name.startswith(ours)]
    if not files:
        raise told(StoreError, "error.no.input", place=depot.shown)
    beside = tuple(name for name, _ in files if PurePosixPath(name).name == sidecar.NAME)
    single: list[tuple[Part, int]] = []
    for name, length in files:
        path = PurePosixPath(name or root)
        if path.suffix.lower() in _LINES and wanted(path if name else PurePosixPath(path.name)):
            yield from (_shard(root, [part], beside) for part in _stretches(depot, name, size))
        elif wanted(path if name else PurePosixPath(path.name)):
            single.append((Part(name), length))
    yield from (_shard(root, group, beside) for group in _groups(single, size))


def _shard(root: str, parts: list[Part], beside: tuple[str, ...]) -> Shard:
    named = PurePosixPath(root).name if not parts[0].name else ""
    told_by = [[named or one.name, one.start] for one in parts]
    return Shard(corpus.digest(corpus.dumps(told_by))[:16], root, tuple(parts), beside)


def _groups(files: Iterable[tuple[Part, int]], size: int) -> Iterator[list[Part]]:
    """Cut a sorted list of files after names that a digest chooses, so that a new file changes the group it falls in, no other."""
    group: list[Part] = []
    held = 0
    for part, length in files:
        group.append(part)
        held += length
        if int(corpus.digest(part.name)[:8], 16) % size == 0 or len(group) >= 4 * size or held > size * _BYTES:
            yield group
            group, held = [], 0
    if group:
        yield group


def _stretches(depot: Depot, name: str, size: int) -> Iterator[Part]:
    """Cut lines into stretches of `size` articles."""
    here, at, count = Part(name), 0, 0
    for number, line in enumerate(depot.lines(name)):
        if count == size:
            yield replace(here, length=at - here.start)
            here, count = Part(name, at, -1, number, here.first + count), 0
        at += len(line)
        count += bool(line.strip())
    yield replace(here, length=at - here.start)


def contents(shard: Shard) -> dict[str, bytes]:
    """Give the files of a shard by name, with the tables that describe them; blank lines stand for those of another shard.

    Raises:
        OSError: a file is missing or cannot be read.
    """
    depot, found = Depot(shard.root), dict[str, bytes]()
    for name in shard.beside:
        data = depot.read(name)
        if sidecar.describes(data):
            found[_called(shard, name)] = data
    for part in shard.parts:
        found[_called(shard, part.name)] = b"\n" * part.line + depot.read(part.name, part.start, part.length)
    return found


def _called(shard: Shard, name: str) -> str:
    return name or PurePosixPath(shard.root).name


def articles(shard: Shard, files: dict[str, bytes], options: Options) -> Iterator[Article | Skipped]:
    """Read the articles of a shard as :func:`kg.read.read` reads those of a folder."""
    starts = {_called(shard, part.name): part.first for part in shard.parts}
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield from read([folder], replace(options, starts=starts))
