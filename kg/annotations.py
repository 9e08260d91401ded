"""Names that a user marked in texts: read from JSON Lines in the gold format, or gathered from the decisions about a build."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue
from kg.decisions import Decision
from kg.errors import TrainingError
from kg.names import TYPES
from kg.records import Facts
from kg.resolve import Outcome, trace

#: Start, end and type of a name in a text.
Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with all the names in it.

    Args:
        spans: sorted, none overlapping.
    """

    text: str
    spans: tuple[Span, ...]


def load(path: Path) -> list[Annotated]:
    """Read annotated texts, one JSON object a line with at least ``text``, ``entities`` and ``mentions``.

    Raises:
        TrainingError: a line is no annotated text; the message names the line and says what is wrong.
    """
    found = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise TrainingError(f"{path.name} is not UTF-8: save it as UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(loads(line))
            except TrainingError as error:
                raise TrainingError(f"{path.name}, line {number}: {error}") from error
    if not found:
        raise TrainingError(f"{path.name} holds no annotated text")
    return found


def loads(line: str) -> Annotated:
    """Read one line.

    Raises:
        TrainingError: it is no annotated text; the message says why.

    >>> line = '{"text": "Zed parle.", "entities": [{"id": "e1", "type": "COMPANY"}], "mentions": [[0, 3, "e1"]]}'
    >>> loads(line.replace('[0, 3, "e1"]', '{"start": 0, "end": 3, "entity": "e1"}')).spans
    ((0, 3, 'COMPANY'),)
    """
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TrainingError(f"this is not JSON ({error})") from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise TrainingError("there must be an object with a text")
    types = {str(row.get("id")): str(row.get("type")) for row in _rows(found, "entities")}
    unknown = sorted(set(types.values()).difference(TYPES))
    if unknown:
        raise TrainingError(f"there is no type {', '.join(unknown)}: take one of {', '.join(TYPES)}")
    spans = sorted(_span(row, found["text"], types) for row in _rows(found, "mentions"))
    for one, other in pairwise(spans):
        if other[0] < one[1]:
            raise TrainingError(f"the mentions {one[0]}-{one[1]} and {other[0]}-{other[1]} overlap: keep the longer one")
    return Annotated(found["text"], tuple(spans))


def _rows(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = found.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TrainingError(f"{name} must be a list of objects")
    return rows


def _span(row: Mapping[str, Any], text: str, types: Mapping[str, str]) -> Span:
    start, end, entity = row.get("start"), row.get("end"), str(row.get("entity"))
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        raise TrainingError(f"the mention {start}-{end} lies outside of the text, which has {len(text)} characters")
    if entity not in types:
        raise TrainingError(f"the mention {start}-{end} is of the entity {entity!r}, which is not in entities")
    if text[start:end] != text[start:end].strip():
        raise TrainingError(f"the mention {start}-{end} starts or ends with a space: {text[start:end]!r}")
    return start, end, types[entity]


def dumps(one: Annotated) -> str:
    """Write an annotated text as one line; each mention is an entity of its own.

    >>> loads(dumps(Annotated("Zed parle.", ((0, 3, "COMPANY"),)))).spans
    ((0, 3, 'COMPANY'),)
    """
    ids = [f"e{number}" for number in range(1, len(one.spans) + 1)]
    rows = list(zip(ids, one.spans, strict=True))
    found = {
        "text": one.text,
        "entities": [{"id": key, "type": kind, "name": one.text[start:end]} for key, (start, end, kind) in rows],
        "mentions": [{"start": start, "end": end, "entity": key} for key, (start, end, _) in rows],
    }
    return json.dumps(found, ensure_ascii=False)


def from_decisions(facts: Sequence[Facts], catalogue: Catalogue, decisions: Sequence[Decision]) -> Iterator[Annotated]:
    """Give the lines of the articles in which a decision changed the type of a name or dropped it, with all their names."""
    before, after = (trace(facts, catalogue, taken) for taken in ((), decisions))
    for one in sorted(facts, key=lambda one: one.article.key):
        old, new = (_types(one, outcome) for outcome in (before, after))
        changed = {entity for entity, kind in old.items() if new.get(entity) != kind}
        yield from _lines(one, new, changed)


def _types(facts: Facts, outcome: Outcome) -> dict[str, str]:
    things = {thing.id: thing.type for thing in outcome.resolution.things}
    links = outcome.resolution.links
    return {one.id: things[links[facts.article.key, one.id]] for one in facts.entities if (facts.article.key, one.id) in links}


def _lines(facts: Facts, types: Mapping[str, str], changed: Iterable[str]) -> Iterator[Annotated]:
    wanted, start = set(changed), 0
    for line in facts.article.text.split("\n"):
        end = start + len(line)
        inside = [one for one in facts.mentions if start <= one.start and one.end <= end]
        if wanted & {one.entity for one in inside}:
            spans = ((one.start - start, one.end - start, types[one.entity]) for one in inside if one.entity in types)
            yield Annotated(line, tuple(spans))
        start = end + 1
