"""What connects two things: every shortest chain of statements, with the sentences and the status of each link. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from kg.names import STATUSES

if TYPE_CHECKING:
    from networkx import Graph, MultiDiGraph

#: Chains that are looked at before the best are chosen: between two hubs there may be millions.
MOST: Final = 2_000
_CHECKED: Final = "wrong"


@dataclass(frozen=True, slots=True)
class Link:
    """One statement, or one quote of a speaker about something.

    Args:
        subject: id of a thing.
        predicate: term of the ontology, or ``says``.
        object: id of a thing.
        status: one of :data:`kg.names.STATUSES`; empty for a quote.
        reporter: who says so, if not the article itself.
        evidence: rows with ``exact``, ``outlet``, ``date`` and ``url``, as :mod:`kg.network` gives them.
    """

    subject: str
    predicate: str
    object: str
    status: str
    reporter: str
    evidence: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A path from one thing to another: ids along it, and for each step all links between both, strongest first."""

    nodes: tuple[str, ...]
    steps: tuple[tuple[Link, ...], ...]


def shortest(
    network: MultiDiGraph,
    sources: Iterable[str],
    targets: Iterable[str],
    *,
    statuses: Collection[str] = STATUSES,
    speech: bool = False,
    limit: int = 20,
) -> tuple[list[Chain], bool]:
    """Find all shortest chains between two things, whatever the direction of the statements.

    Args:
        network: as :func:`kg.network.build` gives it.
        sources: ids that one name stands for.
        targets: ids that the other name stands for.
        statuses: which statements may be a link; what a person found wrong never is.
        speech: let quotes be links too.
        limit: how many chains to give, those of the strongest and most frequent statements first.

    Returns:
        The chains, and whether there are more. None when nothing connects both.

    >>> import networkx
    >>> graph = networkx.MultiDiGraph()
    >>> told = {"kind": "relation", "predicate": "ceoOf", "status": "asserted", "reporter_text": ""}
    >>> _ = graph.add_edge("Ada", "Zéphyr", evidence=[{"exact": "Ada dirige Zéphyr."}], **told)
    >>> chains, more = shortest(graph, ["Zéphyr"], ["Ada"])
    >>> chains[0].nodes, chains[0].steps[0][0].predicate, more
    (('Zéphyr', 'Ada'), 'ceoOf', False)
    """
    from networkx import NetworkXNoPath, NodeNotFound, all_shortest_paths

    links = _links(network, statuses, speech)
    plain = _plain(links)
    found: list[tuple[str, ...]] = []
    for first in sorted(sources):
        for last in sorted(targets):
            try:
                found += [tuple(path) for path in islice(all_shortest_paths(plain, first, last), MOST) if first != last]
            except (NodeNotFound, NetworkXNoPath):
                continue
    least = min(map(len, found), default=0)
    chains = [_chain(path, links) for path in dict.fromkeys(found) if len(path) == least]
    chains.sort(key=_rank)
    return chains[:limit], len(chains) > limit


def _links(network: MultiDiGraph, statuses: Collection[str], speech: bool) -> dict[frozenset[str], list[Link]]:
    """Give the links between each two things."""
    found: dict[frozenset[str], list[Link]] = {}
    for first, second, data in network.edges(data=True):
        if first == second or not _counts(data, statuses, speech):
            continue
        link = _link(first, second, data)
        if link.evidence:
            found.setdefault(frozenset((first, second)), []).append(link)
    return {ends: sorted(links, key=_strength) for ends, links in found.items()}


def _counts(data: dict[str, Any], statuses: Collection[str], speech: bool) -> bool:
    return data["status"] in statuses if data["kind"] == "relation" else speech


def _link(first: str, second: str, data: dict[str, Any]) -> Link:
    rows = tuple(row for row in data["evidence"] if row.get("check") != _CHECKED)
    if data["kind"] == "relation":
        return Link(first, data["predicate"], second, data["status"], data["reporter_text"], rows)
    return Link(first, "says", second, "", "", rows)


def _strength(link: Link) -> tuple[Any, ...]:
    return _place(link), -len(link.evidence), link.subject, link.predicate, link.reporter, str(link.evidence)


def _place(link: Link) -> int:
    return STATUSES.index(link.status) if link.status else len(STATUSES)


def _plain(links: dict[frozenset[str], list[Link]]) -> Graph:
    from networkx import Graph

    plain: Graph = Graph()
    plain.add_edges_from(sorted(tuple(sorted(ends)) for ends in links))
    return plain


def _chain(path: tuple[str, ...], links: dict[frozenset[str], list[Link]]) -> Chain:
    return Chain(path, tuple(tuple(links[frozenset(pair)]) for pair in pairwise(path)))


def _rank(chain: Chain) -> tuple[Any, ...]:
    best = [step[0] for step in chain.steps]
    return sum(map(_place, best)), -sum(len(link.evidence) for link in best), chain.nodes
