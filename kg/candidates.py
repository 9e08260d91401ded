"""Entities of articles -> candidate things: what the catalogue, an equal name or a partial one makes one. Pure.

A block is one key of one type, so the work grows with the number of entities and not with its square.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.catalogue import Catalogue, Entry
from kg.matching import THINGS, WORKS, group_forms, key, leading, person_forms, squeeze, without_maker, words_of
from kg.names import fold
from kg.records import Entity, Facts

Key = tuple[str, str]
#: Which entity of which article.
Member = tuple[str, str]
#: Times as many articles that a type needs to settle what something is.
_CLEAR: Final = 2
#: Types that one thing is easily taken for.
_NEAR: Final = ({"MODEL", "PRODUCT"}, {"CHIP", "PRODUCT"}, {"COMPANY", "ORG"})


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Why a name belongs to a thing.

    Args:
        rule: ``catalogue``, ``same``, ``article``, ``surname``, ``initial``, ``short``, ``acronym``, ``maker``, ``type`` or
            ``decision``.
        detail: the other name, type or number of the decision.
    """

    rule: str
    detail: str = ""


@dataclass(slots=True)
class Cluster:
    """What is known of one candidate thing while articles are compared."""

    type: str
    entry: Entry | None = None
    names: dict[str, int] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    given: str = ""
    ignored: bool = False
    pinned: bool = False
    typed: bool = False

    def articles(self) -> set[str]:
        """Give the keys of the articles that name it."""
        return {article for article, _ in self.members}

    def add(self, member: Member, name: str, others: Iterable[str], link: Link) -> None:
        """Take in one entity with its names."""
        self.members.append(member)
        self._name(name, 1, link)
        for other in others:
            self._name(other, 1, Link("article", name))

    def _name(self, name: str, count: int, link: Link) -> None:
        self.names[name] = self.names.get(name, 0) + count
        known = self.links.get(name)
        if known is None or (known.rule == "article" and link.rule != "article"):
            self.links[name] = link

    def absorb(self, other: "Cluster", link: Link | None, reason: str = "") -> None:
        """Take in another cluster; `link` says why, None keeps the reasons of its names."""
        self.members.extend(other.members)
        for name, count in other.names.items():
            kept = other.links[name]
            self._name(name, count, link if link and kept.rule != "article" else kept)
        self.reasons = (*self.reasons, *other.reasons, *([reason] if reason else []))
        self.entry = self.entry or other.entry


class Known:
    """The catalogue as resolution asks it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._made: dict[str, list[Entry]] = defaultdict(list)
        for entry in catalogue:
            if entry.maker and entry.type in WORKS:
                self._made[entry.maker].append(entry)
        self._by_rest: dict[str, dict[str, set[str]]] = {}

    def given(self, entity: Entity) -> Entry | None:
        """Give the entry that the annotation recognised."""
        return self._catalogue.get(entity.catalogue) if entity.catalogue else None

    def of_type(self, kind: str, name: str) -> Entry | None:
        """Give the only entry of this type that bears the name, but for case, accents and spaces."""
        exact = [entry for entry in self._catalogue.named(name) if entry.type == kind]
        sure = [entry for entry in exact if not entry.ambiguous]
        preferred = [entry for entry in sure if entry.name == name]
        wanted = key(kind, name)
        like = [
            entry
            for entry in self._catalogue.like(name)
            if entry.type == kind and not entry.ambiguous and any(key(kind, one) == wanted for one in entry.names)
        ]
        doubtful = [] if kind == "PERSON" and words_of(name) == 1 else exact
        return next((found[0] for found in (preferred, sure, doubtful, like) if len(found) == 1), None)

    def otherwise_typed(self, kind: str, name: str) -> Entry | None:
        """Give the only entry of that name when another type than `kind` is right; never for people and places."""
        found = self._catalogue.named(name) if kind in THINGS else ()
        if len(found) != 1 or found[0].type not in THINGS or found[0].type == kind:
            return None
        return found[0] if not found[0].ambiguous or {kind, found[0].type} in _NEAR else None

    def of_maker(self, kind: str, name: str, makers: Iterable[str]) -> Entry | None:
        """Give the only work that one of `makers` (ids) sells under this name, with or without the maker's own."""
        if kind not in WORKS and not (kind in THINGS and any(char.isdigit() for char in name)):
            return None
        wanted = key("PRODUCT", name)
        ids = sorted({one for maker in makers for one in self._rests(maker).get(wanted, ())})
        return self._catalogue.get(ids[0]) if len(ids) == 1 else None

    def makers_in(self, name: str) -> Iterator[str]:
        """Give the ids of companies whose name begins `name`."""
        parts = name.replace("-", " ").split()
        for count in range(1, min(4, len(parts))):
            yield from (
                entry.id for entry in self._catalogue.like(" ".join(parts[:count])) if entry.type == "COMPANY"
            )

    def _rests(self, maker: str) -> Mapping[str, set[str]]:
        """Give the keys under which the works of a maker may be named -> their ids."""
        if maker not in self._by_rest:
            found: dict[str, set[str]] = defaultdict(set)
            company = self._catalogue.get(maker)
            starts = [fold(one) for one in company.names] if company else []
            for entry in self._made[maker]:
                for name in entry.names:
                    found[key("PRODUCT", name)].add(entry.id)
                    for start in starts:
                        found[key("PRODUCT", f"{start} {name}")].add(entry.id)
                        if fold(name).startswith(f"{start} ") and "+" not in name:
                            found[key("PRODUCT", fold(name)[len(start) + 1 :])].add(entry.id)
            self._by_rest[maker] = found
        return self._by_rest[maker]


