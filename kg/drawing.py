"""What the page and the still picture draw alike: shapes and colours of nodes, strokes of lines, labels, and which lines.

Colours are those of Okabe and Ito, which people with any colour vision tell apart; each type also has a shape of its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kg.messages import texts
from kg.names import own_labels

if TYPE_CHECKING:
    from networkx import MultiDiGraph

#: Type to shape (as vis-network calls it), fill, edge, and a factor that makes all shapes look equally large.
NODES: Final = {
    "PERSON": ("dot", "#E69F00", "#A87400", 1.0),
    "COMPANY": ("square", "#0072B2", "#00517F", 0.88),
    "ORG": ("hexagon", "#56B4E9", "#2B86B8", 1.05),
    "MODEL": ("diamond", "#009E73", "#006D50", 1.2),
    "CHIP": ("triangle", "#D55E00", "#983F00", 1.1),
    "PRODUCT": ("star", "#CC79A7", "#99487A", 1.25),
    "PLACE": ("triangleDown", "#F0E442", "#9C9300", 1.1),
}
#: The look of any other type, such as a class that a user added to the ontology.
OTHER: Final = ("square", "#9AA1AA", "#5F666F", 0.75)
#: Status to dash pattern in pixels and opacity of the stroke.
STATUSES: Final[dict[str, tuple[list[int], float]]] = {
    "asserted": ([], 0.75),
    "reported": ([9, 5], 0.75),
    "planned": ([15, 4, 3, 4], 0.75),
    "hedged": ([2, 5], 0.75),
    "denied": ([], 0.35),
}
#: Stance to colour; the empty one is for what a quote mentions besides its main target.
STANCES: Final = {"positive": "#009E73", "negative": "#D55E00", "neutral": "#7A7F87", "": "#7A7F87"}
#: Letters in one line of a label; longer names take a second line.
LINE: Final = 20


class Words(dict[str, str]):
    """Strings by key; a term that has none is called by its own name: ``is.fundedBy`` gives ``fundedBy``."""

    def __missing__(self, key: str) -> str:
        """Give the last part of a key."""
        return key.rpartition(".")[2]


@cache
def strings(lang: str) -> Words:
    """Give the strings of the interface in French (``fr``) or English (``en``).

    >>> strings("en")["types.CHIP"]
    'Chips'
    """
    return Words(texts("interface.json")[lang] | own_labels(lang))


def looks(kinds: Iterable[str]) -> dict[str, tuple[str, str, str, float]]:
    """Give the look of each type: the known ones in the order of the legend, then any other."""
    return {**NODES, **dict.fromkeys(sorted(set(kinds) - set(NODES)), OTHER)}


def look(kind: str) -> tuple[str, str, str, float]:
    """Give shape, fill, edge and factor of one type.

    >>> look("LAW")[0]
    'square'
    """
    return NODES.get(kind, OTHER)


def radius(weight: int) -> int:
    """Give the size of a node, in pixels, from the number of sentences that speak of it.

    >>> radius(0), radius(10), radius(10_000)
    (8, 16, 30)
    """
    return min(30, round(8 + 2.5 * math.sqrt(weight)))


def label(name: str) -> str:
    """Break a long name into two lines, shortened when even these do not hold it.

    >>> label("Commission européenne du numérique et des réseaux")
    'Commission\\neuropéenne du…'
    """
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    shown = [line if len(line) <= LINE + 4 else line[: LINE + 3] + "…" for line in lines[:2]]
    if len(lines) > 2:
        shown[1] = shown[1].rstrip("…") + "…"
    return "\n".join(shown)


def lines(network: MultiDiGraph, ids: list[str]) -> list[dict[str, Any]]:
    """Give the lines to draw between `ids`: one per two ends, predicate and status, or per speaker, target and stance.

    Several reporters of the same statement share a line and stand in its ``parts``; several quotes in its ``quotes``. Lines
    between the same two nodes get different ``bend``, a share of their length, so that none hides another.
    """
    kept: dict[tuple[str, ...], dict[str, Any]] = {}
    for source, target, data in sorted(network.subgraph(ids).edges(data=True), key=_order):
        ends = {"from": source, "to": target, "kind": data["kind"]}
        if data["kind"] == "speech":
            key = (source, target, "says", data["stance"])
            line = kept.setdefault(key, {**ends, "predicate": "says", "stance": data["stance"], "quotes": []})
            line["quotes"].append(data["quote"])
        else:
            key = (source, target, data["predicate"], data["status"])
            line = kept.setdefault(key, {**ends, "predicate": data["predicate"], "status": data["status"], "parts": []})
            line["parts"].append({name: data[name] for name in _PART})
    _bend(list(kept.values()))
    return list(kept.values())


def wrong(line: Mapping[str, Any]) -> bool:
    """Tell whether a person found every sentence of a relation wrong: it is not drawn then."""
    rows = [row for part in line.get("parts", ()) for row in part["evidence"]]
    return bool(rows) and all(row.get("check") == "wrong" for row in rows)


_PART: Final = ("reporter", "reporter_text", "quantity", "time", "confidence", "evidence")


def _order(edge: tuple[str, str, dict[str, Any]]) -> tuple[str, ...]:
    source, target, data = edge
    if data["kind"] == "speech":
        return source, target, "~", data["stance"], data["quote"].rjust(9)
    return source, target, data["predicate"], data["status"], data["reporter"], data["reporter_text"]


def _bend(drawn: list[dict[str, Any]]) -> None:
    """Fan out the lines that join the same two nodes."""
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in drawn:
        one, other = sorted((line["from"], line["to"]))
        pairs[one, other].append(line)
    for (one, _), group in pairs.items():
        for number, line in enumerate(group):
            slot = (number - (len(group) - 1) / 2) * min(0.2, 0.9 / len(group))
            line["bend"] = round(slot if line["from"] == one else -slot, 3)
