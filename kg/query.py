"""Questions to the graph: by name (ontology/queries/*.rq) or any SPARQL that only reads.

A named query declares its parameters in its head, in the manner of grlc, and marks where each goes::

    #+ summary: Who said what about X, newest first
    #+ summary_fr: Qui a dit quoi de X, du plus récent au plus ancien
    #+ parameters:
    #+   about: thing, required
    #+   minimum: number, default 0
    …  VALUES ?_about { UNDEF }

``UNDEF`` leaves a parameter open, which is what happens to one without default, and so each file is also a valid query on
any server. ``LIMIT 1000000`` marks a part that gives one row for each of the answer, in order: it becomes the limit of the answer,
so that what else is shown is looked up for these rows only.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg import files, hints, sparql
from kg.answers import Cell, Rows, rows_of, take
from kg.errors import QueryError, StoreError
from kg.lookup import one_of, resolve_name, resolve_outlet, things_or_text
from kg.messages import error as told
from kg.names import PREDICATES, STANCES, STATUSES, term
from kg.rdf import PREFIXES, Node, node, typed

__all__ = ["Cell", "NamedQuery", "Parameter", "Rows", "is_name", "named", "names", "prepare", "resolve_name", "run"]

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_CODES: Final = {"relation": PREDICATES, "status": STATUSES, "stance": STANCES}
#: What every assertion has, and had not always.
_READ: Final = ("kg:fact", "schema:text")
_DAY: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query may be told.

    Args:
        name: its name on the command line.
        kind: ``thing`` (a name or IRI), ``outlet``, ``date``, ``number``, or ``relation``, ``status``, ``stance`` (a term).
        required: whether the query makes no sense without it.
        default: what it is unless told; an empty string leaves it open.
    """

    name: str
    kind: str
    required: bool
    default: str = ""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A ready-made question."""

    name: str
    summary_fr: str
    summary_en: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def names() -> tuple[NamedQuery, ...]:
    """Give all ready-made questions, sorted by name."""
    return tuple(_read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(files.ontology("queries").glob("*.rq")))


def named(name: str) -> NamedQuery:
    """Give one ready-made question.

    Raises:
        QueryError: there is none of that name.
    """
    return {one.name: one for one in names()}[one_of(name, [one.name for one in names()], "question")]


def _read(name: str, text: str) -> NamedQuery:
    head = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
    found = re.findall(r"^#\+   (\w+): (\w+)(?:, (?:(required)|default (.+)))?$", text, re.MULTILINE)
    parameters = tuple(Parameter(name, kind, bool(required), default) for name, kind, required, default in found)
    return NamedQuery(name, head["summary_fr"], head["summary"], parameters, text)


def run(
    store: Store,
    text: str,
    params: Mapping[str, str] = _NONE,
    *,
    limit: int | None = None,
    iris: bool = False,
    lang: str = "fr",
) -> Rows:
    """Ask `store` a question.

    Args:
        store: opened by :mod:`kg.store`.
        text: the name of a ready-made question, or SPARQL; usual prefixes need no declaration.
        params: values for its parameters, or for variables of free SPARQL: names are looked up, whatever their case or accents.
        limit: most rows to give.
        iris: give IRIs as they are, not the labels of what they stand for.
        lang: language of the labels of terms, ``fr`` or ``en``.

    Raises:
        QueryError: malformed, not allowed, or a value that is not known.
        StoreError: an older version built it, without what ready-made questions read.
    """
    if is_name(text):
        _made_now(store)
    asked = prepare(store, text, params, limit=limit)
    try:
        answer = store.query(asked, prefixes=PREFIXES, use_default_graph_as_union=not is_name(text))
        found = rows_of(store, take(answer, limit), iris=iris, lang=lang)
    except SyntaxError as error:
        raise sparql.explain(asked, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise sparql.unanswered(error) from error
    return found if found.rows else replace(found, hints=_why_nothing(store, text, params))


def _made_now(store: Store) -> None:
    """Refuse a graph whose assertions lack what ready-made questions read: they would silently find nothing.

    Raises:
        StoreError: an older version built it.
    """
    one = next(store.quads_for_pattern(None, node("kg:status"), None, None), None)
    if one and not all(next(store.quads_for_pattern(one.subject, node(read), None, None), None) for read in _READ):
        raise told(StoreError, "error.older")


def _why_nothing(store: Store, text: str, params: Mapping[str, str]) -> tuple[hints.Hint, ...]:
    """Guess why there are no rows: a filter that leaves none, or terms that occur nowhere."""
    if not is_name(text):
        return tuple(hints.for_nothing(store, text))
    optional = {one.name for one in named(text.strip()).parameters if not one.required}
    fewer = (
        {name: value for name, value in params.items() if name != left_out} for left_out in sorted(optional & params.keys())
    )
    without = [sorted(params.keys() - one.keys())[0] for one in fewer if _any_row(store, text, one)]
    return tuple(hints.Hint("filter", f"-p {name}={params[name]}", "") for name in without)


def _any_row(store: Store, text: str, params: Mapping[str, str]) -> bool:
    return bool(take(store.query(prepare(store, text, params)), 1).rows)


def is_name(text: str) -> bool:
    """Tell whether `text` is the name of a question rather than SPARQL."""
    return bool(re.fullmatch(r"[\w-]+", text.strip()))


def prepare(store: Store, text: str, params: Mapping[str, str] = _NONE, *, limit: int | None = None) -> str:
    """Give the SPARQL of a question with the values of its parameters in place, ready for any server.

    Args:
        store: where the names in `params` are looked up.
        text: the name of a ready-made question, or SPARQL.
        params: values for its parameters or variables.
        limit: most rows that the caller takes; a ready-made question may then look up no more than these and one.

    Raises:
        QueryError: malformed, not allowed, or a value that is not known.
    """
    if is_name(text):
        asked = _prepared(store, named(text.strip()), params)
        return asked if limit is None else sparql.page(asked, limit + 1)
    sparql.allow(text)
    _parse(text)  # before values are put in, so that a mistake is shown where it was written
    for name in sorted(params):
        text = sparql.bind(text, name, things_or_text(store, params[name]))
    return text


def _parse(text: str) -> None:
    try:
        Store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise sparql.explain(text, error) from error


def _prepared(store: Store, query: NamedQuery, params: Mapping[str, str]) -> str:
    known = {one.name: one for one in query.parameters}
    required = [one.name for one in query.parameters if one.required]
    if "x" in params and len(required) == 1:  # "X" of the question, whatever its parameter is called
        params = {required[0] if name == "x" else name: value for name, value in params.items()}
    text = query.text
    params = {**{one.name: one.default for one in query.parameters if one.default}, **params}
    for name in sorted(params):
        parameter = known[one_of(name, known, "parameter", question=query.name)]
        text = sparql.fill(text, name, _values(store, parameter, params[name]))
    missing = [name for name in required if name not in params]
    if missing:
        raise told(QueryError, "error.needs", question=query.name, missing=" ".join(f"-p {name}=…" for name in missing))
    return text


def _values(store: Store, parameter: Parameter, value: str) -> Iterable[Node]:
    if parameter.kind == "thing":
        return [NamedNode(iri) for iri in resolve_name(store, value)]
    if parameter.kind == "outlet":
        return [Literal(outlet) for outlet in resolve_outlet(store, value)]
    if parameter.kind in _CODES:
        return [NamedNode(term(one_of(value.strip(), _CODES[parameter.kind], parameter.kind)))]
    if parameter.kind == "number":
        return [typed(_number(value.strip()), "decimal")]
    return [typed(_day(value.strip(), last=parameter.name == "until"), "date")]


def _number(text: str) -> str:
    if not re.fullmatch(r"[0-9]+([.,][0-9]+)?", text.replace(" ", "")):
        raise told(QueryError, "error.no.number", value=text)
    return text.replace(" ", "").replace(",", ".")


def _day(text: str, *, last: bool) -> str:
    """Give the first or last day of a year or month, or the day itself."""
    year, month, day = [*text.split("-"), "", ""][:3]
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        end = monthrange(int(year), int(month or 12))[1]
        return date.fromisoformat(f"{year}-{month or ('12' if last else '01')}-{day or (end if last else '01')}").isoformat()
    except ValueError:
        raise told(QueryError, "error.no.date", value=text) from None
