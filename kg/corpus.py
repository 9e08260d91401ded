"""Facts on disk: one JSON line an article, from which everything but the annotation itself can be rebuilt."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kg import __version__, files, records
from kg.errors import StoreError
from kg.records import Article, Facts

#: Raised when the layout of a facts file changes, so that older ones are annotated again.
LAYOUT: Final = 1
FOLDER: Final = "facts"


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
    names = files.catalogue() if catalogue else None
    return {
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


def is_current(folder: Path, article: Article, made_with: Mapping[str, str]) -> bool:
    """Tell whether the stored facts of `article` were made from the same text by the same recipe."""
    path = path_of(folder, article.key)
    if not path.is_file():
        return False
    return bool(_load(path)["hashes"] == {"content": content_hash(article), **made_with})


def load(folder: Path) -> Iterator[Facts]:
    """Give all stored facts, in order of article key.

    Raises:
        StoreError: the folder holds no build, or a file in it is not one of ours.
    """
    if not (folder / FOLDER).is_dir():
        raise StoreError(f"{folder} holds no build: run « kg build PATHS -o {folder} » first")
    found = [records.from_dict(_load(path)["facts"]) for path in (folder / FOLDER).glob("??/*.jsonl")]
    yield from sorted(found, key=lambda facts: facts.article.key)


def _load(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
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
