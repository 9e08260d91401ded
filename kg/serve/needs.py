"""What routes need: the parts of the application, and the one snapshot that a whole answer comes from."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from kg.serve.arrivals import Arrivals
from kg.serve.asking import Asker
from kg.serve.deciding import Reviewer
from kg.serve.desk import Desk
from kg.serve.jobs import Jobs
from kg.serve.security import Access
from kg.serve.snapshot import Snapshot
from kg.serve.watch import Watch

#: Where the scope of a request keeps it.
_SNAPSHOT: Final = "kg.snapshot"


@dataclass(frozen=True, slots=True)
class Parts:
    """What an application works with.

    Args:
        desk: the build.
        access: who may come in.
        asker: asks the store.
        jobs: what takes longer than an answer.
        watch: the watch list.
        arrivals: when articles came.
        reviewer: writes decisions.
        private: whether addresses that are not of the open Internet may be fetched.
    """

    desk: Desk
    access: Access
    asker: Asker
    jobs: Jobs
    watch: Watch
    arrivals: Arrivals
    reviewer: Reviewer
    private: bool


async def parts(request: Request) -> Parts:
    """Give the parts of the application that answers."""
    found: Parts = request.app.state.parts
    return found


def snapshot(request: Request) -> Snapshot:
    """Give the snapshot that a request is answered from: the newest when it is first asked for, and the same to the end."""
    if _SNAPSHOT not in request.scope:
        request.scope[_SNAPSHOT] = request.app.state.parts.desk.snapshot
    found: Snapshot = request.scope[_SNAPSHOT]
    return found


async def _now(request: Request) -> Snapshot:
    return snapshot(request)


#: For parameters of routes.
Held = Annotated[Parts, Depends(parts)]
Now = Annotated[Snapshot, Depends(_now)]
