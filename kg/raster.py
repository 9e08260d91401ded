"""SVG -> PNG, offline, with letters that ship with Quidit: the same bytes on every machine."""

from __future__ import annotations

import re
from typing import Final

from kg import files

#: Letters of the pictures, which hold Latin, Greek and Cyrillic.
FONTS: Final = ("vendor/Inter_400Regular.ttf", "vendor/Inter_600SemiBold.ttf")
#: What these letters lack, such as Chinese names: fonts of the machine are then asked too.
_BEYOND: Final = re.compile("[^\u0000-\u052f\u1e00-\u20bf\u2100-\u214f\u2190-\u21ff\u2200-\u22ff\ufffd]")


def png(svg: str, *, scale: float = 2.0) -> bytes:
    """Draw an SVG document as a PNG file.

    Args:
        svg: a whole document without references to anything outside, as :func:`kg.svg.picture` gives it.
        scale: pixels for one unit of the drawing; 2 is sharp on paper and on dense screens.

    Returns:
        The file. The same drawing gives the same bytes, unless it holds letters that are neither Latin, Greek nor Cyrillic.

    >>> png('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>')[:4]
    b'\\x89PNG'
    """
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=re.sub(r' font-family="[^"]*"', ' font-family="Inter"', svg, count=1),
        font_files=[str(files.assets(name)) for name in FONTS],
        skip_system_fonts=not _BEYOND.search(svg),
        font_family="Inter",
        sans_serif_family="Inter",
        zoom=scale,
    )
