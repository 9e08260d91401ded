"""Quidit: who said what about whom, from French tech-press articles to a knowledge graph.

The front door: ``g = kg.build("articles/")``, then ``g.quotes(about="DeepSeek")``. Nothing is imported before it is needed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.front import Graph

__all__ = ["build", "open"]
__version__ = "0.1.0"


def build(paths: str | Path | Sequence[str | Path], out: str | Path = "out", **settings: Any) -> "Graph":
    """Build or update the graph of all articles under `paths`, as ``kg build`` does.

    Args:
        paths: a file, folder or archive, or several.
        out: folder of the build; made if absent, brought up to date otherwise.
        settings: fields of :class:`kg.settings.Settings`, such as ``workers=2`` or ``prune=True``.

    Raises:
        StoreError: another build is writing to `out`, or `out` is not a build.
        TypeError: there is no such setting.
    """
    from kg.front import build as build_graph

    return build_graph(paths, out, **settings)


def open(out: str | Path = "out") -> "Graph":
    """Open a build that was made before.

    Args:
        out: its folder.

    Raises:
        StoreError: there is no build in it.
    """
    from kg.front import Graph

    return Graph(Path(out))
