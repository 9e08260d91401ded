"""The user's decisions, carried out on candidate things before partial names look for their full ones. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.candidates import Cluster, Key, Link
from kg.decisions import Decision, active
from kg.matching import key
from kg.names import fold


@dataclass(frozen=True, slots=True, order=True)
class Unused:
    """A decision that changed nothing.

    Args:
        number: which one, counted from 1.
        code: ``unknown`` when nothing is called so any more, ``several`` when more than one thing is.
        name: what was sought.
    """

    number: int
    code: str
    name: str


class _NotFoundError(Exception):
    """Nothing, or more than one thing, bears a name."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(code)
        self.code = code
        self.name = name


def splits(decisions: Sequence[Decision]) -> dict[Key, tuple[int, str]]:
    """Give (article, folded name) -> number of the last decision that sets it apart, and what it really is."""
    return {(one.article, fold(one.name)): (number, one.value) for number, one in active(decisions) if one.kind == "split"}


def replay(clusters: dict[Key, Cluster], decisions: Sequence[Decision], names: Callable[[Cluster], str]) -> list[Unused]:
    """Carry out merges, renames, changes of type and removals, in the order in which they were decided.

    Args:
        clusters: changed in place.
        names: gives the name that a cluster is shown by.

    Returns:
        The decisions that do not apply any more.
    """
    unused, index = [], _Index(clusters, names)
    for number, one in active(decisions):
        action = _ACTIONS.get(one.kind)
        if action is None:
            continue
        try:
            action(clusters, index, number, one)
        except _NotFoundError as error:
            unused.append(Unused(number, error.code, error.name))
    used = {link.detail for cluster in clusters.values() for link in cluster.links.values() if link.rule == "decision"}
    lost = [
        Unused(number, "unknown", one.name)
        for number, one in active(decisions)
        if one.kind == "split" and str(number) not in used
    ]
    return sorted([*unused, *lost])


class _Index:
    """Finds the cluster that bears a name: shown by it, else called by it somewhere."""

    def __init__(self, clusters: dict[Key, Cluster], names: Callable[[Cluster], str]) -> None:
        self._clusters = clusters
        self._names = names
        self._by_name: dict[str, set[Key]] | None = None

    def changed(self) -> None:
        """Forget what was looked up: clusters moved."""
        self._by_name = None

    def find(self, name: str, kind: str) -> Key:
        """Give the place of the only cluster that bears `name`."""
        if self._by_name is None:
            self._by_name = {}
            for place, cluster in self._clusters.items():
                for other in (cluster.given, *cluster.names, *(cluster.entry.names if cluster.entry else ())):
                    self._by_name.setdefault(fold(other), set()).add(place)
        bearing = sorted(self._by_name.get(fold(name), ()))
        typed = [place for place in bearing if kind in ("", self._clusters[place].type)] or bearing
        shown = [place for place in typed if key(kind, self._names(self._clusters[place])) == key(kind, name)]
        exact = [place for place in shown if self._names(self._clusters[place]) == name]
        for found in (exact, shown, typed):
            if len(found) == 1:
                return found[0]
        raise _NotFoundError("several" if typed else "unknown", name)


def _merge(clusters: dict[Key, Cluster], index: _Index, number: int, one: Decision) -> None:
    kept, moved = index.find(one.name, one.type), index.find(one.other, one.other_type)
    if kept == moved:
        return
    clusters[kept].absorb(clusters.pop(moved), Link("decision", str(number)), f"decision {number}: « {one.other} » is the same")
    clusters[kept].pinned = False
    clusters[kept].given = clusters[kept].given or ("" if clusters[kept].entry else one.name)
    index.changed()


def _rename(clusters: dict[Key, Cluster], index: _Index, number: int, one: Decision) -> None:
    cluster = clusters[index.find(one.name, one.type)]
    cluster.given = one.value
    cluster.reasons = (*cluster.reasons, f"decision {number}: renamed")
    index.changed()


def _retype(clusters: dict[Key, Cluster], index: _Index, number: int, one: Decision) -> None:
    place = index.find(one.name, one.type)
    cluster = clusters.pop(place)
    cluster.type, cluster.typed = one.value, True
    cluster.reasons = (*cluster.reasons, f"decision {number}: of type {one.value}")
    new = place if place[0] == "catalogue" else (one.value, key(one.value, one.name) if not cluster.pinned else place[1])
    if new in clusters:
        clusters[new].typed = True
        clusters[new].absorb(cluster, Link("decision", str(number)))
    else:
        clusters[new] = cluster
    index.changed()


def _ignore(clusters: dict[Key, Cluster], index: _Index, number: int, one: Decision) -> None:
    del number
    clusters[index.find(one.name, one.type)].ignored = True


_ACTIONS: Final[Mapping[str, Callable[[dict[Key, Cluster], _Index, int, Decision], None]]] = {
    "merge": _merge,
    "rename": _rename,
    "retype": _retype,
    "ignore": _ignore,
}
