"""Next steps on a cluster: names are resolved block by block; see :mod:`kg.blocks` for why that is the same as all at once."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from kg import blocks
from kg.blocks import Pairs, block_of
from kg.candidates import Cluster, Key, Link, Seat, gather, join_partial, rows
from kg.cluster.depot import Depot
from kg.cluster.job import WORK, Job, array, gathered, known, load_facts, merged, scatter, shard_names, write_array, write_rows
from kg.cluster.job import rows as read_rows
from kg.records import Thing
from kg.replay import Unused, splits
from kg.resolve import numbered, plain_id, settled, thing
from kg.seats import seats

#: What the parts of a bucket tell of how its blocks hang together with others.
_JOINTS: Final = ("partial", "forms", "made", "companies")


def seat(job: Job, shard: str) -> None:
    """Give each entity of a shard its place, and tell which places hang together by what the shard's articles call them."""
    depot = job.depot()
    found = list(seats(rows(load_facts(depot, shard)), known(), splits(job.taken)))
    write_rows(depot, f"{WORK}/seats/{shard}.jsonl", map(_plain, found))
    pairs = blocks.pairs(blocks.first_pairs(gather(found, known()), blocks.decided(job.taken)))
    write_array(depot, f"{WORK}/pairs/{shard}.npy", pairs)


def _plain(one: Seat) -> list[Any]:
    kind, name = one.place
    return [kind, name, one.type, one.entry, *one.member, one.name, one.others, one.link.rule, one.link.detail, one.pinned]


def _seat(row: Sequence[Any]) -> Seat:
    kind, name, type_, entry, article, entity, called, others, rule, detail, pinned = row
    return Seat((kind, name), type_, entry, (article, entity), called, tuple(others), Link(rule, detail), pinned)


def plan_first(job: Job) -> None:
    """Make the blocks in which types are settled."""
    depot = job.depot()
    found = merged(depot, (f"{WORK}/pairs/{shard}.npy" for shard in shard_names(job)), 2)
    write_array(depot, f"{WORK}/first.npy", blocks.components(found))


class _Plan:
    """Which block each place belongs to: in the first round those of types, in the second those of partial names."""

    def __init__(self, depot: Depot, turn: int) -> None:
        self._plans: list[Pairs] = [array(depot, f"{WORK}/{name}.npy") for name in ("first", "second")[:turn]]

    def __call__(self, number: int) -> int:
        for plan in self._plans:
            number = block_of(plan, number)
        return number


def send(job: Job, shard: str, turn: int) -> None:
    """Sort the seats of a shard by the bucket that their block falls in."""
    depot = job.depot()
    plan = _Plan(depot, turn)
    placed = ((plan(blocks.number(row[0], row[1])), row) for row in read_rows(depot, f"{WORK}/seats/{shard}.jsonl"))
    scatter(depot, f"{WORK}/sent{turn}/{shard}", ((block % job.buckets, [block, row]) for block, row in placed), job.buckets)


def _settled(job: Job, bucket: int, turn: int) -> Iterator[tuple[int, dict[Key, Cluster], list[Unused]]]:
    """Give the blocks of a bucket, their types settled; what was decided is done where all that it speaks of is."""
    depot = job.depot()
    home = _Plan(depot, turn)(blocks.DECIDED)
    found: dict[int, list[Seat]] = {home: []} if home % job.buckets == bucket else {}
    for shard in shard_names(job):
        for block, row in gathered(depot, f"{WORK}/sent{turn}/{shard}", bucket, job.buckets):
            found.setdefault(block, []).append(_seat(row))
    for block in sorted(found):
        inside = sorted(found.pop(block), key=lambda one: one.member[0])
        yield block, *settled(inside, known(), job.taken if block == home else ())


def settle(job: Job, bucket: int) -> None:
    """Settle the types of a bucket of blocks, and tell how these hang together with others."""
    depot = job.depot()
    found: dict[str, list[tuple[int, ...]]] = {name: [] for name in _JOINTS}
    for block, clusters, _ in _settled(job, bucket, 1):
        joints = blocks.joints(clusters)
        found["partial"] += ((block, one) for one in sorted(joints.partial))
        found["forms"] += ((block, one) for one in sorted(joints.forms))
        found["made"] += ((block, *one) for one in sorted(joints.made))
        found["companies"] += ((one,) for one in sorted(joints.companies))
    for name, width in zip(_JOINTS, (2, 2, 3, 1), strict=True):
        write_array(depot, f"{WORK}/{name}/{bucket}.npy", blocks.pairs(found[name], width))


def plan_second(job: Job) -> None:
    """Make the blocks in which partial names find their full ones."""
    depot = job.depot()
    partial, forms, made, companies = (
        np.concatenate([array(depot, f"{WORK}/{name}/{bucket}.npy") for bucket in range(job.buckets)]) for name in _JOINTS
    )
    known_companies = np.unique(companies)
    write_array(depot, f"{WORK}/second.npy", blocks.components(blocks.second_pairs(partial, forms, made, known_companies)))
    write_array(depot, f"{WORK}/companies.npy", known_companies)


