"""Decisions: from what a client wants to a line of ``decisions.jsonl``, and back to rows for people and programs.

A client says which decision about the same it saw last; when there is a newer one, nothing is written and it is told that one.
"""

import threading
from datetime import date
from functools import partial
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from kg import decisions, explore
from kg.candidates import texts_of
from kg.decisions import Decision
from kg.errors import DataError
from kg.explore import Said
from kg.names import CHECKS, TYPES, fold
from kg.serve import reading, schemas, versions
from kg.serve.desk import Desk
from kg.serve.jobs import Jobs
from kg.serve.problems import ProblemError
from kg.serve.snapshot import Snapshot

#: Seconds until a decision shows before the page is given anyway.
_SHOWN: Final = 2.0
Kind = Literal["quote", "statement", "merge", "split", "rename", "retype", "ignore", "undo"]


class Wanted(schemas.Record):
    """A decision, and the number of the last one about the same that its maker has seen.

    `id` names a quote or statement; things are named by id in `name` and `other`; `article` is the id of an article.
    """

    kind: Kind
    seen: Annotated[int, Field(ge=0)] = 0
    id: schemas.Name = ""
    name: schemas.Name = ""
    other: schemas.Name = ""
    article: schemas.Name = ""
    value: schemas.Name = ""
    number: Annotated[int, Field(ge=0)] = 0
    who: schemas.Name = ""
    note: schemas.Note = ""


class Decided(schemas.Record):
    """A decision as it stands in the file."""

    number: int
    kind: str
    name: str
    other: str
    article: str
    value: str
    who: str
    when: str
    note: str
    state: str
    version: int


class Conflict(schemas.Problem):
    """Somebody decided about the same meanwhile; nothing was written."""

    decision: Decided


def decision(snapshot: Snapshot, wanted: Wanted) -> Decision:
    """Turn what a client wants into a decision, with names as the build has them.

    Raises:
        ProblemError: it names something that is not there, or lacks a value.
    """
    how: dict[str, Any] = {"who": _line(wanted.who), "note": _line(wanted.note), "when": date.today().isoformat()}
    made = _check(snapshot, wanted) if wanted.kind in ("quote", "statement") else _about_things(snapshot, wanted)
    try:
        return decisions.loads(decisions.dumps(Decision(kind=wanted.kind, **made, **how)))
    except DataError as error:
        raise ProblemError("incomplete", error=str(error)) from error


def _line(text: str) -> str:
    return " ".join(text.split())


def _check(snapshot: Snapshot, wanted: Wanted) -> dict[str, Any]:
    if wanted.value not in CHECKS:
        raise ProblemError("verdict", known=", ".join(CHECKS))
    one = reading.by_id(snapshot, wanted.id)
    if isinstance(one, Said) != (wanted.kind == "quote"):
        raise ProblemError("kind", id=wanted.id, kind=wanted.kind)
    span = one.quote if isinstance(one, Said) else one.statement.evidence[0]
    predicate = "" if isinstance(one, Said) else one.statement.predicate
    words = one.article.text[span.start : span.end]
    place = {"article": one.article.key, "start": span.start, "end": span.end}
    return {"name": words, "value": wanted.value, "other": predicate, **place}


def _about_things(snapshot: Snapshot, wanted: Wanted) -> dict[str, Any]:
    if wanted.kind == "undo":
        return {"number": wanted.number}
    if wanted.kind == "split":
        return _split(snapshot, wanted)
    thing = reading.thing_of(snapshot, wanted.name)
    made = {"name": thing.name, "type": thing.type}
    if wanted.kind == "merge":
        return {**made, **_merged(snapshot, wanted, thing.id)}
    if wanted.kind == "retype" and wanted.value not in TYPES:
        raise ProblemError("type", known=", ".join(TYPES))
    if wanted.kind == "rename" and not _line(wanted.value):
        raise ProblemError("no.name")
    return made if wanted.kind == "ignore" else {**made, "value": _line(wanted.value)}


def _merged(snapshot: Snapshot, wanted: Wanted, kept: str) -> dict[str, str]:
    """Give the other thing: one of its own, or a partial name that joined the first by a rule and is now confirmed."""
    if wanted.other in snapshot.library.things:
        other = snapshot.library.things[wanted.other]
        if other.id == kept:
            raise ProblemError("same")
        return {"other": other.name, "other_type": other.type}
    known = {fold(name): name for name in snapshot.outcome.clusters[kept].names}
    if fold(wanted.other) in known:
        return {"other": known[fold(wanted.other)], "other_type": snapshot.library.things[kept].type}
    found = explore.find(snapshot.outcome.resolution.things, wanted.other)
    if len(found) != 1 or found[0].id == kept:
        raise ProblemError("other", name=wanted.other)
    return {"other": found[0].name, "other_type": found[0].type}


def _split(snapshot: Snapshot, wanted: Wanted) -> dict[str, str]:
    facts = reading.article_of(snapshot, wanted.article)
    texts = texts_of(facts)
    known = {words for one in facts.entities for words in (one.name, *texts.get(one.id, ()))}
    if fold(wanted.name) not in {fold(one) for one in known}:
        raise ProblemError("not.there", name=wanted.name, names=", ".join(sorted(known)[:20]))
    return {"name": wanted.name, "article": facts.article.key, "value": _line(wanted.value)}


class Reviewer:
    """Writes decisions, and has them shown."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        self._desk = desk
        self._jobs = jobs

    def decide(self, wanted: Wanted) -> tuple[int, Decision]:
        """Write a decision and give its number and what was written; readers see it at once, SPARQL after the build that is begun.

        Raises:
            ConflictError: somebody decided about the same meanwhile.
            ProblemError: it names something that is not there.
        """
        made = decision(self._desk.snapshot, wanted)
        number = decisions.append(self._desk.folder, made, agreed=partial(versions.agreed, wanted.seen, made))
        shown = threading.Thread(target=self._desk.refresh, daemon=True)
        shown.start()
        shown.join(_SHOWN)
        self._jobs.rebuild()
        return number, made


def rows(snapshot: Snapshot) -> list[Decided]:
    """Give all decisions, the last one first, each with what became of it."""
    gone, unused = versions.undone(snapshot.taken), {one.number: one.code for one in snapshot.outcome.unused}
    known = versions.latest(snapshot.taken)
    return [_decided(snapshot, number, gone, unused, known) for number in range(len(snapshot.taken), 0, -1)]


def _decided(
    snapshot: Snapshot, number: int, gone: set[int], unused: dict[int, str], known: dict[versions.Key, int]
) -> Decided:
    one = snapshot.taken[number - 1]
    state = "undone" if number in gone else unused.get(number, "")
    version = versions.version(known, versions.root(snapshot.taken, number))
    return told(number, one, version=version, state=state)


def told(number: int, one: Decision, *, version: int, state: str = "") -> Decided:
    """Give a decision for people and programs; `version` is the number of the last one about the same."""
    other = str(one.number) if one.kind == "undo" else one.other
    fields = {name: getattr(one, name) for name in ("kind", "name", "article", "value", "who", "when", "note")}
    return Decided(number=number, other=other, state=state, version=version, **fields)
