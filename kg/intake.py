"""The articles of a build as they are read: one by one, the newest of each key, on disk as soon as they are many."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final, Self

from kg import corpus
from kg.records import Article, Skipped

#: Bytes of articles that are kept in memory; more wait in a nameless file beside the build.
_IN_MEMORY: Final = 16_000_000
_REASON: Final = "another text with this address or name was kept: give their common folder, or different URLs"


@dataclass(slots=True)
class _Best:
    """What is known of the articles of one key: where the newest stands, its date and content, and which texts there were."""

    place: int
    date: str
    content: bytes
    texts: tuple[bytes, ...]


class Incoming:
    """Articles that were read, to be gone through as often as needed; of each key the newest, whatever the order they came in.

    Args:
        folder: where to keep them when they are many.

    >>> with Incoming(Path(".")) as found:
    ...     for day in ("2025-01-02", "2025-01-05", "2025-01-03"):
    ...         found.add(Article(key="a", text=f"Texte du {day}", date=day))
    ...     len(found), [one.date for one in found], len(list(found.doubles()))
    (1, ['2025-01-05'], 2)
    """

    def __init__(self, folder: Path) -> None:
        self._lines = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - closed by __exit__
        self._best: dict[str, _Best] = {}
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._lines.close()

    def __len__(self) -> int:
        return len(self._best)

    def __iter__(self) -> Iterator[Article]:
        self._lines.seek(0)
        for place, line in enumerate(self._lines):
            fields = json.loads(line)
            if self._best[fields["key"]].place == place:
                yield Article(**fields)

    def add(self, article: Article) -> None:
        """Take one more article."""
        content, text = bytes.fromhex(corpus.content_hash(article)), bytes.fromhex(corpus.digest(article.text))[:16]
        known = self._best.get(article.key)
        if known is None:
            self._best[article.key] = _Best(self._count, article.date, content, (text,))
        else:
            known.texts = known.texts if text in known.texts else (*known.texts, text)
            if (article.date, content) > (known.date, known.content):
                known.place, known.date, known.content = self._count, article.date, content
        self._lines.write(corpus.dumps(asdict(article)).encode("utf-8") + b"\n")
        self._count += 1

    def keys(self) -> Iterable[str]:
        """Give the keys of all articles."""
        return self._best.keys()

    def doubles(self) -> Iterator[Skipped]:
        """Say which keys stood for several texts, once for each text that was not kept."""
        for key, known in self._best.items():
            for _ in known.texts[1:]:
                yield superseded(key)


def superseded(key: str) -> Skipped:
    """Say that a text was left out for a newer one with the same key."""
    return Skipped(key, "same-key", _REASON)
