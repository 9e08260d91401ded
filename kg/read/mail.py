"""Newsletters saved as .eml.

Headers are decoded here and not by the modern policy of the standard library, whose header parser fails on damaged ones.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import Final

from kg.errors import ReadError
from kg.read.dates import of_header
from kg.read.encoding import clean, decode
from kg.read.source import Draft, Source
from kg.read.web import plain

_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([^\s"';]+)""", re.IGNORECASE)


def eml(source: Source) -> Iterator[Draft]:
    """Read one message: subject, blank line, body; the sender is the outlet."""
    try:
        message = message_from_bytes(source.data)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"the message is damaged ({error}): save it again", code="damaged") from error
    parts = {part.get_content_type(): part for part in reversed(list(message.walk())) if not _attached(part)}
    body = parts.get("text/plain") or parts.get("text/html")
    if body is None:
        raise ReadError("the message has no text", code="no-text")
    content = _content(body)
    text = plain(content) if body.get_content_type() == "text/html" else content
    title = _header(message, "Subject")
    yield Draft(
        text=f"{title}\n\n{text.strip()}".strip(),
        title=title,
        outlet=_words(parseaddr(_raw(message, "From"))[0]),
        date=of_header(_header(message, "Date")),
        id=_header(message, "Message-ID").strip("<>"),
    )


def _attached(part: Message) -> bool:
    return part.is_multipart() or _raw(part, "Content-Disposition").lower().startswith("attachment")


def _content(part: Message) -> str:
    data = part.get_payload(decode=True)
    named = _CHARSET.search(_raw(part, "Content-Type"))
    if not isinstance(data, bytes):
        raise ReadError("the message has no text", code="no-text")
    try:
        text = data.decode(named.group(1), errors="replace") if named else decode(data)
    except (LookupError, ValueError) as error:
        raise ReadError("the message is in an encoding that cannot be told", code="encoding") from error
    return clean(text).replace("\r\n", "\n")


def _raw(message: Message, name: str) -> str:
    """Give a header undecoded, on one line; bytes beyond ASCII are taken as UTF-8."""
    value = next((value for known, value in message.raw_items() if known.lower() == name.lower()), "")
    whole = clean(str(value).encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace"))
    return " ".join(whole.split())


def _header(message: Message, name: str) -> str:
    return _words(_raw(message, name))


def _words(value: str) -> str:
    """Decode the encoded words of a header; a header that cannot be decoded is given as it stands."""
    try:
        parts = decode_header(value)
        return clean("".join(_part(data, charset) for data, charset in parts)).strip()
    except (HeaderParseError, LookupError, ValueError):
        return value


def _part(data: bytes | str, charset: str | None) -> str:
    return data if isinstance(data, str) else data.decode(charset or "raw_unicode_escape", errors="replace")
