"""Mentions of many articles to entities: a pure function of (facts, catalogue, decisions), whatever their order.

Full names merge only by catalogue, by equality or by decision; a partial name (a surname, an acronym, a short form) joins the
one full name of its type that it can stand for, and stays alone when there are two. A name that articles type in several ways
is what the catalogue or a clear majority says; a person is never merged with a thing.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.candidates import Cluster, Key, Row, Seat, company_keys, gather, join_partial, rows, settle_types
from kg.catalogue import Catalogue
from kg.decisions import Checks, Decision, checks_in, marked, without
from kg.matching import bare
from kg.names import CLASSES, slug
from kg.records import Facts, Resolution, Thing
from kg.replay import Unused, replay, splits
from kg.seats import seats

__all__ = [
    "Linked",
    "Outcome",
    "bare",
    "best_name",
    "correct",
    "corrected",
    "link",
    "resolve",
    "trace",
    "unchecked",
    "variants",
]


@dataclass(frozen=True, slots=True)
class Linked:
    """Which entity is which thing, and how that is known.

    Args:
        resolution: which entity is which thing.
        clusters: thing id to what is known of it.
        unused: decisions on names that do not apply any more; those on quotes and statements are not looked at.
    """

    resolution: Resolution
    clusters: Mapping[str, Cluster]
    unused: tuple[Unused, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A resolution with what led to it.

    Args:
        resolution: which entity is which thing.
        facts: what was resolved, without what rests on things that the user ignores, and with the checks.
        clusters: thing id to what is known of it.
        unused: decisions that do not apply any more.
    """

    resolution: Resolution
    facts: tuple[Facts, ...]
    clusters: Mapping[str, Cluster]
    unused: tuple[Unused, ...] = ()


def resolve(facts: Iterable[Facts], catalogue: Catalogue, decisions: Sequence[Decision] = ()) -> Resolution:
    """Say which entity of which article is which thing.

    Entities that the user ignores have no link: :func:`corrected` gives the facts without them.

    Args:
        facts: of all articles, in any order.
        catalogue: known names; an empty one leaves equality and partial names.
        decisions: the user's corrections, in the order in which they were taken.

    >>> from kg.records import Article, Entity
    >>> one = Facts(article=Article(key="a", text=""), entities=(Entity(id="e1", type="PERSON", name="Ada Byron"),))
    >>> two = Facts(article=Article(key="b", text=""), entities=(Entity(id="e1", type="PERSON", name="Byron"),))
    >>> resolve([two, one], Catalogue()).links[("b", "e1")]
    'person/ada-byron'
    """
    return trace(facts, catalogue, decisions).resolution


def corrected(
    facts: Iterable[Facts], catalogue: Catalogue, decisions: Sequence[Decision] = ()
) -> tuple[list[Facts], Resolution]:
    """Resolve facts and give them as the user corrected them: without what is ignored, with what was checked."""
    outcome = trace(facts, catalogue, decisions)
    return list(outcome.facts), outcome.resolution


def trace(facts: Iterable[Facts], catalogue: Catalogue, decisions: Sequence[Decision] = ()) -> Outcome:
    """Resolve and keep what led to each thing; see :func:`resolve`."""
    read = sorted(facts, key=lambda one: one.article.key)
    linked, checks = link(rows(read), catalogue, decisions), checks_in(decisions)
    used: set[int] = set()
    kept = tuple(correct(one, linked.resolution, checks, used) for one in read)
    return Outcome(linked.resolution, kept, linked.clusters, tuple(sorted([*linked.unused, *unchecked(checks, used)])))


def link(found: Iterable[Row], catalogue: Catalogue, decisions: Sequence[Decision] = ()) -> Linked:
    """Resolve without any text: all that is asked of the articles is a row for each entity.

    Args:
        found: rows of all articles, see :func:`kg.candidates.rows`; articles in any order, those of one in its own.

    >>> one, two = Row("a", "e1", "PERSON", "Ada Byron"), Row("b", "e1", "PERSON", "Byron")
    >>> link([two, one], Catalogue()).resolution.links["b", "e1"]
    'person/ada-byron'
    """
    clusters, unused = settled(seats(found, catalogue, splits(decisions)), catalogue, decisions)
    join_partial(clusters, company_keys(clusters.values()))
    return Linked(*_finish(clusters), tuple(unused))


def settled(
    found: Iterable[Seat], catalogue: Catalogue, decisions: Sequence[Decision] = ()
) -> tuple[dict[Key, Cluster], list[Unused]]:
    """Put seats together, carry out the decisions and settle types; partial names are still on their own then.

    Returns:
        The candidate things by place, and the decisions that do not apply any more.
    """
    clusters = gather(found, catalogue)
    unused = replay(clusters, decisions, _shown)
    settle_types(clusters)
    return clusters, unused


