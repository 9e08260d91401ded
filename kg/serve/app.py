"""The application as a whole: routes, what is said when something goes wrong, and the server that runs it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from kg import __version__, messages
from kg.errors import KgError
from kg.serve import adding, api, comparing, deciding, endpoint, entering, pages, picturing, reporting, reviewing, watching
from kg.serve.arrivals import Arrivals
from kg.serve.asking import SECONDS, Asker
from kg.serve.deciding import Reviewer
from kg.serve.desk import Desk
from kg.serve.jobs import Jobs
from kg.serve.limits import Limits, Patient
from kg.serve.needs import Parts
from kg.serve.problems import ProblemError
from kg.serve.render import page
from kg.serve.security import PROGRAMS, Access, Guard, under
from kg.serve.versions import ConflictError
from kg.serve.watch import Watch
from kg.serve.words import language, say


def application(
    desk: Desk,
    access: Access,
    *,
    seconds: float = SECONDS,
    private: bool = False,
    ready: Callable[[], None] = lambda: None,
) -> FastAPI:
    """Make the application.

    Args:
        desk: the build.
        access: who may come in.
        seconds: how long a query may run.
        private: whether addresses that are not of the open Internet may be fetched.
        ready: called when the server begins to answer.
    """
    app = FastAPI(
        title="Quidit",
        version=__version__,
        description="Who said what about whom: the graph of a build, read only but for decisions and articles taken in.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(desk, ready),
    )
    app.state.parts = _parts(desk, access, seconds, private=private)
    for module in (api, endpoint, pages, comparing, picturing, adding, reviewing, watching, reporting, entering):
        app.include_router(module.router)
    for part in (adding, reviewing, watching):
        app.include_router(part.programs)
    _explain(app)
    app.add_middleware(Limits)
    app.add_middleware(Guard, access=access)
    return app


def _parts(desk: Desk, access: Access, seconds: float, *, private: bool) -> Parts:
    jobs = Jobs(desk)
    return Parts(
        desk=desk,
        access=access,
        asker=Asker(desk, seconds),
        jobs=jobs,
        watch=Watch(desk),
        arrivals=Arrivals(desk.folder),
        reviewer=Reviewer(desk, jobs),
        private=private,
    )


def _lifespan(desk: Desk, ready: Callable[[], None]) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        desk.start(told=_log)
        ready()
        yield
        app.state.parts.jobs.stop()
        desk.stop()

    return running


def _log(message: str) -> None:
    import logging

    logging.getLogger("uvicorn.error").warning("%s", message)


def _explain(app: FastAPI) -> None:
    """Answer every error that has a cause with one sentence; a bug stays a bug, with status 500 and a trace in the log."""

    @app.exception_handler(KgError)
    async def told(request: Request, error: KgError) -> Response:
        more = {}
        if isinstance(error, ConflictError):
            more["decision"] = deciding.told(error.number, error.decision, version=error.number).model_dump()
        if isinstance(error, ProblemError):
            return said(request, error.status, str(error), error.told(language(request)), **more)
        return said(request, 400, str(error), messages.of(error, language(request)))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        where = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()[:5])
        return said(request, 422, where, say(language(request))("problem.invalid", where=where))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        code = {404: "problem.lost", 405: "problem.method"}.get(error.status_code)
        shown = say(language(request))(code) if code else str(error.detail)
        return said(request, error.status_code, str(error.detail), shown, error.headers)

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:  # noqa: ARG001
        return said(request, 500, say("en")("problem.bug"), say(language(request))("problem.bug"))


def said(
    request: Request, status: int, message: str, shown: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """Answer with an error: programs get JSON with `message`, people a page with `shown`."""
    if under(request.url.path, PROGRAMS) or request.scope.get("kg.access") is None:
        return JSONResponse({"error": message, **more}, status_code=status, headers=dict(headers or {}))
    return page(request, "error.html", status=status, message=shown or message)


def run(app: FastAPI, access: Access, host: str, *, quiet: bool = True) -> None:
    """Serve the application until interrupted."""
    import uvicorn

    uvicorn.Server(configuration(app, access, host, quiet=quiet)).run()


def configuration(app: FastAPI, access: Access, host: str, *, quiet: bool = True) -> Any:
    """Say how the server runs."""
    import uvicorn

    return uvicorn.Config(
        app,
        host=host,
        port=access.port,
        http=Patient,
        ws="none",
        log_level="warning" if quiet else "info",
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=32_768,
    )
