"""Facts on disk: one JSON line an article, from which everything but the annotation itself can be rebuilt."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kg import __version__, catalogue, disk, files, messages, records, stale
from kg.annotate import vocabulary
from kg.errors import DamagedFactsError, NoBuildError, StoreError
from kg.records import Article, Facts

#: Raised when the layout of a facts file changes, so that older ones are annotated again.
LAYOUT: Final = 1
FOLDER: Final = "facts"
#: Files that were not written to their end.
UNFINISHED: Final = (".*.part", "*.csv.new", f"{FOLDER}/??/.*.part")
#: What is put behind the name of facts that were damaged.
DAMAGED: Final = ".damaged"
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
def recipe(model: Path | None = None) -> dict[str, str]:
    """Give the hashes of all that decides what is found in an article: code, model, rules, catalogue, lists beside it."""
    own, known = files.own(), files.catalogue()
    entries = [path for path in sorted(known.glob("*.csv")) if path.name in catalogue.FILES]
    named = sorted((own / "catalogue").glob("*.csv")) if own else []
    rest = _tree(own, leave_out=named) if own else digest("")
    return {
        **({"own": rest} if rest != digest("") else {}),
        "layout": str(LAYOUT),
        "version": __version__,
        "model": _tree(model or files.model()),
        "rules": _tree(files.rules("")),
        "lists": _tree(known, leave_out=[*entries, *known.glob("*.md")]),
        "catalogue": digest("".join(digest(path.read_bytes()) for path in (*entries, *named))),
        "code": _tree(files.code()),
    }


def _tree(folder: Path, *, leave_out: Iterable[Path] = ()) -> str:
    passed_over = frozenset(leave_out)
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    kept = [path for path in paths if path not in passed_over]
    return digest("".join(f"{path.relative_to(folder).as_posix()}\n{digest(path.read_bytes())}\n" for path in kept))


@lru_cache(maxsize=1)
def _spellings() -> stale.Spellings:
    adjectives: dict[str, set[str]] = {}
    for form, country in vocabulary.demonyms().items():
        adjectives.setdefault(country, set()).add(form)
    for form, (place, country) in vocabulary.gentiles().items():
        adjectives.setdefault(place, set()).add(form)
        adjectives.setdefault(country, set()).add(form)
    return stale.Spellings(catalogue.load(), {place: frozenset(forms) for place, forms in adjectives.items()})


def hashes(article: Article, made_with: Mapping[str, str]) -> dict[str, str]:
    """Give the hashes of all that the facts of `article` are made from.

    Args:
        article: as it is read now.
        made_with: a recipe; where its catalogue is the one in use, the part that the article can name is told.
    """
    known = made_with.get("catalogue") == recipe()["catalogue"]
    return {"content": content_hash(article), **made_with, **({"names": _spellings().part(article.text)} if known else {})}


def path_of(folder: Path, key: str) -> Path:
    """Give the file that holds the facts of the article with this key."""
    name = digest(key)
    return folder / FOLDER / name[:2] / f"{name[:32]}.jsonl"


def save(folder: Path, facts: Facts, made_with: Mapping[str, str]) -> None:
    """Store the facts of one article, in one step that a kill cannot halve; :func:`settle` makes them outlast a power cut too."""
    found = {"facts": records.to_dict(facts), "hashes": hashes(facts.article, made_with)}
    path = path_of(folder, facts.article.key)
    write(path, dumps(found) + "\n", force=False)
    _aside(path).unlink(missing_ok=True)


def settle(folder: Path, keys: Iterable[str]) -> None:
    """Have the facts of articles on the disk, before anything is made of them that outlasts a power cut."""
    disk.force_out(path_of(folder, key) for key in keys)


def _aside(path: Path) -> Path:
    return path.with_name(path.name + DAMAGED)


def set_aside(folder: Path) -> list[Path]:
    """Take damaged facts out of use, so that their articles are annotated again; give where they are kept until then."""
    for path in sorted((folder / FOLDER).glob("??/*.jsonl")):
        try:
            _facts(path)
        except DamagedFactsError:
            path.replace(_aside(path))
    return aside(folder)


def aside(folder: Path) -> list[Path]:
    """Give the files of damaged facts whose articles were not annotated again yet."""
    return sorted((folder / FOLDER).glob(f"??/*{DAMAGED}"))


def write(path: Path, text: str, *, force: bool = True) -> bool:
    """Write UTF-8 text as :func:`kg.disk.replace` does. Tell whether it was written."""
    return disk.replace(path, text.encode("utf-8"), force=force)


def sweep(folder: Path) -> None:
    """Delete half-written files that a killed build left; only for who alone may write to `folder`."""
    for pattern in UNFINISHED:
        for path in sorted(folder.glob(pattern)):
            path.unlink(missing_ok=True)


def made_from(folder: Path, key: str) -> dict[str, str] | None:
    """Give the hashes of what the stored facts of the article with this key were made from, or None.

    Raises:
        DamagedFactsError: they are not as they were stored.
    """
    path = path_of(folder, key)
    return dict(_load(path)["hashes"]) if path.is_file() else None


def articles(folder: Path) -> Iterator[tuple[dict[str, str], Article | None]]:
    """Give the hashes of what each stored article's facts were made from, and the article; None for damaged facts."""
    for path in sorted((folder / FOLDER).glob("??/*.jsonl")):
        try:
            yield dict(_load(path)["hashes"]), _facts(path).article
        except DamagedFactsError:
            yield {}, None


