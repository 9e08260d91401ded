"""Zip archives: each member is read like a file, within limits that a zip bomb cannot pass."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from kg.errors import ReadError
from kg.read.source import Source

#: Bytes that one member may unpack to, and all of them together.
_MEMBER: Final = 64 * 2**20
_TOTAL: Final = 2 * 2**30


def members(source: Source) -> Iterator[Source]:
    """Give the files of an archive in order of name.

    Raises:
        ReadError: the archive is damaged, locked, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            entries = sorted((entry for entry in archive.infolist() if not entry.is_dir()), key=lambda entry: entry.filename)
            if sum(entry.file_size for entry in entries) > _TOTAL:
                raise ReadError("it unpacks to more than 2 GB: unpack it and give the folder", code="too-large")
            for entry in entries:
                with archive.open(entry) as stream:
                    yield Source(f"{source.name}/{entry.filename}", stream.read(_MEMBER + 1))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ReadError(f"the archive is damaged or locked ({error})", code="damaged") from error
