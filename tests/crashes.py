"""Builds to be killed, each in a process that never opened a store: run by ``test_crash.py``, or by hand.

python tests/crashes.py --articles 20 --random 60
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import dying
from test_build import snapshot

from kg import builder, corpus, decisions, forget
from kg.decisions import Decision
from kg.explore import find, open_build
from kg.facts import annotate
from kg.pipeline import load
from kg.rdf import nquads
from kg.records import Article
from kg.settings import Settings
from kg.store import current, open_for_reading

FIRMS = ("Norlane", "Brumeval", "Zéphyrine", "Kérolis", "Ostrane")
PEOPLE = ("Anaïs Morel", "Bruno Castagnet", "Chloé Tissot", "Driss Belkacem", "Élise Vauquelin")
SAID = ("Nos puces seront prêtes en mars", "Le marché reste fragile", "Nous recrutons à Lyon", "Personne ne nous a prévenus")


def text(number):
    firm, other, who = FIRMS[number % 5], FIRMS[(number // 5 + number + 1) % 5], PEOPLE[number % 5]
    return (
        f"{firm} répond à {other}\n\nLa start-up {firm}, dirigée par {who}, a levé {number + 2} millions d'euros auprès de Nvidia. "
        f"« {SAID[number % 4]} », a déclaré {who}.\n"
    )


def write(folder, numbers):
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"a{number:02}.txt").write_text(text(number), encoding="utf-8")
    return folder


@dataclass
class Scene:
    """Something done to a folder, which must come out the same however often it is killed.

    Args:
        before: the folder as it is found, or None when there is none yet.
        work: does it.
        again: what a person does after a kill.
        after: all files in the end, and the quads of the store.
        quads: of the store before.
        steps, seconds: of the work.
    """

    before: Path | None
    work: Callable[[Path], object]
    again: Callable[[Path], object]
    after: tuple[dict[str, bytes], str]
    quads: str = ""
    steps: int = 0
    seconds: float = 0.0

    def fresh(self, out):
        shutil.rmtree(out, ignore_errors=True)
        if self.before is not None:
            shutil.copytree(self.before, out)
        else:
            out.mkdir()
        return out


def state(out):
    """Give all files but the report, and the quads of the store."""
    return dying.done(lambda: _state(out))[0]


def _state(out):
    with open_for_reading(out / "store") as reader:
        return snapshot(out), nquads(reader.store)


def scene(out, before, work, again=None):
    """Do the work once undisturbed, and count its steps."""
    made = Scene(before, work, again or work, ({}, ""), state(before)[1] if before else "")
    made.fresh(out)
    start = time.monotonic()
    made.steps = dying.done(lambda: work(out), out)[1]
    made.seconds = time.monotonic() - start
    made.after = state(out)
    return made


def check(made, out):
    """See that what was killed left everything usable, finish it, and compare."""
    found = {path: data for path, data in snapshot(out).items() if path.startswith("facts/") and path.endswith(".jsonl")}
    known = snapshot(made.before) if made.before else {}
    for path, data in found.items():
        assert data in (known.get(path), made.after[0].get(path)), f"{path} is neither as it was nor as it will be"
    if made.before is not None:
        assert state(out)[1] in (made.after[1], made.quads)
    elif current(out / "store"):
        assert state(out)[1] == made.after[1]
    finished = {path for path, data in found.items() if data == made.after[0].get(path)}
    annotated = finish(made, out)
    assert annotated <= len({path for path in made.after[0] if path.startswith("facts/")} - finished), (
        "something was done twice"
    )


def finish(made, out):
    """Do what a person does after a kill, and compare; give how many articles were annotated."""
    report = dying.done(lambda: made.again(out))[0]
    assert state(out) == made.after
    left = [path.name for path in out.rglob("*") if path.name.endswith((".part", ".new", ".old", ".damaged"))]
    assert left == []
    assert len([path for path in (out / "store").iterdir() if path.is_dir()]) == 1
    return report.annotated


def forgetting(out):
    found = find(open_build(out).resolution.things, "Anaïs Morel")
    if found:
        forget.forget(out, found[0])
    return builder.build([], out)


def make(folder, count=20):
    """Make all that is killed: a first build, a second one with changes, a decision, forgetting, other rules."""
    list(annotate([Article(key="a", text=text(0))], load(None)))  # all that can be loaded once, before anything forks
    corpus.hashes(Article(key="a", text=text(0)), corpus.recipe(None) | corpus.recipe())
    first, second, mine = write(folder / "first", range(count)), write(folder / "second", range(2, count + 2)), folder / "mine"
    (second / "a03.txt").write_text(text(3) + "Un correctif suit.\n", encoding="utf-8")
    (mine / "catalogue").mkdir(parents=True)
    (mine / "catalogue" / "companies.csv").write_text("id,name,aliases\nnorlane,Norlane,\n", encoding="utf-8")
    built, out = folder / "built", folder / "out"
    made = {"first": scene(built, None, lambda out: builder.build([first], out))}
    again = Settings(prune=True, title="Autre titre")
    made["second"] = scene(out, built, lambda out: builder.build([second], out, again))
    made["decision"] = scene(out, built, decided)
    made["rules"] = scene(out, built, lambda out: builder.build([first], out, Settings(rules=mine)))
    salted = folder / "salted"
    shutil.copytree(built, salted)
    (salted / "forgotten.jsonl").write_text('{"kept":[],"longest":0,"names":[],"salt":"s"}\n', encoding="utf-8")
    dying.done(lambda: builder.build([first], salted))
    made["forget"] = scene(out, salted, forgetting)
    return made


def decided(out):
    if not decisions.load(out):
        decisions.append(out, Decision(kind="rename", name="Nvidia", value="Nvidia Corp.", who="Jo"))
    return builder.build([], out)


def every(made, out, chosen):
    """Kill one scene before some of its steps, every other time as a power cut would: what was not forced to the disk is lost."""
    for place, number in enumerate(chosen):
        made.fresh(out)
        assert dying.killed_before(number, out, lambda: made.work(out), power=bool(place % 2))
        (finish if place % 2 else check)(made, out)


#: How often each scene is killed at random, in the order of :func:`make`: most happens while articles are annotated.
_WEIGHTS = (4, 4, 2, 1, 3)

#: Moments drawn at the most, for each kill that is asked for.
_TRIES = 2


def at_random(scenes, out, count, seed):
    """Kill scenes at moments that are spread over all of their time, until so many were still at work; give their number.

    A moment is drawn from how long the work took undisturbed: on a busy machine some come too late, and others are drawn then.
    """
    chosen, killed = random.Random(seed), 0
    for number in range(_TRIES * count):
        if killed == count:
            break
        (name,) = chosen.choices(list(scenes), weights=_WEIGHTS)
        made = scenes[name]
        made.fresh(out)
        killed += dying.killed_after(made.seconds * (number % 10 + chosen.random()) / 10, out, lambda made=made: made.work(out))
        check(made, out)
    return killed


def tell(line):
    """Say how far it is."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main():
    """Kill what the command line asks for; an assertion says what was lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=4)
    parser.add_argument("--each", type=int, default=0, help="steps of each scene before which it is killed")
    parser.add_argument("--random", type=int, default=0, help="kills at random moments")
    parser.add_argument("--seed", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scenes, out = make(Path(folder), asked.articles), Path(folder) / "out"
        for name, made in scenes.items():
            chosen = dying.moments(f"{asked.seed} {name}", min(asked.each, made.steps), made.steps) if asked.each else []
            every(made, out, chosen)
            tell(f"{name}: {made.steps} steps, {made.seconds:.2f} s, killed before {chosen}")
        killed = at_random(scenes, out, asked.random, asked.seed)
        tell(f"killed at {killed} random moments")


if __name__ == "__main__":
    main()
