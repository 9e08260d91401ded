"""Ten thousand damaged articles through the whole build: nothing may raise, no offset may be wrong. Run by ``make mutations``.

Excerpts of the sample articles, of those in ``tests/beds`` that rules may be tuned to and, where they stand beside the repository, of
press briefs are mutated (see ``mutations.py``), written as JSON Lines and built in batches, each in a folder of its own. Of each
article it is asked that its text is what was written, that its facts and its graph are sound (see ``soundness.py``); of each
batch that the store holds the graphs of the facts. One batch in :data:`THOROUGH` is validated with SHACL and built a second time, in
another order: the files must be the same bytes. The same seed gives the same articles.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from mutations import excerpt, mutated
from soundness import facts_problems, graph_problems

from kg import builder, catalogue, check, corpus, decisions, files, graph, resolve
from kg.read import read
from kg.read.encoding import clean
from kg.records import Article

BATCH: Final = 100
#: One batch in so many is validated and built twice.
THOROUGH: Final = 10
ROOT: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A mutated text, where it comes from, and what was done to it."""

    number: int
    text: str
    done: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """What became of some articles."""

    articles: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    raised: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    thorough: int = 0
    mentions: int = 0
    quotes: int = 0
    statements: int = 0
    slowest: float = 0.0

    def add(self, other: "Outcome") -> None:
        """Add what became of others."""
        for name in ("articles", "skipped", "raised", "wrong", "thorough", "mentions", "quotes", "statements"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest = max(self.slowest, other.slowest)


def sources() -> list[list[str]]:
    """Give the texts that are mutated, by where they come from."""
    samples = [one.text for one in read([files.samples()]) if isinstance(one, Article)]
    beds = sorted((ROOT / "tests" / "beds" / "articles" / "read").glob("*.json"))
    briefs = ROOT.parent / "shared" / "press" / "briefs.jsonl"
    lines = briefs.read_text(encoding="utf-8").splitlines() if briefs.is_file() else []
    groups = [samples, [_text(path.read_text(encoding="utf-8")) for path in beds], list(map(_text, lines))]
    return [group for group in groups if group]


def _text(line: str) -> str:
    return str(json.loads(line)["text"])


def damaged(groups: Sequence[Sequence[str]], seed: int, numbers: Sequence[int]) -> Iterator[Damaged]:
    """Give the mutated texts of these numbers; each depends on seed, number and `groups` alone."""
    for number in numbers:
        rng = random.Random(f"{seed}-{number}")
        yield Damaged(number, *mutated(rng, excerpt(rng, rng.choice(rng.choice(groups)))))


def write(batch: Sequence[Damaged], path: Path) -> Path:
    """Write texts as JSON Lines, half of the surrogates and control characters escaped."""
    lines = [json.dumps({"id": f"m{one.number}", "text": one.text}, ensure_ascii=True) for one in batch]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def written(one: Damaged) -> str:
    """Give the text as it must be read again: two halves of a pair that met make one character in JSON."""
    return clean(str(json.loads(json.dumps(one.text))))


def examine(batch: Sequence[Damaged], *, thorough: bool = False) -> Outcome:
    """Build some texts and look at all that comes out; when the build raises, find out which of them it is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            return _built(batch, folder, thorough=thorough)
        except Exception as error:  # noqa: BLE001 - what raises is what is looked for
            if len(batch) > 1:
                return _apart(batch)
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(last.filename).name}:{last.lineno}"
            return Outcome(raised=[_told(batch[0], f"{type(error).__name__}: {error} ({place})")])


def _apart(batch: Sequence[Damaged]) -> Outcome:
    whole, middle = Outcome(), len(batch) // 2
    for half in (batch[:middle], batch[middle:]):
        whole.add(examine(half))
    return whole


def _told(one: Damaged, problem: str) -> str:
    return f"{one.number} ({', '.join(one.done)}): {problem}"


def _built(batch: Sequence[Damaged], folder: Path, *, thorough: bool) -> Outcome:
    found, last = Outcome(thorough=int(thorough)), time.perf_counter()

    def progress(_: int, __: int) -> None:
        nonlocal last
        now = time.perf_counter()
        found.slowest, last = max(found.slowest, now - last), now

    out = folder / "out"
    report = builder.build([write(batch, folder / "a.jsonl")], out, progress=progress)
    found.articles, found.skipped = report.read, Counter(one.code for one in report.skipped)
    if report.read + len(report.skipped) != len(batch):
        found.wrong.append(f"{len(batch)} went in, {report.read} and {len(report.skipped)} skipped came out")
    _examine_facts(out, {f"m{one.number}": one for one in batch}, found)
    if thorough:
        found.wrong += [f"SHACL: {one}" for one in check.check(builder.dump(out))]
        found.wrong += _again(batch, folder)
    return found


def _examine_facts(out: Path, known: dict[str, Damaged], found: Outcome) -> None:
    outcome = resolve.trace(corpus.load(out), catalogue.load(), decisions.load(out))
    store = {str(quad.graph_name): 0 for quad in builder.dump(out)}
    for facts in outcome.facts:
        one = known[facts.article.key]
        problems = [*facts_problems(facts), *graph_problems(facts, outcome.resolution)]
        if facts.article.text != written(one):
            problems.append("its text is not what was written")
        if f"<{graph.graph_iri(facts.article.key)}>" not in store:
            problems.append("its graph is not in the store")
        found.wrong += [_told(one, problem) for problem in problems]
        found.mentions += len(facts.mentions)
        found.quotes += len(facts.quotes)
        found.statements += len(facts.statements)


def _again(batch: Sequence[Damaged], folder: Path) -> Iterator[str]:
    """Build the same texts the other way round, and tell which files differ."""
    write(list(reversed(batch)), folder / "a.jsonl")
    builder.build([folder / "a.jsonl"], folder / "again")
    for path in sorted((folder / "out").rglob("*")):
        name = path.relative_to(folder / "out")
        if path.is_file() and name.parts[0] not in ("store", builder.REPORT) and not _same(path, folder / "again" / name):
            yield f"{name} differs when the same articles come in another order"


def _same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def run(count: int, seed: int, workers: int, first: int = 0) -> Outcome:
    """Examine so many mutated articles."""
    groups, whole = sources(), Outcome()
    starts = range(first, first + count, BATCH)
    work = partial(_one_batch, groups, seed, first + count)
    if workers < 2:
        for done in map(work, starts):
            whole.add(done)
        return whole
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for number, done in enumerate(pool.map(work, starts), start=1):
            whole.add(done)
            print(f"{number * BATCH}: {len(whole.raised)} raised, {len(whole.wrong)} wrong", file=sys.stderr, flush=True)
            for problem in (*done.raised, *done.wrong):
                print(f"  {problem}", file=sys.stderr, flush=True)
    return whole


def _one_batch(groups: Sequence[Sequence[str]], seed: int, end: int, start: int) -> Outcome:
    batch = list(damaged(groups, seed, range(start, min(start + BATCH, end))))
    return examine(batch, thorough=start // BATCH % THOROUGH == 0)


def main() -> None:
    """Print what became of the articles; fail when anything raised or is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="number of the first article, to look at some again")
    chosen = parser.parse_args()
    start = time.perf_counter()
    found = run(chosen.count, chosen.seed, chosen.workers, chosen.first)
    names = ("articles", "mentions", "quotes", "statements", "thorough")
    told = {name: getattr(found, name) for name in names} | {"skipped": dict(sorted(found.skipped.items()))}
    told |= {"raised": found.raised, "wrong": found.wrong, "slowest_s": round(found.slowest, 1)}
    print(json.dumps(told | {"seconds": round(time.perf_counter() - start)}, ensure_ascii=False, indent=1))
    sys.exit(1 if found.raised or found.wrong else 0)


if __name__ == "__main__":
    main()
