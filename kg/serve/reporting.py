"""Reports on demand, made by the same code as ``kg report``."""

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.requests import Request

from kg import report
from kg.names import slug
from kg.records import Thing
from kg.serve.needs import Now
from kg.serve.picking import Text, pick
from kg.serve.problems import ProblemError
from kg.serve.render import page
from kg.serve.snapshot import Snapshot
from kg.serve.words import language, say

#: Articles of a report on everything; beyond this it is about somebody.
WIDEST: Final = 1_000
router = APIRouter(include_in_schema=False)


@router.get("/reports")
def show(request: Request, now: Now, about: Text = "", title: Text = "", make: Text = "") -> Response:
    """Give the form, and the report in a frame."""
    thing, wide = pick(now, about), len(now.articles) > WIDEST
    asked = {"about": thing.id if thing else "", "title": title, "lang": language(request)}
    address = f"/reports/page?{urlencode(asked)}" if thing or (make and not wide) else ""
    values = {"about": thing, "title": title, "wide": wide, "address": address}
    return page(request, "reports.html", place="reports", shown=values)


@router.get("/reports/page")
def drawn(request: Request, now: Now, about: Text = "", title: Text = "", save: Text = "") -> Response:
    """Compose a report."""
    lang, thing = language(request), pick(now, about)
    if thing is None and len(now.articles) > WIDEST:
        raise ProblemError("wide")
    made = now.once(("report", thing.id if thing else "", title, lang), lambda: _made(now, thing, title, lang))
    headers = {"Content-Security-Policy": f"{report.POLICY}; frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}
    name = slug(title or (thing.name if thing else "")) or "quidit"
    more = {"Content-Disposition": f'attachment; filename="{name}.html"'} if save else {}
    return HTMLResponse(made, headers={**headers, **more})


def _made(now: Snapshot, thing: Thing | None, title: str, lang: str) -> str:
    heading = title or (thing.name if thing else say(lang)("home.title"))
    source = now.part([thing]) if thing else now.library
    return report.page(source, title=heading, about=[thing] if thing else [], lang=lang)
