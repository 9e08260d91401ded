"""Bytes to text: encodings detected, binary files refused, lone surrogates replaced."""

import codecs
import re
import unicodedata
from typing import Final

from charset_normalizer import from_bytes

from kg.errors import ReadError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: Surrogates that do not stand for one byte of a file name.
_NO_BYTE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")

#: Share of control characters above which a file is no text; real articles hold none or a stray one.
_BINARY_SHARE: Final = 0.01

#: Encodings that old French files come in; others are only tried when none of these fits.
_USUAL: Final = ["cp1252", "latin_1", "iso8859_15", "mac_roman", "cp850", "utf_16", "utf_16_le", "utf_16_be"]


def decode(data: bytes) -> str:
    """Give the text of `data`, without its byte order mark and otherwise untouched.

    Raises:
        ReadError: it is binary, or in no encoding that can be told.

    >>> decode("é".encode("utf-8")), decode("L'été dernier, déjà prévu à l'école".encode("cp1252"))
    ('é', "L'été dernier, déjà prévu à l'école")
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return clean(_strict(data[len(mark) :], name))
    if len(_CONTROL.findall(data[:65536])) > _BINARY_SHARE * len(data[:65536]):
        raise ReadError("this is not text but a binary file: convert it to .txt, .html, .docx or .pdf first", code="binary")
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        return clean(_guess(data))


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise ReadError(f"its mark says {name} but it is not: save it as UTF-8", code="encoding") from error


def _guess(data: bytes) -> str:
    best = from_bytes(data, cp_isolation=_USUAL).best() or from_bytes(data).best()
    if best is None:
        raise ReadError("its encoding cannot be told: save it as UTF-8", code="encoding")
    return str(best)


def clean(text: str) -> str:
    """Replace lone surrogates, which no store or file can hold, by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def file_name(name: str) -> str:
    """Give a file name as text: NFC, and names that are no UTF-8 (old archives) taken as Windows-1252.

    >>> file_name("2024/caf\\udce9.txt")
    '2024/café.txt'
    """
    return unicodedata.normalize("NFC", "/".join(_part(part) for part in name.split("/")))


def _part(part: str) -> str:
    if not _SURROGATE.search(part):
        return part
    raw = _NO_BYTE.sub("\ufffd", part).encode("utf-8", errors="surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
