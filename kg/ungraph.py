"""RDF -> Facts: the way back from the named graph of one article."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import Quad, Triple

from kg.errors import DataError
from kg.names import CHECKS, CLASSES, PREDICATES, STATUSES, name_of
from kg.rdf import local, node
from kg.records import Article, Check, Entity, Evidence, Facts, Mention, Quote, Statement

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class _Reader:
    """The triples of one graph, by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple):
                self._values[quad.subject.value][quad.predicate.value].append(quad.object.value)

    def members(self, kind: str) -> list[str]:
        """Give all subjects of a class in their order in the article."""
        is_a, iri = node("rdf:type").value, node(kind).value
        found = [subject for subject, values in self._values.items() if iri in values.get(is_a, ())]
        return sorted(found, key=lambda subject: (int(self.text(subject, "kg:order") or 0), subject))

    def all(self, subject: str, predicate: str) -> list[str]:
        """Give all values, sorted."""
        return sorted(self._values[subject].get(node(predicate).value, ()))

    def maybe(self, subject: str, predicate: str) -> str | None:
        """Give the only value, or None."""
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: str, predicate: str) -> str:
        """Give the only value, or an empty string."""
        return self.maybe(subject, predicate) or ""

    def span(self, subject: str) -> Evidence:
        """Give the offsets of an ``oa:SpecificResource``."""
        for selector in self.all(subject, "oa:hasSelector"):
            start, end = self.maybe(selector, "oa:start"), self.maybe(selector, "oa:end")
            if start is not None and end is not None:
                return Evidence(int(start), int(end))
        raise DataError(f"{subject} has no position in its text: the graph is incomplete, build it again")

    def arguments(self, subject: str) -> dict[str, list[str]]:
        """Give the ids of the entities in each place of an assertion or quotation."""
        places: dict[str, list[str]] = {}
        for pair in self.text(subject, "kg:arguments").split():
            place, _, entity = pair.partition("=")
            places.setdefault(place, []).append(entity)
        return places


def from_quads(quads: Iterable[Quad], texts: Mapping[str, str] = _NONE) -> Facts:
    """Turn the named graph of one article back into facts.

    Args:
        quads: what :func:`kg.graph.to_quads` gave.
        texts: article key to text, which a graph does not hold; without it the text is empty.

    Raises:
        DataError: `quads` are not the graph of one article, or the text is not the one they were made from.
    """
    graph = _Reader(quads)
    articles = graph.members("kg:Article")
    if len(articles) != 1:
        raise DataError(f"expected the graph of one article, found {len(articles)}: choose one named graph")
    return Facts(
        article=_article(graph, articles[0], texts),
        entities=tuple(_entity(graph, one) for one in graph.members("kg:LocalEntity")),
        mentions=tuple(_mention(graph, one) for one in graph.members("kg:Mention")),
        statements=tuple(_statement(graph, one) for one in graph.members("kg:Assertion")),
        quotes=tuple(_quote(graph, one) for one in graph.members("kg:Quotation")),
    )


def _article(graph: _Reader, here: str, texts: Mapping[str, str]) -> Article:
    key = graph.text(here, "schema:identifier")
    text = texts.get(key, "")
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    if key in texts and digest != graph.text(f"{here}#text", "kg:sha256"):
        raise DataError(f"{key}: this is not the text that the graph was made from: build it again")
    return Article(
        key=key,
        text=text,
        title=graph.text(here, "schema:headline"),
        url=graph.text(here, "schema:url"),
        outlet=graph.text(here, "schema:publisher"),
        author=graph.text(here, "schema:author"),
        date=graph.text(here, "schema:datePublished"),
        agency=graph.text(here, "kg:agency"),
    )


def _entity(graph: _Reader, here: str) -> Entity:
    kind = name_of(graph.text(here, "kg:entityType"))
    return Entity(
        id=graph.text(here, "kg:entityId"),
        type=next(code for code, name in CLASSES.items() if name == kind),
        name=graph.text(here, "rdfs:label"),
        catalogue=graph.text(here, "kg:catalogueId"),
    )


def _mention(graph: _Reader, here: str) -> Mention:
    span = graph.span(graph.text(here, "kg:evidence"))
    return Mention(
        start=span.start,
        end=span.end,
        entity=graph.text(here, "kg:entityId"),
        source=graph.text(here, "kg:foundBy"),
        confidence=float(graph.text(here, "kg:confidence")),
    )


def _statement(graph: _Reader, here: str) -> Statement:
    places = graph.arguments(here)
    return Statement(
        subject=places["subject"][0],
        predicate=_ours(graph.text(here, "rdf:predicate"), PREDICATES),
        object=next(iter(places.get("object", ())), None),
        value=graph.maybe(here, "kg:amountText"),
        status=_ours(graph.text(here, "kg:status"), STATUSES),
        reporter=next(iter(places.get("reporter", ())), None),
        reporter_text=graph.text(here, "kg:reporterText"),
        evidence=_evidence(graph, here),
        quantity=graph.text(here, "kg:quantity"),
        time=graph.text(here, "kg:time"),
        confidence=float(graph.text(here, "kg:confidence")),
        check=_check(graph, here),
    )


def _ours(iri: str, known: Sequence[str]) -> str:
    name = name_of(iri)
    if name not in known:
        raise DataError(f"{iri or 'nothing'!r} where one of {', '.join(known)} is expected")
    return name


def _evidence(graph: _Reader, here: str) -> tuple[Evidence, ...]:
    ranking = [tuple(map(int, span.split("-"))) for span in graph.text(here, "kg:evidenceOrder").split()]
    if ranking:
        return tuple(Evidence(start, end) for start, end in ranking)
    return tuple(graph.span(one) for one in graph.all(here, "kg:evidence"))


def _quote(graph: _Reader, here: str) -> Quote:
    span, places = graph.span(graph.text(here, "kg:evidence")), graph.arguments(here)
    return Quote(
        start=span.start,
        end=span.end,
        mode=local(graph.text(here, "kg:mode")),
        speaker=next(iter(places.get("speaker", ())), None),
        speaker_text=graph.text(here, "kg:speakerText"),
        cue=graph.maybe(here, "kg:cue"),
        about=tuple(places.get("about", ())),
        stance=local(graph.text(here, "kg:stance")),
        stance_confidence=float(graph.text(here, "kg:stanceConfidence") or 0.0),
        role=graph.text(here, "kg:speakerRole"),
        employer=next(iter(places.get("employer", ())), None),
        said_on=graph.text(here, "kg:saidOn"),
        occasion=graph.text(here, "kg:occasion"),
        medium=graph.text(here, "kg:medium"),
        translated=graph.text(here, "kg:translated") == "true",
        confidence=float(graph.text(here, "kg:confidence")),
        check=_check(graph, here),
    )


def _check(graph: _Reader, here: str) -> Check | None:
    verdict = graph.text(here, "kg:check")
    return (
        Check(
            verdict=_ours(verdict, CHECKS),
            who=graph.text(here, "kg:checkedBy"),
            when=graph.text(here, "kg:checkedOn"),
            note=graph.text(here, "kg:checkNote"),
        )
        if verdict
        else None
    )
