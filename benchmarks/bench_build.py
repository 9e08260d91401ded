"""What a build costs besides annotation, from a thousand articles to a hundred thousand; run by ``make bench-build``.

The articles are invented (``press.py``). Annotation of the first size is real. For all sizes it is also replayed: facts are made from
what the generator knows its articles to say, so that everything else can be measured at a size whose annotation takes hours; they make
as many quads as real ones. Each size is built in a process of its own. Then ten articles are added to it, first
given alone, then together with all others. Processor time counts, of all processes, so that other programs disturb little.

Prints Markdown. Fails when what is not annotation takes more than a quarter, or the parent process more than 1.5 GB, or when the cost
of an article grows with their number. The last size needs about 25 GB of disk where temporary files are kept (``TMPDIR``).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import press
from pages import put

from kg import builder, buildreport
from kg.records import Article, Facts
from kg.settings import Settings

SIZES = (1_000, 10_000, 100_000)
#: Articles that are added to a build that is there.
ADDED = 10
STAGES = ("reading", "saving", "resolution", "graphs", "tables", "page")
#: Share of the time that is not annotation, bytes of the parent process, growth of the cost of an article: not more than these.
SHARE, PEAK, GROWTH = 0.25, 1.5e9, 1.5


def measure(size: int, folder: Path, *, real: bool, workers: int) -> dict[str, Any]:
    """Build `size` articles, then ten more, in this process; give all figures."""
    corpus = press.Press(size + ADDED)
    source, more = folder / "press.jsonl", folder / "more.jsonl"
    press.write(press.Press(size).articles(), source)
    press.write((corpus.facts(size + number).article for number in range(ADDED)), more)
    own = builder.annotate

    def replay(waiting: Iterable[Article], _: Settings) -> Iterator[Facts]:
        yield from map(corpus.replay, waiting)

    builder.annotate = own if real else replay
    first = build([source], folder, workers)
    builder.annotate = replay
    alone, again = build([more], folder, 1), build([source, more], folder, 1)
    return {**first, "size": size, "alone": alone["cpu"], "again": again["cpu"], "rewritten": alone["rewritten"]}


def build(paths: list[Path], folder: Path, workers: int) -> dict[str, Any]:
    """Build once; give the seconds of each stage and what the build takes of memory and disk."""
    buildreport.clock = time.process_time
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time()
    report = builder.build(paths, folder / "out", Settings(workers=workers))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds = {**report.seconds, "annotation": report.seconds.get("annotation", 0.0) + children}
    return {
        "seconds": seconds,
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - start,
        "rewritten": report.rewritten,
        "articles": report.counts.get("articles", 0),
        "quads": report.counts.get("quads", 0),
        "parent": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "worker": after.ru_maxrss * 1024,
        "disk": {name: disk(folder / "out" / name) for name in ("facts", "store")},
    }


def disk(folder: Path) -> int:
    """Give the bytes that a folder takes on the disk, blocks that are not full with it."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def alone(size: int, *, real: bool, workers: int) -> dict[str, Any]:
    """Measure one size in a process of its own."""
    command = [sys.executable, __file__, "--one", str(size), *(["--real"] if real else []), "--workers", str(workers)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def row(one: dict[str, Any], annotation: float) -> list[str]:
    """Give the cells of one size, `annotation` being seconds an article."""
    each = 1_000 / one["articles"]
    outside = sum(one["seconds"][stage] for stage in STAGES) * each / 1_000
    return [
        f"{one['articles']:,}",
        *(f"{one['seconds'][stage] * each:.1f}" for stage in STAGES),
        f"{outside * 1_000:.1f}",
        f"{outside / (outside + annotation):.0%}",
        f"{one['parent'] / 1e6:,.0f}",
        f"{one['disk']['facts'] / one['articles'] / 1e3:.0f} + {one['disk']['store'] / one['articles'] / 1e3:.0f}",
        f"{one['quads'] / one['articles']:.0f}",
        f"{one['alone']:.0f}",
        f"{one['again']:.0f}",
    ]


def report(real: dict[str, Any], replayed: list[dict[str, Any]]) -> tuple[str, bool]:
    """Write everything up; tell whether all is within bounds."""
    annotation = real["seconds"]["annotation"] / real["articles"]
    heads = ["articles", *(f"{stage}, ms" for stage in STAGES), "sum, ms", "share", "parent, MB", "facts + store, kB", "quads"]
    rows = [[*heads, "10 more, s", "10 more among all, s"], ["---:"] * (len(heads) + 2)]
    rows += [row(one, annotation) for one in replayed]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in rows)
    costs = [sum(one["seconds"][stage] for stage in STAGES) / one["articles"] for one in replayed]
    within = {
        f"outside of annotation <= {SHARE:.0%}": max(costs) / (max(costs) + annotation) <= SHARE,
        f"parent process <= {PEAK / 1e9} GB": max(one["parent"] for one in replayed) <= PEAK,
        f"cost of an article grows at most {GROWTH:g} times": costs[-1] <= GROWTH * costs[0],
    }
    said = f"""\
Annotation, measured on {real["articles"]:,} articles with {real["workers"]} worker processes: {annotation * 1_000:.1f} ms of processor time an
article, {real["worker"] / 1e6:,.0f} MB a process; {real["quads"] / real["articles"]:.0f} quads and {row(real, annotation)[-4]} kB (facts and store) an
article. Below, annotation is replayed. Milliseconds, kilobytes and quads are those of one article, seconds those of a whole build.

{table}

"""
    return said + "\n".join(f"- {what}: {'yes' if held else 'NO'}" for what, held in within.items()), all(within.values())


def main() -> int:
    """Measure all sizes; give 1 if something is out of bounds."""
    asked = argparse.ArgumentParser(description="Measure what builds cost besides annotation.")
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many articles")
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that annotate")
    asked.add_argument("--into", type=Path, help="page whose block of figures is replaced by what is printed")
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked.add_argument("--real", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
            found = measure(given.one, Path(folder), real=given.real, workers=given.workers)
        print(json.dumps({**found, "workers": given.workers}))
        return 0
    real = alone(given.sizes[0], real=True, workers=given.workers)
    replayed = [alone(size, real=False, workers=1) for size in given.sizes]
    text, good = report(real, replayed)
    print(text)
    if given.into:
        put(given.into, "build", text)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
