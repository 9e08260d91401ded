"""The whole flow over many articles: read, annotate what is new, resolve, write the graph and what people open."""

import gc
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from kg import corpus, decisions, extension, graph, mending, redaction, watchlist
from kg import settings as settings_file
from kg.buildreport import Report as Report
from kg.buildreport import versions as versions
from kg.errors import Message
from kg.intake import Incoming
from kg.read import read
from kg.read.stubs import cut_at
from kg.records import Facts, Skipped
from kg.settings import Settings as Settings
from kg.sifting import sift
from kg.store import Writer
from kg.updates import compare
from kg.workers import annotate
from kg.writing import dump as dump
from kg.writing import write_all

REPORT: Final = "build.json"
#: Digests of the graphs that ``kg check`` found sound.
CHECKED: Final = "checked.txt"
#: How many new objects let Python look for cycles among them, how often among older ones, and among all.
_COLLECTED: Final = (50_000, 20, 20)
#: What a build writes into its folder.
FILES: Final = (
    "graph.html",
    "graph.trig",
    "entities.csv",
    "relations.csv",
    "quotes.csv",
    corpus.FOLDER,
    "store",
    decisions.FILE,
    redaction.FILE,
    settings_file.FILE,
    watchlist.FILE,
    extension.FOLDER,
    REPORT,
    CHECKED,
)


def build(
    paths: Sequence[Path | str],
    out: Path,
    settings: Settings | None = None,
    *,
    stdin: bytes = b"",
    progress: Callable[[int, int], None] | None = None,
    written: Callable[[int, int], None] | None = None,
    tell: Callable[[Message], None] | None = None,
) -> Report:
    """Build or update the graph of all articles under `paths` in the folder `out`.

    Args:
        paths: files, folders, archives, or ``-``.
        out: folder of the build; made if absent, brought up to date otherwise.
        settings: how; see :class:`Settings`.
        stdin: bytes for the path ``-``.
        progress: called with how many articles are annotated and of how many, after each.
        written: called with how many articles stand in the new graph and tables, and of how many, after each.
        tell: called with what is stale, was damaged or is finished of an interrupted build, as soon as it is known.

    Raises:
        StoreError: another build is writing to `out`, or `out` is not a build.
    """
    (out / corpus.FOLDER).mkdir(parents=True, exist_ok=True)
    with _seldom_collected(), Writer(out / "store") as writer:
        corpus.sweep(out)
        extension.take(out, settings.ontology if settings else None, settings.rules if settings else None)
        chosen = settings_file.settled(out, settings)
        settings_file.save(out, chosen)
        return mending.mended(partial(_update, paths, out, writer, chosen, stdin, progress, written), out, writer, tell)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cycles less often: facts hold none, and millions of records would be gone through again and again."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _update(
    paths: Sequence[Path | str],
    out: Path,
    writer: Writer,
    chosen: Settings,
    stdin: bytes,
    progress: Callable[[int, int], None] | None,
    written: Callable[[int, int], None] | None,
    report: Report,
) -> None:
    """Bring the build up to date, as far as it is not."""
    before = _remembered(out)
    if chosen.anew or (not before and mending.finish_forgetting(out)):
        writer.start_over()
    kept = frozenset[str]() if chosen.from_facts else _take_in(paths, out, chosen, report, stdin, progress)
    if chosen.prune and not chosen.from_facts:
        _prune(out, kept, report)
    made_from = {
        "decisions": _decided(out),
        "settings": settings_file.lasting(chosen),
        "own": corpus.recipe().get("own", ""),
        "catalogue": corpus.recipe()["catalogue"],
        "layout": graph.LAYOUT,
    }
    whole = before.get("graphs") == len(writer.graphs()) and all((out / name).exists() for name in before.get("files", ()))
    if report.annotated or report.removed or chosen.from_facts or not whole or not made_from.items() <= before.items():
        (out / REPORT).unlink(missing_ok=True)  # whatever stops us from here on, the next build starts this over
        write_all(out, writer, chosen, report, written)
        told = {**report.as_dict(), **made_from, "graphs": len(writer.graphs())}
        corpus.write(out / REPORT, corpus.dumps(told) + "\n")


