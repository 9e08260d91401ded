"""How a build stands: which articles are as good as new, which are stale and why, and what an interrupted run left."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import corpus, extension
from kg.builder import REPORT
from kg.errors import DamagedStoreError, NoBuildError
from kg.sifting import survey
from kg.store import busy, current


@dataclass(frozen=True, slots=True)
class Standing:
    """How a build stands.

    Args:
        articles: how many have facts.
        current: how many of them are as good as new, as long as their texts are the same.
        stale: how many are not, by reason.
        finished: the last run came to its end.
        at_work: one is at work at this moment.
        left: files that a killed run left, which the next one removes or takes up, relative to the folder.
    """

    articles: int
    current: int
    stale: dict[str, int] = field(default_factory=dict)
    finished: bool = True
    at_work: bool = False
    left: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give plain values for JSON."""
        names = ("articles", "current", "stale", "finished", "at_work", "left")
        return {name: getattr(self, name) for name in names}


def standing(out: Path, model: Path | None = None) -> Standing:
    """Say how the build in `out` stands; changes nothing.

    Args:
        out: folder of the build.
        model: the pipeline that the next run will use, None for the one that ships with Quidit.

    Raises:
        NoBuildError: `out` holds no build.
    """
    if not (out / corpus.FOLDER).is_dir():
        raise NoBuildError(out)
    extension.use(out)
    found = survey(out, corpus.recipe(model))
    stale = {reason: number for reason, number in sorted(found.items()) if reason}
    return Standing(found.total(), found[""], stale, (out / REPORT).is_file(), busy(out / "store"), tuple(_left(out)))


def _left(out: Path) -> list[str]:
    """Give what does not belong to a finished build: files half written, facts set aside, generations that do not count."""
    try:
        counts = current(out / "store")
    except DamagedStoreError:
        counts = None
    parts = [path for pattern in corpus.UNFINISHED for path in out.glob(pattern)]
    generations = [path for path in out.glob("store/g*") if path.is_dir() and path.name != counts]
    return sorted(path.relative_to(out).as_posix() for path in (*parts, *corpus.aside(out), *generations))
