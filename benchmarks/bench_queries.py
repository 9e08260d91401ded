"""How fast the ready-made questions answer: 1,000,000 generated quads on disk, and 100,000 in rdflib. Run by ``make bench-queries``.

Each question is asked several times about names that occur often, the worst case for an index; the median counts. One that needs no
name is asked about everything as well. In rdflib the same questions with the same values run once, on a tenth of the data, and the
last column says how many times slower that is; one that takes too long is stopped, and "more than" says so.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import Process, Queue
from pathlib import Path
from queue import Empty
from statistics import median

from generated import quads
from pyoxigraph import Store
from rdflib import Dataset

from kg import query
from kg.rdf import nquads

#: A name of each kind for the parameters that a question cannot do without.
ASKED = {
    "about": "Company 3",
    "speaker": "Person 3",
    "thing": "Company 3",
    "developer": "Company 3",
    "place": "Place 3",
    "x": "Company 3",
    "y": "Company 4",
    "since": "2025-06",
}
#: Seconds within which each question must answer.
PROMISED = 1.0


def clocked(work: Callable[[], object]) -> float:
    """Give the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def asked() -> dict[str, tuple[str, dict[str, str]]]:
    """Give what is asked: a label to the question and its values. One that can be asked about everything is, and about one name."""
    found = {}
    for one in query.names():
        needed = {parameter.name: ASKED[parameter.name] for parameter in one.parameters if parameter.required}
        open_ = [parameter.name for parameter in one.parameters if parameter.kind == "thing" and not parameter.required]
        about = needed if any(parameter.kind == "thing" for parameter in one.parameters if parameter.required) else None
        if about is None and open_:
            found[one.name] = (one.name, needed | {open_[0]: ASKED[open_[0]]})
            found[f"{one.name} (all)"] = (one.name, needed)
        else:
            found[one.name] = (one.name, needed)
    return found


def on_disk(folder: Path, size: int, rounds: int) -> dict[str, float]:
    """Give the median seconds of each question on a store on disk, names looked up and rows read."""
    made = Store(str(folder))
    made.bulk_extend(quads(size))
    made.flush()
    del made
    store = Store.read_only(str(folder))
    found = {}
    for label, (name, params) in asked().items():
        query.run(store, name, params, limit=1000)
        found[label] = median(clocked(lambda: query.run(store, name, params, limit=1000)) for _ in range(rounds))  # noqa: B023
        print(f"{label:24} {found[label]:.3f} s", file=sys.stderr)
    return found


def shown(seconds: float, most: float) -> str:
    """Write seconds; those of a question that was stopped are a lower bound."""
    return f"more than {most:g}" if seconds >= most else f"{seconds:.3f}"


def _ask_rdflib(size: int, names: list[str], told: "Queue[tuple[str, float]]") -> None:
    data = list(quads(size))
    store = Store()
    store.extend(data)
    other = Dataset()
    other.parse(data=nquads(data), format="nquads")
    told.put(("", 0.0))
    for label in names:
        text = query.prepare(store, *asked()[label])
        told.put((label, clocked(lambda: list(other.query(text)))))  # noqa: B023


def in_rdflib(size: int, most: float) -> dict[str, float]:
    """Give the seconds of each question in rdflib; those that take longer than `most` are stopped and count as so long."""
    todo = list(asked())
    found: dict[str, float] = {}
    while todo:
        told: Queue[tuple[str, float]] = Queue()
        worker = Process(target=_ask_rdflib, args=(size, todo, told))
        worker.start()
        told.get()  # loaded
        while todo:
            try:
                name, seconds = told.get(timeout=most)
            except Empty:  # the time is up
                name, seconds = todo[0], most
            found[name] = seconds
            print(f"{name:24} {shown(seconds, most)} s in rdflib", file=sys.stderr)
            todo.remove(name)
            if seconds >= most:
                break
        worker.terminate()
        worker.join()
    return found


def main() -> None:
    """Print the figures as JSON; fail when a question is slower than promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rdflib", type=int, default=100_000, help="quads in rdflib; 0 leaves it out")
    parser.add_argument("--most", type=float, default=60.0, help="seconds after which a question to rdflib is stopped")
    parser.add_argument("--report", action="store_true", help="never fail")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = on_disk(Path(folder) / "store", chosen.quads, chosen.rounds)
    theirs = in_rdflib(chosen.rdflib, chosen.most) if chosen.rdflib else {}
    rows = {
        name: {"seconds": round(seconds, 3)}
        | (
            {"rdflib": shown(theirs[name], chosen.most), "ratio": shown(theirs[name] / seconds, chosen.most / seconds)}
            if theirs
            else {}
        )
        for name, seconds in ours.items()
    }
    slow = [name for name, seconds in ours.items() if seconds >= PROMISED]
    print(json.dumps({"quads": chosen.quads, "rdflib_quads": chosen.rdflib, "questions": rows, "too_slow": slow}, indent=1))
    sys.exit(0 if not slow or chosen.report else 1)


if __name__ == "__main__":
    main()
