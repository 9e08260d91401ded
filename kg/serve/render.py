"""Templates to pages: everything that comes from articles or people is escaped."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from kg import files
from kg.names import CHECKS, STATUSES, TYPES
from kg.serve import words
from kg.serve.needs import snapshot

#: What the pages load; nothing else can be asked for by name.
STATIC: Final = {
    "desk.css": ("serve/desk.css", "text/css"),
    "desk.js": ("serve/desk.js", "text/javascript"),
    "sparql.js": ("serve/sparql.js", "text/javascript"),
    "yasgui.min.js": ("vendor/yasgui.min.js", "text/javascript"),
    "yasgui.min.css": ("vendor/yasgui.min.css", "text/css"),
}
#: Pages that the bar at the top leads to.
PLACES: Final = ("search", "quotes", "compare", "voice", "graph", "sparql", "add", "review", "watch", "reports")


@cache
def environment() -> Environment:
    """Give the templates."""
    loader = FileSystemLoader(files.assets("serve/base.html").parent)
    found = Environment(autoescape=True, loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.globals.update(places=PLACES, types=TYPES, statuses=STATUSES, checks=CHECKS, static=static)
    return found


@cache
def static(name: str) -> str:
    """Give the address of a file of ours, which changes with what it holds."""
    return f"/static/{name}?v={sha256(files.assets(STATIC[name][0]).read_bytes()).hexdigest()[:12]}"


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    place: str = "",
    shown: Mapping[str, Any] = MappingProxyType({}),
    **values: Any,
) -> HTMLResponse:
    """Give a page.

    Args:
        request: what it answers.
        template: name of the file.
        status: of the answer.
        place: which of :data:`PLACES` it belongs to.
        shown, values: what the template shows.
    """
    lang = words.language(request)
    made = environment().get_template(template).render(place=place, **_shared(request, lang), **shown, **values)
    answer = HTMLResponse(made, status_code=status)
    if request.query_params.get("lang") == lang:
        answer.set_cookie("kg-lang", lang, max_age=31_536_000, samesite="strict", httponly=True)
    return answer


def _shared(request: Request, lang: str) -> dict[str, Any]:
    """Give what every page shows or uses."""
    session, access = request.scope.get("kg.session", ""), request.scope.get("kg.access")
    return {
        "t": words.say(lang),
        "day": words.day(lang),
        "number": words.decimal(lang),
        "lang": lang,
        "other": "en" if lang == "fr" else "fr",
        "here": request.url.path,
        "done": _done(request),
        "form_token": access.form(session) if access and session else "",
        "with_query": lambda **changed: with_query(request, **changed),
        "now": snapshot(request),
        "building": request.app.state.parts.desk.building(),
    }


def _done(request: Request) -> int:
    """Give the number of the decision that led here, 0 for none."""
    told = request.query_params.get("done", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0


def with_query(request: Request, **changed: str | int | None) -> str:
    """Give the address of the same page with some values of its query changed; None and nothing take one away."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changed and name != "lang"]
    more = [(name, str(value)) for name, value in changed.items() if value not in (None, "")]
    query = urlencode(kept + more)
    return request.url.path + (f"?{query}" if query else "")
