"""Network -> a still picture for reports: one SVG file, light colours, with legend and source note."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from kg.drawing import STANCES, STATUSES, label, lines, look, looks, radius, strings, wrong
from kg.layout import Place, box, positions
from kg.names import STATUSES as ALL_STATUSES
from kg.names import SYMMETRIC
from kg.network import top

if TYPE_CHECKING:
    from networkx import MultiDiGraph

INK, SOFT, PAPER, STROKE = "#1F2328", "#5B626B", "#FFFFFF", "#6B727B"
FONT: Final = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
#: What XML 1.0 cannot hold.
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def picture(
    network: MultiDiGraph,
    *,
    title: str,
    lang: str = "fr",
    limit: int = 80,
    placed: Mapping[str, Place] | None = None,
    source: str = "",
) -> str:
    """Draw the `limit` most cited nodes, placed as on the page.

    Args:
        network: as :func:`kg.network.build` gives it.
        title: headline of the picture.
        lang: ``fr`` or ``en``, language of legend and note.
        limit: how many nodes.
        placed: where a person put some of them.
        source: what the picture rests on, if not on the articles of `network`.

    Returns:
        A whole SVG document without style sheet, script or reference to anything outside.
    """
    ids = top(network, limit=limit)
    places = {**positions(network, ids), **{node: place for node, place in (placed or {}).items() if node in ids}}
    left, upper, right, lower = _bounds(network, places)
    width, height = max(right - left, 760.0), lower - upper + 174
    left = (left + right - width) / 2
    parts = [_text(left + 24, upper - 34, title, size=22, weight=600)]
    sizes = {node: radius(network.nodes[node]["weight"]) * look(network.nodes[node]["type"])[3] for node in ids}
    parts += [_line(line, places, sizes[line["to"]]) for line in lines(network, ids) if not wrong(line)]
    parts += [_node(network.nodes[node], places[node], lang) for node in ids]
    parts += _legend(network, ids, left + 24, lower + 34, lang)
    parts.append(_text(left + 24, lower + 108, source or note(network, lang), size=12, colour=SOFT))
    frame = f"{left:.0f} {upper - 70:.0f} {width:.0f} {height + 30:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" width="{width:.0f}" height="{height + 30:.0f}" '
        f'role="img" aria-label={quoteattr(_clean(title))} font-family="{FONT}">\n'
        f'<rect x="{left:.0f}" y="{upper - 70:.0f}" width="{width:.0f}" height="{height + 30:.0f}" fill="{PAPER}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def page(svg: str, *, title: str, lang: str = "fr") -> str:
    """Put a picture into a page of its own, which runs nothing and loads nothing.

    >>> page("<svg/>", title="A & B").count("A &amp; B")
    1
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(_clean(title))}</title>\n<style>body {{ margin: 0 }} svg {{ max-width: 100%; height: auto }}</style>\n"
        f"</head>\n<body>\n{svg}</body>\n</html>\n"
    )


def note(network: MultiDiGraph, lang: str) -> str:
    """Say on how many articles and outlets, and on which period, the graph rests."""
    say, (first, last) = strings(lang), network.graph["period"]
    name = "method.noPeriod" if not first else "method.day" if first == last else "method.period"
    said = say["method.corpus"].format(
        articles=_counted(say, "article", network.graph["counted"]),
        outlets=_counted(say, "outlet", network.graph["outlets"]),
        period=say[name].format(first=_day(first), last=_day(last)),
    )
    part = network.graph.get("part")
    return f"{said} {say['method.excerpt'].format(**part)}" if part else said


def _counted(say: dict[str, str], name: str, number: int) -> str:
    if name == "outlet" and not number:
        return say["method.noOutlet"]
    return say[f"method.{name}"] if number == 1 else say[f"method.{name}s"].format(n=number)


def _day(date: str) -> str:
    return "/".join(reversed(date[:10].split("-")))


