"""Facts and their resolution -> one networkx graph that holds every statement and quote with its sentences.

Nothing is merged away: there is one edge per subject, predicate, object, status and reporter, so what is only reported,
hedged, planned or denied never looks asserted. Sentences are plain strings, before, exact and after: pages need no offsets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg import amounts, counting
from kg.echoes import Place, copies, groups
from kg.errors import DataError
from kg.names import LITERAL, SYMMETRIC, fold
from kg.passages import Row, passage, source_of
from kg.records import Article, Check, Facts, Quote, Resolution, Statement, Thing

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def build(facts: Iterable[Facts], resolution: Resolution, *, context: int = 160) -> MultiDiGraph:
    """Build the graph of all statements and quotes.

    Args:
        facts: the articles' facts, in any order: the result does not depend on it.
        resolution: which thing each entity of each article is.
        context: how many characters to give at most on either side of a sentence or quote.

    Returns:
        Nodes are ids of things, with ``label``, ``type``, ``aliases``, ``wikidata``, ``reason``, ``facts`` (statements whose
        object is an amount or share) and the counts ``weight``, ``articles``, ``relations``, ``said``, ``about``. Edges are of
        ``kind`` ``relation`` (``predicate``, ``status``, ``reporter``, ``reporter_text``, ``quantity``, ``time``, ``confidence``,
        ``evidence``) or ``speech``, from a speaker to what is spoken of (``mode``, ``stance``, ``cue``, ``text``, ``quote``).
        The graph's own attributes are ``articles`` (all), ``counted`` and ``outlets`` (numbers, as :mod:`kg.counting` counts), ``period`` and ``quotes`` (all, also with an unknown speaker); ``part`` is set by who
        gives an excerpt only.

    >>> article = Article(key="a", text="Ada dirige Zéphyr.")
    >>> from kg.records import Entity, Evidence
    >>> entities = (Entity(id="e1", type="PERSON", name="Ada"), Entity(id="e2", type="COMPANY", name="Zéphyr"))
    >>> said = Statement(subject="e1", predicate="ceoOf", object="e2", evidence=(Evidence(0, 18),))
    >>> things = tuple(Thing(id=entity.name, type=entity.type, name=entity.name) for entity in entities)
    >>> links = {("a", "e1"): "Ada", ("a", "e2"): "Zéphyr"}
    >>> graph = build([Facts(article=article, entities=entities, statements=(said,))], Resolution(things=things, links=links))
    >>> [(one, other, data["predicate"]) for one, other, data in graph.edges(data=True)]
    [('Ada', 'Zéphyr', 'ceoOf')]
    """
    from networkx import MultiDiGraph

    kept = sorted(facts, key=lambda one: one.article.key)
    gathered = _gather(kept, resolution, context)
    _fold(kept, resolution, gathered.quotes)
    graph: MultiDiGraph = MultiDiGraph()
    for thing in sorted(resolution.things, key=lambda one: one.id):
        graph.add_node(thing.id, **_node(thing, gathered))
    _add_relations(graph, gathered)
    _add_speech(graph, gathered)
    _count(graph, gathered.quotes)
    graph.graph.update(_summary(gathered.articles), quotes=gathered.quotes)
    return graph


def around(network: MultiDiGraph, ids: Iterable[str], *, steps: int = 1) -> MultiDiGraph:
    """Give the part of `network` within `steps` edges of some of its nodes.

    Raises:
        DataError: one of `ids` is no node of it.
    """
    kept = set(ids)
    for unknown in sorted(kept - set(network)):
        raise DataError(f"{unknown!r} is not in the graph: search its name with `kg who`")
    for _ in range(steps):
        kept |= {near for node in kept for near in (*network.successors(node), *network.predecessors(node))}
    part = network.copy()  # a subgraph's order would be that of a set
    part.remove_nodes_from([node for node in network if node not in kept])
    drawn = {data["quote"] for _, _, data in part.edges(data=True) if data["kind"] == "speech"}
    quotes = [quote for quote in network.graph["quotes"] if quote["id"] in drawn or _inside(quote, kept)]
    part.graph["quotes"] = [{**quote, "about": [name for name in quote["about"] if name in kept]} for quote in quotes]
    used = _articles_of(part)
    part.graph.update(_summary([article for article in network.graph["articles"] if article["key"] in used]))
    return part


def top(network: MultiDiGraph, *, limit: int = 80) -> list[str]:
    """Give the ids of the `limit` nodes that most sentences speak of, heaviest first."""
    order = sorted(network, key=lambda node: (-network.nodes[node]["weight"], -network.nodes[node]["articles"], node))
    return order[:limit]


@dataclass(slots=True)
class _Gathered:
    """What the articles give, on the way into the graph."""

    labels: Mapping[str, str]
    articles: list[dict[str, str]] = field(default_factory=list)
    whole: dict[str, Article] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    seen_in: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    relations: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    literals: dict[str, dict[tuple[str, ...], dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    quotes: list[dict[str, Any]] = field(default_factory=list)


def _gather(facts: list[Facts], resolution: Resolution, context: int) -> _Gathered:
    gathered = _Gathered({thing.id: thing.name for thing in resolution.things})
    gathered.whole |= {one.article.key: one.article for one in facts}
    gathered.first |= copies(gathered.whole.values())
    for one in facts:
        ids = {entity.id: resolution.links[one.article.key, entity.id] for entity in one.entities}
        gathered.articles.append({**source_of(one.article), **_counted(one.article, gathered)})
        for thing in ids.values():
            gathered.seen_in[thing].add(one.article.key)
        for statement in one.statements:
            _take_statement(gathered, one.article, statement, ids, context)
        for quote in one.quotes:
            gathered.quotes.append(_quote(gathered, one.article, quote, ids, context))
    return gathered


def _counted(article: Article, gathered: _Gathered) -> dict[str, str]:
    """Give what an article is counted as: the one that it copies, and whose text that is."""
    first = gathered.whole[gathered.first.get(article.key, article.key)]
    return {"original": first.key, "source": counting.source(first)}


def _take_statement(gathered: _Gathered, article: Article, statement: Statement, ids: Mapping[str, str], context: int) -> None:
    """Add the statement's sentences to the edge or fact they belong to."""
    subject, target = ids[statement.subject], statement.object and ids[statement.object]
    if subject == target:
        return  # two names of the article turned out to be one thing: nothing is left to relate
    if target and statement.predicate in SYMMETRIC and target < subject:
        subject, target = target, subject
    reporter = ids[statement.reporter] if statement.reporter else ""
    reporter_text = gathered.labels[reporter] if reporter else statement.reporter_text
    literal = statement.predicate in LITERAL or not target
    kept = gathered.literals[subject] if literal else gathered.relations
    written = target or statement.value or ""
    key = (subject, statement.predicate, _same(written) if literal else written, statement.status, reporter or reporter_text)
    data = kept.setdefault(
        key,
        {
            "predicate": statement.predicate,
            "status": statement.status,
            "reporter": reporter,
            "reporter_text": reporter_text,
            "quantity": statement.quantity,
            "time": statement.time,
            "confidence": statement.confidence,
            "evidence": [],
            **({"value": written} if literal else {}),
        },
    )
    data["quantity"] = data["quantity"] or statement.quantity
    data["time"] = data["time"] or statement.time
    data["confidence"] = max(data["confidence"], statement.confidence)
    rows = [{**passage(article, span.start, span.end, context), **_check(statement.check)} for span in statement.evidence]
    data["evidence"] += [row for row in rows if row not in data["evidence"]]


