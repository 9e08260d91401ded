"""Names that hang together, so that a graph too large to be read at once can be entered part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.network import top

if TYPE_CHECKING:
    from networkx import MultiDiGraph

#: Fewer names than this are no group.
LEAST: Final = 3


def communities(network: MultiDiGraph) -> list[list[str]]:
    """Give the groups of nodes that are linked among themselves more than with others, largest first.

    Args:
        network: as :func:`kg.network.build` gives it.

    Returns:
        The ids of each group, heaviest first; nodes in no group, or in a very small one, are left out.
    """
    import networkx as nx

    order = top(network, limit=len(network))
    rank = {node: place for place, node in enumerate(order)}
    plain = nx.Graph()  # of numbers: the order of a set of strings would depend on the hash seed
    plain.add_nodes_from(range(len(order)))
    for one, other in network.edges():
        if one != other:
            pair = sorted((rank[one], rank[other]))
            held = plain.get_edge_data(*pair, default={"weight": 0})["weight"]
            plain.add_edge(*pair, weight=held + 1)
    found = [sorted(group) for group in nx.community.louvain_communities(plain, seed=0)] if len(order) else []
    groups = sorted((group for group in found if len(group) >= LEAST), key=lambda group: (-len(group), group[0]))
    return [[order[number] for number in group] for group in groups]