def _clean(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _bounds(network: MultiDiGraph, places: dict[str, tuple[int, int]]) -> tuple[float, float, float, float]:
    edges = [(x, y, *box(network.nodes[node])) for node, (x, y) in places.items()] or [(0, 0, 0.0, 0.0)]
    return (
        min(x - wide / 2 for x, _, wide, _ in edges) - 24,
        min(y - high / 2 for _, y, _, high in edges) - 10,
        max(x + wide / 2 for x, _, wide, _ in edges) + 24,
        max(y + high / 2 for _, y, _, high in edges) + 10,
    )


def _text(x: float, y: float, text: str, *, size: int = 14, weight: int = 400, colour: str = INK, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    halo = f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if middle else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" fill="{colour}"{anchor}{halo}>'
        f"{escape(_clean(text))}</text>"
    )


def _node(node: dict[str, Any], place: tuple[int, int], lang: str) -> str:
    x, y = place
    size = radius(node["weight"])
    shown = [shape(node["type"], x, y, size)]
    for number, line in enumerate(label(node["label"]).split("\n")):
        shown.append(_text(x, y + size + 17 + 17 * number, line, middle=True))
    about = f"{node['label']} — {strings(lang)['type.' + node['type']]}"
    return f"<g><title>{escape(_clean(about))}</title>{''.join(shown)}</g>"


def shape(kind: str, x: float, y: float, size: float) -> str:
    """Give the SVG element of a node of type `kind` around (x, y)."""
    form, fill, edge, factor = look(kind)
    size *= factor
    paint = f'fill="{fill}" stroke="{edge}" stroke-width="1.5"'
    if form == "dot":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" {paint}/>'
    places = ((x + size * far * math.sin(turn), y - size * far * math.cos(turn)) for far, turn in _CORNERS[form])
    corners = " ".join(f"{across:.1f},{down:.1f}" for across, down in places)
    return f'<polygon points="{corners}" {paint}/>'


def _regular(count: int, turn: float = 0.0, far: float = 1.0) -> list[tuple[float, float]]:
    return [(far, turn + 2 * math.pi * number / count) for number in range(count)]


#: Corners of each form as distance from the middle and angle from the top.
_CORNERS: Final = {
    "square": _regular(4, math.pi / 4, math.sqrt(2)),
    "diamond": _regular(4),
    "hexagon": _regular(6, math.pi / 6),
    "triangle": _regular(3, 0.0, 1.15),
    "triangleDown": _regular(3, math.pi, 1.15),
    "star": [(1.0 if number % 2 == 0 else 0.45, math.pi * number / 5) for number in range(10)],
}


def _line(line: dict[str, Any], places: dict[str, tuple[int, int]], size: float) -> str:
    """Draw a line up to the edge of its target, a node of the given size."""
    (x1, y1), (x2, y2) = places[line["from"]], places[line["to"]]
    mid_x, mid_y = (x1 + x2) / 2 - (y2 - y1) * line["bend"], (y1 + y2) / 2 + (x2 - x1) * line["bend"]
    path = f'd="M{x1} {y1}Q{mid_x:.1f} {mid_y:.1f} {x2} {y2}"'
    middle = (x1 + 2 * mid_x + x2) / 4, (y1 + 2 * mid_y + y2) / 4
    bar = _bar(*middle, x2 - x1, y2 - y1) if line.get("status") == "denied" else _mark(*middle, line.get("stance", ""))
    drawn = stroke(line.get("status"), line.get("stance", ""))
    colour = STROKE if line["kind"] == "relation" else STANCES[line["stance"]]
    tip = "" if line["predicate"] in SYMMETRIC else _tip(x2, y2, x2 - mid_x, y2 - mid_y, size, colour)
    return f'<path {path} fill="none" {drawn}/>{bar}{tip}'


def _tip(x: float, y: float, along: float, across: float, size: float, colour: str) -> str:
    """Draw the head of an arrow that comes in direction (along, across) to a node around (x, y)."""
    length = math.hypot(along, across) or 1.0
    dx, dy = along / length, across / length
    end_x, end_y = x - dx * (size + 1), y - dy * (size + 1)
    back_x, back_y = end_x - dx * 8, end_y - dy * 8
    wings = f"{back_x - dy * 3:.1f},{back_y + dx * 3:.1f} {back_x + dy * 3:.1f},{back_y - dx * 3:.1f}"
    return f'<polygon points="{end_x:.1f},{end_y:.1f} {wings}" fill="{colour}" fill-opacity="0.85"/>'


def stroke(status: str | None, stance: str) -> str:
    """Give the SVG attributes of a line: by status for relations, by stance for speech."""
    if status is None:
        return f'stroke="{STANCES[stance]}" stroke-width="1.2" stroke-opacity="0.55"'
    dashes, opacity = STATUSES[status]
    pattern = f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
    return f'stroke="{STROKE}" stroke-width="1.6" stroke-opacity="{opacity}"{pattern}'


def _mark(x: float, y: float, stance: str) -> str:
    """Mark praise with a dot and criticism with a square, for eyes that do not tell the colours apart."""
    if stance == "positive":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{STANCES[stance]}"/>'
    if stance == "negative":
        return f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{STANCES[stance]}"/>'
    return ""


def _bar(x: float, y: float, along: float, across: float) -> str:
    """Strike through a line at (x, y) that runs in direction (along, across)."""
    length = math.hypot(along, across) or 1.0
    dx, dy = -across / length * 7, along / length * 7
    return f'<path d="M{x - dx:.1f} {y - dy:.1f}L{x + dx:.1f} {y + dy:.1f}" stroke="{STROKE}" stroke-width="2"/>'


def _legend(network: MultiDiGraph, ids: list[str], left: float, y: float, lang: str) -> list[str]:
    say, parts, x = strings(lang), [], left
    used = {network.nodes[node]["type"] for node in ids}
    for kind in looks(used):
        if kind in used:
            parts += [shape(kind, x + 8, y - 5, 8), _text(x + 22, y, say["types." + kind], size=13)]
            x += 44 + 7.2 * len(say["types." + kind])
    statuses, stances = _drawn(network, ids)
    x, y = left, y + 26
    rows: list[tuple[str | None, str, str]] = [(status, "", say["status." + status]) for status in statuses]
    rows += [(None, stance, say["stance." + stance]) for stance in stances]
    for status, stance, name in rows:
        if status is None and stance == stances[0]:
            x, y = left, y + 24
        strike = _bar(x + 17, y - 5, 1, 0) if status == "denied" else _mark(x + 17, y - 5, stance)
        parts.append(f'<path d="M{x:.0f} {y - 5:.0f}h34" fill="none" {stroke(status, stance)}/>{strike}')
        parts.append(_text(x + 42, y, name, size=13))
        x += 62 + 7.2 * len(name)
    return [*parts, _text(x, y, say["ui.stances"], size=12, colour=SOFT)] if stances else parts


def _drawn(network: MultiDiGraph, ids: list[str]) -> tuple[list[str], list[str]]:
    """Give the statuses and the stances that are drawn between some nodes, each in its usual order."""
    edges = [data for _, _, data in network.subgraph(ids).edges(data=True)]
    statuses = {data["status"] for data in edges if data["kind"] == "relation"}
    stances = {data["stance"] for data in edges if data["kind"] == "speech"}
    return [one for one in ALL_STATUSES if one in statuses], [one for one in STANCES if one and one in stances]