def _same(value: str) -> str:
    """Give what amounts have in common that are written differently, such as « -17 % » with either kind of space."""
    amount = amounts.parse(value)
    return f"{amount.value.normalize():f} {amount.unit}" if amount else fold(value)


def _quote(gathered: _Gathered, article: Article, quote: Quote, ids: Mapping[str, str], context: int) -> dict[str, Any]:
    row = {**passage(article, quote.start, quote.end, context), **_check(quote.check)}
    return {
        "id": f"q{len(gathered.quotes)}",
        "speaker": ids[quote.speaker] if quote.speaker else "",
        "speaker_text": quote.speaker_text,
        "role": quote.role,
        "employer": ids[quote.employer] if quote.employer else "",
        "about": list(dict.fromkeys(ids[entity] for entity in quote.about)),
        "stance": quote.stance if quote.about else "neutral",
        "stance_confidence": quote.stance_confidence,
        "mode": quote.mode,
        "cue": quote.cue or "",
        "text": row["exact"],
        "said_on": quote.said_on,
        "confidence": quote.confidence,
        "evidence": row,
    }


def _fold(facts: list[Facts], resolution: Resolution, quotes: list[dict[str, Any]]) -> None:
    """Give quotes that say the same, in several articles, the same ``same``."""
    places = [Place(one.article.key, quote.start, quote.end) for one in facts for quote in one.quotes]
    number = {place: numbered for numbered, group in enumerate(groups(facts, resolution)) for place in group}
    first: dict[tuple[str, str], str] = {}
    for place, quote in zip(places, quotes, strict=True):
        words = (quote["speaker"] or fold(quote["speaker_text"]), fold(quote["text"]))  # however few they are
        quote["same"] = f"g{number[place]}" if place in number else first.setdefault(words, quote["id"])


