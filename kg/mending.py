"""What a build puts right of an interrupted one before it, and of files that are not as Quidit wrote them."""

from collections.abc import Callable
from pathlib import Path

from kg import corpus, redaction
from kg.buildreport import Report
from kg.errors import DamagedFactsError, DamagedStoreError, Message
from kg.records import Skipped
from kg.store import Writer


def mended(
    update: Callable[[Report], None], out: Path, writer: Writer, tell: Callable[[Message], None] | None = None
) -> Report:
    """Bring a build up to date; damaged facts are set aside and a damaged store is made anew.

    Args:
        update: does it, and reports.
        out: folder of the build.
        writer: of its store.
        tell: whom to tell what was put right.

    Raises:
        StoreError: what was put right is damaged again.
    """
    report = Report(tell=tell)
    if writer.damage:
        report.note("mended.store")
    for last in (False, False, True):
        try:
            update(report)
            break
        except DamagedFactsError:
            if last:
                raise
            report = Report(tell=tell, notices=report.notices)
            report.note("mended.facts", n=len(corpus.set_aside(out)))
        except DamagedStoreError:
            if last:
                raise
            writer.start_over()
            report = Report(tell=tell, notices=report.notices)
            report.note("mended.store")
    lost = [path.relative_to(out).as_posix() for path in corpus.aside(out)]
    report.skipped += [Skipped(path, "lost", "its facts were damaged, and its article is not among the paths") for path in lost]
    return report


def finish_forgetting(out: Path) -> bool:
    """Take out of the stored facts what is to be forgotten, in case that was interrupted; tell whether anything is."""
    forgotten = redaction.load(out)
    if forgotten.names:
        corpus.settle(out, corpus.rewrite(out, lambda one: redaction.remove(one, frozenset(), forgotten)))
    return bool(forgotten.names)
