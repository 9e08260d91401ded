"""SPARQL 1.1 protocol, read only: each query runs in a process of its own that is killed at its limit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response

from kg.errors import QueryError
from kg.query_worker import GRAPHS, TABLES, serialized
from kg.serve import schemas
from kg.serve.desk import Desk
from kg.serve.problems import BusyError, MediaError

#: Queries that run at a time; others wait so many seconds at most.
AT_ONCE: Final = 3
PATIENCE: Final = 15.0
SECONDS: Final = 20.0
#: Short names of formats, as ``format=`` takes them.
_SHORT: Final = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV", "ttl": "TURTLE", "nt": "N_TRIPLES"}
_MEDIA: Final = {
    **{media: name for name, media in (*TABLES.items(), *GRAPHS.items())},
    "application/json": "JSON",
    "application/xml": "XML",
    "text/xml": "XML",
    "application/x-turtle": "TURTLE",
}
_RESPONSES: Final = {
    200: {"description": "The answer.", "content": {media: {} for media in (*TABLES.values(), *GRAPHS.values())}},
    400: {"model": schemas.Problem},
    415: {"model": schemas.Problem},
    429: {"model": schemas.Problem},
}
_BODIES: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": {"type": "string"}},
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
            },
        },
    }
}


class Queue:
    """Lets so many queries run at a time."""

    def __init__(self, places: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._patience = patience

    @contextmanager
    def place(self) -> Iterator[None]:
        """Wait for a place and keep it.

        Raises:
            BusyError: none was free in time.
        """
        if not self._free.acquire(timeout=self._patience):
            raise BusyError("other queries are at work: ask again in a moment")
        try:
            yield
        finally:
            self._free.release()


def wanted(accept: str, short: str = "") -> list[str]:
    """Give the formats that a client accepts, the one wanted most first.

    >>> wanted("text/csv;q=0.5, application/sparql-results+json"), wanted("*/*", "ttl")
    (['JSON', 'CSV'], ['TURTLE'])
    """
    if short in _SHORT:
        return [_SHORT[short]]
    rated = []
    for place, part in enumerate(accept.split(",")):
        media, *options = (piece.strip() for piece in part.split(";"))
        rank = next((option.removeprefix("q=") for option in options if option.startswith("q=")), "1")
        weight = float(rank) if rank.replace(".", "", 1).isdigit() else 0.0
        if media in _MEDIA and weight > 0:
            rated.append((-weight, place, _MEDIA[media]))
    return [name for _, _, name in sorted(rated)]


def router(desk: Desk, queue: Queue, seconds: float = SECONDS) -> APIRouter:
    """Give the routes of the endpoint."""
    found = APIRouter(tags=["SPARQL"])

    def answer(query: str, accept: str, short: str, graphs: tuple[list[str], list[str]]) -> Response:
        snapshot = desk.snapshot
        with queue.place():
            media, body = serialized(
                desk.store, query, wanted(accept, short), seconds=seconds, generation=snapshot.generation, graphs=graphs
            )
        return Response(body, media_type=media)

    @found.get("/sparql", responses=_RESPONSES, response_class=Response)  # type: ignore[arg-type]
    def ask(
        query: Annotated[str, Query(max_length=50_000, description="A SELECT, ASK, CONSTRUCT or DESCRIBE query.")],
        accept: Annotated[str, Header(max_length=1000)] = "",
        format: Annotated[str, Query(max_length=10, description=f"One of {', '.join(_SHORT)}.")] = "",
        default_graph_uri: Annotated[list[str], Query(alias="default-graph-uri", max_length=50)] = [],  # noqa: B006
        named_graph_uri: Annotated[list[str], Query(alias="named-graph-uri", max_length=50)] = [],  # noqa: B006
    ) -> Response:
        """Answer a query; without graphs named, over the union of all."""
        return answer(query, accept, format, (default_graph_uri, named_graph_uri))

    @found.post("/sparql", responses=_RESPONSES, response_class=Response, openapi_extra=_BODIES)  # type: ignore[arg-type]
    async def ask_by_post(request: Request, accept: Annotated[str, Header(max_length=1000)] = "") -> Response:
        """Answer a query sent as a form or as it is."""
        from starlette.concurrency import run_in_threadpool

        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        told = request.query_params
        short, default, named = told.get("format", ""), told.getlist("default-graph-uri"), told.getlist("named-graph-uri")
        if kind == "application/sparql-query":
            query = (await request.body()).decode("utf-8", "replace")
        elif kind == "application/x-www-form-urlencoded":
            form = await request.form()
            query, short = str(form.get("query", "")), str(form.get("format", short))
            default += [str(one) for one in form.getlist("default-graph-uri")]
            named += [str(one) for one in form.getlist("named-graph-uri")]
            if form.get("update") is not None:
                raise QueryError("updates are refused: this endpoint is read only")
        else:
            raise MediaError("send the query as application/sparql-query, or as a form")
        return await run_in_threadpool(answer, query, accept, short, (default, named))

    return found
