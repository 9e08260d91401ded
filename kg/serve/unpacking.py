"""Bodies that come compressed, taken in piece by piece: a short one that unpacks to gigabytes is refused before it does."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from kg.serve.problems import ProblemError

#: Codings that are understood, by their names in Content-Encoding; an empty one is none.
CODINGS: Final = ("gzip", "x-gzip", "deflate")
_PLAIN: Final = ("", "identity")
#: Bytes that one step unpacks at most.
_STEP: Final = 65_536
#: How gzip begins.
_MAGIC: Final = b"\x1f\x8b"
#: Takes gzip and zlib, whichever it is.
_EITHER: Final = zlib.MAX_WBITS + 32


class PackingError(ProblemError):
    """A body cannot be unpacked, or is too long."""


def whole(pieces: Iterable[bytes], coding: str, limit: int) -> bytes:
    """Give a body as it is meant.

    Args:
        pieces: of the body as it comes.
        coding: its Content-Encoding.
        limit: most bytes, packed and unpacked.

    Raises:
        PackingError: the coding is not known, the body is damaged, or too long.

    >>> import gzip
    >>> whole([gzip.compress(b"Bonjour")], "gzip", 100)
    b'Bonjour'
    """
    name = coding.strip().lower()
    if name not in (*_PLAIN, *CODINGS):
        raise PackingError(f"it comes packed as {coding[:40]!r}, which is not read: open the page and paste its text")
    bounded = _bounded(pieces, limit)
    return b"".join(bounded if name in _PLAIN else _bounded(_unpacked(bounded), limit))


def _bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise PackingError(f"it is longer than {limit:,} bytes: paste its text")
        yield piece


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack one stream, or several on end as gzip allows; whatever follows them is left."""
    unpacker = zlib.decompressobj(_EITHER)
    try:
        for piece in pieces:
            data, full = piece, True
            while data or full:  # what fills a step may have left some inside, even when nothing is left to read
                made = unpacker.decompress(data, _STEP)
                yield made
                data, full = unpacker.unconsumed_tail, len(made) == _STEP
                if unpacker.eof:
                    data, full = unpacker.unused_data, False
                    if not data.startswith(_MAGIC):
                        break
                    unpacker = zlib.decompressobj(_EITHER)
    except zlib.error as error:
        raise PackingError(f"what it sends is damaged ({error}): open the page and paste its text") from error
    if not unpacker.eof:
        raise PackingError("what it sends breaks off: fetch it again, or paste its text")