def texts_of(facts: Facts) -> dict[str, list[str]]:
    """Give the words that name each entity of an article, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for mention in facts.mentions:
        found[mention.entity].append(" ".join(facts.article.text[mention.start : mention.end].split()))
    return found


def gather(facts: Iterable[Facts], catalogue: Catalogue, splits: Mapping[Key, tuple[int, str]]) -> dict[Key, Cluster]:
    """Put together what the catalogue or an equal name makes one.

    Args:
        splits: article and folded name -> number of the decision that sets this name apart there, and what it really is.
    """
    known, clusters = Known(catalogue), dict[Key, Cluster]()
    for one in sorted(facts, key=lambda found: found.article.key):
        texts = texts_of(one)
        entries = _entries(one.entities, known)
        for entity in one.entities:
            member, others = (one.article.key, entity.id), texts[entity.id]
            split = _split(splits, one.article.key, (entity.name, *others)) if splits else None
            if split:
                _take_split(clusters, known, entity, member, split)
                continue
            entry, link = entries[entity.id]
            place = ("catalogue", entry.id) if entry else (entity.type, key(entity.type, entity.name))
            cluster = clusters.setdefault(place, Cluster(entry.type if entry else entity.type, entry))
            cluster.add(member, entity.name, others, link)
    return clusters


def _entries(entities: Sequence[Entity], known: Known) -> dict[str, tuple[Entry | None, Link]]:
    """Say which entry of the catalogue each entity of an article is, if any, and how that is known."""
    found: dict[str, tuple[Entry | None, Link]] = {}
    for one in entities:
        entry = known.given(one) or known.of_type(one.type, one.name)
        found[one.id] = (entry, Link("catalogue", entry.name) if entry else Link("same"))
    here = sorted({entry.id for entry, _ in found.values() if entry and entry.type == "COMPANY"})
    taken = {entry.id for entry, _ in found.values() if entry}
    for one in entities:
        if found[one.id][0] is None:
            entry = known.of_maker(one.type, one.name, sorted({*here, *known.makers_in(one.name)}))
            rule = "maker"
            if entry is None:
                entry, rule = known.otherwise_typed(one.type, one.name), "type"
            if entry and (entry.type == one.type or entry.id not in taken):  # what an article tells apart stays so
                found[one.id] = (entry, Link(rule, entry.name if rule == "maker" else entry.type))
    return found


def _split(splits: Mapping[Key, tuple[int, str]], article: str, names: Iterable[str]) -> tuple[int, str] | None:
    return next((splits[article, fold(name)] for name in names if (article, fold(name)) in splits), None)


def _take_split(clusters: dict[Key, Cluster], known: Known, entity: Entity, member: Member, split: tuple[int, str]) -> None:
    """Let an entity be another thing: the one that the user names, else one of its own."""
    number, name = split
    entry = known.of_type(entity.type, name) if name else None
    apart = (entity.type, key(entity.type, name)) if name else (entity.type, f"{key(entity.type, entity.name)}\n{member[0]}")
    place = ("catalogue", entry.id) if entry else apart
    cluster = clusters.setdefault(place, Cluster(entity.type, entry))
    cluster.pinned = cluster.pinned or not name
    cluster.add(member, name or entity.name, [entity.name] if name else [], Link("decision", str(number)))


def settle_types(clusters: dict[Key, Cluster]) -> None:
    """Let the clear majority of articles say what a name is that some type otherwise; never across people, places and things."""
    groups: dict[str, list[Key]] = defaultdict(list)
    for place, cluster in clusters.items():
        if cluster.type in THINGS and not cluster.entry and not cluster.pinned and place[0] != "catalogue":
            groups[squeeze(place[1])].append(place)
    for _, places in sorted(groups.items()):
        if len(places) < 2:
            continue
        counts = sorted(((len(clusters[place].articles()), place) for place in places), reverse=True)
        most, best = counts[0]
        host = clusters[best]
        if most < _CLEAR * sum(count for count, _ in counts[1:]):
            continue
        for place in sorted(places):
            if place != best and not clusters[place].typed and not clusters[place].articles() & host.articles():
                moved = clusters.pop(place)
                reason = f"« {min(moved.names)} » is elsewhere of type {moved.type}, here by majority {host.type}"
                host.absorb(moved, Link("type", host.type), reason)


def join_partial(clusters: dict[Key, Cluster]) -> None:
    """Let each partial name join the only full name that it can stand for; longer partial names first."""
    bearers = _bearers(clusters)
    found: dict[Key, Key] = {}

    def root(place: Key) -> Key:
        while place in found:
            place = found[place]
        return place

    order = sorted(clusters, key=lambda place: (-_length(clusters[place]), place))
    for place in order:
        cluster = clusters[place]
        if cluster.entry or cluster.pinned or place[0] == "catalogue":
            continue
        forms = bearers.get((cluster.type, place[1]), {})
        hosts = sorted({root(host) for host in forms if host != place} - {place})
        link = forms.get(hosts[0]) or min(forms.values()) if hosts else Link("same")
        if len(hosts) == 1 and _is_partial(cluster, clusters[hosts[0]], link):
            found[place] = hosts[0]
            name = max(cluster.names, key=lambda one: (cluster.names[one], one))
            clusters[hosts[0]].absorb(cluster, link, f"« {name} » can only stand for this name")
    for place in found:
        del clusters[place]


def _is_partial(cluster: Cluster, host: Cluster, link: Link) -> bool:
    """Tell whether a name may be less than a full one, beside that of `host`."""
    if link.rule == "acronym" and not all(name.isupper() for name in cluster.names):
        return False
    return _length(cluster) < _length(host) or max(map(len, cluster.names)) < max(map(len, _names(host)))


def _length(cluster: Cluster) -> int:
    return max(map(words_of, _names(cluster)))


def _names(cluster: Cluster) -> set[str]:
    return {*cluster.names, *(cluster.entry.names if cluster.entry else ())}


def _bearers(clusters: Mapping[Key, Cluster]) -> dict[Key, dict[Key, Link]]:
    """Give (type, short form) -> the clusters that it may stand for, and by which rule."""
    companies = {key("COMPANY", name) for one in clusters.values() if one.type == "COMPANY" for name in _names(one)}
    found: dict[Key, dict[Key, Link]] = defaultdict(dict)
    for place in sorted(clusters):
        cluster = clusters[place]
        names = _names(cluster)
        full = max(names, key=lambda name: (words_of(name), len(name), name))
        for name in sorted(names):
            for form, rule in _forms(cluster, name, full, companies):
                found[cluster.type, form].setdefault(place, Link(rule, name if rule != "article" else full))
    return found


def _forms(cluster: Cluster, name: str, full: str, companies: set[str]) -> Iterator[tuple[str, str]]:
    kind = cluster.type
    if words_of(name) == 1 and name != full:
        listed = bool(cluster.entry) and name in (cluster.entry.names if cluster.entry else ())
        if listed or kind not in ("PERSON", *WORKS) or not leading(kind, name, full):
            yield key(kind, name), "article"
    if kind == "PERSON":
        yield from person_forms(name)
    elif kind in ("COMPANY", "ORG"):
        yield from group_forms(kind, name)
    elif kind in WORKS:
        yield from ((form, "maker") for form in without_maker(kind, name, companies))


