"""A folder that all machines of a cluster see: on a shared disk or in an object store."""

import gzip
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final, Self

from kg.errors import StoreError
from kg.messages import error as told

#: File systems on which a file is there as a whole when it is closed, or not at all.
_WHOLE: Final = ("s3", "gcs", "abfs")
#: The fastest level is a third larger than the best and five times as fast.
_LEVEL: Final = 3


class Depot:
    """A folder by its path or address; what is written is there as a whole or not at all.

    Args:
        address: a path, or ``s3://bucket/folder``, ``gs://``, ``abfs://``, ``hdfs://``; ``fsspec+…://`` for what fsspec knows.

    Raises:
        StoreError: pyarrow is not installed, or the address is none that it knows.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._fs, self._root = _opened(address)

    @property
    def shown(self) -> str:
        """Give the address as people may see it, without the key to a store."""
        return _shown(self.address)

    def inside(self, other: "Depot") -> str | None:
        """Give where this folder lies in another, as the start of names there; None when it does not."""
        if self._fs.type_name != other._fs.type_name or not f"{self._root}/".startswith(f"{other._root.rstrip('/')}/"):
            return None
        return f"{self._root}/"[len(other._root.rstrip("/")) + 1 :]

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.address,)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    def names(self, folder: str = "") -> list[tuple[str, int]]:
        """Give all files under a folder with their sizes, by name relative to it, sorted; a file gives itself."""
        from pyarrow.fs import FileSelector, FileType

        at = self._path(folder)
        if self._fs.get_file_info(at).type == FileType.File:
            return [("", int(self._fs.get_file_info(at).size))]
        found = self._fs.get_file_info(FileSelector(at, allow_not_found=True, recursive=True))
        start = len(at.rstrip("/")) + 1
        return sorted((one.path[start:], int(one.size)) for one in found if one.type == FileType.File)

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""
        from pyarrow.fs import FileType

        return bool(self._fs.get_file_info(self._path(name)).type == FileType.File)

    def read(self, name: str, start: int = 0, length: int = -1) -> bytes:
        """Give the bytes of a file, or a stretch of them.

        Raises:
            OSError: there is none, or it cannot be read.
        """
        with self._fs.open_input_file(self._path(name)) as file:
            file.seek(start)
            return bytes(file.read() if length < 0 else file.read(length))

    def lines(self, name: str) -> Iterator[bytes]:
        """Give the lines of a file with their ends, without holding it as a whole."""
        rest = b""
        with self._fs.open_input_stream(self._path(name), compression=None) as file:
            while block := bytes(file.read(1 << 20)):
                *whole, rest = (rest + block).split(b"\n")
                yield from (line + b"\n" for line in whole)
        if rest:
            yield rest

    def write(self, name: str, data: bytes) -> None:
        """Write a file; whoever reads it meanwhile sees the old one."""
        path = self._path(name)
        folder, _, last = path.rpartition("/")
        part = path if self._fs.type_name in _WHOLE else f"{folder}/.{last}.{os.getpid()}.part"
        try:
            self._fs.create_dir(folder)
            with self._fs.open_output_stream(part, compression=None) as file:
                file.write(data)
            if part != path:
                self._fs.move(part, path)
        except OSError as error:
            raise told(StoreError, "error.depot.write", place=f"{self.shown}/{name}", reason=str(error)) from error

    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it, if it is there."""
        from pyarrow.fs import FileType

        if self._fs.get_file_info(self._path(folder)).type == FileType.Directory:
            self._fs.delete_dir(self._path(folder))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.has(name):
            self._fs.delete_file(self._path(name))


def _opened(address: str) -> tuple[Any, str]:
    try:
        from pyarrow.fs import FileSystem
    except ImportError:
        raise told(StoreError, "error.no.pyarrow") from None
    try:
        if "://" not in address:
            address = os.path.abspath(address)  # noqa: PTH100 - a path as given, links and all
        fs, root = FileSystem.from_uri(address)
    except (ValueError, OSError, ImportError) as error:
        raise told(
            StoreError, "error.depot.address", address=_shown(address), reason=str(error).replace(address, _shown(address))
        ) from error
    return fs, str(PurePosixPath(root))


def _shown(address: str) -> str:
    return re.sub(r"//[^/]*@", "//", address)


def packed(text: str) -> bytes:
    """Compress text the same way each time."""
    return gzip.compress(text.encode("utf-8"), _LEVEL, mtime=0)


def unpacked(data: bytes) -> str:
    """Give the text again."""
    return gzip.decompress(data).decode("utf-8")


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