def _check(check: Check | None) -> Row:
    """Say what a person found who compared a sentence with its source: verdict, and who, when and why."""
    if not check:
        return {}
    return {"check": check.verdict, "checked": ", ".join(part for part in (check.who, check.when, check.note) if part)}


def _node(thing: Thing, gathered: _Gathered) -> dict[str, Any]:
    literals = gathered.literals.get(thing.id, {})
    facts = [literals[key] for key in sorted(literals)]
    return {
        "label": thing.name,
        "type": thing.type,
        "aliases": list(thing.aliases),
        "wikidata": thing.wikidata,
        "reason": thing.reason,
        "facts": facts,
        "articles": counting.articles(gathered.whole[key] for key in gathered.seen_in[thing.id]),
    }


def _add_relations(graph: MultiDiGraph, gathered: _Gathered) -> None:
    for (subject, predicate, target, status, reporter), data in sorted(gathered.relations.items(), key=lambda item: item[0]):
        graph.add_edge(subject, target, key=f"{predicate}|{status}|{reporter}", kind="relation", **data)


def _add_speech(graph: MultiDiGraph, gathered: _Gathered) -> None:
    """Link each speaker to what it speaks of; the stance is known towards the first of these only."""
    for quote in gathered.quotes:
        for place, about in enumerate(quote["about"]):
            if quote["speaker"] and quote["speaker"] != about:
                stance = quote["stance"] if place == 0 else ""
                told = {name: quote[name] for name in ("mode", "cue", "text")}
                graph.add_edge(
                    quote["speaker"],
                    about,
                    key=f"says|{quote['id']}|{place}",
                    kind="speech",
                    stance=stance,
                    quote=quote["id"],
                    evidence=[quote["evidence"]],
                    **told,
                )


def _count(graph: MultiDiGraph, quotes: list[dict[str, Any]]) -> None:
    """Count what each node takes part in: statements, and quotes also when only one of both sides is known."""
    for _, data in graph.nodes(data=True):
        data.update(relations=0, said=0, about=0, weight=sum(len(fact["evidence"]) for fact in data["facts"]))
    for source, target, data in graph.edges(data=True):
        for node in (source, target) if data["kind"] == "relation" else ():
            graph.nodes[node]["relations"] += 1
            graph.nodes[node]["weight"] += len(data["evidence"])
    for quote in quotes:
        for name, nodes in (("said", [quote["speaker"]] if quote["speaker"] else []), ("about", quote["about"])):
            for node in nodes:
                graph.nodes[node][name] += 1
                graph.nodes[node]["weight"] += 1


def _summary(articles: list[dict[str, str]]) -> dict[str, Any]:
    dates = sorted(article["date"] for article in articles if article["date"])
    return {
        "articles": articles,
        "counted": len({article["original"] for article in articles}),
        "outlets": len({fold(article["source"]) for article in articles if article["source"]}),
        "period": (dates[0], dates[-1]) if dates else ("", ""),
    }


def _inside(quote: Mapping[str, Any], kept: set[str]) -> bool:
    named = [name for name in (quote["speaker"], *quote["about"]) if name]
    return bool(named) and kept.issuperset(named)


def _articles_of(network: MultiDiGraph) -> set[str]:
    held: list[Any] = [data for _, _, data in network.edges(data=True)]
    held += [fact for _, data in network.nodes(data=True) for fact in data["facts"]]
    used = {row["article"] for data in held for row in data["evidence"]}
    return used | {quote["evidence"]["article"] for quote in network.graph["quotes"]}
