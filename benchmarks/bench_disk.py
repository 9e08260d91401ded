"""What it costs to have facts on the disk: not forced out, forced out one by one, forced out at the end as a build does.

make bench-disk
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from press import Press

from kg import corpus, disk
from kg.records import Facts


def main() -> None:
    """Save the same facts in three ways, several times by turns, and print the time of each beside the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; the one for temporary files by default")
    asked = parser.parse_args()
    facts = [Press(asked.articles).facts(number) for number in range(asked.articles)]
    took: dict[str, list[float]] = {"not forced out": [], "forced out one by one": [], "forced out at the end": []}
    for _ in range(asked.rounds):
        for way, seconds in took.items():
            with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
                seconds.append(_save(Path(folder), facts, way))
    first = statistics.median(took["not forced out"])
    for way, seconds in took.items():
        middle = statistics.median(seconds)
        print(f"{way:22} {1000 * middle / asked.articles:8.3f} ms an article   {middle / first:6.2f} x")


def _save(folder: Path, facts: list[Facts], way: str) -> float:
    start = time.perf_counter()
    for one in facts:
        corpus.save(folder, one, {})
        if way == "forced out one by one":
            disk.force_out([corpus.path_of(folder, one.article.key)])
    if way == "forced out at the end":
        corpus.settle(folder, [one.article.key for one in facts])
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
