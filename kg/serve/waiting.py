"""What waits for a person's eye: quotes and statements that nobody checked, and partial names that a rule joined to full ones."""

from collections.abc import Iterator
from typing import Any, Final

from kg import decisions
from kg.names import fold
from kg.serve import reading, shaping
from kg.serve.snapshot import Snapshot

#: Rows of each list that wait for review.
WAITING: Final = 20
#: Rules by which a partial name joined a full one: what a person may want to look at.
_PARTIAL: Final = ("surname", "initial", "short", "acronym", "maker", "article")


def joined(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Give the partial names that a rule joined to a full one and nobody confirmed, most used first."""
    return snapshot.once("joined", lambda: sorted(_joined(snapshot), key=lambda row: (-row["count"], row["name"])))


def _joined(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    accepted = {(fold(one.name), fold(one.other)) for _, one in decisions.active(snapshot.taken) if one.kind == "merge"}
    keys = {one.article.key: name for name, one in snapshot.articles.items()}
    for thing in snapshot.outcome.resolution.things:
        cluster = snapshot.outcome.clusters[thing.id]
        for name, link in sorted(cluster.links.items()):
            confirmed = (fold(thing.name), fold(name)) in accepted
            if link.rule in _PARTIAL and fold(name) != fold(thing.name) and not confirmed:
                where = sorted(key for key in cluster.articles() if key in keys)[:1]
                yield {
                    "thing": thing,
                    "name": name,
                    "rule": link.rule,
                    "detail": link.detail,
                    "count": cluster.names.get(name, 0),
                    "articles": [keys[key] for key in where],
                    "seen": len(snapshot.taken),
                }


def waiting(snapshot: Snapshot, kind: str, page_: int) -> tuple[list[Any], int, int]:
    """Give a page of the quotes or statements that nobody checked, the newest first, with their number and that of pages."""
    if kind == "names":
        shown, pages = reading.cut(joined(snapshot), page_, WAITING)
        return list(shown), len(joined(snapshot)), pages
    if kind == "statements":
        left = snapshot.once("left stated", lambda: [one for one in snapshot.stated if one.statement.check is None])
        facts, pages = reading.cut(left, page_, WAITING)
        return [shaping.statement(snapshot, one) for one in facts], len(left), pages
    open_ = snapshot.once("left said", lambda: [one for one in snapshot.said if one.quote.check is None])
    said, pages = reading.cut(open_, page_, WAITING)
    return [shaping.quote(snapshot, one) for one in said], len(open_), pages
