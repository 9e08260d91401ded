"""Facts on disk: one JSON line an article, from which everything but the annotation itself can be rebuilt."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kg import __version__, files, records
from kg.errors import NoBuildError, StoreError
from kg.records import Article, Facts

#: Raised when the layout of a facts file changes, so that older ones are annotated again.
LAYOUT: Final = 1
FOLDER: Final = "facts"
#: How often the facts are read anew when a build changes them meanwhile.
_TRIES: Final = 4


def digest(data: str | bytes) -> str:
    """Give the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def content_hash(article: Article) -> str:
    """Give a hash of an article's text and metadata."""
    return digest(dumps(asdict(article)))


def dumps(value: Any) -> str:
    """Write JSON the same way each time: sorted keys, no spaces, no escapes but the needed ones."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=4)
def recipe(model: Path | None = None, *, catalogue: bool = True) -> dict[str, str]:
    """Give the hashes of all that decides what is found in an article: code, model, rules, catalogue."""
    names, own = files.catalogue() if catalogue else None, files.own()
    return {
        **({"own": _tree(own)} if own else {}),
        "layout": str(LAYOUT),
        "version": __version__,
        "model": _tree(model or files.model()),
        "rules": _tree(files.rules("")),
        "catalogue": _tree(names) if names else "none",
        "code": _tree(files.code()),
    }


def _tree(folder: Path) -> str:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest("".join(f"{path.relative_to(folder).as_posix()}\n{digest(path.read_bytes())}\n" for path in paths))


def path_of(folder: Path, key: str) -> Path:
    """Give the file that holds the facts of the article with this key."""
    name = digest(key)
    return folder / FOLDER / name[:2] / f"{name[:32]}.jsonl"


def save(folder: Path, facts: Facts, made_with: Mapping[str, str]) -> None:
    """Store the facts of one article, in one step that a kill cannot halve."""
    hashes = {"content": content_hash(facts.article), **made_with}
    write(path_of(folder, facts.article.key), dumps({"facts": records.to_dict(facts), "hashes": hashes}) + "\n")


def write(path: Path, text: str) -> bool:
    """Write UTF-8 text atomically; leave a file alone that holds just that. Tell whether it was written."""
    data = text.encode("utf-8")
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
    return True


def sweep(folder: Path) -> None:
    """Delete half-written files that a killed build left; only for who alone may write to `folder`."""
    for pattern in (".*.part", "*.csv.new", f"{FOLDER}/??/.*.part"):
        for path in sorted(folder.glob(pattern)):
            path.unlink(missing_ok=True)


def is_current(folder: Path, article: Article, made_with: Mapping[str, str]) -> bool:
    """Tell whether the stored facts of `article` were made from the same text by the same recipe."""
    path = path_of(folder, article.key)
    if not path.is_file():
        return False
    return bool(_load(path)["hashes"] == {"content": content_hash(article), **made_with})


def stored(folder: Path, key: str) -> Facts | None:
    """Give the stored facts of the article with this key, or None."""
    path = path_of(folder, key)
    return records.from_dict(_load(path)["facts"]) if path.is_file() else None


def load(folder: Path) -> Iterator[Facts]:
    """Give all stored facts, in order of article key, as they stood at one moment.

    While a build is at work that moment may lie in its middle: some articles are new then and others not yet, since each is
    saved as soon as it is done. Only the store changes as a whole.

    Raises:
        StoreError: the folder holds no build, or a file in it is not one of ours.
    """
    if not (folder / FOLDER).is_dir():
        raise NoBuildError(folder)
    yield from sorted(_at_once(folder / FOLDER), key=lambda facts: facts.article.key)


def scan(folder: Path) -> Iterator[Facts]:
    """Give all stored facts one by one, in a fixed order that is not that of their keys; for who alone may write to `folder`.

    Raises:
        StoreError: a file is not one of ours.
    """
    for path in sorted((folder / FOLDER).glob("??/*.jsonl")):
        yield records.from_dict(_load(path)["facts"])


def _at_once(folder: Path) -> list[Facts]:
    """Read all files again as long as a build changes some of them meanwhile; give up waiting after a few times."""
    for again in range(_TRIES, 0, -1):
        before = _stamps(folder)
        try:
            found = [records.from_dict(_load(folder / name)["facts"]) for name in sorted(before)]
        except FileNotFoundError:
            if again == 1:
                raise StoreError(f"a build is changing {folder}: try again when it is done") from None
            continue
        if _stamps(folder) == before:
            break
    return found


def stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Give the files of facts of a build with what changes when one is written anew."""
    return _stamps(folder / FOLDER)


def _stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in folder.glob("??/*.jsonl"):
        with suppress(FileNotFoundError):
            about = path.stat()
            found[path.relative_to(folder).as_posix()] = (about.st_ino, about.st_mtime_ns, about.st_size)
    return found


def _load(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not {"facts", "hashes"} <= found.keys():
            raise ValueError("it lacks facts or hashes")
    except (ValueError, AttributeError) as error:
        raise StoreError(f"{path} is not a facts file ({error}): delete it and build again") from error
    return found


def rewrite(folder: Path, change: Callable[[Facts], Facts]) -> None:
    """Replace the stored facts of every article that `change` changes; they stay as good as fresh ones.

    What `change` does to an article's text must be done to the text that is read later too, or it is annotated again.
    """
    for path in sorted((folder / FOLDER).glob("??/*.jsonl")):
        stored = _load(path)
        facts = records.from_dict(stored["facts"])
        changed = change(facts)
        if changed != facts:
            save(folder, changed, {name: value for name, value in stored["hashes"].items() if name != "content"})


def remove(folder: Path, key: str) -> None:
    """Delete the facts of one article."""
    path_of(folder, key).unlink(missing_ok=True)