def correct(facts: Facts, resolution: Resolution, checks: Checks, used: set[int]) -> Facts:
    """Give the facts of one article as the user corrected them: without what is ignored, with what was checked.

    Args:
        checks: see :func:`kg.decisions.checks_in`.
        used: the numbers of the checks that apply are added to it; see :func:`unchecked`.
    """
    found, numbers = marked(without(facts, resolution), checks)
    used.update(numbers)
    return found


def unchecked(checks: Checks, used: Collection[int]) -> list[Unused]:
    """Give the checks whose words are not there any more, once every article went through :func:`correct`."""
    found = ((number, one) for each in checks.values() for number, one in each)
    return sorted(Unused(number, "unknown", one.name) for number, one in found if number not in used)


def best_name(names: Mapping[str, int]) -> str:
    """Give the fullest name, the most frequent among equally full ones, in its most usual spelling.

    >>> best_name({"Byron": 5, "Ada Byron": 2, "ADA BYRON": 1})
    'Ada Byron'
    """
    return max(names, key=lambda name: (min(len(name.split()), 4), not name.isupper(), names[name], name))


def _shown(cluster: Cluster) -> str:
    return cluster.given or (cluster.entry.name if cluster.entry else best_name(cluster.names))


#: Order in which things of one name take the plain id: those of the catalogue first.
_FIRST: Final = "catalogue"


def _finish(clusters: Mapping[Key, Cluster]) -> tuple[Resolution, dict[str, Cluster]]:
    kept = {place: cluster for place, cluster in clusters.items() if not cluster.ignored}
    plain = {place: plain_id(cluster) for place, cluster in kept.items()}
    ids = numbered(plain, frozenset(plain.values()))
    things = sorted((thing(cluster, ids[place]) for place, cluster in kept.items()), key=lambda one: one.id)
    links = {member: ids[place] for place, cluster in kept.items() for member in cluster.members}
    by_id = {ids[place]: cluster for place, cluster in kept.items()}
    return Resolution(things=tuple(things), links=dict(sorted(links.items()))), by_id


def plain_id(cluster: Cluster) -> str:
    """Give the id that a thing has when no other one is called the same."""
    return f"{CLASSES[cluster.type].lower()}/{slug(_shown(cluster))}"


def thing(cluster: Cluster, identifier: str) -> Thing:
    """Give a candidate thing as what it is, once all articles were compared."""
    name, entry = _shown(cluster), cluster.entry
    return Thing(
        id=identifier,
        type=cluster.type,
        name=name,
        aliases=tuple(sorted({*cluster.names} - {name})),
        reason=_reason(cluster),
        catalogue=entry.id if entry else "",
        wikidata=entry.wikidata if entry else "",
    )


def numbered(plain: Mapping[Key, str], taken: Container[str]) -> dict[Key, str]:
    """Give each thing an id of its own; the second of a name gets a number that no other name ends in.

    Args:
        plain: place of each thing to its plain id; whoever shares one of these is among them.
        taken: the plain ids of all things there are.

    >>> numbered({("CHIP", "k1"): "chip/k1", ("CHIP", "k 1"): "chip/k1"}, {"chip/k1", "chip/k1-2"})
    {('CHIP', 'k 1'): 'chip/k1', ('CHIP', 'k1'): 'chip/k1-3'}
    """
    found: dict[Key, str] = {}
    used: dict[str, int] = {}
    for place in sorted(plain, key=lambda place: (place[0] != _FIRST, place)):
        first = plain[place]
        if first not in used:
            found[place], used[first] = first, 1
            continue
        used[first] += 1
        while f"{first}-{used[first]}" in taken:
            used[first] += 1
        found[place] = f"{first}-{used[first]}"
    return found


def variants(resolution: Resolution, catalogue: Catalogue) -> dict[str, str]:
    """Give thing -> the family it is a version of, where both were named in articles."""
    things = {thing.catalogue: thing.id for thing in resolution.things if thing.catalogue}
    entries = ((thing, catalogue.get(thing.catalogue)) for thing in resolution.things if thing.catalogue)
    pairs = ((thing.id, things.get(entry.family, "")) for thing, entry in entries if entry)
    return {version: family for version, family in pairs if family and family != version}


def _reason(cluster: Cluster) -> str:
    if cluster.entry:
        first = f"in the catalogue as « {cluster.entry.name} »"
    else:
        first = "same name" if len(cluster.members) > 1 else "named once"
    return "; ".join((first, *sorted(set(cluster.reasons))))
