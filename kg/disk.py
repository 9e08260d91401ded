"""What reaches the disk, and when: files replaced in one step, and forced out before something else relies on them.

A kill loses nothing that was written; a power cut can lose what the system still held back, even of a file that was renamed already.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

#: More files than this are not forced out one by one.
_MANY: Final = 32


def replace(path: Path, data: bytes, *, force: bool = True) -> bool:
    """Put `data` in place of a file in one step, which a kill cannot halve.

    Args:
        path: the file; one that holds just that already is left alone.
        data: all of its content.
        force: have it on the disk before it takes the place of the older one; else :func:`force_out` must follow.

    Returns:
        Whether it was written.
    """
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            if force:
                os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:  # a full disk has no room for what is left of it either
        part.unlink(missing_ok=True)
        error.filename = error.filename or str(path)
        raise
    return True


def force_out(paths: Iterable[Path]) -> None:
    """Have files on the disk, with the names they bear in their folders; those that are gone are passed over.

    Of many files each costs some milliseconds: then the system is asked once to write whatever it holds back, where that is known to
    wait until all of it is written.
    """
    paths = list(paths)
    if len(paths) > _MANY and sys.platform == "linux":
        os.sync()
        return
    found = [path for path in paths if _forced(path)]
    for folder in sorted({path.parent for path in found}):
        _forced(folder)


def _forced(path: Path) -> bool:
    if sys.platform == "win32" and path.is_dir():
        return True  # folders cannot be opened there, and their entries need no such care
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return True
