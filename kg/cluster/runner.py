"""Where the steps of a run are carried out: in this process, or on a Ray cluster."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

from kg.errors import KgError, StoreError
from kg.messages import error as told

#: Times that a task is begun again whose machine was lost.
_RETRIES: Final = 20
#: Tasks for each core: one is at work and one waits, so that none is idle and no heap piles up.
_AHEAD: Final = 2

Step = Callable[..., Any]


class Runner(Protocol):
    """Carries out a step for many items."""

    def map(self, step: Step, items: Iterable[Any]) -> Iterator[Any]:
        """Give what `step` gives for each item, in their order."""


class Here:
    """Carries out one step after the other, in this process."""

    def map(self, step: Step, items: Iterable[Any]) -> Iterator[Any]:
        """Give what `step` gives for each item, in their order."""
        return map(step, items)


class OnRay:
    """Carries out steps as tasks of a Ray cluster; those of a lost machine are begun again on another.

    Args:
        ray: the module, connected.
    """

    def __init__(self, ray: Any) -> None:
        self._ray = ray

    def map(self, step: Step, items: Iterable[Any]) -> Iterator[Any]:
        """Give what `step` gives for each item, in their order; only so many tasks are under way as the cluster has cores for."""
        task = self._ray.remote(num_cpus=1, max_retries=_RETRIES)(_carry_out)
        under_way: dict[Any, int] = {}
        done: dict[int, Any] = {}
        given = 0
        for number, item in enumerate(items):
            while len(under_way) >= self._room():
                self._take(under_way, done)
            under_way[task.remote(step, item)] = number
            while given in done:
                yield done.pop(given)
                given += 1
        while under_way or done:
            if given not in done:
                self._take(under_way, done)
            else:
                yield done.pop(given)
                given += 1

    def _room(self) -> int:
        return max(_AHEAD, _AHEAD * int(self._ray.cluster_resources().get("CPU", 1)))

    def _take(self, under_way: dict[Any, int], done: dict[int, Any]) -> None:
        """Wait for a task that is under way, whichever is done first."""
        (ready,), _ = self._ray.wait(list(under_way), num_returns=1)
        done[under_way.pop(ready)] = self._result(ready)

    def _result(self, waited: Any) -> Any:
        try:
            return self._ray.get(waited)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, KgError):
                raise error.cause from None
            raise
        except self._ray.exceptions.RayError as error:
            raise told(StoreError, "error.ray.lost", reason=str(error).splitlines()[0]) from error


def _carry_out(step: Step, item: Any) -> Any:
    return step(item)


@contextmanager
def connected(address: str | None) -> Iterator[Runner]:
    """Give a runner on the Ray cluster at an address (``auto`` finds one on this machine), or in this process.

    Raises:
        StoreError: Ray is not installed, or there is no cluster at this address.
    """
    if not address:
        yield Here()
        return
    try:
        import ray
    except ImportError:
        raise told(StoreError, "error.no.ray") from None
    mine = not ray.is_initialized()
    try:
        ray.init(address=address, log_to_driver=False, ignore_reinit_error=True)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise told(StoreError, "error.ray.unreached", address=address, reason=str(error).splitlines()[0]) from error
    try:
        yield OnRay(ray)
    finally:
        if mine:
            ray.shutdown()
