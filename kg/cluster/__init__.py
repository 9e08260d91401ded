"""A build over many machines: the stages of :mod:`kg.builder` as steps on shards, with files in between.

What a step writes depends on nothing but what it reads, so it may be carried out anywhere, by however many workers, and again
when a machine was lost. The process that starts a run holds manifests only.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from kg import corpus
from kg.buildreport import versions
from kg.cluster import annotating, resolving, writing
from kg.cluster.depot import Depot
from kg.cluster.job import WORK, Job, share
from kg.cluster.runner import Here, Runner, connected
from kg.cluster.shards import shards as cut
from kg.decisions import Decision, checks_in
from kg.names import BASE
from kg.read import Options
from kg.replay import Unused
from kg.resolve import unchecked

__all__ = ["Depot", "Here", "Runner", "Told", "build", "connected"]

#: Articles of a shard, and about as many for each part that names are resolved in.
SIZE: Final = 1_000
_MOST: Final = 4_096
Told = Callable[[str, int, int], None]


def build(
    inputs: Sequence[str],
    out: str,
    runner: Runner | None = None,
    *,
    size: int = SIZE,
    base: str = BASE,
    text: bool = True,
    parquet: bool = False,
    model: Path | None = None,
    options: Options | None = None,
    taken: Sequence[Decision] = (),
    progress: Told | None = None,
) -> dict[str, Any]:
    """Build a sharded graph of all articles under `inputs` in `out`, and give its manifest.

    The same bytes come out whatever the runner, the number of its workers and the order of the inputs; the quads are those of
    :func:`kg.builder.build`. Shards that an earlier run finished from the same bytes and the same rules are not annotated again.

    Args:
        inputs: folders or files, paths or addresses that all machines see.
        out: folder or address that all machines see.
        runner: where steps are carried out; this process by default.
        size: articles of a shard.
        parquet: write tables of statements, quotes and things beside the graph.
        base, text, model, options: as in :class:`kg.settings.Settings`.
        taken: the user's decisions.
        progress: called with the name of a stage, how many of its steps are done and of how many.

    Raises:
        StoreError: an input is missing, or `out` cannot be written.
    """
    depot = Depot(out)
    found = cut(inputs, size, depot)
    names = [one.id for one in found]
    depot.remove("manifest.json")
    depot.clear(WORK)
    job = Job(
        out=out,
        recipe=corpus.recipe(model),
        names=share(depot, names),
        buckets=min(_MOST, max(1, len(names))),
        base=base,
        text=text,
        parquet=parquet,
        model=model,
        options=options or Options(),
        taken=tuple(taken),
    )
    run = _Run(job, names, runner or Here(), progress)
    read = run.each("annotate", partial(annotating.annotate, job), found)
    (left_out,) = run.each("choose", annotating.choose, [job])
    unused = _resolve(run)
    drawn = run.each("draw", partial(writing.draw, job), names)
    things = run.each("name", partial(writing.describe, job), range(job.buckets))
    run.each("compare", writing.plan_echoes, [job])
    run.each("compare", partial(writing.send_echoes, job), names)
    echoes = run.each("compare", partial(writing.echo, job), range(job.buckets))
    told = _manifest(job, read, drawn, [*things, *echoes, writing.common(job), left_out], unused)
    _sweep(depot, told)
    writing.manifest(job, {name: value for name, value in told.items() if name != "reused"})
    depot.clear(WORK)
    return told


class _Run:
    """Carries out the stages of a run, one after the other."""

    def __init__(self, job: Job, names: Sequence[str], runner: Runner, progress: Told | None) -> None:
        self.job = job
        self.names = names
        self._runner = runner
        self._progress = progress

    def each(self, stage: str, step: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        """Carry out a step for each item."""
        found = []
        for one in self._runner.map(step, items):
            found.append(one)
            if self._progress:
                self._progress(stage, len(found), len(items))
        return found


def _resolve(run: _Run) -> list[Unused]:
    """Resolve the names of all shards; give the decisions that do not apply any more."""
    job, buckets = run.job, range(run.job.buckets)
    run.each("resolve", partial(resolving.seat, job), run.names)
    run.each("resolve", resolving.plan_first, [job])
    run.each("resolve", partial(resolving.send, job, turn=1), run.names)
    run.each("resolve", partial(resolving.settle, job), buckets)
    run.each("resolve", resolving.plan_second, [job])
    run.each("resolve", partial(resolving.send, job, turn=2), run.names)
    left = run.each("resolve", partial(resolving.link, job), buckets)
    run.each("resolve", resolving.contest, [job])
    claims = [one for some in run.each("resolve", partial(resolving.claim, job), buckets) for one in some]
    run.each("resolve", partial(resolving.number, job), [claims])
    return [Unused(*one) for some in left for one in some]


def _manifest(
    job: Job,
    read: Sequence[Mapping[str, Any]],
    drawn: Sequence[Mapping[str, Any]],
    parts: Sequence[Mapping[str, Any]],
    unused: Iterable[Unused],
) -> dict[str, Any]:
    checks = checks_in(job.taken)
    lost = unchecked(checks, {number for one in drawn for number in one["used"]})
    counted = ("articles", "mentions", "statements", "quotes", "quads")
    counts = {name: sum(one[name] for one in drawn) for name in counted}
    for name in ("quads", "things", "skipped"):
        counts[name] = counts.get(name, 0) + sum(one.get(name, 0) for one in parts)
    shards = [
        {**{name: one[name] for name in ("shard", *counted)}, "files": {**made["files"], **one["files"]}}
        for made, one in zip(read, drawn, strict=True)
    ]
    return {
        "versions": versions(),
        "base": job.base,
        "text": job.text,
        "parquet": job.parquet,
        "counts": dict(sorted(counts.items())),
        "unused_decisions": [asdict(one) for one in sorted([*unused, *lost])],
        "shards": shards,
        "parts": list(parts),
        "reused": sum(bool(one.get("reused")) for one in read),
    }


def _sweep(depot: Depot, told: Mapping[str, Any]) -> None:
    """Remove what an earlier run left that is no part of this one."""
    wanted = {f"shards/{one['shard']}/{name}" for one in told["shards"] for name in (*one["files"], "manifest.json")}
    wanted |= {name for one in told["parts"] for name in (one["file"], *one.get("tables", ()))}
    for folder in ("shards", "things", "echoes"):
        for name, _ in depot.names(folder):
            if f"{folder}/{name}" not in wanted:
                depot.remove(f"{folder}/{name}")
