"""Bodies that come compressed, taken in piece by piece: a short one that unpacks to gigabytes is refused before it does."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from kg.serve.problems import FetchError

#: Codings that are understood, by their names in Content-Encoding; an empty one is none.
CODINGS: Final = ("gzip", "x-gzip", "deflate")
_PLAIN: Final = ("", "identity")
#: Bytes that one step unpacks at most.
_STEP: Final = 65_536
#: How gzip begins.
_MAGIC: Final = b"\x1f\x8b"
#: Takes gzip and zlib, whichever it is.
_EITHER: Final = zlib.MAX_WBITS + 32


def whole(pieces: Iterable[bytes], coding: str, limit: int) -> bytes:
    """Give a body as it is meant.

    Args:
        pieces: of the body as it comes.
        coding: its Content-Encoding.
        limit: most bytes, packed and unpacked.

    Raises:
        FetchError: the coding is not known, the body is damaged, or too long.

    >>> import gzip
    >>> whole([gzip.compress(b"Bonjour")], "gzip", 100)
    b'Bonjour'
    """
    name = coding.strip().lower()
    if name not in (*_PLAIN, *CODINGS):
        raise FetchError("packed", coding=coding)
    bounded = _bounded(pieces, limit)
    return b"".join(bounded if name in _PLAIN else _bounded(_unpacked(bounded), limit))


def _bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise FetchError("long.page", most=limit)
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
        raise FetchError("damaged", error=str(error)) from error
    if not unpacker.eof:
        raise FetchError("breaks.off")
