"""The graph on demand, drawn by the same code as ``graph.html``; the SPARQL editor; the page on the API; reports."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from networkx import MultiDiGraph
from starlette.requests import Request

from kg import network, query, view
from kg.decisions import without
from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.records import Facts, Resolution
from kg.serve import shaping
from kg.serve.needs import Held, Now
from kg.serve.picking import Text, pick
from kg.serve.render import page
from kg.serve.security import POLICY
from kg.serve.snapshot import Snapshot
from kg.serve.words import heading, language, say

#: Names that a graph may have; beyond this nobody reads it and browsers choke.
MOST: Final = 250
#: Rows of an answer that a page shows.
ROWS: Final = 500
Most = Annotated[int, Query(ge=5, le=MOST)]
router = APIRouter(include_in_schema=False)
#: The editor sets styles on its own elements.
_EDITOR: Final = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "font-src 'self'", "font-src 'self' data:"
)


def part(snapshot: Snapshot, focus: list[str], limit: int) -> MultiDiGraph:
    """Give the network of some things and their neighbours, or of the things that are most spoken of."""
    kept = _near(snapshot, focus, limit) if focus else _heaviest(snapshot, limit)
    links = {place: thing for place, thing in snapshot.library.resolution.links.items() if thing in kept}
    things = tuple(thing for thing in snapshot.library.resolution.things if thing.id in kept)
    resolution = Resolution(things=things, links=links)
    keys = dict.fromkeys(key for one in sorted(kept) for key in snapshot.naming.get(one, ()))
    return network.build([_inside(snapshot.articles[key], resolution) for key in keys], resolution)


def _inside(facts: Facts, resolution: Resolution) -> Facts:
    return without(facts, resolution)


def _heaviest(snapshot: Snapshot, limit: int) -> set[str]:
    order = sorted(snapshot.weight, key=lambda one: (-snapshot.weight[one], one))
    return set(order[:limit])


def _near(snapshot: Snapshot, focus: list[str], limit: int) -> set[str]:
    """Give `focus` and the things that they share most statements and quotes with."""
    shared: dict[str, int] = {}
    for one in focus:
        for place in snapshot.touching.get(one, ()):
            fact = snapshot.stated[place]
            for thing in (fact.subject, fact.object):
                if thing:
                    shared[thing.id] = shared.get(thing.id, 0) + 1
        for place in (*snapshot.by.get(one, ()), *snapshot.of.get(one, ())):
            said = snapshot.said[place]
            for thing in (said.speaker, *said.about):
                if thing:
                    shared[thing.id] = shared.get(thing.id, 0) + 1
    order = sorted(set(shared) - set(focus), key=lambda one: (-shared[one], one))
    return {*focus, *order[: max(0, limit - len(focus))]}


def _prefixes() -> str:
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("kg", "rdfs", "schema"))


@router.get("/graph")
def graph(request: Request, now: Now, focus: Text = "", limit: Most = 80) -> Response:
    """Give the page around a drawing."""
    return page(request, "graph.html", place="graph", focus=pick(now, focus), limit=limit, most=MOST)


@router.get("/graph/page")
def drawn(request: Request, now: Now, focus: Text = "", limit: Most = 80) -> Response:
    """Draw."""
    lang, thing = language(request), pick(now, focus)
    title, near = thing.name if thing else say(lang)("graph.all"), [thing.id] if thing else []
    key = ("graph", *near, limit, lang)
    made = now.once(key, lambda: view.page(part(now, near, limit), title=title, lang=lang, limit=limit))
    headers = {"Content-Security-Policy": f"{view.policy(made)}; frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(made, headers=headers)


@router.get("/sparql/editor")
def editor(request: Request) -> Response:
    """Give the editor of queries."""
    questions = [shaping.question(one) for one in query.names()]
    answer = page(request, "sparql.html", place="sparql", prefixes=_prefixes(), questions=questions)
    answer.headers["Content-Security-Policy"] = _EDITOR
    return answer


def is_day(cell: str) -> bool:
    """Tell whether a cell is an ISO day, which a page writes in words."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", cell) is not None


@router.get("/question/{name}")
def question(request: Request, held: Held, now: Now, name: str) -> Response:
    """Give a ready-made question as a form, with its answer once it is asked."""
    one = shaping.question(query.named(name))
    given = {each.name: request.query_params.get(each.name, "")[:300] for each in one.parameters}
    rows = error = None
    if request.query_params.get("ask"):
        asked = {name: value for name, value in given.items() if value}
        try:
            rows = held.asker.rows(now.generation, one.name, asked, limit=ROWS, lang=language(request))
        except QueryError as problem:
            error = str(problem)
    values = {
        "question": one,
        "given": given,
        "rows": rows,
        "error": error,
        "heading": heading(language(request)),
        "iso": is_day,
    }
    return page(request, "question.html", place="sparql", status=400 if error else 200, shown=values)


@router.get("/api")
def about_api(request: Request) -> Response:
    """Describe the API for people."""
    return page(request, "api.html", schema=request.app.openapi())
