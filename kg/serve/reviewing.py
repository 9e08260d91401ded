"""Review for people and programs: accept, dispute or reject quotes and statements; merge, split, rename, retype, ignore; undo."""

from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from kg.serve import reading, schemas, versions
from kg.serve.deciding import Conflict, Decided, Wanted, rows, told
from kg.serve.needs import Held, Now
from kg.serve.problems import ProblemError
from kg.serve.render import page
from kg.serve.security import form_token
from kg.serve.waiting import waiting

_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    **{status: {"model": schemas.Problem} for status in (400, 403, 404, 429)},
    409: {"model": Conflict},
}
List = Literal["quotes", "statements", "names", "decisions"]
router = APIRouter(include_in_schema=False, dependencies=[Depends(form_token)])
programs = APIRouter(prefix="/api", tags=["Decisions"])


@router.get("/review")
def show(
    request: Request, now: Now, kind: List = "quotes", number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1
) -> Response:
    """List what waits for a person's eye, or what was decided."""
    if kind == "decisions":
        shown, pages = reading.cut(rows(now), number)
        items, total = list(shown), len(now.taken)
    else:
        items, total, pages = waiting(now, kind, number)
    values = {"kind": kind, "items": items, "total": total, "page": number, "pages": pages}
    return page(request, "review.html", place="review", who=request.cookies.get("kg-who", ""), shown=values)


@router.post("/decide")
async def decide(request: Request, held: Held) -> Response:
    """Write a decision from a form, or show the one that came before it."""
    form = await request.form()
    wanted, back = _wanted(form), _back(str(form.get("back", "")))
    try:
        number, _ = await run_in_threadpool(held.reviewer.decide, wanted)
    except versions.ConflictError as conflict:
        theirs = told(conflict.number, conflict.decision, version=conflict.number)
        values = {"theirs": theirs, "wanted": wanted, "back": back}
        return page(request, "conflict.html", status=409, place="review", shown=values)
    place = quote(wanted.id, safe="") or "done"
    answer = RedirectResponse(f"{back}{'&' if '?' in back else '?'}done={number}#{place}", status_code=303)
    if wanted.who:
        answer.set_cookie("kg-who", wanted.who.encode("ascii", "ignore").decode()[:100], samesite="strict", httponly=True)
    return answer


def _wanted(form: Any) -> Wanted:
    try:
        return Wanted.model_validate({name: str(form[name]) for name in Wanted.model_fields if name in form})
    except ValueError as error:
        raise ProblemError("form") from error


def _back(where: str) -> str:
    """Give a path on this server to go back to.

    >>> _back("/quotes?page=2&done=4"), _back("//evil.example"), _back("https://evil.example")
    ('/quotes?page=2', '/review', '/review')
    """
    if not where.startswith("/") or where.startswith(("//", "/\\")) or not where.isprintable() or not where.isascii():
        return "/review"
    path, _, query = where.partition("#")[0].partition("?")
    kept = [item for item in query.split("&") if item and not item.startswith("done=")]
    return path + (f"?{'&'.join(kept)}" if kept else "")


@programs.get("/decisions")
def all_decisions(now: Now) -> list[Decided]:
    """List the decisions, the last one first, with what became of each."""
    return rows(now)


@programs.post("/decisions", status_code=201, responses=_PROBLEMS)
def decide_by_program(held: Held, wanted: Wanted) -> Decided:
    """Take a decision; `seen` is the `version` of what it is about, and 409 says that somebody was faster."""
    number, made = held.reviewer.decide(wanted)
    return told(number, made, version=number)
