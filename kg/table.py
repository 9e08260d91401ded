"""Network -> plain rows of all statements and quotes, for the page's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def statement_rows(network: MultiDiGraph) -> list[dict[str, Any]]:
    """List every relation and figure, newest evidence first, each with its status, reporter and newest sentence.

    The ``key`` of a relation is its ends, predicate, status and reporter; that of a figure, its node and its place there.
    """
    rows = []
    for source, target, data in network.edges(data=True):
        if data["kind"] == "relation":
            key = (source, target, *(data[name] for name in ("predicate", "status", "reporter", "reporter_text")))
            rows.append({**_statement(network, source, target, network.nodes[target]["label"], data), "key": key})
    for node, facts in network.nodes(data="facts"):
        rows += [
            {**_statement(network, node, "", fact["value"], fact), "key": (node, place)} for place, fact in enumerate(facts)
        ]
    return sorted(
        rows, key=lambda row: (_newest(row["date"]), row["subject"], row["predicate"], row["object"], row["status"], row["by"])
    )


def quote_rows(network: MultiDiGraph) -> list[dict[str, Any]]:
    """List every quote, newest first, also those whose speaker or target is unknown."""
    rows = []
    for quote in network.graph["quotes"]:
        row = quote["evidence"]
        rows.append(
            {
                "id": quote["id"],
                "speaker_id": quote["speaker"],
                "speaker": _name(network, quote["speaker"]) or quote["speaker_text"],
                "role": quote["role"],
                "about": [(node, _name(network, node)) for node in quote["about"]],
                "stance": quote["stance"] if quote["about"] else "",
                "mode": quote["mode"],
                "text": quote["text"],
                "outlet": row["site"],
                "date": quote["said_on"] or row["date"],
                "url": row["url"],
                "check": row.get("check", ""),
                "order": int(quote["id"][1:]),
            }
        )
    return sorted(rows, key=lambda row: (_newest(row["date"]), row["order"]))


def _statement(network: MultiDiGraph, source: str, target: str, shown: str, data: dict[str, Any]) -> dict[str, Any]:
    row = max(data["evidence"], key=lambda one: one["date"])
    return {
        "subject_id": source,
        "subject": network.nodes[source]["label"],
        "predicate": data["predicate"],
        "object_id": target,
        "object": shown,
        "quantity": data["quantity"],
        "time": data["time"],
        "status": data["status"],
        "by": _name(network, data["reporter"]) or data["reporter_text"],
        "check": row.get("check", ""),
        "text": row["exact"],
        "outlet": row["site"],
        "date": row["date"],
        "url": row["url"],
        "more": len(data["evidence"]) - 1,
    }


def _name(network: MultiDiGraph, node: str) -> str:
    return str(network.nodes[node]["label"]) if node in network else ""


def _newest(date: str) -> tuple[int, ...]:
    """Sort newest first, undated last."""
    return tuple(-int(part) for part in date[:10].split("-")) if date else (1,)
