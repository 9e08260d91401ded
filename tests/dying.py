"""Work that is killed at any step: whatever it does to a folder is counted, and before the n-th time the process dies.

The work runs in a fork, so that the pipeline is loaded once for hundreds of deaths. Python itself tells of every file that is opened for
writing, renamed or removed (audit events); the calls that change an Oxigraph store are counted besides.
"""

import os
import pickle
import random
import signal
import sys
import tempfile
import time
import traceback
from itertools import pairwise
from pathlib import Path

from kg import store

#: Audit events that change a folder, and which of their arguments are paths.
_CHANGES = {"os.rename": (0, 1), "os.remove": (0,), "os.mkdir": (0,), "os.rmdir": (0,), "os.truncate": (0,), "open": (0,)}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_STORE = ("remove_graph", "extend", "bulk_extend", "flush", "backup")
#: In a fork: how many steps are left, what is counted, and what a power cut would lose.
_steps = {"left": -1, "count": 0, "folder": "", "power": False}
_unsafe: dict[str, int] = {}


def done(work, folder=""):
    """Do `work` in a fork that nobody kills; give what it gives, and how many steps it took on `folder`.

    A process that once opened a store cannot fork another that does, since RocksDB has threads; so all of it happens in forks.
    """
    with tempfile.TemporaryFile() as file:

        def told():
            file.write(pickle.dumps((work(), _steps["count"])))
            file.flush()

        assert _forked(folder, told, -1, power=False) == 0, "the work failed without being killed"
        file.seek(0)
        return pickle.loads(file.read())


def killed_before(number, folder, work, *, power=False) -> bool:
    """Do `work` in a fork that dies before its step `number`, counted from 1; tell whether it got so far.

    Args:
        power: at that moment files that were not forced to the disk lose what was written to them last.
    """
    return _forked(folder, work, number, power=power) == -signal.SIGKILL


def killed_after(seconds, folder, work) -> bool:
    """Do `work` in a fork that is killed from outside after a while; tell whether it was not over before."""
    return _forked(folder, work, -1, power=False, seconds=seconds) == -signal.SIGKILL


def _forked(folder, work, number, *, power, seconds=0.0) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        code = 1
        try:
            _steps.update(left=number, count=0, folder=str(folder), power=power)
            _watch()
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - nothing of the parent may go on in the fork
            traceback.print_exc()
        finally:
            os._exit(code)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _watch():
    sys.addaudithook(_heard)
    fsync, sync = os.fsync, os.sync

    def forced(descriptor):
        fsync(descriptor)
        _unsafe.pop(str(Path(f"/proc/self/fd/{descriptor}").readlink()), None)

    def all_forced():
        sync()
        _unsafe.clear()

    os.fsync, os.sync = forced, all_forced
    store.Store = _Counted


class _Counted:
    """A store whose changes are counted."""

    read_only = staticmethod(store.Store.read_only)
    _made = store.Store

    def __init__(self, path):
        _step()
        self._store = self._made(path)

    def __getattr__(self, name):
        found = getattr(self._store, name)
        if name in _STORE:
            _step()
        return found


def _heard(event, arguments):
    if event not in _CHANGES or not _steps["folder"]:
        return
    paths = [os.fspath(arguments[place]) for place in _CHANGES[event] if isinstance(arguments[place], str | os.PathLike)]
    if not paths or not str(paths[0]).startswith(_steps["folder"]):
        return
    if event == "open":
        if not (arguments[2] or 0) & _WRITING:
            return
        _step()
        path = Path(paths[0])
        _unsafe[str(path)] = path.stat().st_size if "a" in (arguments[1] or "") and path.exists() else 0
    else:
        _step()
        if event == "os.rename" and paths[0] in _unsafe:
            _unsafe[str(paths[1])] = _unsafe.pop(paths[0])


def _step():
    _steps["count"] += 1
    if _steps["count"] != _steps["left"]:
        return
    if _steps["power"]:
        for path, size in [(Path(name), size) for name, size in _unsafe.items() if "/store/" not in name]:
            if path.is_file():
                os.truncate(path, max(size, path.stat().st_size // 2))
    os.kill(os.getpid(), signal.SIGKILL)


def moments(seed, count, of):
    """Choose `count` different steps of `of` at random, spread over all of them, in order."""
    chosen = random.Random(seed)
    edges = [round(place * of / count) for place in range(count + 1)]
    return [chosen.randint(start + 1, max(start + 1, end)) for start, end in pairwise(edges)]
