"""What is exported, and how a file is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from kg import graph
from kg.names import BASE
from kg.rdf import node
from kg.records import Facts, Resolution

#: What gives the words around a passage.
_AROUND: Final = (node("oa:prefix"), node("oa:suffix"))


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported.

    Args:
        facts: of all articles.
        resolution: which things their entities are.
        base: start of the IRIs of our own.
        text: also give the words before and after each passage.
        versions: what made it, for the graph of provenance.
        built: the quads of the store of a build, which are then given as they are, less the words around if `text` is false;
            without them the graph is made from the facts, and does not say which articles are copies.
    """

    facts: Sequence[Facts]
    resolution: Resolution
    base: str = BASE
    text: bool = True
    versions: Mapping[str, str] = field(default_factory=dict)
    built: Sequence[Quad] | None = None

    def quads(self) -> list[Quad]:
        """Give all quads, sorted."""
        if self.built is not None:
            return [quad for quad in self.built if self.text or quad.predicate not in _AROUND]
        return graph.dataset(self.facts, self.resolution, base=self.base, text=self.text, versions=self.versions)


def write(path: Path, text: str) -> None:
    """Write a file as UTF-8, and its folder if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
