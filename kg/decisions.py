"""The user's corrections and checks: one JSON object a line, appended, replayed at every build.

A decision names things as people do, by name and type, so that it still means the same after articles were added.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

from kg import disk
from kg.errors import DataError
from kg.names import CHECKS, TYPES
from kg.records import Article, Check, Facts, Quote, Resolution, Statement

FILE: Final = "decisions.jsonl"
#: Kind of decision to the fields that it cannot do without.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "merge": ("name", "other"),
    "split": ("name", "article"),
    "rename": ("name", "value"),
    "retype": ("name", "value"),
    "ignore": ("name",),
    "quote": ("article", "value"),
    "statement": ("article", "value"),
    "undo": ("number",),
    "forgotten": (),
}
_NUMBERS: Final = frozenset({"start", "end", "number"})
#: Article to the checks of its quotes and statements, with their numbers.
Checks = Mapping[str, Sequence[tuple[int, "Decision"]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One correction or check.

    Args:
        kind: one of :data:`KINDS`.
        name: the thing meant; for a check the words checked.
        type: its type, or an empty string for any.
        other: the thing that it is merged with; the predicate of a statement checked.
        other_type: type of the other thing, or an empty string.
        article: key of the article that a split or check is about.
        value: new name, new type, or verdict (one of :data:`kg.names.CHECKS`); for a split, the name of what it really is.
        start, end: the stretch checked, as offsets in code points.
        number: which decision is undone, counted from 1.
        who: who decided.
        when: ISO day.
        note: why.
    """

    kind: str
    name: str = ""
    type: str = ""
    other: str = ""
    other_type: str = ""
    article: str = ""
    value: str = ""
    start: int = 0
    end: int = 0
    number: int = 0
    who: str = ""
    when: str = ""
    note: str = ""


def dumps(decision: Decision) -> str:
    """Write a decision as one line of JSON, without the fields that say nothing.

    >>> dumps(Decision(kind="ignore", name="Bourse", type="PLACE", when="2025-02-03"))
    '{"kind": "ignore", "name": "Bourse", "type": "PLACE", "when": "2025-02-03"}'
    """
    return json.dumps({name: value for name, value in asdict(decision).items() if value}, ensure_ascii=False)


def loads(line: str) -> Decision:
    """Read one line.

    Raises:
        DataError: it is no decision; the message says why.

    >>> loads('{"kind": "undo", "number": 2}').number
    2
    """
    try:
        found: Any = json.loads(line)
        decision = Decision(**found)
    except (ValueError, TypeError, RecursionError) as error:
        raise DataError(f"this is no decision ({error}): {line[:80]}") from error
    odd = [name for name, value in asdict(decision).items() if type(value) is not (int if name in _NUMBERS else str)]
    if odd:
        raise DataError(f"{odd[0]} must be {'a whole number' if odd[0] in _NUMBERS else 'text'}: {line[:80]}")
    missing = [
        name for name in KINDS.get(decision.kind, ("kind",)) if not getattr(decision, name) or decision.kind not in KINDS
    ]
    known = CHECKS if decision.kind in ("quote", "statement") else TYPES if decision.kind == "retype" else ()
    if missing:
        raise DataError(f"a decision of kind {decision.kind!r} needs {', '.join(missing)}: {line[:80]}")
    if known and decision.value not in known:
        raise DataError(f"{decision.value!r} is not one of {', '.join(known)}: {line[:80]}")
    return decision


def load(folder: Path) -> tuple[Decision, ...]:
    """Read all decisions of a build, in the order in which they were taken; none when there is no file.

    The start of a line that could not be written to its end is none: whoever wrote it was told so.

    Raises:
        DataError: the file is not UTF-8, or a line is malformed; the message names it.
    """
    path, found = folder / FILE, []
    text = _text(path) if path.is_file() else ""
    # A note may hold characters that end a line for Python and for nobody else.
    for number, line in enumerate(text[: len(text) - len(_torn(text))].split("\n"), start=1):
        try:
            found += [loads(line)] if line.strip() else []
        except DataError as error:
            raise DataError(f"{path.name}, line {number}: {error}") from error
    return tuple(found)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 (byte {error.start + 1}): save it as UTF-8") from error


def _torn(text: str) -> str:
    """Give what follows the last end of line when it is no decision."""
    last = text[text.rfind("\n") + 1 :]
    try:
        loads(last)
    except DataError:
        return last
    return ""


def append(folder: Path, decision: Decision, *, agreed: Callable[[Sequence[Decision]], None] | None = None) -> int:
    """Add a decision to the file of a build and give its number, counted from 1.

    Args:
        folder: of the build.
        decision: what was decided.
        agreed: called with the decisions taken until then, while nobody else can add one; an error it raises adds nothing.
    """
    loads(dumps(decision))
    with (folder / FILE).open("a", encoding="utf-8", newline="\n") as file:
        _lock(file)
        taken = load(folder)
        if agreed:
            agreed(taken)
        before = (folder / FILE).read_bytes().decode("utf-8")  # as it is: the file is cut at a byte
        whole = before[: len(before) - len(_torn(before))]
        file.truncate(len(whole.encode()))
        file.write(("\n" if whole and not whole.endswith("\n") else "") + dumps(decision) + "\n")
        file.flush()
        os.fsync(file.fileno())  # nothing else knows what was decided
    return len(taken) + 1


