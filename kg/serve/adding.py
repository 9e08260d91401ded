"""Articles on their way into the graph: paste, drop, an address, a feed; and how far each is."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from starlette.datastructures import UploadFile
from starlette.requests import Request

from kg.serve import fetching, intake, schemas, shaping
from kg.serve.desk import Desk
from kg.serve.intake import Given
from kg.serve.jobs import Gather, Job, Jobs
from kg.serve.needs import Held
from kg.serve.problems import MissingError, ProblemError
from kg.serve.render import page
from kg.serve.security import form_token
from kg.serve.words import language

#: Files of one form.
FILES: Final = 50
#: Articles of a job that are listed.
LISTED: Final = 50
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {status: {"model": schemas.Problem} for status in (400, 403, 404, 413, 429)}
router = APIRouter(include_in_schema=False, dependencies=[Depends(form_token)])
programs = APIRouter(prefix="/api", tags=["Jobs"])


class Work(schemas.Record):
    """Something that is done, or being done."""

    id: int
    kind: str
    label: str
    state: str
    done: int
    of: int
    error: str
    articles: list[schemas.Source]
    skipped: list[dict[str, str]]


class New(schemas.Record):
    """An article to take in: its text, or the address of a page or feed."""

    text: Annotated[str, Field(max_length=1_000_000)] = ""
    url: Annotated[str, Field(max_length=2_000)] = ""
    title: schemas.Name = ""
    date: Annotated[str, Field(max_length=40)] = ""
    outlet: schemas.Name = ""
    pages: bool = False


def describe(desk: Desk, job: Job, lang: str = "en") -> Work:
    """Say how far a job is, and which articles it brought; what went wrong in a language."""
    known = desk.snapshot.articles
    shown = [known[name] for name in job.brought if name in known][:LISTED] if job.kind == "articles" else []
    return Work(
        id=job.number,
        kind=job.kind,
        label=job.label,
        state=job.state,
        done=job.done,
        of=job.of,
        error=job.problem.told(lang) if job.problem else job.error,
        articles=[shaping.source(one.article) for one in shown],
        skipped=job.report.get("skipped", []),
    )


def ask(jobs: Jobs, given: New, private: bool) -> Job:
    """Begin to take in what is given as text or address."""
    if given.url and not given.text:
        fetch = partial(fetching.fetch, private=private)
        fetching.check(given.url)
        return jobs.take_in(given.url, lambda told: intake.from_address(given.url.strip(), fetch, pages=given.pages, told=told))
    made = intake.pasted(given.text, title=given.title, date=given.date, outlet=given.outlet, url=given.url)
    return jobs.take_in(made.name, _ready([made]))


def _ready(given: Sequence[Given]) -> Gather:
    def gather(told: Any) -> Sequence[Given]:  # noqa: ARG001
        return given

    return gather


async def _files(form: Any) -> list[Given]:
    """Take the files of a form."""
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    if len(files) > FILES:
        raise ProblemError("files", most=FILES)
    said = {name: str(form.get(name, "")).strip() for name in ("date", "outlet")}
    return [intake.dropped(one.filename or "", await one.read(), **said) for one in files]


@router.get("/add")
def show(request: Request, held: Held) -> Response:
    """Give the forms, and the latest jobs."""
    return page(request, "add.html", place="add", jobs=[describe(held.desk, one) for one in held.jobs.all()])


@router.post("/add")
async def take(request: Request, held: Held) -> Response:
    """Take a form in."""
    form = await request.form()
    files = await _files(form)
    if files:
        label = ", ".join(one.name for one in files[:3]) + (f" (+{len(files) - 3})" if len(files) > 3 else "")
        job = held.jobs.take_in(label, _ready(files))
    else:
        job = ask(held.jobs, _new(form), held.private)
    return RedirectResponse(f"/job/{job.number}", status_code=303)


def _new(form: Any) -> New:
    names = ("text", "url", "title", "date", "outlet")
    try:
        return New(**{name: str(form.get(name, "")).strip() for name in names}, pages=bool(form.get("pages")))
    except ValueError as error:
        raise ProblemError("long.field") from error


@router.get("/job/{number}")
def one(request: Request, held: Held, number: int) -> Response:
    """Show how far a job is."""
    return page(request, "job.html", place="add", job=describe(held.desk, _job(held.jobs, number), language(request)))


def _job(jobs: Jobs, number: int) -> Job:
    job = jobs.find(number)
    if job is None:
        raise MissingError("no.job", number=str(number))
    return job


@programs.post("/articles", status_code=202, responses=_PROBLEMS)
def take_in(held: Held, given: New) -> Work:
    """Take an article in; it is read, annotated and put into the graph in the background."""
    return describe(held.desk, ask(held.jobs, given, held.private))


@programs.get("/jobs")
def all_jobs(held: Held) -> list[Work]:
    """List what was done lately and is being done, the newest first."""
    return [describe(held.desk, one) for one in held.jobs.all()]


@programs.get("/jobs/{number}", responses=_PROBLEMS)
def one_job(held: Held, number: int) -> Work:
    """Say how far a job is."""
    return describe(held.desk, _job(held.jobs, number))
