"""Pages that count and compare: timeline, two side by side, share of voice."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.requests import Request

from kg import profile, voice
from kg.explore import Said
from kg.profile import Event
from kg.records import Thing
from kg.serve import shaping
from kg.serve.api import Day
from kg.serve.needs import Now
from kg.serve.picking import Text, cited, pick
from kg.serve.render import page
from kg.serve.snapshot import Snapshot
from kg.serve.words import language

#: Events, and quotes of one side on one subject, that a page shows.
EVENTS: Final = 200
SIDE: Final = 20
#: Latest quotes of each of two voices.
LATEST: Final = 5
SUBJECTS: Final = 30
ROWS: Final = 100
By = Literal["speaker", "organisation", "outlet", "month"]
router = APIRouter(include_in_schema=False)


def bars(events: list[Event]) -> list[dict[str, Any]]:
    """Count events by month, the empty months between included: for a small chart."""
    counts = Counter(one.day[:7] for one in events if len(one.day) >= 7)
    if not counts:
        return []
    first, last = min(counts), max(counts)
    months = [f"{year}-{month:02}" for year in range(int(first[:4]), int(last[:4]) + 1) for month in range(1, 13)]
    shown = [one for one in months if first <= one <= last][-60:]
    most = max(counts.values())
    return [{"month": one, "count": counts[one], "height": round(60 * counts[one] / most, 1)} for one in shown]


def _row(snapshot: Snapshot, event: Event) -> dict[str, Any]:
    said = isinstance(event.what, Said)
    shown: Any = (
        shaping.quote(snapshot, event.what) if isinstance(event.what, Said) else shaping.statement(snapshot, event.what)
    )
    return {"day": event.day, "dated": event.dated, "kind": event.kind, "said": said, "what": shown}


@router.get("/timeline")
def timeline(request: Request, now: Now, x: Text = "", about: Text = "") -> Response:
    """Put what is known of a thing in time."""
    thing, other = pick(now, x), pick(now, about)
    events: list[Event] = []
    if thing:
        key = ("timeline", thing.id, other.id if other else "")
        events = now.once(key, lambda: profile.timeline(now.part([thing]), [thing], [other] if other else None))
    rows = [_row(now, one) for one in reversed(events[-EVENTS:])]
    quotes = [row["what"] for row in rows if row["said"]]
    values = {"thing": thing, "about": other, "rows": rows, "total": len(events), "bars": bars(events)}
    return page(request, "timeline.html", place="compare", cites=cited(now, quotes, language(request)), shown=values)


@router.get("/compare")
def compare(request: Request, now: Now, x: Text = "", y: Text = "") -> Response:
    """Put two voices side by side."""
    first, second = pick(now, x), pick(now, y)
    subjects: list[dict[str, Any]] = []
    quotes: list[Any] = []
    if first and second:
        made = profile.compare(now.part([first, second]), [first], [second])
        for one in made[:SUBJECTS]:
            sides = [[shaping.quote(now, each) for each in side[-SIDE:]] for side in (one.first, one.second)]
            quotes += [*sides[0], *sides[1]]
            subjects.append({"thing": one.thing, "sides": sides})
    latest = [[shaping.quote(now, now.said[place]) for place in _latest(now, one)] for one in (first, second) if one]
    quotes += [one for side in latest for one in side]
    both = [one and shaping.entity(now, one) for one in (first, second)]
    values = {"first": both[0], "second": both[1], "subjects": subjects, "latest": latest}
    return page(request, "compare.html", place="compare", cites=cited(now, quotes, language(request)), shown=values)


@router.get("/voice")
def share(
    request: Request, now: Now, by: By = "speaker", about: Text = "", outlet: Text = "", since: Day = "", until: Day = ""
) -> Response:
    """Count who is given how much room."""
    thing = pick(now, about)
    key = ("voice", by, thing.id if thing else "", outlet, since, until)
    shares, silent = now.once(key, lambda: _voice(now, by, thing, outlet, since, until))
    outlets = now.once("outlets", lambda: sorted({one.article.outlet for one in now.said if one.article.outlet}))
    values = {"by": by, "about": thing, "outlet": outlet, "since": since, "until": until, "outlets": outlets}
    told = {**values, "shares": shares[:ROWS], "total": len(shares), "silent": silent[:ROWS]}
    return page(request, "voice.html", place="voice", shown=told)


def _latest(now: Snapshot, thing: Thing) -> Sequence[int]:
    """Give the places of the latest quotes of a thing."""
    return now.by.get(thing.id, ())[:LATEST]


def _voice(now: Snapshot, by: str, thing: Any, outlet: str, since: str, until: str) -> tuple[list[voice.Share], list[Any]]:
    places = now.of.get(thing.id, ()) if thing else range(len(now.said))
    last = until + "~" if until else "~"
    dated = [
        one
        for one in (now.said[place] for place in places)
        if (not outlet or one.article.outlet == outlet)
        and (not (since or until) or (one.article.date and since <= one.article.date <= last))
    ]
    silent = voice.absent(now.said, [thing]) if thing else []
    return voice.shares(dated, [by]), silent
