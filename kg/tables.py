"""Facts and their resolution -> three tables for spreadsheets and data frames: entities, relations, quotes. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from kg import amounts
from kg.agreement import Agreement, Key, Told, key
from kg.dates import normal
from kg.records import Article, Facts, Quote, Resolution, Statement
from kg.sheets import Cell, Row, lines

#: What rows are sorted by: newest first, then article, place in it, and all of the row.
Order = tuple[tuple[int, ...], str, int, str]
#: Between several values in one cell.
_AND: Final = " | "


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; every row has a cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def whole(self) -> Iterator[Row]:
        """Give all rows, the names of the columns first."""
        yield self.columns
        yield from self.rows


@dataclass(slots=True)
class Counts:
    """How often each thing is named, and in how many articles; taken in one article after the other."""

    articles: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)

    def add(self, facts: Facts, resolution: Resolution) -> None:
        """Take in one article."""
        links, key = resolution.links, facts.article.key
        self.articles.update({links[key, entity.id] for entity in facts.entities})
        self.mentions.update(links[key, mention.entity] for mention in facts.mentions)


def entities(facts: Iterable[Facts], resolution: Resolution) -> Table:
    """List every thing with its names and how often it is named, by id."""
    found = Counts()
    for one in facts:
        found.add(one, resolution)
    return Table(ENTITIES, tuple(entity_rows(found, resolution)))


ENTITIES: Final = ("id", "type", "name", "aliases", "wikidata", "catalogue", "articles", "mentions", "reason")


def entity_rows(found: Counts, resolution: Resolution) -> Iterator[Row]:
    """Give the rows of the table of things, in their order."""
    for one in sorted(resolution.things, key=lambda thing: (thing.id, thing.type, thing.name)):
        yield (
            one.id,
            one.type,
            one.name,
            _AND.join(one.aliases),
            one.wikidata,
            one.catalogue,
            found.articles[one.id],
            found.mentions[one.id],
            one.reason,
        )


class Names:
    """What the entities of an article are, and what these are called."""

    def __init__(self, resolution: Resolution) -> None:
        self._links = resolution.links
        self._labels = {thing.id: thing.name for thing in resolution.things}

    def id(self, article: Article, entity: str | None) -> str:
        """Give the id of the thing, or an empty string."""
        return self._links[article.key, entity] if entity else ""

    def name(self, article: Article, entity: str | None) -> str:
        """Give the name of the thing, or an empty string."""
        return self._labels[self._links[article.key, entity]] if entity else ""


def _source(article: Article) -> tuple[str, ...]:
    return article.outlet, article.date


def _newest(date: str) -> tuple[int, ...]:
    """Give a key that sorts newest first and undated last."""
    return tuple(-ord(char) for char in date) or (1,)


#: What one article alone tells of a statement.
STATED: Final = (
    "subject",
    "predicate",
    "object_or_value",
    "status",
    "reporter",
    "outlet",
    "date",
    "sentence",
    "url",
    "title",
    "author",
    "quantity",
    "quantity_value",
    "time",
    "time_value",
    "number",
    "unit",
    "evidence_count",
    "confidence",
    "subject_id",
    "object_id",
    "reporter_id",
    "article",
    "start",
    "end",
    "check",
)
#: And what all articles together tell.
RELATIONS: Final = (*STATED, "outlets", "denied_by", "opposed_in")


def relations(facts: Iterable[Facts], resolution: Resolution) -> Table:
    """List every statement of every article with its status and best sentence, newest first."""
    names, told = Names(resolution), Told()
    found: list[tuple[Order, tuple[Key, Row]]] = []
    for one in facts:
        told.add(one.article, one.statements, resolution)
        found += relation_rows(one, resolution, names)
    found.sort(key=itemgetter(0))
    return Table(RELATIONS, tuple(agreed_row(*row, told) for _, row in found))


def relation_rows(one: Facts, resolution: Resolution, names: Names) -> Iterator[tuple[Order, tuple[Key, Row]]]:
    """Give the statements of one article: what to sort them by, the fact they state, and their row as far as the article gives it."""
    for said in one.statements:
        row = _relation(one.article, said, names)
        yield _order(one.article, said.evidence[0].start, row), (key(one.article, said, resolution), row)


def agreed_row(place: Key, row: Row, told: Told) -> Row:
    """Complete the row of a statement by what all articles say of the fact."""
    return (*row, *_agreement(told.of(place)))


def _order(article: Article, start: int, row: Row) -> Order:
    return _newest(article.date), article.key, start, str(row)


def _agreement(one: Agreement) -> tuple[Cell, ...]:
    """Give how many sources give a fact, which deny it, and which articles say the opposite or give another sum."""
    return len(one.outlets), _AND.join(one.denied), _AND.join(one.opposed)


def _relation(article: Article, said: Statement, names: Names) -> Row:
    best, amount = said.evidence[0], amounts.parse(said.value) if said.value else None
    how_many = amounts.count(said.quantity)
    return (
        names.name(article, said.subject),
        said.predicate,
        said.value or "" if said.object is None else names.name(article, said.object),
        said.status,
        names.name(article, said.reporter) or said.reporter_text,
        *_source(article),
        article.text[best.start : best.end],
        article.url,
        article.title,
        article.author,
        said.quantity,
        "" if how_many is None else how_many,
        said.time,
        normal(said.time, article.date, ahead=said.status == "planned"),
        amount.value if amount else "",
        amount.unit if amount else "",
        len(said.evidence),
        said.confidence,
        names.id(article, said.subject),
        names.id(article, said.object),
        names.id(article, said.reporter),
        article.key,
        best.start,
        best.end,
        said.check.verdict if said.check else "",
    )


QUOTES: Final = (
    "speaker",
    "role",
    "quote",
    "cue",
    "mode",
    "about",
    "stance",
    "outlet",
    "date",
    "url",
    "title",
    "author",
    "employer",
    "said_on",
    "occasion",
    "medium",
    "translated",
    "speaker_text",
    "confidence",
    "stance_confidence",
    "speaker_id",
    "about_ids",
    "article",
    "start",
    "end",
    "check",
)


def quotes(facts: Iterable[Facts], resolution: Resolution) -> Table:
    """List every quote of every article, newest first; `stance` is towards the first of `about` only."""
    names = Names(resolution)
    found = sorted((pair for one in facts for pair in quote_rows(one, names)), key=itemgetter(0))
    return Table(QUOTES, tuple(row for _, row in found))


def quote_rows(one: Facts, names: Names) -> Iterator[tuple[Order, Row]]:
    """Give the quotes of one article: what to sort them by, and their row."""
    for said in one.quotes:
        row = _quote(one.article, said, names)
        yield _order(one.article, said.start, row), row


def _quote(article: Article, said: Quote, names: Names) -> Row:
    return (
        names.name(article, said.speaker) or said.speaker_text,
        said.role,
        article.text[said.start : said.end],
        said.cue or "",
        said.mode,
        _AND.join(names.name(article, one) for one in said.about),
        said.stance,
        *_source(article),
        article.url,
        article.title,
        article.author,
        names.name(article, said.employer),
        said.said_on,
        said.occasion,
        said.medium,
        "yes" if said.translated else "",
        said.speaker_text,
        said.confidence,
        said.stance_confidence if said.about else "",
        names.id(article, said.speaker),
        _AND.join(names.id(article, one) for one in said.about),
        article.key,
        said.start,
        said.end,
        said.check.verdict if said.check else "",
    )


def render(table: Table, *, excel: bool = False) -> str:
    """Write a table as CSV.

    Args:
        excel: for spreadsheets: byte order mark, semicolons, decimal commas, and no cell that runs as a formula.

    >>> render(Table(("a", "b"), (("x, y", 1.5),)))
    'a,b\\n"x, y",1.5\\n'
    """
    return "".join(lines(table.whole(), excel=excel))


def everything(facts: Iterable[Facts], resolution: Resolution) -> Iterator[tuple[str, Table]]:
    """Give all tables with their names."""
    read = list(facts)
    for make in (entities, relations, quotes):
        yield make.__name__, make(read, resolution)
