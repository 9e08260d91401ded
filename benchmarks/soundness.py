"""What must hold of the facts and the graph of any text whatever; each function gives what does not."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pyoxigraph import Quad

from kg import graph
from kg.facts import to_gold
from kg.names import MODES, PREDICATES, STANCES, STATUSES, TYPES
from kg.rdf import node
from kg.records import Entity, Facts, Quote, Resolution, Statement, from_dict, to_dict


def facts_problems(facts: Facts) -> Iterator[str]:
    """Tell what is wrong with the facts of one article: offsets, words that are not the text's, references to nothing."""
    text, ids = facts.article.text, {one.id for one in facts.entities}
    if len(ids) != len(facts.entities):
        yield "two entities share an id"
    for entity in facts.entities:
        yield from _entity(facts, entity)
    yield from _mentions(facts, ids)
    for statement in facts.statements:
        yield from _statement(text, statement, ids)
    for said in facts.quotes:
        yield from _quote(text, said, ids)
    places = [(one.start, one.end) for one in facts.quotes]
    if places != sorted(places):
        yield "quotes are out of order"
    keys = [(one["subject"], one["predicate"], one.get("object"), one.get("value")) for one in to_gold(facts)["relations"]]
    if len(keys) != len(set(keys)):
        yield "a relation stands twice in the gold format"
    if from_dict(to_dict(facts)) != facts:
        yield "the facts do not come back from their dictionary"


def _outside(text: str, start: int, end: int) -> bool:
    return not 0 <= start < end <= len(text)


def _span(text: str, start: int, end: int, what: str) -> Iterator[str]:
    if _outside(text, start, end):
        yield f"{what} {start}-{end} lies outside the text of {len(text)} characters"
    elif text[start:end] != text[start:end].strip():
        yield f"{what} {text[start:end]!r} has spaces at its ends"


def _entity(facts: Facts, one: Entity) -> Iterator[str]:
    words = {facts.article.text[each.start : each.end] for each in facts.mentions if each.entity == one.id}
    if one.type not in TYPES:
        yield f"{one.id} is of no type: {one.type}"
    if one.type == "PLACE" and not words:  # of « la start-up lyonnaise », which names no place, but says where it is
        if all(one.id != each.object for each in facts.statements):
            yield f"{one.id}, {one.name!r}, is mentioned nowhere and no relation needs it"
    elif not one.name.strip() or one.name not in _unbroken(facts.article.text) or not words:
        yield f"the name {one.name!r} of {one.id} does not stand in the text, or is mentioned nowhere"


def _unbroken(text: str) -> str:
    """Give the text with its lines joined, as names and words that go over the end of one are written."""
    return text + text.replace("\r\n", " ").replace("\n", " ")


def _mentions(facts: Facts, ids: set[str]) -> Iterator[str]:
    spans = [(one.start, one.end) for one in facts.mentions]
    if spans != sorted(spans) or any(one[1] > other[0] for one, other in pairwise(spans)):
        yield "mentions overlap or are out of order"
    for one in facts.mentions:
        yield from _span(facts.article.text, one.start, one.end, "mention")
        if one.entity not in ids:
            yield f"a mention of {one.entity}, which is no entity"


def _statement(text: str, one: Statement, ids: set[str]) -> Iterator[str]:
    what = f"{one.subject} {one.predicate} {one.object or one.value!r}"
    if one.predicate not in PREDICATES or one.status not in STATUSES:
        yield f"{what}: no such predicate or status"
    if (one.object is None) == (one.value is None) or not one.evidence:
        yield f"{what}: neither or both of object and value, or no evidence"
    if not {each for each in (one.subject, one.object, one.reporter) if each is not None} <= ids:
        yield f"{what}: one of these is no entity"
    for span in one.evidence:
        yield from _span(text, span.start, span.end, "evidence")
    value = (one.value or "").removeprefix("-").removeprefix("+") if one.predicate == "stockChange" else one.value or ""
    yield from _as_written(text, what, value=value, quantity=one.quantity, time=one.time, reporter=one.reporter_text)


def _quote(text: str, one: Quote, ids: set[str]) -> Iterator[str]:
    what = f"quote {one.start}-{one.end}"
    yield from _span(text, one.start, one.end, "quote")
    if one.mode not in MODES or one.stance not in STANCES:
        yield f"{what}: no such mode or stance"
    if not {each for each in (*one.about, one.speaker, one.employer) if each is not None} <= ids:
        yield f"{what}: speaker, employer or target is no entity"
    words = {
        "speaker": one.speaker_text,
        "cue": one.cue or "",
        "role": one.role,
        "occasion": one.occasion,
        "medium": one.medium,
    }
    yield from _as_written(text, what, **words)


def _as_written(text: str, what: str, **words: str) -> Iterator[str]:
    for name, value in words.items():
        if value not in _unbroken(text):
            yield f"{what}: its {name} {value!r} does not stand in the text"


def graph_problems(facts: Facts, resolution: Resolution) -> Iterator[str]:
    """Tell where the named graph of an article does not say what its text says, or does not give its facts back."""
    text, quads = facts.article.text, graph.to_quads(facts, resolution)
    starts, ends, exact = (_values(quads, name) for name in ("oa:start", "oa:end", "oa:exact"))
    before, after = (_values(quads, name) for name in ("oa:prefix", "oa:suffix"))
    for place, start in starts.items():
        end, words = int(ends[place]), place.replace(".position", ".quote")
        if exact[words] != text[int(start) : end]:
            yield f"the selector of {start}-{end} quotes {exact[words]!r} and not the text"
        if not text[: int(start)].endswith(before[words]) or not text[end:].startswith(after[words]):
            yield f"the selector of {start}-{end} has other words before or after it than the text"
    if len(starts) != len(exact):
        yield "selectors by position and by words do not go together"


def _values(quads: Iterable[Quad], name: str) -> dict[str, str]:
    predicate = node(name)
    return {str(one.subject).strip("<>"): one.object.value for one in quads if one.predicate == predicate}
