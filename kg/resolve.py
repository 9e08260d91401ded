"""Mentions of many articles to entities: a pure function of (facts, catalogue, decisions), whatever their order.

Full names merge only by catalogue, by equality or by decision; a partial name (a surname, an acronym, a short form) joins the
one full name of its type that it can stand for, and stays alone when there are two. A name that articles type in several ways
is what the catalogue or a clear majority says; a person is never merged with a thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.candidates import Cluster, Key, gather, join_partial, settle_types
from kg.catalogue import Catalogue
from kg.decisions import Decision, checked, without
from kg.matching import bare
from kg.names import CLASSES, slug
from kg.records import Facts, Resolution, Thing
from kg.replay import Unused, replay, splits

__all__ = ["Outcome", "bare", "best_name", "corrected", "resolve", "trace", "variants"]


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
    clusters = gather(read, catalogue, splits(decisions))
    unused = replay(clusters, decisions, _shown)
    settle_types(clusters)
    join_partial(clusters)
    resolution, by_id = _finish(clusters)
    kept = [without(one, resolution) for one in read]
    marked, lost = checked(kept, decisions)
    missing = [Unused(number, "unknown", decisions[number - 1].name) for number in lost]
    return Outcome(resolution, tuple(marked), by_id, tuple(sorted([*unused, *missing])))


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
    things, links, by_id = [], {}, {}
    kept = [place for place in clusters if not clusters[place].ignored]
    ids = _identifiers({place: (clusters[place].type, _shown(clusters[place])) for place in kept})
    for place in kept:
        cluster, name = clusters[place], _shown(clusters[place])
        things.append(
            Thing(
                id=ids[place],
                type=cluster.type,
                name=name,
                aliases=tuple(sorted({*cluster.names} - {name})),
                reason=_reason(cluster),
                catalogue=cluster.entry.id if cluster.entry else "",
                wikidata=cluster.entry.wikidata if cluster.entry else "",
            )
        )
        by_id[ids[place]] = cluster
        links.update(dict.fromkeys(cluster.members, ids[place]))
    return Resolution(things=tuple(sorted(things, key=lambda thing: thing.id)), links=dict(sorted(links.items()))), by_id


def _identifiers(names: Mapping[Key, tuple[str, str]]) -> dict[Key, str]:
    """Give each thing an id of its own; the second of a name gets a number that no other name ends in."""
    plain = {place: f"{CLASSES[kind].lower()}/{slug(name)}" for place, (kind, name) in names.items()}
    owners: dict[str, Key] = {}
    order = sorted(plain, key=lambda place: (place[0] != _FIRST, place))
    for place in order:
        owners.setdefault(plain[place], place)
    found = {place: identifier for identifier, place in owners.items()}
    taken = set(owners)
    for place in order:
        number = 2
        while place not in found:
            numbered = f"{plain[place]}-{number}"
            if numbered not in taken:
                found[place] = numbered
                taken.add(numbered)
            number += 1
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
