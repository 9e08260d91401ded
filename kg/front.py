"""The graph of a build as Python objects: quotes, cards, SPARQL, paths, networks and data frames."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, overload

from kg import builder, explore, tables
from kg.errors import DataError, QueryError
from kg.explore import Library, Said, Stated
from kg.names import STATUSES
from kg.records import Article, Thing
from kg.settings import Settings

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame

    from kg.paths import Link

#: Rows that a notebook shows of an answer.
_SHOWN: Final = 20
Row = dict[str, Any]


def build(paths: str | Path | Sequence[str | Path], out: str | Path = "out", **settings: Any) -> "Graph":
    """Do as :func:`kg.build`, which is the front door."""
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    report = builder.build(several, Path(out), Settings(**settings))
    return Graph(Path(out), report)


class Answer(Sequence[Row]):
    """Rows with named cells: a list of dicts that knows its columns, and becomes a data frame.

    Args:
        columns: names of the cells.
        rows: cells in the order of `columns`.
        truncated: there was more than the limit let through.

    >>> found = Answer(("name", "n"), [("Ada", 2)])
    >>> found[0]["name"], len(found), found.columns
    ('Ada', 1, ('name', 'n'))
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, truncated: bool = False) -> None:
        self.columns = tuple(columns)
        self.truncated = truncated
        self._rows = [dict(zip(self.columns, row, strict=True)) for row in rows]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self._rows[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def to_pandas(self) -> "DataFrame":
        """Give the rows as a data frame.

        Raises:
            DataError: pandas is not installed.
        """
        return _pandas().DataFrame(self._rows, columns=list(self.columns))

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        lines = ["".join(f"<td>{escape(_shown(value))}</td>" for value in row.values()) for row in self._rows[:_SHOWN]]
        more = f"<p>… {len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f"<table><tr>{heads}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>{more}"


@dataclass(frozen=True, slots=True)
class Card:
    """All that is known of somebody or something.

    Args:
        things: what bears the name; more than one when the name is shared.
        statements: what is stated about it, with status and sentence.
        said: what it said.
        about: what was said about it.
    """

    things: tuple[Thing, ...]
    statements: Answer
    said: Answer
    about: Answer


class Graph:
    """The graph of a build.

    Args:
        folder: of the build.
        report: what the build did, if it was made just now.
    """

    def __init__(self, folder: Path, report: builder.Report | None = None) -> None:
        self.folder = folder
        self.report = report
        self.library: Library = explore.open_build(folder)

    def __repr__(self) -> str:
        things = len(self.library.resolution.things)
        return f"<graph of {len(self.library.facts)} articles, {things} things, in {self.folder}>"

    def find(self, name: str) -> list[Thing]:
        """Give the things called `name`, whatever its case and accents.

        Raises:
            QueryError: nothing is called so; the message names the nearest.
        """
        things = self.library.resolution.things
        found = explore.find(things, name)
        if not found:
            close = explore.near(things, name)
            hint = f"did you mean {' or '.join(close)}?" if close else "nothing in the articles is called nearly so"
            raise QueryError(f"unknown name {name!r}: {hint}")
        return found

    def quotes(self, *, speaker: str = "", about: str = "", employer: str = "", **wanted: Any) -> Answer:
        """List quotes, newest first.

        Args:
            speaker: name of who speaks; empty for everybody, unnamed sources included.
            about: name of whom or what it is about.
            employer: name of whom the speaker speaks for.
            wanted: as :func:`kg.explore.quotes` takes it: ``stance``, ``mode``, ``since``, ``until``, ``outlet``, ``words``…

        Raises:
            QueryError: nothing bears a name that was given.
        """
        by, of, staff = (self.find(name) if name else None for name in (speaker, about, employer))
        return _quotes(explore.quotes(self.library, speakers=by, about=of, employers=staff, **wanted))

    def who(self, name: str) -> Card:
        """Give all that is known of `name`.

        Raises:
            QueryError: nothing is called so.
        """
        things = self.find(name)
        stated = explore.statements(self.library, things)
        said, about = explore.quotes(self.library, speakers=things), explore.quotes(self.library, about=things)
        return Card(tuple(things), _statements(stated), _quotes(said), _quotes(about))

    def query(
        self, question: str, *, limit: int = 100_000, seconds: float = 30.0, iris: bool = False, lang: str = "fr", **params: str
    ) -> Answer:
        """Ask a ready-made question by name, or any SPARQL.

        Args:
            question: a name of ``kg query --list``, or SPARQL that only reads.
            limit: most rows.
            seconds: longest time.
            iris: give IRIs, not labels.
            lang: language of labels, ``fr`` or ``en``.
            params: values for the parameters of the question, or for variables of the SPARQL.

        Raises:
            QueryError: malformed, not allowed, a value that is not known, or time is up.
            StoreError: the build has no store.
        """
        from kg.query_worker import run_limited

        found = run_limited(self.folder / "store", question, params, seconds=seconds, limit=limit, iris=iris, lang=lang)
        return Answer(found.columns, found.rows, truncated=found.truncated)

    def path(self, first: str, second: str, *, speech: bool = False, limit: int = 20) -> Answer:
        """Give every shortest chain of statements between two names, one row a sentence.

        Args:
            first, second: names.
            speech: let quotes connect too.
            limit: most chains.

        Raises:
            QueryError: nothing is called so.
        """
        from kg.paths import shortest

        ends = [[thing.id for thing in self.find(name)] for name in (first, second)]
        chains, more = shortest(self.to_networkx(), *ends, statuses=STATUSES, speech=speech, limit=limit)
        names = {thing.id: thing.name for thing in self.library.resolution.things}
        rows = [
            (number, place, *_step(link, names), *(row[name] for name in ("exact", "outlet", "date", "url")))
            for number, chain in enumerate(chains, start=1)
            for place, step in enumerate(chain.steps, start=1)
            for link in step
            for row in link.evidence
        ]
        columns = ("chain", "step", "subject", "predicate", "object", "status", "reporter", "sentence", "outlet", "date", "url")
        return Answer(columns, rows, truncated=more)

    @cached_property
    def _network(self) -> "MultiDiGraph":
        from kg import network

        return network.build(self.library.facts, self.library.resolution)

    def to_networkx(self) -> "MultiDiGraph":
        """Give a copy of the graph for networkx; :func:`kg.network.build` says what its nodes and edges hold."""
        return self._network.copy()

    def to_pandas(self) -> "dict[str, DataFrame]":
        """Give the tables ``entities``, ``relations`` and ``quotes`` as data frames.

        Raises:
            DataError: pandas is not installed.
        """
        made = tables.everything(self.library.facts, self.library.resolution)
        return {name: _pandas().DataFrame(list(table.rows), columns=list(table.columns)) for name, table in made}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Mapping[str, str | bytes]:
        from kg.notebook import mimebundle

        return mimebundle(self._network, title=self.folder.name)


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise DataError("data frames need pandas: pip install 'quidit[pandas]'") from error
    return pandas


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _step(link: "Link", names: Mapping[str, str]) -> tuple[str, ...]:
    return names[link.subject], link.predicate, names[link.object], link.status, link.reporter


def _source(article: Article) -> tuple[str, ...]:
    return article.date, article.outlet, article.title, article.url, article.key


def _quotes(found: Sequence[Said]) -> Answer:
    columns = ("speaker", "role", "quote", "mode", "about", "stance", "said_on", "check")
    return Answer(
        (*columns, "date", "outlet", "title", "url", "article"), [(*_said(one), *_source(one.article)) for one in found]
    )


def _said(one: Said) -> tuple[Any, ...]:
    quote = one.quote
    who = one.speaker.name if one.speaker else quote.speaker_text
    tone, check = quote.stance if one.about else "", quote.check.verdict if quote.check else ""
    return who, quote.role, one.words, quote.mode, [thing.name for thing in one.about], tone, quote.said_on, check


def _statements(found: Sequence[Stated]) -> Answer:
    columns = ("subject", "predicate", "object", "status", "reporter", "quantity", "time", "sentence", "check")
    return Answer(
        (*columns, "date", "outlet", "title", "url", "article"), [(*_fact(one), *_source(one.article)) for one in found]
    )


def _fact(one: Stated) -> tuple[Any, ...]:
    fact = one.statement
    target = one.object.name if one.object else fact.value or ""
    reporter = one.reporter.name if one.reporter else fact.reporter_text
    check = fact.check.verdict if fact.check else ""
    return one.subject.name, fact.predicate, target, fact.status, reporter, fact.quantity, fact.time, one.sentence, check
