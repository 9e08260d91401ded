"""Questions to a SPARQL server elsewhere, by the SPARQL 1.1 protocol; names and labels are looked up there too."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store, parse, parse_query_results

from kg import query
from kg.answers import Rows, Taken, rows_of, take
from kg.errors import QueryError
from kg.messages import error as told
from kg.rdf import PREFIXES

#: Where names and labels are found; in whatever graph.
_LOOK: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?p {{ {predicates} }} {subjects} {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
_NAMES: Final = ("schema:name", "skos:altLabel", "schema:publisher")
_LABELS: Final = ("rdfs:label", "skos:prefLabel")
#: IRIs whose labels one request asks for.
_CHUNK: Final = 200
_SELECT: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples"
_SHOWN: Final = 300


def ask(
    url: str,
    text: str,
    params: Mapping[str, str],
    *,
    seconds: float = 30.0,
    limit: int | None = None,
    iris: bool = False,
    lang: str = "fr",
) -> Rows:
    """Ask the server at `url` as :func:`kg.query.run` asks a store.

    Args:
        url: of the endpoint, such as ``http://127.0.0.1:7878/query``.
        text: the name of a ready-made question, or SPARQL.
        params: values for its parameters or variables; names are looked up on the server.
        seconds: how long each request may take.
        limit: most rows to give.
        iris: give IRIs and not labels.
        lang: language of labels.

    Raises:
        QueryError: malformed, not allowed, a value that is not known, or a server that does not answer as it should.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise told(QueryError, "error.no.endpoint", url=url)
    known = Store()
    if params:
        _learn(known, url, _LOOK.format(predicates=_full(_NAMES), subjects=""), seconds)
    asked = query.prepare(known, text, params, limit=limit)
    taken = _taken(url, asked, seconds, limit)
    if not iris:
        _learn_labels(known, url, taken.iris(), seconds)
    return rows_of(known, taken, iris=iris, lang=lang)


def _full(names: Iterable[str]) -> str:
    pairs = (name.split(":") for name in names)
    return " ".join(f"<{PREFIXES[prefix]}{name}>" for prefix, name in pairs)


def _learn(known: Store, url: str, text: str, seconds: float) -> None:
    with _open(url, text, seconds) as reply:
        kind = reply.headers.get_content_type()
        if kind not in (_GRAPH, "text/plain"):
            raise told(QueryError, "error.no.triples", url=url, kind=kind)
        with _reading(url):
            known.extend(parse(reply, format=RdfFormat.N_TRIPLES))


@contextmanager
def _reading(url: str) -> Iterator[None]:
    """Tell what is wrong with an answer that cannot be read."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise told(QueryError, "error.bad.answer", url=url, reason=str(error)) from error
    except (OSError, HTTPException) as error:
        raise told(QueryError, "error.broken.off", url=url, reason=str(error)) from error


def _learn_labels(known: Store, url: str, iris: list[NamedNode], seconds: float) -> None:
    for start in range(0, len(iris), _CHUNK):
        subjects = f"VALUES ?s {{ {' '.join(map(str, iris[start : start + _CHUNK]))} }}"
        _learn(known, url, _LOOK.format(predicates=_full(_LABELS), subjects=subjects), seconds)


def _taken(url: str, text: str, seconds: float, limit: int | None) -> Taken:
    declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if not _declares(text, name))
    with _open(url, declared + text, seconds) as reply:
        kind = reply.headers.get_content_type()
        with _reading(url):
            if kind in (_SELECT, "application/json"):
                return take(parse_query_results(reply, format=QueryResultsFormat.JSON), limit)
            if kind == _GRAPH:
                return take((quad.triple for quad in parse(reply, format=RdfFormat.N_TRIPLES)), limit)
    raise told(QueryError, "error.no.results", url=url, kind=kind)


def _declares(text: str, prefix: str) -> bool:
    return bool(re.search(rf"\bPREFIX\s+{re.escape(prefix)}:", text, re.IGNORECASE))


def _open(url: str, text: str, seconds: float) -> Any:
    accept = f"{_SELECT}, {_GRAPH};q=0.9"
    heads = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "quidit"}
    request = Request(url, data=urlencode({"query": text}).encode(), headers=heads)
    try:
        return urlopen(request, timeout=seconds)
    except HTTPError as error:
        said = " ".join(error.read(_SHOWN).decode("utf-8", "replace").split())
        raise told(QueryError, "error.refused", url=url, code=error.code, reason=str(error.reason), said=said) from error
    except TimeoutError:
        raise told(QueryError, "error.late", seconds=f"{seconds:g}") from None
    except (URLError, HTTPException, OSError) as error:
        raise told(QueryError, "error.unreached", url=url, reason=str(getattr(error, "reason", error))) from error
