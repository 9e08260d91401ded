"""Where each node stands on the picture: computed once, here, the same on every run; nothing moves in the browser.

The pull of edges and the push between nodes give each connected part its shape; parts are then packed side by side, and
boxes that hold a node with its label are moved apart until none covers another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.drawing import label, radius
from kg.network import top

if TYPE_CHECKING:
    import numpy as np
    from networkx import Graph, MultiDiGraph
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Pixels between two nodes that an edge holds together, before labels are moved apart.
EDGE: Final = 165.0
#: More nodes than this are not pulled and pushed one by one: the lighter ones gather around their neighbours.
CORE: Final = 600
#: Width of a letter and height of a line at the page's 14 pixels, in pixels.
LETTER, HEIGHT = 8.0, 17.0
#: Layouts that are kept.
KEPT: Final = 64

Place = tuple[int, int]


def positions(network: MultiDiGraph, ids: Sequence[str] | None = None, *, stretch: float = 1.15) -> dict[str, Place]:
    """Place nodes, in pixels, y downwards, centred on (0, 0).

    Args:
        network: as :func:`kg.network.build` gives it.
        ids: the nodes to place, all when left out; others play no role.
        stretch: how much wider than high the picture should be.

    Returns:
        A place for each of them, ordered like `ids`.
    """
    chosen = tuple(top(network, limit=len(network)) if ids is None else ids)
    edges = tuple((one, other) for one, other in network.subgraph(chosen).edges() if one != other)
    return dict(zip(chosen, _placed(chosen, edges, tuple(box(network.nodes[node]) for node in chosen), stretch), strict=True))


@lru_cache(maxsize=KEPT)
def _placed(
    chosen: tuple[str, ...], edges: tuple[tuple[str, str], ...], sizes: tuple[tuple[float, float], ...], stretch: float
) -> tuple[Place, ...]:
    """Place nodes; the same nodes, edges and sizes are placed once: page and picture ask for the same, and a desk asks again."""
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(chosen)
    plain.add_edges_from(edges)
    boxes = dict(zip(chosen, sizes, strict=True))
    rank = {node: place for place, node in enumerate(chosen)}
    parts = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(plain)]
    parts.sort(key=lambda part: (-len(part), rank[part[0]]))
    shapes = [_shape(plain.subgraph(part), part, boxes, stretch) for part in parts if len(part) > 1]
    shapes += _rows([part[0] for part in parts if len(part) == 1], boxes, 670 * stretch)
    placed = _pack(shapes, boxes, stretch)
    return tuple(placed[node] for node in chosen)


def box(node: Mapping[str, object]) -> tuple[float, float]:
    """Give the width and height, in pixels, that a node and its label take."""
    size, lines = radius(int(str(node["weight"]))), label(str(node["label"])).split("\n")
    return max(2.0 * size, LETTER * max(map(len, lines))) + 16, 2.0 * size + HEIGHT * len(lines) + 20


def _shape(
    graph: Graph, part: list[str], boxes: Mapping[str, tuple[float, float]], stretch: float
) -> dict[str, tuple[float, float]]:
    """Lay out one connected part, `part` in order of weight."""
    import numpy as np

    core = part[:CORE]
    rank = {node: place for place, node in enumerate(core)}
    links = np.array([(rank[one], rank[other]) for one, other in _edges(graph, core)], dtype=np.intp).reshape(-1, 2)
    points = _settle(len(core), links)
    places = dict(zip(core, points.tolist(), strict=True))
    _gather(graph, part[CORE:], places)
    sizes = np.array([boxes[node] for node in part])
    spread = np.array([places[node] for node in part]) * (math.sqrt(stretch), 1 / math.sqrt(stretch))
    moved = _part_boxes(spread * _room(spread, sizes), sizes)
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, moved.tolist(), strict=True)}


def _gather(graph: Graph, light: list[str], places: dict[str, list[float]]) -> None:
    """Set the lighter nodes in spirals around the one of their neighbours that is placed first."""
    around: dict[str, int] = {}
    for node in light:
        anchor = next((other for other in graph[node] if other in places), next(iter(places)))
        around[anchor] = number = around.get(anchor, 0) + 1
        turn, far = 2.399963 * number, EDGE * (0.6 + 0.45 * math.sqrt(number))
        x, y = places[anchor]
        places[node] = [x + far * math.cos(turn), y + far * math.sin(turn)]


def _room(points: Array, sizes: Array) -> float:
    """Say how much a crowded part must grow before its boxes can be moved apart in few steps."""
    import numpy as np

    if len(points) <= CORE:
        return 1.0
    wide, high = np.ptp(points, axis=0)
    return max(1.0, math.sqrt(2.5 * float(sizes.prod(axis=1).sum()) / max(1.0, float(wide * high))))


def _edges(graph: Graph, nodes: list[str]) -> list[tuple[str, str]]:
    return sorted((min(one, other), max(one, other)) for one, other in graph.subgraph(nodes).edges())


def _settle(count: int, links: NDArray[np.intp]) -> Array:
    """Let springs and repulsion come to rest, from a spiral with the heaviest node in the middle."""
    import numpy as np

    order = np.arange(count)
    angle, far = order * 2.399963, EDGE * 0.6 * np.sqrt(order + 0.5)
    points: Array = np.stack([far * np.cos(angle), far * np.sin(angle)])
    degree: Array = np.asarray(np.bincount(links.ravel(), minlength=count), dtype=np.float64) + 1.0
    pushing = 0.35 * EDGE**2 * np.sqrt(np.multiply.outer(degree, degree))
    mass, slack = np.sqrt(degree), np.sqrt(degree[links].min(axis=1))
    rounds = _rounds(count)
    for step in range(rounds):
        force = _push(points, pushing) + _pull(points, links, slack) - 0.02 * points * mass
        length = np.sqrt((force * force).sum(axis=0))
        limit = EDGE * 0.6 * (1 - step / rounds) ** 1.5 + 0.5
        points = points + force * np.minimum(1.0, limit / np.maximum(length, 1e-9))
    return np.asarray(points - points.mean(axis=1, keepdims=True)).T


def _rounds(count: int) -> int:
    """Say how many steps it takes until nodes have come to rest: few for a handful, and for many no more than time allows."""
    return min(400, 80 + 8 * count) if count <= 200 else 100


def _push(points: Array, pushing: Array) -> Array:
    """Push every node from every other, hubs more so that their neighbours find room.

    Args:
        points: x and y of the nodes, one row each.
        pushing: how strongly each pushes each.
    """
    import numpy as np

    across, down = (axis[:, None] - axis for axis in points)
    square = np.maximum(across * across + down * down, 25.0)
    strength = pushing / (square * np.sqrt(square))
    return np.stack([(across * strength).sum(axis=1), (down * strength).sum(axis=1)])


def _pull(points: Array, links: NDArray[np.intp], slack: Array) -> Array:
    """Pull both ends of every edge together, less at hubs so that they do not swallow their neighbours.

    Args:
        points: x and y of the nodes, one row each.
        slack: how much less each edge pulls.
    """
    import numpy as np

    gap = points[:, links[:, 1]] - points[:, links[:, 0]]
    length = np.maximum(np.sqrt((gap * gap).sum(axis=0)), 1e-9)
    tug = gap * (0.25 * (length - EDGE * 0.8) / length / slack)
    ends = links.T.ravel()
    return np.stack([np.bincount(ends, np.concatenate([axis, -axis]), points.shape[1]) for axis in tug])


def _part_boxes(points: Array, sizes: Array) -> Array:
    """Move boxes apart, along the shorter way, until none covers another."""
    import numpy as np

    points = points.copy()
    one = other = np.zeros(0, dtype=np.intp)
    for step in range(300 if len(points) <= CORE else 60):
        if step % 10 == 0:
            one, other = _close(points, sizes)
        gap = points[one] - points[other]
        over = (sizes[one] + sizes[other]) / 2 - np.abs(gap)
        hit = np.asarray((over > 0.5).all(axis=1))
        if not hit.any() and step % 10 == 0:
            break
        sideways = over[:, 0] < over[:, 1]
        way = np.where(gap == 0, -1.0, np.sign(gap))
        shift = np.where(np.stack([sideways, ~sideways], axis=1) & hit[:, None], way * over / 2, 0.0)
        ends, both = np.concatenate([one, other]), np.concatenate([shift, -shift])
        moves = np.stack([np.bincount(ends, weights=axis, minlength=len(points)) for axis in both.T], axis=1)
        many = np.bincount(np.concatenate([one[hit], other[hit]]), minlength=len(points))
        points += 0.7 * moves / np.maximum(1.0, np.sqrt(many))[:, None]
    return points


def _close(points: Array, sizes: Array, *, margin: float = 40) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """List the pairs of boxes that cover each other or may do so soon, sweeping from top to bottom."""
    import numpy as np

    order = np.argsort(points[:, 1], kind="stable")
    down = points[order, 1]
    count = np.searchsorted(down, down + sizes[:, 1].max() + margin) - np.arange(len(points)) - 1
    upper = np.repeat(np.arange(len(points)), count)
    lower = upper + 1 + np.arange(len(upper)) - np.repeat(np.cumsum(count) - count, count)
    one, other = order[upper], order[lower]
    near = (np.abs(points[one] - points[other]) < (sizes[one] + sizes[other]) / 2 + margin).all(axis=1)
    return one[near], other[near]


def _rows(alone: list[str], boxes: Mapping[str, tuple[float, float]], wide: float) -> list[dict[str, tuple[float, float]]]:
    """Line up the nodes without edges, one shape for all of them."""
    if not alone:
        return []
    wide = max(wide, math.sqrt(sum(boxes[node][0] * boxes[node][1] for node in alone) * 2))
    places, x, y, high = {}, 0.0, 0.0, 0.0
    for node in alone:
        width, height = boxes[node]
        if x and x + width > wide:
            x, y, high = 0.0, y + high + 8, 0.0
        places[node] = (x + width / 2, y + height / 2)
        x, high = x + width + 14, max(high, height)
    return [places]


def _pack(
    shapes: list[dict[str, tuple[float, float]]], boxes: Mapping[str, tuple[float, float]], stretch: float, *, gap: float = 50
) -> dict[str, Place]:
    """Set shapes in rows, small ones above each other beside large ones, in about the proportions wanted."""
    frames = [_frame(shape, boxes) for shape in shapes]
    sizes = [(right - left + gap, lower - upper + gap) for left, upper, right, lower in frames]
    rows = _best(sizes, stretch)
    placed: dict[str, Place] = {}
    y = 0.0
    for row in rows:
        x, high = -sum(_extent(column, sizes)[0] for column in row) / 2, max(_extent(column, sizes)[1] for column in row)
        for column in row:
            width, height = _extent(column, sizes)
            down = y + (high - height) / 2
            for number in column:
                left, upper = frames[number][:2]
                across = x + (width - sizes[number][0]) / 2 - left
                placed.update(
                    {node: (round(px + across), round(py + down - upper)) for node, (px, py) in shapes[number].items()}
                )
                down += sizes[number][1]
            x += width
        y += high
    return _centred(placed)


def _best(sizes: list[tuple[float, float]], stretch: float) -> list[list[list[int]]]:
    """Try rows of several widths and keep those that can be shown largest."""
    widest = max((width for width, _ in sizes), default=0.0)
    tried = [_fill(sizes, max(widest, math.sqrt(share * stretch * sum(w * h for w, h in sizes)))) for share in (0, 1, 1.3, 1.7)]

    def room(rows: list[list[list[int]]]) -> float:
        extents = [[_extent(column, sizes) for column in row] for row in rows]
        wide = max((sum(width for width, _ in row) for row in extents), default=0.0)
        return max(wide / stretch, sum(max(height for _, height in row) for row in extents))

    return min(tried, key=room)


def _fill(sizes: list[tuple[float, float]], wide: float) -> list[list[list[int]]]:
    """Share out shapes to rows of columns; a column is never higher than the first shape of its row."""
    rows: list[list[list[int]]] = []
    for number, (width, height) in enumerate(sizes):
        if rows:
            *others, last = rows[-1]
            used = sum(_extent(column, sizes)[0] for column in others)
            column_width, column_height = _extent(last, sizes)
            if others and column_height + height <= sizes[rows[-1][0][0]][1] and used + max(width, column_width) <= wide:
                last.append(number)
                continue
            if used + column_width + width <= wide:
                rows[-1].append([number])
                continue
        rows.append([[number]])
    return rows


def _extent(column: list[int], sizes: list[tuple[float, float]]) -> tuple[float, float]:
    return max(sizes[number][0] for number in column), sum(sizes[number][1] for number in column)


def _centred(placed: dict[str, Place]) -> dict[str, Place]:
    middle = [round((min(values) + max(values)) / 2) for values in zip(*placed.values(), strict=True)]
    return {node: (x - middle[0], y - middle[1]) for node, (x, y) in placed.items()}


def _frame(
    shape: Mapping[str, tuple[float, float]], boxes: Mapping[str, tuple[float, float]]
) -> tuple[float, float, float, float]:
    """Give left, upper, right and lower edge of a shape with its boxes."""
    return (
        min(x - boxes[node][0] / 2 for node, (x, _) in shape.items()),
        min(y - boxes[node][1] / 2 for node, (_, y) in shape.items()),
        max(x + boxes[node][0] / 2 for node, (x, _) in shape.items()),
        max(y + boxes[node][1] / 2 for node, (_, y) in shape.items()),
    )
