"""The page that asks for the access token."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.requests import Request

from kg.serve.needs import Held
from kg.serve.render import page
from kg.serve.security import baked

#: Open to everybody, but for other sites.
router = APIRouter(include_in_schema=False)


@router.get("/login")
def ask(request: Request) -> Response:
    """Ask for the token."""
    return page(request, "login.html", wrong=False)


@router.post("/login")
async def enter(request: Request, held: Held) -> Response:
    """Let in who knows it."""
    form = await request.form()
    access = held.access
    if not access.token or not access.admits(str(form.get("token", "")).strip()):
        return page(request, "login.html", status=403, wrong=True)
    answer = RedirectResponse("/", status_code=303)
    answer.headers.append("set-cookie", baked(access, access.session()))
    return answer