def rebuild(out: Path, *, anew: bool = False) -> Report:
    """Write everything anew from the stored facts, with the title and IRIs of the last build.

    Args:
        out: folder of the build.
        anew: take nothing over from the store, not even what is the same.

    Raises:
        StoreError: another build is writing to `out`, or `out` is not a build.
    """
    return build([], out, Settings(from_facts=True, anew=anew))


def _remembered(out: Path) -> dict[str, Any]:
    """Give the report of the last build; nothing when it was interrupted or there was none."""
    try:
        found = json.loads((out / REPORT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _decided(out: Path) -> str:
    """Give a digest of what the user decided, so that a build sees new decisions."""
    path = out / decisions.FILE
    return corpus.digest(path.read_bytes()) if path.is_file() else ""


def _take_in(
    paths: Sequence[Path | str],
    out: Path,
    settings: Settings,
    report: Report,
    stdin: bytes,
    progress: Callable[[int, int], None] | None,
) -> frozenset[str]:
    """Read everything, annotate what is new or changed, and give the keys of all articles."""
    forgotten, made_with = redaction.load(out), corpus.recipe(settings.model)
    with Incoming(out) as incoming:
        _read(paths, out, settings, report, stdin, incoming)
        found = sift(out, forgotten.articles(incoming), made_with, keep_stale=settings.keep_stale)
        report.read, report.reused = len(incoming), len(incoming) - len(found.due)
        report.sifted(found)
        if report.reused and not _remembered(out):
            report.note("build.resumed", done=report.reused, of=report.read)
        if found.due:  # a killed build must not leave a report that speaks of another state
            (out / REPORT).unlink(missing_ok=True)
        fresh = (one for one in forgotten.articles(incoming) if one.key in found.due)
        report.lap("reading")
        for facts in annotate(fresh, settings):
            report.lap("annotation")
            _store(redaction.remove(facts, frozenset(), forgotten), out, made_with, report)
            if progress:
                progress(report.annotated, len(found.due))
        corpus.settle(out, [*found.confirmed, *sorted(found.due)])
        report.updated.sort(key=lambda one: one.key)
        report.lap("saving")
        return frozenset(incoming.keys())


def _store(facts: Facts, out: Path, made_with: Mapping[str, str], report: Report) -> None:
    """Store the facts of one article, and note how they differ from those before."""
    report.updated += compare(corpus.stored(out, facts.article.key), facts)
    corpus.save(out, facts, made_with)
    report.annotated += 1
    report.lap("saving")


def _read(paths: Sequence[Path | str], out: Path, settings: Settings, report: Report, stdin: bytes, incoming: Incoming) -> None:
    """Read everything into `incoming`; what cannot be read, is cut off or there twice is told in the report."""
    cut: list[str] = []
    for one in read(paths, settings.options, stdin=stdin, leave_out=_made(paths, out)):
        if isinstance(one, Skipped):
            report.skipped.append(one)
        else:
            incoming.add(one)
            if cut_at(one.text) is not None:
                cut.append(one.key)
    if cut:
        report.note("build.cut", n=len(cut), first=min(cut))
    report.skipped += incoming.doubles()
    report.skipped.sort()


def _made(paths: Iterable[Path | str], out: Path) -> list[Path]:
    """Give what is no article under `paths`: this build and others that lie in the same folder."""
    folders = [folder for folder in (Path(path) for path in paths) if folder.is_dir()]
    builds = [path.parent.parent for folder in folders for path in folder.rglob("store/CURRENT")]
    builds = [folder for folder in builds if (folder / corpus.FOLDER).is_dir()]
    inside = {folder.resolve() for folder in folders}
    made = []
    for build_folder in (out, *sorted(builds)):
        whole = build_folder.resolve()
        if any(whole in (one, *one.parents) for one in inside):
            made += [whole / name for name in FILES]  # the articles lie in it: leave out what we wrote, not them
        else:
            made.append(whole)
    return made


def _prune(out: Path, kept: Collection[str], report: Report) -> None:
    """Drop the articles that are gone; one whose file is there and cannot be read this time stays as it was.

    Only an article that is called after its file can be told apart from one that is gone, not one with an address or id.
    """
    damaged = {one.path for one in report.skipped if one.code != "missing"}
    for key in [facts.article.key for facts in corpus.scan(out)]:
        if key not in kept and damaged.isdisjoint((key, key.rpartition("#")[0])):
            (out / REPORT).unlink(missing_ok=True)
            corpus.remove(out, key)
            report.removed += 1
