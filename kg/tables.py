"""Facts and their resolution -> three tables for spreadsheets and data frames: entities, relations, quotes. Pure but for write."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from kg import amounts
from kg.agreement import Agreement, agreements, key
from kg.dates import normal
from kg.rdf import number
from kg.records import Article, Facts, Quote, Resolution, Statement

Cell = str | int | float | Decimal
#: What a spreadsheet would take for a formula at the start of a cell.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
#: Between several values in one cell.
_AND: Final = " | "


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; every row has a cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def entities(facts: Iterable[Facts], resolution: Resolution) -> Table:
    """List every thing with its names and how often it is named, by id."""
    mentions: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for one in facts:
        for entity in one.entities:
            articles[resolution.links[one.article.key, entity.id]].add(one.article.key)
        mentions.update(resolution.links[one.article.key, mention.entity] for mention in one.mentions)
    columns = ("id", "type", "name", "aliases", "wikidata", "catalogue", "articles", "mentions", "reason")
    rows = (
        (
            one.id,
            one.type,
            one.name,
            _AND.join(one.aliases),
            one.wikidata,
            one.catalogue,
            len(articles[one.id]),
            mentions[one.id],
            one.reason,
        )
        for one in resolution.things
    )
    return Table(columns, tuple(sorted(rows)))


class _Names:
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


def relations(facts: Iterable[Facts], resolution: Resolution) -> Table:
    """List every statement of every article with its status and best sentence, newest first."""
    names = _Names(resolution)
    columns = (
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
        "outlets",
        "denied_by",
        "opposed_in",
    )
    read = list(facts)
    agreed = agreements(read, resolution)
    rows = [
        (*_relation(one.article, said, names), *_agreement(agreed[key(one.article, said, resolution)]))
        for one in read
        for said in one.statements
    ]
    return Table(columns, tuple(sorted(rows, key=lambda row: (_newest(str(row[6])), row[22], row[23], str(row)))))


def _agreement(one: Agreement) -> tuple[Cell, ...]:
    """Give how many sources give a fact, which deny it, and which articles say the opposite or give another sum."""
    return len(one.outlets), _AND.join(one.denied), _AND.join(one.opposed)


def _relation(article: Article, said: Statement, names: _Names) -> tuple[Cell, ...]:
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


def quotes(facts: Iterable[Facts], resolution: Resolution) -> Table:
    """List every quote of every article, newest first; `stance` is towards the first of `about` only."""
    names = _Names(resolution)
    columns = (
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
    rows = [_quote(one.article, said, names) for one in facts for said in one.quotes]
    return Table(columns, tuple(sorted(rows, key=lambda row: (_newest(str(row[8])), row[22], row[23], str(row)))))


def _quote(article: Article, said: Quote, names: _Names) -> tuple[Cell, ...]:
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
    mark = ";" if excel else ","
    lines = (joined([_written(cell, excel) for cell in row], mark) for row in (table.columns, *table.rows))
    return ("\ufeff" if excel else "") + "".join(f"{line}\n" for line in lines)


def unformula(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula.

    >>> unformula("=1+1")
    "'=1+1"
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell


def joined(cells: Sequence[str], mark: str) -> str:
    """Write one row of CSV, without its end, so that every reader gets the same cells back.

    >>> joined(["a", "b;c"], ";")
    'a;"b;c"'
    """
    return mark.join(_quoted(cell, mark) for cell in cells) or '""'  # a line with nothing at all would be no row


def _written(cell: Cell, excel: bool) -> str:
    if isinstance(cell, str):
        return unformula(cell) if excel else cell
    text = str(cell) if isinstance(cell, int) else number(cell)
    return text.replace(".", ",") if excel else text


def _quoted(text: str, mark: str) -> str:
    # The csv module leaves a lone carriage return unquoted and then reads it as the end of a row.
    if any(char in text for char in (mark, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def write(table: Table, path: Path, *, excel: bool = False) -> bool:
    """Write a table to a file.

    Returns:
        False when the file held just that already; then it is not touched.
    """
    content = render(table, excel=excel).encode("utf-8", "replace")
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True


def everything(facts: Iterable[Facts], resolution: Resolution) -> Iterator[tuple[str, Table]]:
    """Give all tables with their names."""
    read = list(facts)
    for make in (entities, relations, quotes):
        yield make.__name__, make(read, resolution)
