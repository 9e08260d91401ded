"""The page that asks for the access token."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.requests import Request

from kg.serve.render import page
from kg.serve.security import Access, baked


def router(access: Access) -> APIRouter:
    """Give the routes; they are open to everybody, but for other sites."""
    found = APIRouter(include_in_schema=False)

    @found.get("/login")
    def ask(request: Request) -> Response:
        return page(request, "login.html", wrong=False)

    @found.post("/login")
    async def enter(request: Request) -> Response:
        form = await request.form()
        if not access.token or not access.admits(str(form.get("token", "")).strip()):
            return page(request, "login.html", status=403, wrong=True)
        answer = RedirectResponse("/", status_code=303)
        answer.headers.append("set-cookie", baked(access, access.session()))
        return answer

    return found
