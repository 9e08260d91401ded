"""What a build did, article by article, and the versions it depends on."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version as installed
from typing import Any

from kg import __version__, corpus, messages
from kg.errors import Message
from kg.records import Skipped
from kg.replay import Unused
from kg.sifting import Sifted
from kg.stale import REASONS
from kg.updates import Update

#: What timings are taken with; a measurement on a disturbed machine counts processor time.
clock: Callable[[], float] = time.perf_counter


@dataclass(slots=True)
class Report:
    """What a build did, article by article."""

    read: int = 0
    annotated: int = 0
    reused: int = 0
    rewritten: int = 0
    removed: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    #: How many names the page shows, of how many, in how many articles; nothing when it shows everything.
    part: dict[str, int] = field(default_factory=dict)
    #: Decisions of the user that do not apply any more.
    unused: list[Unused] = field(default_factory=list)
    #: Articles whose text changed since the last build.
    updated: list[Update] = field(default_factory=list)
    #: How many articles were annotated again for each reason that is not their own, and how many were not though it holds.
    stale: dict[str, int] = field(default_factory=dict)
    kept_stale: dict[str, int] = field(default_factory=dict)
    #: What a person should know, in the order of events.
    notices: list[Message] = field(default_factory=list)
    tell: Callable[[Message], None] | None = None
    _last: float = field(default_factory=lambda: clock())

    def lap(self, stage: str) -> None:
        """Count the time since the last lap to a stage."""
        now = clock()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def note(self, code: str, **values: Message | str | int) -> None:
        """Tell a person something, and remember it."""
        self.notices.append(Message(code, values))
        if self.tell:
            self.tell(self.notices[-1])

    def sifted(self, found: Sifted) -> None:
        """Take down what is stale, and say it."""
        self.stale, self.kept_stale = dict(found.stale), dict(found.kept)
        for reason in (one for one in REASONS if one != "catalogue" and found.stale[one]):
            self.note("stale.again", what=Message(f"stale.{reason}", {}), n=found.stale[reason], of=self.read)
        if found.confirmed or found.stale["catalogue"]:
            self.note("stale.some", n=found.stale["catalogue"], of=self.read)
        for reason in (one for one in REASONS if found.kept[one]):
            self.note("stale.kept", what=Message(f"stale.{reason}", {}), n=found.kept[reason], of=self.read)

    def as_dict(self) -> dict[str, Any]:
        """Give what stands in build.json."""
        articles = {name: getattr(self, name) for name in ("read", "annotated", "reused", "rewritten", "removed")}
        return {
            "articles": {**articles, "skipped": [asdict(one) for one in self.skipped]},
            "counts": self.counts,
            **({"page": self.part} if self.part else {}),
            "files": self.files,
            "stale": {"annotated": self.stale, "kept": self.kept_stale},
            "notices": [messages.dumps(one) for one in self.notices],
            "updated": [asdict(one) for one in self.updated],
            "unused_decisions": [asdict(one) for one in self.unused],
            "versions": versions(),
            "timings": {name: round(value, 3) for name, value in {**self.seconds, "total": sum(self.seconds.values())}.items()},
        }


def versions() -> dict[str, str]:
    """Give the versions that a build depends on."""
    return {"quidit": __version__, "spacy": installed("spacy"), "recipe": corpus.digest(corpus.dumps(corpus.recipe()))[:16]}