def confirm(folder: Path, key: str, made_from: Mapping[str, str]) -> None:
    """Note that stored facts are as good as made from what `made_from` tells, so that the next build need not look again."""
    path = path_of(folder, key)
    write(path, dumps({"facts": _load(path)["facts"], "hashes": dict(made_from)}) + "\n", force=False)


def stored(folder: Path, key: str) -> Facts | None:
    """Give the stored facts of the article with this key, or None."""
    path = path_of(folder, key)
    return _facts(path) if path.is_file() else None


def stored_with_digest(folder: Path, key: str) -> tuple[Facts, str]:
    """Give the stored facts of the article with this key, and a digest of all that its file holds."""
    path = path_of(folder, key)
    data = path.read_bytes()
    return _read(path, data), digest(data)


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
        yield _facts(path)


def _at_once(folder: Path) -> list[Facts]:
    """Read all files again as long as a build changes some of them meanwhile; give up waiting after a few times."""
    for again in range(_TRIES, 0, -1):
        before = _stamps(folder)
        try:
            found = [_facts(folder / name) for name in sorted(before)]
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
    return _loaded(path, path.read_bytes())


def _loaded(path: Path, data: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(data.decode("utf-8"))
        if not isinstance(found["facts"], dict) or not isinstance(found["hashes"], dict):
            raise TypeError("facts or hashes are something else")
    except (ValueError, KeyError, TypeError) as error:
        raise messages.error(DamagedFactsError, "error.facts.damaged", path=str(path), detail=str(error)) from error
    return found


def _facts(path: Path) -> Facts:
    return _read(path, path.read_bytes())


def _read(path: Path, data: bytes) -> Facts:
    try:
        return records.from_dict(_loaded(path, data)["facts"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise messages.error(DamagedFactsError, "error.facts.damaged", path=str(path), detail=str(error)) from error


def rewrite(folder: Path, change: Callable[[Facts], Facts]) -> list[str]:
    """Replace the stored facts of every article that `change` changes, and give its keys; they stay as good as fresh ones.

    What `change` does to an article's text must be done to the text that is read later too, or it is annotated again.
    """
    keys = []
    for path in sorted((folder / FOLDER).glob("??/*.jsonl")):
        stored = _load(path)
        facts = _facts(path)
        changed = change(facts)
        if changed != facts:
            save(folder, changed, {name: value for name, value in stored["hashes"].items() if name != "content"})
            keys.append(changed.article.key)
    return keys


def remove(folder: Path, key: str) -> None:
    """Delete the facts of one article."""
    path_of(folder, key).unlink(missing_ok=True)