def link(job: Job, bucket: int) -> list[tuple[int, str, str]]:
    """Resolve a bucket of blocks but for the numbers in ids; give the decisions that do not apply any more."""
    depot, unused, things = job.depot(), list[Unused](), list[list[Any]]()
    companies = blocks.Known(array(depot, f"{WORK}/companies.npy"), blocks.COMPANY)
    roots: dict[tuple[str, str], tuple[Key, str]] = {}
    for _, clusters, left in _settled(job, bucket, 2):
        join_partial(clusters, companies)
        unused += left
        for place, cluster in sorted(clusters.items()):
            if not cluster.ignored:
                plain = plain_id(cluster)
                things.append([place, plain, _told(thing(cluster, ""))])
                roots.update(dict.fromkeys(cluster.members, (place, plain)))
    things.sort(key=lambda row: row[0])
    write_rows(depot, f"{WORK}/things/{bucket}.jsonl", things)
    write_array(depot, f"{WORK}/plain/{bucket}.npy", np.fromiter((blocks.number(_ID, row[1]) for row in things), np.uint64))
    _answer(job, depot, bucket, roots)
    return [(one.number, one.code, one.name) for one in unused]


#: First word of the numbers of ids.
_ID: Final = "id"


def _told(one: Thing) -> list[Any]:
    return [one.type, one.name, one.aliases, one.catalogue, one.wikidata, one.reason]


def _answer(job: Job, depot: Depot, bucket: int, roots: Mapping[tuple[str, str], tuple[Key, str]]) -> None:
    """Write for each shard which thing each of its places is; a place that the user ignores is none."""
    found: dict[int, dict[Key, tuple[Key, str]]] = defaultdict(dict)
    for number, shard in enumerate(shard_names(job)):
        for _, row in gathered(depot, f"{WORK}/sent2/{shard}", bucket, job.buckets):
            one = _seat(row)
            if one.member in roots:
                found[number][one.place] = roots[one.member]
    answers = ((number, [place, *root]) for number in sorted(found) for place, root in sorted(found[number].items()))
    scatter(depot, f"{WORK}/roots/{bucket}", answers, len(shard_names(job)))


def contest(job: Job) -> None:
    """Find the ids that several things would have."""
    depot = job.depot()
    found = np.concatenate([array(depot, f"{WORK}/plain/{bucket}.npy") for bucket in range(job.buckets)])
    plain, counts = np.unique(found, return_counts=True)
    write_array(depot, f"{WORK}/plain.npy", plain)
    write_array(depot, f"{WORK}/contested.npy", plain[counts > 1])


def claim(job: Job, bucket: int) -> list[tuple[str, str, str, str]]:
    """Give place, plain id and entry of the catalogue of the things of a bucket that have an entry or a contested id."""
    depot = job.depot()
    contested = blocks.Known(array(depot, f"{WORK}/contested.npy"), _ID)
    found = read_rows(depot, f"{WORK}/things/{bucket}.jsonl")
    return [(*place, plain, about[3]) for place, plain, about in found if about[3] or plain in contested]


def number(job: Job, claims: Sequence[tuple[str, str, str, str]]) -> None:
    """Settle who has a contested id and who one with a number, and which things are versions of which."""
    depot = job.depot()
    taken = blocks.Known(array(depot, f"{WORK}/plain.npy"), _ID)
    ids = numbered({(kind, name): plain for kind, name, plain, _ in claims}, taken)
    by_entry = {entry: ids[kind, name] for kind, name, _, entry in claims if entry}
    entries = ((entry, known().get(entry)) for entry in by_entry)
    families = {by_entry[entry]: by_entry.get(found.family, "") for entry, found in entries if found}
    variants = {version: family for version, family in families.items() if family and family != version}
    changed = [[*place, ids[place]] for *place_, plain, _ in claims if ids[place := (place_[0], place_[1])] != plain]
    write_rows(depot, f"{WORK}/ids.jsonl", [changed, variants])


def ids(depot: Depot) -> tuple[dict[Key, str], dict[str, str]]:
    """Give the places whose id is not their plain one, with it, and version -> family."""
    changed, variants = read_rows(depot, f"{WORK}/ids.jsonl")
    return {(kind, name): identifier for kind, name, identifier in changed}, variants


def things(job: Job, bucket: int) -> list[Thing]:
    """Give the things of a bucket, sorted by id."""
    depot = job.depot()
    changed, _ = ids(depot)
    found = []
    for place, plain, (kind, name, aliases, entry, wikidata, reason) in read_rows(depot, f"{WORK}/things/{bucket}.jsonl"):
        identifier = changed.get((place[0], place[1]), plain)
        found.append(
            Thing(
                id=identifier, type=kind, name=name, aliases=tuple(aliases), catalogue=entry, wikidata=wikidata, reason=reason
            )
        )
    return sorted(found, key=lambda one: one.id)


def links(job: Job, shard: str) -> dict[tuple[str, str], str]:
    """Give which thing each entity of a shard is."""
    depot = job.depot()
    changed, _ = ids(depot)
    shards = shard_names(job)
    number, roots = bisect_left(shards, shard), dict[Key, str]()
    for bucket in range(job.buckets):
        for (kind, name), root, plain in gathered(depot, f"{WORK}/roots/{bucket}", number, len(shards)):
            roots[kind, name] = changed.get((root[0], root[1]), plain)
    found = ((_seat(row)) for row in read_rows(depot, f"{WORK}/seats/{shard}.jsonl"))
    return {one.member: roots[one.place] for one in found if one.place in roots}
