"""First steps on a cluster: each shard is read and annotated, and of texts with one key the newest is chosen."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from kg import corpus
from kg.blocks import holds
from kg.cluster.depot import Depot, digest
from kg.cluster.job import WORK, Job, shard_names, write_facts, write_rows
from kg.cluster.shards import Shard, articles, contents
from kg.errors import StoreError
from kg.intake import superseded
from kg.messages import error as told
from kg.records import Article, Facts, Skipped


def annotate(job: Job, shard: Shard) -> dict[str, Any]:
    """Annotate the articles of a shard, unless that was done from the same bytes by the same recipe; give its summary."""
    depot = job.depot()
    files = contents(shard)
    if corpus.recipe(job.model) != job.recipe:
        raise told(StoreError, "error.other.version")
    made_from = _made_from(job, shard, files)
    before = _before(depot, shard, made_from)
    if before is not None:
        return _summary(before, reused=True)
    found, skipped = _read(articles(shard, files, job.options))
    facts = list(_annotated(job, found))
    written = {"facts.jsonl.gz": digest(write_facts(depot, shard.id, facts)), "heads.jsonl": _write_heads(depot, shard, found)}
    manifest = {
        "shard": shard.id,
        "made_from": made_from,
        "articles": len(facts),
        "skipped": [asdict(one) for one in skipped],
        "files": written,
    }
    depot.write(f"shards/{shard.id}/manifest.json", (corpus.dumps(manifest) + "\n").encode())
    return _summary(manifest, reused=False)


def _summary(manifest: dict[str, Any], *, reused: bool) -> dict[str, Any]:
    """Give what the process that starts a run is told of a shard; what was left out, and why, stays in its manifest."""
    return {"shard": manifest["shard"], "files": manifest["files"], "reused": reused, "skipped": len(manifest["skipped"])}


def _made_from(job: Job, shard: Shard, files: dict[str, bytes]) -> dict[str, Any]:
    parts = [[part.name, part.start, part.first] for part in shard.parts]
    inputs = {name: digest(data) for name, data in sorted(files.items())}
    told_by = {"outlet": job.options.outlet, "date": job.options.date, "max_chars": job.options.max_chars}
    return {"parts": parts, "inputs": inputs, "recipe": dict(job.recipe), "options": told_by}


def _before(depot: Depot, shard: Shard, made_from: dict[str, Any]) -> dict[str, Any] | None:
    """Give the manifest of a shard that was finished before, if what it names is still there, whole."""
    here = f"shards/{shard.id}"
    if not depot.has(f"{here}/manifest.json"):
        return None
    found = _manifest(depot, shard.id)
    if found["made_from"] != made_from:
        return None
    whole = all(
        depot.has(f"{here}/{name}") and digest(depot.read(f"{here}/{name}")) == sha for name, sha in found["files"].items()
    )
    return found if whole else None


def _manifest(depot: Depot, shard: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(depot.read(f"shards/{shard}/manifest.json"))
    return found


def _read(found: Iterable[Article | Skipped]) -> tuple[list[Article], list[Skipped]]:
    """Give the articles by key, each text of a key once, and what was left out."""
    skipped, kept = list[Skipped](), dict[tuple[str, str, str], Article]()
    for one in found:
        if isinstance(one, Skipped):
            skipped.append(one)
        else:
            kept.setdefault((one.key, one.date, corpus.content_hash(one)), one)
    return [kept[name] for name in sorted(kept)], sorted(skipped)


def _annotated(job: Job, found: Sequence[Article]) -> Iterable[Facts]:
    from kg.facts import annotate as annotate_articles
    from kg.pipeline import load

    return annotate_articles(found, load(job.model)) if found else ()


def _write_heads(depot: Depot, shard: Shard, found: Sequence[Article]) -> str:
    """Write what decides which text of a key is kept, and give the SHA-256 of it."""
    heads = [[one.key, one.date, corpus.content_hash(one), corpus.digest(one.text)] for one in found]
    data = "".join(corpus.dumps(head) + "\n" for head in heads).encode()
    depot.write(f"shards/{shard.id}/heads.jsonl", data)
    return digest(data)


def choose(job: Job) -> dict[str, Any]:
    """Choose the newest text of each key over all shards, note which others are dropped, and list all that was left out."""
    depot = job.depot()
    skipped = [Skipped(**one) for shard in shard_names(job) for one in _manifest(depot, shard)["skipped"]]
    dropped: dict[str, list[int]] = defaultdict(list)
    for key, same in _of_several(depot, shard_names(job)).items():
        *others, best = sorted(same)
        for _, _, _, shard, number in others:
            dropped[shard].append(number)
        skipped += [superseded(key)] * len({text for _, _, text, _, _ in others} - {best[2]})
    for shard, gone in dropped.items():
        write_rows(depot, f"{WORK}/dropped/{shard}.jsonl", sorted(gone))
    lines = "".join(corpus.dumps(asdict(one)) + "\n" for one in sorted(skipped)).encode()
    depot.write("skipped.jsonl", lines)
    return {"file": "skipped.jsonl", "sha256": digest(lines), "skipped": len(skipped)}


def _of_several(depot: Depot, shards: Sequence[str]) -> dict[str, list[tuple[str, str, str, str, int]]]:
    """Give the keys that come more than once, each with the date, content, text, shard and number of its articles."""
    same = _keys_of_several(depot, shards)
    found: dict[str, list[tuple[str, str, str, str, int]]] = defaultdict(list)
    for shard in shards if len(same) else ():
        for number, line in enumerate(depot.read(f"shards/{shard}/heads.jsonl").splitlines()):
            key, date, content, text = json.loads(line)
            if holds(same, _number(key)):
                found[key].append((date, content, text, shard, number))
    return found


def _number(key: str) -> int:
    return int(corpus.digest(key)[:16], 16)


def _keys_of_several(depot: Depot, shards: Sequence[str]) -> Any:
    """Give the numbers of the keys that come more than once; eight bytes an article are held."""
    found = [
        np.fromiter(
            (_number(json.loads(line)[0]) for line in depot.read(f"shards/{shard}/heads.jsonl").splitlines()), np.uint64
        )
        for shard in shards
    ]
    numbers, counts = np.unique(np.concatenate([np.empty(0, np.uint64), *found]), return_counts=True)
    return numbers[counts > 1]
