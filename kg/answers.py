"""What a query gives -> plain rows for people, with labels in place of IRIs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.hints import Hint
from kg.lookup import label_of
from kg.rdf import PREFIXES
from kg.sketch import Sketch, sketch

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: SELECT gives its columns, ASK one cell ``answer``, CONSTRUCT subject, predicate, object.

    Args:
        truncated: there was more than the limit let through.
        hints: when there are no rows, guesses why.
        drawn: the graph of a CONSTRUCT or DESCRIBE.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False
    hints: tuple[Hint, ...] = ()
    drawn: Sketch | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a query gives, as terms of RDF, up to the limit.

    Args:
        graph: the rows are the triples of a CONSTRUCT or DESCRIBE.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False
    graph: bool = False

    def iris(self) -> list[NamedNode]:
        """Give every IRI in the rows, sorted."""
        found = {one for row in self.rows for one in row if isinstance(one, NamedNode)}
        return sorted(found, key=lambda one: one.value)


def take(answer: QueryBoolean | QuerySolutions | Iterable[Triple], limit: int | None) -> Taken:
    """Read an answer of the engine, or the triples of a graph, and no more than `limit` rows of it."""
    if isinstance(answer, QueryBoolean):
        return Taken(("answer",), ((Literal(bool(answer)),),))
    most = None if limit is None else limit + 1
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        rows = [tuple(one[place] for place in range(len(columns))) for one in islice(answer, most)]
    else:
        columns = ("subject", "predicate", "object")
        rows = [(one.subject, one.predicate, one.object) for one in islice(answer, most)]
    truncated = limit is not None and len(rows) > limit
    return Taken(columns, tuple(rows[:limit]), truncated, graph=not isinstance(answer, QuerySolutions))


def rows_of(store: Store, taken: Taken, *, iris: bool, lang: str) -> Rows:
    """Turn what was taken into rows for people.

    Args:
        store: where labels are looked up.
        taken: terms.
        iris: give IRIs as they are.
        lang: language of labels.
    """
    labels, chosen = dict[str, str](), None if iris else lang
    cells = tuple(tuple(_cell(store, one, labels, chosen) for one in row) for row in taken.rows)
    if not taken.graph:
        return Rows(taken.columns, cells, truncated=taken.truncated)
    drawn = sketch(store, (Triple(*row) for row in taken.rows), lang)
    return Rows(taken.columns, tuple(sorted(cells, key=str)), truncated=taken.truncated, drawn=drawn)


def _cell(store: Store, value: object, labels: dict[str, str], lang: str | None) -> Cell:
    if value is None:
        return None
    if isinstance(value, Literal):
        return _plain(value)
    if not isinstance(value, NamedNode):
        return str(value)
    if lang is None:
        return value.value
    if value.value not in labels:
        labels[value.value] = label_of(store, value, lang)
    return labels[value.value]


def _plain(value: Literal) -> Cell:
    kind = value.datatype.value.removeprefix(PREFIXES["xsd"])
    try:
        if kind in ("integer", "decimal", "double", "float"):
            number = float(value.value)
            return int(value.value) if re.fullmatch(r"[+-]?\d+", value.value) else number
    except ValueError:  # an ill-typed literal of somebody else's data is shown as it stands
        return value.value
    return value.value in ("true", "1") if kind == "boolean" else value.value
