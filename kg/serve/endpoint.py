"""SPARQL 1.1 protocol, read only: each query runs in a process of its own that is killed at its limit."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from kg.errors import QueryError
from kg.query_worker import GRAPHS, TABLES
from kg.serve import schemas
from kg.serve.asking import Asker
from kg.serve.needs import Held, Now
from kg.serve.problems import MediaError
from kg.serve.snapshot import Snapshot

#: Short names of formats, as ``format=`` takes them.
_SHORT: Final = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV", "ttl": "TURTLE", "nt": "N_TRIPLES"}
_MEDIA: Final = {
    **{media: name for name, media in (*TABLES.items(), *GRAPHS.items())},
    "application/json": "JSON",
    "application/xml": "XML",
    "text/xml": "XML",
    "application/x-turtle": "TURTLE",
}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The answer.", "content": {media: {} for media in (*TABLES.values(), *GRAPHS.values())}},
    400: {"model": schemas.Problem},
    415: {"model": schemas.Problem},
    429: {"model": schemas.Problem},
}
#: Parameters of the protocol that name graphs: default, named.
_GRAPHS: Final = ("default-graph-uri", "named-graph-uri")
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
router = APIRouter(tags=["SPARQL"])


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


@router.get("/sparql", responses=_RESPONSES, response_class=Response)
def ask(
    held: Held,
    now: Now,
    query: Annotated[str, Query(max_length=50_000, description="A SELECT, ASK, CONSTRUCT or DESCRIBE query.")],
    accept: Annotated[str, Header(max_length=1000)] = "",
    format: Annotated[str, Query(max_length=10, description=f"One of {', '.join(_SHORT)}.")] = "",
    default_graph_uri: Annotated[list[str], Query(alias="default-graph-uri", max_length=50)] = [],  # noqa: B006
    named_graph_uri: Annotated[list[str], Query(alias="named-graph-uri", max_length=50)] = [],  # noqa: B006
) -> Response:
    """Answer a query; without graphs named, over the union of all."""
    return _answer(held.asker, now, query, wanted(accept, format), (default_graph_uri, named_graph_uri))


@router.post("/sparql", responses=_RESPONSES, response_class=Response, openapi_extra=_BODIES)
async def ask_by_post(request: Request, held: Held, now: Now, accept: Annotated[str, Header(max_length=1000)] = "") -> Response:
    """Answer a query sent as a form or as it is."""
    from starlette.concurrency import run_in_threadpool

    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    told, form = request.query_params, FormData()
    if kind == "application/sparql-query":
        query = (await request.body()).decode("utf-8", "replace")
    elif kind == "application/x-www-form-urlencoded":
        form = await request.form()
        query = str(form.get("query", ""))
        if form.get("update") is not None:
            raise QueryError("updates are refused: this endpoint is read only")
    else:
        raise MediaError("media")
    default, named = ([*told.getlist(name), *map(str, form.getlist(name))] for name in _GRAPHS)
    formats = wanted(accept, str(form.get("format", told.get("format", ""))))
    return await run_in_threadpool(_answer, held.asker, now, query, formats, (default, named))


def _answer(asker: Asker, now: Snapshot, query: str, formats: list[str], graphs: tuple[list[str], list[str]]) -> Response:
    media, body = asker.serialized(now.generation, query, formats, graphs)
    return Response(body, media_type=media)
