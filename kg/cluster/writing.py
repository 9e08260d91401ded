"""Last steps on a cluster: each shard's graph, the things by bucket, and which quotes and articles repeat others."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from kg import blocks, corpus, graph, rdf, resolve
from kg.buildreport import versions
from kg.cluster import tables
from kg.cluster.depot import Depot, digest, packed
from kg.cluster.job import WORK, Job, array, gathered, load_facts, merged, rows, scatter, shard_names, write_array, write_rows
from kg.cluster.resolving import ids, links, things
from kg.decisions import checks_in
from kg.echoes import Heard, Place, copies, grouped, heard, is_long, originals
from kg.quads import name
from kg.records import Article, Facts, Resolution

#: What only a comparison of articles can tell.
_COMPARED: Final = frozenset({name("kg:copyOf"), name("kg:sameStatementAs")})


def draw(job: Job, shard: str) -> dict[str, Any]:
    """Write the named graphs of the articles of a shard, and tell what it holds."""
    depot, used = job.depot(), set[int]()
    resolution, checks = Resolution(links=links(job, shard)), checks_in(job.taken)
    facts = [resolve.correct(one, resolution, checks, used) for one in load_facts(depot, shard)]
    lines = [line for one in facts for line in sorted(graph.to_lines(one, resolution, base=job.base, text=job.text))]
    articles = [one.article for one in facts]
    always = set(graph.each_provenance((), versions(), base=job.base))
    made = sorted(set(graph.each_provenance(articles, versions(), base=job.base)) - always)
    written = {
        "graph.nq.gz": _write(depot, f"shards/{shard}/graph.nq.gz", lines),
        "provenance.nq.gz": _write(depot, f"shards/{shard}/provenance.nq.gz", made),
    }
    if job.parquet:
        written |= tables.of_shard(depot, shard, facts, resolution.links)
    _write_heard(depot, shard, facts, resolution)
    return {
        "shard": shard,
        "articles": len(facts),
        "mentions": sum(len(one.mentions) for one in facts),
        "statements": sum(len(one.statements) for one in facts),
        "quotes": sum(len(one.quotes) for one in facts),
        "quads": len(lines) + len(made),
        "files": written,
        "used": sorted(used),
    }


def _write(depot: Depot, file: str, lines: Iterable[str]) -> str:
    """Write N-Quads, compressed, and give the SHA-256."""
    data = packed("".join(lines))
    depot.write(file, data)
    return digest(data)


def _write_heard(depot: Depot, shard: str, facts: Sequence[Facts], resolution: Resolution) -> None:
    """Note what is compared of the quotes and texts of a shard, and which sources must be compared with which."""
    texts = [[one.article.key, one.article.date, corpus.digest(one.article.text)] for one in facts]
    write_rows(depot, f"{WORK}/texts/{shard}.jsonl", texts)
    found = [row for one in facts for row in heard(one, resolution, corpus.digest(one.article.text)[:32])]
    write_rows(depot, f"{WORK}/heard/{shard}.jsonl", map(asdict, found))
    sources = (
        (_source(one.speaker), blocks.number("words", one.words), int(not one.named)) for one in found if is_long(one.words)
    )
    write_array(depot, f"{WORK}/sources/{shard}.npy", blocks.pairs(sources, 3))


def _source(speaker: str) -> int:
    return blocks.number("source", speaker)


def plan_echoes(job: Job) -> None:
    """Join the sources that must be compared: those who use the words of a source without a name, with that one."""
    depot = job.depot()
    found = merged(depot, (f"{WORK}/sources/{shard}.npy" for shard in shard_names(job)), 3)
    nameless = found[found[:, 2] == 1][:, 1]
    write_array(depot, f"{WORK}/sources.npy", blocks.components(found[np.isin(found[:, 1], nameless)][:, :2]))


def send_echoes(job: Job, shard: str) -> None:
    """Sort the quotes of a shard by the bucket of their sources, and its articles by that of their texts."""
    depot = job.depot()
    plan = array(depot, f"{WORK}/sources.npy")
    said = (
        (blocks.block_of(plan, _source(row["speaker"])) % job.buckets, row)
        for row in rows(depot, f"{WORK}/heard/{shard}.jsonl")
    )
    scatter(depot, f"{WORK}/said/{shard}", said, job.buckets)
    texts = ((int(row[2][:16], 16) % job.buckets, row) for row in rows(depot, f"{WORK}/texts/{shard}.jsonl"))
    scatter(depot, f"{WORK}/printed/{shard}", texts, job.buckets)


def echo(job: Job, bucket: int) -> dict[str, Any]:
    """Write which quotes of a bucket repeat others and which articles are copies."""
    depot, shards = job.depot(), shard_names(job)
    said = [_heard(row) for shard in shards for row in gathered(depot, f"{WORK}/said/{shard}", bucket, job.buckets)]
    printed = [row for shard in shards for row in gathered(depot, f"{WORK}/printed/{shard}", bucket, job.buckets)]
    articles = [Article(key=key, text=text, date=date) for key, date, text in printed]
    same, again = copies(articles), originals(grouped(said))
    found = graph.each_provenance(
        (one for one in articles if one.key in same), versions(), base=job.base, copies=same, echoes=again
    )
    return _part(depot, f"echoes/{bucket:05}.nq.gz", (line for line in found if line.split(" ", 2)[1] in _COMPARED))


def _heard(row: dict[str, Any]) -> Heard:
    return Heard(**{**row, "place": Place(**row["place"]), "numbers": tuple(row["numbers"])})


def _part(depot: Depot, file: str, lines: Iterable[str]) -> dict[str, Any]:
    """Write a part of the graph that belongs to no shard, sorted."""
    kept = sorted(set(lines))
    return {"file": file, "sha256": _write(depot, file, kept), "quads": len(kept)}


def describe(job: Job, bucket: int) -> dict[str, Any]:
    """Write what the things of a bucket are."""
    depot = job.depot()
    _, variants = ids(depot)
    found = things(job, bucket)
    lines = graph.each_entity(Resolution(things=tuple(found)), base=job.base, variants=variants)
    made = tables.of_things(depot, f"things/{bucket:05}.parquet", found) if job.parquet else {}
    return {**_part(depot, f"things/{bucket:05}.nq.gz", lines), "things": len(found), "tables": made}


def common(job: Job) -> dict[str, Any]:
    """Write what does not depend on articles: the ontology, and what programs made the graph."""
    ontology = (rdf.nquads([quad]) for quad in graph.ontology_quads(base=job.base))
    return _part(job.depot(), "common.nq.gz", [*ontology, *graph.each_provenance((), versions(), base=job.base)])


def manifest(job: Job, found: dict[str, Any]) -> None:
    """Write the manifest of the whole, last: where it is, all that it names is."""
    job.depot().write("manifest.json", (json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode())
