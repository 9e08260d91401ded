"""Stored facts -> store, dump, tables and page: in two goes over the facts, of which only one article is in memory at a time."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from kg import (
    candidates,
    catalogue,
    corpus,
    counting,
    decisions,
    echoes,
    excerpt,
    graph,
    network,
    rdf,
    resolve,
    sheets,
    tables,
    view,
)
from kg.agreement import Key, Told
from kg.buildreport import Report, versions
from kg.decisions import Checks, Decision
from kg.excerpt import Excerpt
from kg.graphs import Graphs, in_order
from kg.records import Article, Facts, Resolution
from kg.replay import Unused
from kg.settings import Settings
from kg.sheets import Row
from kg.sorting import Sorter
from kg.store import Writer, open_for_reading, whole

#: What shows in facts and in what their names are resolved to, and nowhere else in a graph.
_ELSEWHERE: Final = frozenset({"model", "catalogue", "lists"})
#: Quads above which the dump is left to ``kg export``.
DUMP_LIMIT: Final = 200_000


def dump(out: Path) -> list[Any]:
    """Give all quads of the store of a build, sorted."""
    with open_for_reading(out / "store") as reader, whole(out / "store"):
        return rdf.sort_quads(reader.store)


def write_all(
    out: Path, writer: Writer, settings: Settings, report: Report, progress: Callable[[int, int], None] | None = None
) -> None:
    """Resolve everything, and write what changed of the store, the dump, the tables and the page.

    Args:
        progress: called with how many articles are written and of how many, after each.
    """
    taken = decisions.load(out)
    surveyed = _survey(out)
    resolution, unused = _resolved(surveyed.rows, taken)
    weights = surveyed.weights(resolution)
    report.lap("resolution")
    with ExitStack() as files:
        kept = _Kept(resolution, files.enter_context(Sorter(out)), files.enter_context(Sorter(out)))
        kept.page = Excerpt(weights, resolution) if surveyed.sentences > excerpt.SENTENCES else []
        graphs = _Made(Graphs(writer), resolution, decisions.checks_in(taken), settings)
        for number, key in enumerate(graphs.in_order(surveyed.keys), start=1):
            kept.add(graphs.article(*corpus.stored_with_digest(out, key), report))
            if progress:
                progress(number, len(surveyed.keys))
        kept.sort()
        report.unused = sorted([*unused, *resolve.unchecked(graphs.checks, graphs.used)])
        report.counts = {**kept.counts(), "quads": graphs.finish(kept)}
        report.lap("graphs")
        report.files = ["graph.html", *_dump(out, report.counts["quads"]), *_tables(out, kept)]
        report.lap("tables")
        _page(out, kept, graphs, settings, report)
        report.lap("page")


def _resolved(rows: list[candidates.Row], taken: Sequence[Decision]) -> tuple[Resolution, tuple[Unused, ...]]:
    """Resolve, and let go of all but the outcome, before the memory is needed for graphs."""
    linked = resolve.link(rows, catalogue.load(), taken)
    return linked.resolution, linked.unused


@dataclass(slots=True)
class _Surveyed:
    """What has to be known of all articles before anything can be written."""

    keys: list[str] = field(default_factory=list)
    rows: list[candidates.Row] = field(default_factory=list)
    heavy: "array[int]" = field(default_factory=lambda: array("L"))
    sentences: int = 0

    def weights(self, resolution: Resolution) -> Counter[str]:
        """Give how many statements and quotes each thing takes part in; the rows are not needed any more."""
        found: Counter[str] = Counter()
        for row, weight in zip(self.rows, self.heavy, strict=True):
            if thing := resolution.links.get((row.article, row.entity)):
                found[thing] += weight
        self.rows, self.heavy = [], array("L")
        return found


def _survey(out: Path) -> _Surveyed:
    found = _Surveyed()
    for facts in corpus.scan(out):
        found.keys.append(facts.article.key)
        found.rows += candidates.rows([facts])
        found.heavy.extend(excerpt.weigh(facts))
        found.sentences += excerpt.sentences(facts)
    found.keys.sort()
    return found


@dataclass(slots=True)
class _Kept:
    """What is kept of articles that were written, for what all of them make together."""

    resolution: Resolution
    relations: Sorter[tuple[Key, Row]]
    quotes: Sorter[Row]
    page: Excerpt | list[Facts] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    heard: list[echoes.Heard] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    named: tables.Counts = field(default_factory=tables.Counts)
    statements: int = 0
    names: tables.Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = tables.Names(self.resolution)

    def add(self, facts: Facts) -> None:
        """Take in one article."""
        brief = counting.brief(facts.article)
        self.articles.append(brief)
        self.heard += echoes.heard(facts, self.resolution, brief.text)
        self.told.add(brief, facts.statements, self.resolution)
        self.named.add(facts, self.resolution)
        self.statements += len(facts.statements)
        for order, relation in tables.relation_rows(facts, self.resolution, self.names):
            self.relations.add(order, relation)
        for order, row in tables.quote_rows(facts, self.names):
            self.quotes.add(order, row)
        if isinstance(self.page, Excerpt):
            self.page.add(facts)
        else:
            self.page.append(facts)

    def sort(self) -> None:
        """Put what was taken in into the order of the articles' keys."""
        self.articles.sort(key=attrgetter("key"))
        self.told.sort()
        if not isinstance(self.page, Excerpt):
            self.page.sort(key=attrgetter("article.key"))

    def counts(self) -> dict[str, int]:
        """Count what was found: things by type, statements, quotes, articles."""
        kinds = Counter(thing.type for thing in self.resolution.things)
        found = {kind.lower(): kinds[kind] for kind in sorted(kinds)}
        return {**found, "statements": self.statements, "quotes": len(self.heard), "articles": len(self.articles)}


