"""Network -> what a notebook shows: the page in a closed frame, a picture where no script runs, a line of text elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.drawing import strings
from kg.network import top
from kg.raster import png
from kg.svg import note, picture
from kg.view import embed, page

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def mimebundle(
    network: MultiDiGraph, *, title: str, lang: str = "fr", limit: int = 60, height: int = 640, assets: str = ""
) -> dict[str, str | bytes]:
    """Give the forms of a graph among which a notebook chooses, for ``_repr_mimebundle_``.

    Args:
        network: as :func:`kg.network.build` gives it.
        title: headline; any text.
        lang: ``fr`` or ``en``.
        limit: how many nodes are shown at first, and in the picture.
        height: of the frame, in pixels.
        assets: as :func:`kg.view.page` takes it, for notebooks that hold several graphs and are published as HTML.

    Returns:
        ``text/html``, ``image/png`` and ``text/plain``. There is no SVG on purpose: converting a notebook to PDF would then
        need Inkscape, and fail without it.
    """
    names = ", ".join(network.nodes[node]["label"] for node in top(network, limit=8))
    return {
        "text/html": embed(page(network, title=title, lang=lang, limit=limit, assets=assets), title=title, height=height),
        "image/png": png(picture(network, title=title, lang=lang, limit=limit)),
        "text/plain": f"{title}\n{note(network, lang)}\n{strings(lang)['panel.connected']} : {names}",
    }
