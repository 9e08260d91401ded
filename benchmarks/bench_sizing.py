"""What ``kg cluster`` takes of processors, memory and disk, and what that makes for very many articles; run by ``make bench-sizing``.

The articles are invented (``press.py``). Annotation of the first size is real; for the larger ones it is replayed from what the
generator knows its articles to say, as in ``bench_build.py``, and everything else is carried out as on a cluster, one step after the
other in this process. Processor time counts. Then what came out is loaded into an embedded store.

Prints Markdown: what was measured, then what that makes for 10 million and a billion articles, which is arithmetic and says so.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import log
from pathlib import Path
from typing import Any

import press
from bench_build import disk
from pages import put

from kg import cluster
from kg.bulkload import to_folder
from kg.cluster import annotating
from kg.cluster.job import WORK
from kg.records import Article, Facts

SIZES = (1_000, 10_000, 40_000)
#: Articles that are reckoned with, and cores that share the work.
TARGETS, CORES = (10_000_000, 1_000_000_000), (100, 1_000, 10_000)
#: Steps of which there is one for all shards: their memory is what one machine must have.
CENTRAL = ("choose", "plan_first", "plan_second", "contest", "number", "plan_echoes")
STAGES = {
    "annotate": ("annotate",),
    "resolve": ("choose", "seat", "plan_first", "send", "settle", "plan_second", "link", "contest", "claim", "number"),
    "draw": ("draw", "name"),
    "compare": ("plan_echoes", "send_echoes", "echo"),
}


class Watching(cluster.Here):
    """Carries out steps in this process, and notes the seconds of each kind, the memory of the central ones and the scratch disk."""

    def __init__(self, scratch: Path) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.memory: dict[str, int] = defaultdict(int)
        self.disk = 0
        self._scratch = scratch

    def map(self, step: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        name = getattr(step, "func", step).__name__
        for item in items:
            if name in CENTRAL:
                tracemalloc.start()
            start = time.process_time()
            found = step(item)
            self.seconds[name] += time.process_time() - start
            if name in CENTRAL:
                self.memory[name] = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
            yield found
        self.disk = max(self.disk, disk(self._scratch))


def measure(size: int, folder: Path, *, real: bool) -> dict[str, Any]:
    """Do all the work for `size` articles in this process, and give all figures."""
    corpus = press.Press(size)
    press.write(corpus.articles(), folder / "press.jsonl")

    def replay(_: Any, waiting: Iterable[Article]) -> Iterator[Facts]:
        return map(corpus.replay, waiting)

    if not real:
        annotating._annotated = replay
    watching = Watching(folder / "out" / WORK)
    told = cluster.build([str(folder / "press.jsonl")], str(folder / "out"), watching)
    start = time.process_time()
    quads = to_folder(str(folder / "out"), folder / "store")
    return {
        "counts": told["counts"],
        "seconds": {name: sum(watching.seconds[step] for step in steps) for name, steps in STAGES.items()},
        "load": time.process_time() - start,
        "quads": quads,
        "memory": dict(watching.memory),
        "disk": {
            "input": disk(folder / "press.jsonl") or (folder / "press.jsonl").stat().st_size,
            "facts": sum(path.stat().st_size for path in (folder / "out").rglob("facts.jsonl.gz")),
            "graph": sum(path.stat().st_size for path in (folder / "out").rglob("*.nq.gz")),
            "scratch": watching.disk,
            "store": disk(folder / "store"),
        },
    }


def alone(size: int, *, real: bool) -> dict[str, Any]:
    """Measure one size in a process of its own."""
    command = [sys.executable, __file__, "--one", str(size), *(["--real"] if real else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Write a table."""
    lines = [heads, ["---:"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def growth(small: dict[str, Any], large: dict[str, Any], what: Callable[[dict[str, Any]], float]) -> float:
    """Give the power of the number of articles with which something grows."""
    return log(what(large) / what(small)) / log(large["counts"]["articles"] / small["counts"]["articles"])


def report(real: dict[str, Any], replayed: list[dict[str, Any]]) -> str:
    """Write everything up."""
    last, before = replayed[-1], replayed[-2]
    annotation = 1_000 * real["seconds"]["annotate"] / real["counts"]["articles"]
    quads = last["quads"] / last["counts"]["articles"]
    things, memory = (growth(before, last, what) for what in (lambda one: one["counts"]["things"], _central))
    rest = max(1_000 * _rest(one) / one["counts"]["articles"] for one in replayed)
    each = 3_600_000 / (annotation + rest)
    return f"""\
**Measured**, on one core, in invented articles of {press.MEDIAN} words (median). Annotation of {real["counts"]["articles"]:,} articles: {annotation:.1f} ms of
processor time an article, {real["quads"] / real["counts"]["articles"]:.0f} quads an article. Below, annotation is replayed, from facts that make as many quads;
milliseconds, bytes and quads are those of one article.

{table(_HEADS, [_measured(one) for one in replayed])}

Names grow as the {things:.2f}th power of the articles, the memory of the steps that look at all names or keys at once ({", ".join(f"`{name}`" for name in CENTRAL)}) as
the {memory:.2f}th power: {_central(last) / 1e6:,.0f} MB for {last["counts"]["articles"]:,} articles. Loading into the embedded store takes {1e6 * last["load"] / last["quads"]:.1f} µs of one core a quad.

**Reckoned** from these figures; none of it was measured. {annotation:.1f} + {rest:.1f} ms make {each:,.0f} articles a core-hour. Core-hours = articles ×
{annotation + rest:.1f} ms / 3,600,000; hours = core-hours / cores, if the store of files keeps up. Memory is that of the largest step on one machine, if it grows as
measured up to {last["counts"]["articles"]:,} articles and, in brackets, if it grew with the articles.

{table(_RECKONED, [_reckoned(target, annotation + rest, quads, memory, last) for target in TARGETS])}
"""


_HEADS = [
    "articles",
    *(f"{name}, ms" for name in (*list(STAGES)[1:], "load")),
    "names",
    "quads",
    "input, B",
    "facts, B",
    "graph, B",
    "scratch, B",
    "store, B",
]
_RECKONED = [
    "articles",
    "core-hours",
    *(f"hours on {cores:,} cores" for cores in CORES),
    "quads",
    "facts and graph",
    "scratch",
    "embedded store",
    "memory",
    "load, hours",
]


def _central(one: dict[str, Any]) -> float:
    return float(max(one["memory"].values()))


def _rest(one: dict[str, Any]) -> float:
    return float(sum(value for name, value in one["seconds"].items() if name != "annotate"))


def _measured(one: dict[str, Any]) -> list[str]:
    articles = one["counts"]["articles"]
    spent = [f"{1_000 * one['seconds'][name] / articles:.1f}" for name in STAGES if name != "annotate"]
    sizes = [f"{one['disk'][name] / articles:,.0f}" for name in ("input", "facts", "graph", "scratch", "store")]
    load = f"{1_000 * one['load'] / articles:.1f}"
    return [f"{articles:,}", *spent, load, f"{one['counts']['things']:,}", f"{one['quads'] / articles:.0f}", *sizes]


def _reckoned(target: int, each: float, quads: float, power: float, last: dict[str, Any]) -> list[str]:
    articles = last["counts"]["articles"]
    hours = target * each / 3_600_000
    per = {name: last["disk"][name] / articles * target for name in last["disk"]}
    least = _central(last) * (target / articles) ** power
    return [
        f"{target:,}",
        f"{hours:,.0f}",
        *(f"{hours / cores:,.1f}" for cores in CORES),
        f"{quads * target / 1e9:,.1f} billion",
        f"{(per['facts'] + per['graph']) / 1e12:,.2f} TB",
        f"{per['scratch'] / 1e12:,.2f} TB",
        f"{per['store'] / 1e12:,.2f} TB",
        f"{least / 1e9:,.1f} GB ({_central(last) * target / articles / 1e9:,.0f} GB)",
        f"{last['load'] / last['quads'] * quads * target / 3600:,.0f}",
    ]


def main() -> None:
    """Measure all sizes."""
    asked = argparse.ArgumentParser(description="Measure what very large corpora take.")
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many articles; at least two")
    asked.add_argument("--into", type=Path, help="page whose block of figures is replaced by what is printed")
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked.add_argument("--real", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
            print(json.dumps(measure(given.one, Path(folder), real=given.real)))
        return
    text = report(alone(given.sizes[0], real=True), [alone(size, real=False) for size in given.sizes])
    print(text)
    if given.into:
        put(given.into, "sizing", text)


if __name__ == "__main__":
    main()
