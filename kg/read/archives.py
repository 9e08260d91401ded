"""Zip archives: each member is read like a file, within limits that a zip bomb cannot pass."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final

from kg.errors import ReadError
from kg.read import sidecar
from kg.read.source import Source

#: Bytes that one member may unpack to, and all of them together.
MEMBER: Final = 64 * 2**20
_TOTAL: Final = 2 * 2**30

#: What the standard library raises on damaged, locked or unsupported archives (bz2 raises OSError).
DAMAGED: Final = (
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    ValueError,
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)


def members(source: Source, wanted: Callable[[PurePosixPath], bool]) -> Iterator[tuple[str, bytes | ReadError]]:
    """Give name and bytes of the files of an archive: sidecars first, then in order of name.

    A member that is damaged, too large or leads out of the archive is given as its error, and the next one follows.

    Args:
        source: the archive.
        wanted: tells which members are unpacked at all.

    Raises:
        ReadError: the archive as a whole is damaged, or unpacks to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except DAMAGED as error:
        raise ReadError(f"the archive is damaged ({error}): pack it again", code="damaged") from error
    # ZipInfo.is_dir() does not bear a name without any letter.
    left, entries = _TOTAL, [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    for entry in sorted(entries, key=_rank):
        path = PurePosixPath(entry.filename)
        if not entry.filename:
            yield "?", ReadError("it has no name in the archive: pack it again", code="damaged")
        elif ".." in path.parts or path.is_absolute():
            yield entry.filename, ReadError("its name leads out of the archive: pack it again", code="unsafe-name")
        elif wanted(path):
            left -= entry.file_size
            if left < 0:
                raise ReadError("it unpacks to more than 2 GB: unpack it and give the folder", code="too-large")
            yield entry.filename, _unpacked(archive, entry)


def _rank(entry: zipfile.ZipInfo) -> tuple[bool, str]:
    return PurePosixPath(entry.filename).name != sidecar.NAME, entry.filename


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | ReadError:
    # The library never gives more than the size that the directory declares, so checking that size is enough.
    if entry.file_size > MEMBER:
        return ReadError("it unpacks to more than 64 MB: unpack the archive and give the folder", code="too-large")
    try:
        return archive.read(entry)
    except DAMAGED as error:
        return ReadError(f"it is damaged or locked in the archive ({error})", code="damaged")
