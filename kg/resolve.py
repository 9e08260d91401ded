"""Mentions of many articles to entities: a pure function of (facts, catalogue), whatever their order.

Full names merge only by catalogue or by equality; a partial name (a surname, an acronym, a short form) joins the one full
name of its type that it can stand for, and stays alone when there are two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.catalogue import Catalogue, Entry
from kg.names import CLASSES, fold, slug
from kg.records import Facts, Resolution, Thing

#: Words that may end a company's name without making it another company.
_LEGAL: Final = frozenset({"inc", "corp", "corporation", "ltd", "sa", "sas", "se", "plc", "gmbh", "co", "nv", "ag", "llc"})

Key = tuple[str, str]


@dataclass(slots=True)
class _Cluster:
    """What is known of one candidate entity while articles are compared."""

    type: str
    names: dict[str, int]
    members: list[Key]
    entry: Entry | None = None
    reasons: tuple[str, ...] = ()


def resolve(facts: Iterable[Facts], catalogue: Catalogue) -> Resolution:
    """Say which entity of which article is which thing.

    Args:
        facts: of all articles, in any order.
        catalogue: known names; an empty one leaves equality and partial names.

    >>> from kg.records import Article, Entity
    >>> one = Facts(article=Article(key="a", text=""), entities=(Entity(id="e1", type="PERSON", name="Ada Byron"),))
    >>> two = Facts(article=Article(key="b", text=""), entities=(Entity(id="e1", type="PERSON", name="Byron"),))
    >>> resolve([two, one], Catalogue()).links[("b", "e1")]
    'person/ada-byron'
    """
    clusters = _equal(facts, catalogue)
    _join_partial(clusters)
    return _finish(clusters)


def _equal(facts: Iterable[Facts], catalogue: Catalogue) -> dict[Key, _Cluster]:
    """Put together what the catalogue or an equal folded name makes one."""
    clusters: dict[Key, _Cluster] = {}
    for one in sorted(facts, key=lambda found: found.article.key):
        texts = _texts(one)
        for entity in one.entities:
            entry = _entry(entity.catalogue, entity.type, entity.name, catalogue)
            key = ("catalogue", f"{entry.type}/{entry.id}") if entry else (entity.type, bare(entity.name))
            cluster = clusters.setdefault(key, _Cluster(entry.type if entry else entity.type, {}, [], entry))
            cluster.members.append((one.article.key, entity.id))
            for name in [entity.name, *texts[entity.id]]:
                cluster.names[name] = cluster.names.get(name, 0) + 1
    return clusters


def _texts(facts: Facts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for mention in facts.mentions:
        text = " ".join(facts.article.text[mention.start : mention.end].split())
        found[mention.entity].append(text)
    return found


def _entry(identifier: str, kind: str, name: str, catalogue: Catalogue) -> Entry | None:
    known = catalogue.get(identifier) if identifier else None
    if known:
        return known
    return next((entry for entry in catalogue.named(name) if entry.type == kind and not entry.ambiguous), None)


def bare(name: str) -> str:
    """Give the folded name without its legal form.

    >>> bare("Nvidia Corp."), bare("SAS")
    ('nvidia', 'sas')
    """
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words) or name


def _join_partial(clusters: dict[Key, _Cluster]) -> None:
    """Let each partial name join the only full name it can stand for."""
    bearers: dict[Key, set[Key]] = defaultdict(set)
    for key, cluster in clusters.items():
        for short in _short_forms(cluster):
            bearers[cluster.type, short].add(key)
    for key in sorted(clusters):
        cluster = clusters[key]
        if cluster.entry or not _is_partial(cluster):
            continue
        hosts = sorted(bearers[cluster.type, key[1]] - {key})
        if len(hosts) == 1 and hosts[0] in clusters and not _is_partial(clusters[hosts[0]]):
            _merge(clusters, key, hosts[0])


def _is_partial(cluster: _Cluster) -> bool:
    return not cluster.entry and all(len(fold(name).split()) == 1 for name in cluster.names)


def _short_forms(cluster: _Cluster) -> set[str]:
    """Give the single words that may stand for a full name: surnames, acronyms and short names seen in an article."""
    names = {*cluster.names, *(cluster.entry.names if cluster.entry else ())}
    folded = {fold(name) for name in names}
    shorts = {name for name in folded if len(name.split()) == 1}
    if cluster.type == "PERSON":
        shorts |= {name.split()[-1] for name in folded if len(name.split()) > 1}
    return shorts


def _merge(clusters: dict[Key, _Cluster], source: Key, target: Key) -> None:
    moved, host = clusters.pop(source), clusters[target]
    host.members.extend(moved.members)
    for name, count in moved.names.items():
        host.names[name] = host.names.get(name, 0) + count
    host.reasons = (*host.reasons, f"« {best_name(moved.names)} » can only stand for this name")


def best_name(names: Mapping[str, int]) -> str:
    """Give the fullest name, the most frequent among equally full ones, in its most usual spelling.

    >>> best_name({"Byron": 5, "Ada Byron": 2, "ADA BYRON": 1})
    'Ada Byron'
    """
    return max(names, key=lambda name: (min(len(name.split()), 4), not name.isupper(), names[name], name))


def _finish(clusters: Mapping[Key, _Cluster]) -> Resolution:
    things, links = [], {}
    taken: dict[str, int] = {}
    for key in sorted(clusters):
        cluster = clusters[key]
        name = cluster.entry.name if cluster.entry else best_name(cluster.names)
        identifier = _identifier(cluster.type, name, taken)
        aliases = tuple(sorted({*cluster.names} - {name}))
        things.append(
            Thing(
                id=identifier,
                type=cluster.type,
                name=name,
                aliases=aliases,
                reason=_reason(cluster),
                catalogue=cluster.entry.id if cluster.entry else "",
                wikidata=cluster.entry.wikidata if cluster.entry else "",
            )
        )
        links.update(dict.fromkeys(cluster.members, identifier))
    return Resolution(things=tuple(sorted(things, key=lambda thing: thing.id)), links=dict(sorted(links.items())))


def _identifier(kind: str, name: str, taken: dict[str, int]) -> str:
    plain = f"{CLASSES[kind].lower()}/{slug(name)}"
    taken[plain] = taken.get(plain, 0) + 1
    return plain if taken[plain] == 1 else f"{plain}-{taken[plain]}"


def variants(resolution: Resolution, catalogue: Catalogue) -> dict[str, str]:
    """Give thing -> the family it is a version of, where both were named in articles."""
    things = {thing.catalogue: thing.id for thing in resolution.things if thing.catalogue}
    entries = ((thing, catalogue.get(thing.catalogue)) for thing in resolution.things if thing.catalogue)
    pairs = ((thing.id, things.get(entry.family, "")) for thing, entry in entries if entry)
    return {version: family for version, family in pairs if family and family != version}


def _reason(cluster: _Cluster) -> str:
    if cluster.entry:
        first = f"in the catalogue as « {cluster.entry.name} »"
    else:
        first = "same name" if len(cluster.members) > 1 else "named once"
    return "; ".join((first, *sorted(cluster.reasons)))