class _Made:
    """The graphs of a build in the making."""

    def __init__(self, graphs: Graphs, resolution: Resolution, checks: Checks, settings: Settings) -> None:
        self._graphs = graphs
        self._resolution = resolution
        self._base, self._text = str(settings.base), settings.text is not False
        recipe = {name: value for name, value in corpus.recipe().items() if name not in _ELSEWHERE}
        self._from = corpus.dumps([recipe, graph.LAYOUT, self._base, self._text])
        self.checks = checks
        self.used: set[int] = set()

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Give the keys of articles in the order in which the store keeps their graphs."""
        iris = {graph.graph_iri(key, base=self._base): key for key in keys}
        return [iris[iri] for iri in in_order(iris)]

    def corrected(self, facts: Facts) -> Facts:
        """Give the facts of an article as the user corrected them."""
        return resolve.correct(facts, self._resolution, self.checks, self.used)

    def article(self, stored: Facts, digest: str, report: Report) -> Facts:
        """Write the graph of an article, unless it is there; give its facts as the user corrected them."""
        facts, key, links = self.corrected(stored), stored.article.key, self._resolution.links
        things = [links.get((key, entity.id), "") for entity in stored.entities]
        stamp = corpus.digest("\n".join([self._from, digest, repr(self.checks.get(key)), *things]))[:24]
        iri = graph.graph_iri(key, base=self._base)
        if not self._graphs.is_there(iri, stamp):
            lines = graph.to_lines(facts, self._resolution, base=self._base, text=self._text)
            report.rewritten += self._graphs.put(iri, stamp, lines)
        return facts

    def finish(self, kept: _Kept) -> int:
        """Write the graphs that all articles share, and make everything count; give the number of quads."""
        base, resolution, graphs = self._base, self._resolution, self._graphs
        families = resolve.variants(resolution, catalogue.load())
        iri, stamp = graph.entities_iri(base=base), _stamp(self._from, *resolution.things, families)
        graphs.pour(iri, stamp, graph.each_entity(resolution, base=base, variants=families))
        iri, lines = graph.ontology_iri(base=base), [rdf.nquads([quad]) for quad in graph.ontology_quads(base=base)]
        graphs.pour(iri, _stamp(*lines), lines)
        copies, said = echoes.copies(kept.articles), echoes.originals(echoes.grouped(kept.heard))
        iri, keys = graph.provenance_iri(base=base), (one.key for one in kept.articles)
        stamp = _stamp(self._from, versions(), *keys, copies, *said.items())
        graphs.pour(iri, stamp, graph.each_provenance(kept.articles, versions(), base=base, copies=copies, echoes=said))
        return graphs.finish()


def _stamp(*parts: object) -> str:
    """Give a digest of what a graph is made from."""
    made = hashlib.sha256()
    for part in parts:
        made.update(repr(part).encode("utf-8", "replace"))
    return made.hexdigest()[:24]


def _dump(out: Path, quads: int) -> list[str]:
    """Write the dump, or remove an older one, which would tell of another state; give what is there."""
    if quads > DUMP_LIMIT:
        (out / "graph.trig").unlink(missing_ok=True)
        return []
    corpus.write(out / "graph.trig", rdf.trig(dump(out)))
    return ["graph.trig"]


def _tables(out: Path, kept: _Kept) -> list[str]:
    relations = (tables.agreed_row(*row, kept.told) for row in kept.relations)
    made = {
        "entities.csv": (tables.ENTITIES, tables.entity_rows(kept.named, kept.resolution)),
        "relations.csv": (tables.RELATIONS, relations),
        "quotes.csv": (tables.QUOTES, iter(kept.quotes)),
    }
    for name, (columns, rows) in made.items():
        sheets.write(chain([columns], rows), out / name)
    return list(made)


def _page(out: Path, kept: _Kept, graphs: _Made, settings: Settings, report: Report) -> None:
    """Write the page: of everything, or, of very much, what most sentences speak of."""
    if isinstance(kept.page, Excerpt):
        chosen = kept.page.chosen()
        read = ((graphs.corrected(corpus.stored_with_digest(out, key)[0]), chosen[key]) for key in sorted(chosen))
        facts = [excerpt.cut(one, *places) for one, places in read]
        drawn = network.build(facts, excerpt.narrowed(facts, kept.resolution))
        report.part = {"shown": len(drawn), "names": len(kept.resolution.things), "articles": len(kept.articles)}
        drawn.graph["part"] = report.part
    else:
        drawn = network.build(kept.page, kept.resolution)
    corpus.write(out / "graph.html", view.page(drawn, title=str(settings.title), lang=str(settings.lang)))
