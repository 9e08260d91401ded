"""Doc -> Facts: the last module that sees spaCy."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import ThreadpoolController

from kg.amounts import count
from kg.annotate import attributes, lines
from kg.annotate.tokens import shadow
from kg.dates import normal
from kg.names import STATUSES
from kg.records import Article, Facts, Quote, Statement

Words = Callable[[str, int], str]

attributes.register()

#: Tokens above which a text is parsed in pieces of about so many.
_LONG: Final = 10_000
_PIECE: Final = 2_500
_ENDS: Final = frozenset({".", "!", "?", "…"})


def annotate(articles: Iterable[Article], nlp: Language) -> Iterator[Facts]:
    """Run the pipeline over `articles` and give the facts of each, in order.

    One article at a time, on one core: the result depends on nothing but the article, and processes that work side by side do
    not get in each other's way.
    """
    for article in articles:
        with _algebra().limit(limits=1):
            doc = _run(article, nlp)
        yield gather(doc, article)


def _run(article: Article, nlp: Language) -> Doc:
    """Run the pipeline over an article; the trained components see a very long one in pieces, which bounds the memory."""
    doc = _doc(article, nlp)
    if len(doc) <= _LONG:
        return nlp(doc)
    own = [name for name in nlp.pipe_names if name.startswith("kg_") and name != lines.NAME]
    pieces = [nlp(doc[start:end].as_doc(), disable=own) for start, end in _pieces(doc)]
    whole = Doc.from_docs(pieces, ensure_whitespace=False)
    whole._.article = article
    return nlp(whole, disable=[name for name in nlp.pipe_names if name not in own])


def _pieces(doc: Doc) -> Iterator[tuple[int, int]]:
    """Give the tokens of pieces of a long text, cut where a sentence or line ends, if any does."""
    start = 0
    for token in doc:
        length = token.i + 1 - start
        if length >= 2 * _PIECE or (length >= _PIECE and (token.text in _ENDS or "\n" in token.text)):
            yield start, token.i + 1
            start = token.i + 1
    if start < len(doc):
        yield start, len(doc)


@lru_cache(maxsize=1)
def _algebra() -> ThreadpoolController:
    """Find the library that multiplies matrices; its threads cost more than they bring with matrices as small as ours."""
    return ThreadpoolController().select(user_api="blas")


def _doc(article: Article, nlp: Language) -> Doc:
    doc = nlp.make_doc(shadow(article.text))
    doc._.article = article
    return doc


def gather(doc: Doc, article: Article) -> Facts:
    """Collect what the components left on `doc`, with words as the article writes them and not as the shadow does."""
    plain = doc.text
    words = partial(_as_written, plain, article.text)
    starts = {one.entity: one.start for one in reversed(doc._.mentions)}
    return Facts(
        article=article,
        entities=tuple(replace(one, name=words(one.name, starts.get(one.id, 0))) for one in doc._.entities),
        mentions=tuple(doc._.mentions),
        statements=tuple(_statement_as_written(one, words) for one in doc._.statements),
        quotes=tuple(_quote_as_written(one, words) for one in doc._.quotes),
    )


def _as_written(plain: str, text: str, words: str, near: int) -> str:
    """Give the article's own characters for `words` of its shadow, at the place nearest to `near`."""
    if plain == text:
        return words
    places = [place for place in (plain.rfind(words, 0, near + len(words)), plain.find(words, near)) if place >= 0]
    if not words or not places:
        return words
    place = min(places, key=lambda start: abs(start - near))
    return text[place : place + len(words)].replace("\r\n", " ").replace("\n", " ")  # where only the width ended the line


def _statement_as_written(one: Statement, words: Words) -> Statement:
    near = one.evidence[0].start
    value = one.value
    if value is not None:  # the sign of a move on the stock exchange is ours, not the article's
        sign = value[:1] if value[:1] in "+-" else ""
        value = sign + words(value[len(sign) :], near)
    return replace(
        one,
        value=value,
        quantity=words(one.quantity, near),
        time=words(one.time, near),
        reporter_text=words(one.reporter_text, near),
    )


def _quote_as_written(one: Quote, words: Words) -> Quote:
    cue = words(one.cue, one.start) if one.cue else one.cue
    return replace(
        one,
        cue=cue,
        speaker_text=words(one.speaker_text, one.start),
        role=words(one.role, one.start),
        occasion=words(one.occasion, one.start),
        medium=words(one.medium, one.start),
    )


def strongest(statements: Iterable[Statement]) -> list[Statement]:
    """Keep one statement for each (subject, predicate, object): the one with the strongest status."""
    best: dict[tuple[str, str, str | None, str | None], Statement] = {}
    for one in statements:
        key = (one.subject, one.predicate, one.object, one.value)
        if key not in best or STATUSES.index(one.status) < STATUSES.index(best[key].status):
            best[key] = one
    return list(best.values())


def to_gold(facts: Facts) -> dict[str, Any]:
    """Turn facts into one object of the gold format, with ``statements`` besides."""
    article = facts.article
    return {
        "id": article.key,
        "text": article.text,
        "entities": [{"id": one.id, "type": one.type, "name": one.name} for one in facts.entities],
        "mentions": [{"start": one.start, "end": one.end, "entity": one.entity} for one in facts.mentions],
        "relations": [_relation(one) for one in strongest(facts.statements)],
        "quotes": [_quote(one) for one in facts.quotes],
        "statements": [_statement(one, article.date) for one in facts.statements],
    }


def _triple(one: Statement) -> dict[str, Any]:
    target = {"object": one.object} if one.value is None else {"value": one.value}
    return {"subject": one.subject, "predicate": one.predicate, **target, "status": one.status}


def _relation(one: Statement) -> dict[str, Any]:
    return {**_triple(one), "start": one.evidence[0].start, "end": one.evidence[0].end}


def _statement(one: Statement, published: str) -> dict[str, Any]:
    number = count(one.quantity)
    return {
        **_triple(one),
        "reporter": one.reporter,
        "reporter_text": one.reporter_text,
        "quantity": one.quantity,
        "quantity_value": None if number is None else float(number),
        "time": one.time,
        "time_value": normal(one.time, published, ahead=one.status == "planned"),
        "confidence": one.confidence,
        "evidence": [{"start": span.start, "end": span.end} for span in one.evidence],
    }


def _quote(one: Any) -> dict[str, Any]:
    return {
        "start": one.start,
        "end": one.end,
        "mode": one.mode,
        "speaker": one.speaker,
        "speaker_text": one.speaker_text,
        "cue": one.cue,
        "about": list(one.about),
        "stance": one.stance,
        "stance_confidence": one.stance_confidence,
        "role": one.role,
        "employer": one.employer,
        "said_on": one.said_on,
        "occasion": one.occasion,
        "medium": one.medium,
        "translated": one.translated,
        "confidence": one.confidence,
    }