def _lock(file: IO[str]) -> None:
    """Keep others from adding until the file is closed; where the system has no such locks, do nothing."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def rewrite(folder: Path, decisions: Iterable[Decision]) -> None:
    """Replace the file of a build, when a name in it must go; the numbers stay."""
    if (folder / FILE).is_file():
        disk.replace(folder / FILE, "".join(dumps(one) + "\n" for one in decisions).encode())


def active(decisions: Sequence[Decision]) -> Iterator[tuple[int, Decision]]:
    """Give the decisions that were not undone, with their numbers.

    >>> taken = [Decision(kind="ignore", name="Bourse"), Decision(kind="undo", number=1), Decision(kind="undo", number=2)]
    >>> [number for number, _ in active(taken)], [number for number, _ in active(taken[:2])]
    ([1], [])
    """
    undone: set[int] = set()
    for number, one in reversed(list(enumerate(decisions, start=1))):
        if one.kind == "undo" and number not in undone:
            undone.add(one.number)
    for number, one in enumerate(decisions, start=1):
        if number not in undone and one.kind not in ("undo", "forgotten"):
            yield number, one


def without(facts: Facts, resolution: Resolution) -> Facts:
    """Drop what rests on entities that are no thing any more: those that the user ignores.

    A quote whose speaker was ignored stays, as words of a source that only the text names.
    """
    gone = {one.id: one.name for one in facts.entities if (facts.article.key, one.id) not in resolution.links}
    if not gone:
        return facts
    return replace(
        facts,
        entities=tuple(one for one in facts.entities if one.id not in gone),
        mentions=tuple(one for one in facts.mentions if one.entity not in gone),
        statements=tuple(
            _unreported(one, gone) for one in facts.statements if one.subject not in gone and one.object not in gone
        ),
        quotes=tuple(_unspoken(one, gone) for one in facts.quotes),
    )


def _unreported(one: Statement, gone: Mapping[str, str]) -> Statement:
    if one.reporter not in gone:
        return one
    return replace(one, reporter=None, reporter_text=one.reporter_text or gone[one.reporter or ""])


def _unspoken(one: Quote, gone: Mapping[str, str]) -> Quote:
    about = tuple(entity for entity in one.about if entity not in gone)
    text = one.speaker_text or gone.get(one.speaker or "", "")
    return replace(
        one,
        speaker=None if one.speaker in gone else one.speaker,
        speaker_text=text if one.speaker in gone else one.speaker_text,
        employer=None if one.employer in gone else one.employer,
        about=about,
        stance=one.stance if about[:1] == one.about[:1] else "neutral",
    )


def checks_in(decisions: Sequence[Decision]) -> Checks:
    """Give the checks of quotes and statements that were not undone, by article, with their numbers."""
    found: dict[str, list[tuple[int, Decision]]] = {}
    for number, one in active(decisions):
        if one.kind in ("quote", "statement"):
            found.setdefault(one.article, []).append((number, one))
    return found


def marked(facts: Facts, checks: Checks) -> tuple[Facts, list[int]]:
    """Mark the quotes and statements of one article that people checked; the last verdict counts.

    Returns:
        The facts, and the numbers of the checks that apply.
    """
    used = []
    for number, one in checks.get(facts.article.key, ()):
        fresh = _marked(facts, one)
        if fresh is not None:
            used.append(number)
            facts = fresh
    return facts, used


def _marked(facts: Facts, one: Decision) -> Facts | None:
    check = Check(verdict=one.value, who=one.who, when=one.when, note=one.note)
    if one.kind == "quote":
        nearest = _nearest([(each.start, each.end) for each in facts.quotes], one, facts.article)
        quotes = [replace(each, check=check) if (each.start, each.end) == nearest else each for each in facts.quotes]
        return replace(facts, quotes=tuple(quotes)) if nearest else None
    spans = [(each.evidence[0].start, each.evidence[0].end) for each in facts.statements if one.other in ("", each.predicate)]
    nearest = _nearest(spans, one, facts.article)
    statements = tuple(
        replace(each, check=check)
        if one.other in ("", each.predicate) and (each.evidence[0].start, each.evidence[0].end) == nearest
        else each
        for each in facts.statements
    )
    return replace(facts, statements=statements) if nearest else None


def _nearest(spans: Iterable[tuple[int, int]], one: Decision, article: Article) -> tuple[int, int] | None:
    """Give the stretch that was checked; when the text around it has changed, the nearest one with the same words."""
    same = [span for span in spans if not one.name or article.text[span[0] : span[1]] == one.name]
    if not one.name:
        same = [span for span in same if span == (one.start, one.end)]
    return min(same, key=lambda span: (abs(span[0] - one.start), span), default=None)
