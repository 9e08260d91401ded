"""A question with a time limit: asked in another process, which is killed when time is up (Oxigraph cannot cancel)."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from kg import extension, messages, sparql
from kg.answers import Rows
from kg.errors import KgError, QueryError, StoreError
from kg.hints import Hint
from kg.query import is_name, run
from kg.rdf import PREFIXES
from kg.sketch import Sketch
from kg.store import open_file, open_for_reading

#: Rows that an answer may have unless told otherwise.
ROWS: Final = 100_000
#: Bytes that a serialised answer may have unless told otherwise.
BYTES: Final = 20_000_000
#: Bytes of memory that the process may take, so that a query that multiplies everything stops before the machine does.
MEMORY: Final = 2_000_000_000
#: Format to media type: answers of SELECT and ASK, then graphs of CONSTRUCT and DESCRIBE.
TABLES: Final = {
    "JSON": "application/sparql-results+json",
    "XML": "application/sparql-results+xml",
    "CSV": "text/csv",
    "TSV": "text/tab-separated-values",
}
GRAPHS: Final = {
    "TURTLE": "text/turtle",
    "N_TRIPLES": "application/n-triples",
    "JSON_LD": "application/ld+json",
    "RDF_XML": "application/rdf+xml",
}
_START: Final = "from kg.query_worker import main; main()"


def run_limited(
    folder: Path,
    text: str,
    params: Mapping[str, str],
    *,
    seconds: float = 30.0,
    limit: int = ROWS,
    iris: bool = False,
    lang: str = "fr",
    generation: str = "",
) -> Rows:
    """Ask a store as :func:`kg.query.run` does, for so many seconds at most.

    Args:
        folder: of the store, or a file of RDF.

    Raises:
        QueryError: malformed, not allowed, or time is up.
        StoreError: there is no store, or the file is not RDF.
    """
    asked = {"text": text, "params": dict(params), "limit": limit, "iris": iris, "lang": lang}
    told, _ = _ask({"folder": str(folder), "generation": generation, **asked}, seconds)
    rows = tuple(tuple(row) for row in told["rows"])
    guesses = tuple(Hint(*one) for one in told["hints"])
    return Rows(tuple(told["columns"]), rows, truncated=told["truncated"], hints=guesses, drawn=_drawn(told["drawn"]))


def _drawn(told: Mapping[str, Any] | None) -> Sketch | None:
    if told is None:
        return None
    return Sketch(told["turtle"], tuple(tuple(one) for one in told["nodes"]), tuple(tuple(one) for one in told["lines"]))


def serialized(
    folder: Path,
    text: str,
    formats: Sequence[str],
    *,
    seconds: float = 30.0,
    limit: int = BYTES,
    generation: str = "",
    graphs: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> tuple[str, bytes]:
    """Answer a query as the SPARQL protocol does: media type and bytes in the first of `formats` that suits it.

    Args:
        folder: the store.
        text: the query.
        formats: names of :data:`TABLES` and :data:`GRAPHS`, the one wanted most first.
        seconds: how long it may take.
        limit: bytes that the answer may have; a longer one is refused, never cut.
        generation: one that the caller holds, or an empty string for the current one.
        graphs: IRIs of default and named graphs that replace those of the store; none for all.

    Raises:
        QueryError: malformed, not allowed, time is up, or the answer is too long.
        StoreError: there is no store.
    """
    asked = {"text": text, "formats": list(formats), "limit": limit, "graphs": graphs}
    told, body = _ask({"folder": str(folder), "generation": generation, **asked}, seconds)
    return told["type"], body


def _ask(asked: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
    """Ask in a process of its own; give the line it answers with and what follows."""
    # -P: not the folder that the user stands in, which may hold a file called json.py
    path = os.pathsep.join(filter(None, [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _START],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired:
        raise messages.error(QueryError, "error.late", seconds=f"{seconds:g}") from None
    errors = done.stderr.decode("utf-8", "replace")
    if done.returncode < 0 or "MemoryError" in errors:
        raise messages.error(QueryError, "error.memory")
    if done.returncode != 0:
        raise messages.error(QueryError, "error.ended", code=done.returncode, errors=errors[-500:])
    head, _, body = done.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(head)
    if "error" in answer:
        kind = StoreError if answer["store"] else QueryError
        raise messages.remade(kind, messages.loads(answer["told"])) if answer["told"] else kind(answer["error"])
    return answer, body


class _Bounded(BytesIO):
    """Takes so many bytes and no more; `full` tells that there would have been more."""

    full = False

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        """Take some bytes.

        Raises:
            OSError: it would be too many.
        """
        if self.tell() + len(data) > self._limit:
            self.full = True
            raise OSError(f"more than {self._limit:,} bytes")
        return super().write(data)


def _answer(asked: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    place = Path(asked["folder"])
    try:
        if place.is_file():
            return _told(_run_on_file(place, asked))
        extension.use(place.parent)  # a new process knows nothing of the user's own terms
        with open_for_reading(place, asked["generation"]) as reader:
            if "formats" in asked:
                return _serialized(reader.store, asked)
            return _told(_run(reader.store, asked))
    except KgError as error:
        told = messages.dumps(error.message) if error.message else None
        return {"error": str(error), "told": told, "store": isinstance(error, StoreError)}, b""


def _run(store: Any, asked: Mapping[str, Any]) -> Rows:
    return run(store, asked["text"], asked["params"], limit=asked["limit"], iris=asked["iris"], lang=asked["lang"])


def _run_on_file(path: Path, asked: Mapping[str, Any]) -> Rows:
    store = open_file(path)
    if is_name(asked["text"]) and next(iter(store.named_graphs()), None) is None:
        raise messages.error(QueryError, "error.no.graphs", name=path.name)
    return _run(store, asked)


def _told(rows: Rows) -> tuple[dict[str, Any], bytes]:
    return asdict(rows), b""


def _serialized(store: Any, asked: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

    text, (default, named) = asked["text"], asked["graphs"]
    sparql.allow(text)
    output = _Bounded(asked["limit"])
    try:
        chosen: dict[str, Any] = {"default_graph": [NamedNode(one) for one in default]} if default else {}
        chosen |= {"named_graphs": [NamedNode(one) for one in named]} if named else {}
        found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=not (default or named), **chosen)
        known = GRAPHS if isinstance(found, QueryTriples) else TABLES
        form = next((one for one in asked["formats"] if one in known), next(iter(known)))
        found.serialize(output, format=getattr(RdfFormat if known is GRAPHS else QueryResultsFormat, form))
    except SyntaxError as error:
        raise sparql.explain(text, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        if output.full:
            raise messages.error(QueryError, "error.long", bytes=f"{asked['limit']:,}") from error
        raise sparql.unanswered(error) from error
    return {"type": known[form]}, output.getvalue()


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        most = int(os.environ.get("KG_QUERY_MEMORY", MEMORY))
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # nobody may raise what the system allows at most
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def main() -> None:
    """Read one question from stdin and write its answer to stdout: a line of JSON, then what was asked for in a format."""
    asked = json.load(sys.stdin)
    _bound_memory()
    head, body = _answer(asked)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
