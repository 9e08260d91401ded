"""Entities of articles -> candidate things: what the catalogue, an equal name or a partial one makes one. Pure.

Of an article only rows are needed, one an entity: its names, nothing of the text. A place is one key of one type, so the work
grows with the number of entities and not with its square.
"""

import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.catalogue import Catalogue, Entry
from kg.matching import THINGS, WORKS, beheaded, group_forms, key, leading, person_forms, squeeze, words_of
from kg.names import fold
from kg.records import Facts

Key = tuple[str, str]
#: Which entity of which article.
Member = tuple[str, str]
#: Times as many articles that a type needs to settle what something is.
_CLEAR: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """All that resolution needs of one entity of one article.

    Args:
        article: key of the article.
        entity: id within it.
        type: one of :data:`kg.names.TYPES`.
        name: the fullest name in the article.
        catalogue: id of the catalogue entry it was recognised as, or an empty string.
        texts: the words of its mentions, in their order.
    """

    article: str
    entity: str
    type: str
    name: str
    catalogue: str = ""
    texts: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one entity of one article belongs before articles are compared.

    Args:
        place: key of the candidate thing: ``catalogue`` and an id, or a type and what equal names share.
        type: of the candidate thing.
        entry: id of its entry of the catalogue, or an empty string.
        member: article and id of the entity.
        name: the fullest name in the article.
        others: the words of its mentions.
        link: why the name belongs there.
        pinned: a decision sets it apart from all others.
    """

    place: Key
    type: str
    entry: str
    member: Member
    name: str
    others: tuple[str, ...]
    link: Link
    pinned: bool = False


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


def texts_of(facts: Facts) -> dict[str, list[str]]:
    """Give the words that name each entity of an article, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for mention in facts.mentions:
        found[mention.entity].append(" ".join(facts.article.text[mention.start : mention.end].split()))
    return found


def rows(facts: Iterable[Facts]) -> Iterator[Row]:
    """Give the rows of articles, as they come; equal strings are one object, so that those of a whole corpus stay small.

    >>> from kg.records import Article, Entity, Mention
    >>> article, entity = Article(key="a", text="Brumeval"), Entity(id="e1", type="COMPANY", name="Brumeval")
    >>> list(rows([Facts(article=article, entities=(entity,), mentions=(Mention(start=0, end=8, entity="e1"),))]))
    [Row(article='a', entity='e1', type='COMPANY', name='Brumeval', catalogue='', texts=('Brumeval',))]
    """
    one = sys.intern
    for read in facts:
        texts, article = texts_of(read), one(read.article.key)
        for entity in read.entities:
            named = tuple(map(one, texts[entity.id]))
            yield Row(article, one(entity.id), one(entity.type), one(entity.name), one(entity.catalogue), named)


def gather(found: Iterable[Seat], catalogue: Catalogue) -> dict[Key, Cluster]:
    """Put together the entities that have the same place, as :func:`kg.seats.seats` gives it, article after article."""
    clusters: dict[Key, Cluster] = {}
    for seat in found:
        cluster = clusters.get(seat.place)
        if cluster is None:
            cluster = clusters[seat.place] = Cluster(seat.type, catalogue.get(seat.entry) if seat.entry else None)
        cluster.pinned = cluster.pinned or seat.pinned
        cluster.add(seat.member, seat.name, seat.others, seat.link)
    return clusters


def settle_types(clusters: dict[Key, Cluster]) -> None:
    """Let the clear majority of articles say what a name is that some type otherwise; never across people, places and things."""
    groups: dict[str, list[Key]] = defaultdict(list)
    for place, cluster in clusters.items():
        if cluster.type in THINGS and not cluster.pinned:
            called = {squeeze(fold(name)) for name in cluster.entry.names} if cluster.entry else {squeeze(place[1])}
            for name in sorted(called):
                groups[name].append(place)
    for _, places in sorted(groups.items()):
        moving = [place for place in sorted(places) if not clusters[place].entry and not clusters[place].typed]
        if len(places) < 2 or not moving:
            continue
        counts = sorted(((len(clusters[place].articles()), place) for place in places), reverse=True)
        most, best = counts[0]
        host = clusters[best]
        if most < _CLEAR * sum(count for count, _ in counts[1:]):
            continue
        for place in moving:
            if place != best and not clusters[place].articles() & host.articles():
                moved = clusters.pop(place)
                reason = f"« {min(moved.names)} » is elsewhere of type {moved.type}, here by majority {host.type}"
                host.absorb(moved, Link("type", host.type), reason)


def join_partial(clusters: dict[Key, Cluster], companies: Container[str]) -> None:
    """Let each partial name join the only full name that it can stand for; longer partial names first.

    Args:
        clusters: changed in place; types are settled.
        companies: see :func:`company_keys`.
    """
    bearers = _bearers(clusters, companies)
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


def company_keys(clusters: Iterable[Cluster]) -> set[str]:
    """Give the keys of all names of companies: a work may be called with the name of its maker before its own."""
    return {key("COMPANY", name) for one in clusters if one.type == "COMPANY" for name in _names(one)}


def _bearers(clusters: Mapping[Key, Cluster], companies: Container[str]) -> dict[Key, dict[Key, Link]]:
    """Give (type, short form) -> the clusters that it may stand for, and by which rule."""
    found: dict[Key, dict[Key, Link]] = defaultdict(dict)
    for place in sorted(clusters):
        cluster = clusters[place]
        for name, full in names_in(cluster):
            for form, rule in short_forms(cluster, name, full):
                found[cluster.type, form].setdefault(place, Link(rule, name if rule != "article" else full))
            for company, form in made(cluster, name):
                if company in companies:
                    found[cluster.type, form].setdefault(place, Link("maker", name))
    return found


def names_in(cluster: Cluster) -> Iterator[tuple[str, str]]:
    """Give the names of a cluster, sorted, each with the fullest."""
    names = _names(cluster)
    full = max(names, key=lambda name: (words_of(name), len(name), name))
    return ((name, full) for name in sorted(names))


def made(cluster: Cluster, name: str) -> Iterator[tuple[str, str]]:
    """Give what may be the maker's name at the start of that of a work, with the short form left then; as keys."""
    return beheaded(cluster.type, name) if cluster.type in WORKS else iter(())


def short_forms(cluster: Cluster, name: str, full: str) -> Iterator[tuple[str, str]]:
    """Give the short forms that a name of a cluster stands behind, each with its rule."""
    kind = cluster.type
    if words_of(name) == 1 and name != full:
        listed = bool(cluster.entry) and name in (cluster.entry.names if cluster.entry else ())
        if listed or kind not in ("PERSON", *WORKS) or not leading(kind, name, full):
            yield key(kind, name), "article"
    if kind == "PERSON":
        yield from person_forms(name)
    elif kind in ("COMPANY", "ORG"):
        yield from group_forms(kind, name)
