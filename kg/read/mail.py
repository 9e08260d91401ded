"""Newsletters saved as .eml."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from kg.errors import ReadError
from kg.read.encoding import clean
from kg.read.source import Draft, Source
from kg.read.web import plain


def eml(source: Source) -> Iterator[Draft]:
    """Read one message: subject, blank line, body; the sender is the outlet."""
    message = message_from_bytes(source.data, policy=policy.default)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise ReadError("the message has no text", code="no-text")
    try:
        content = body.get_content()
    except (LookupError, UnicodeDecodeError) as error:
        raise ReadError("the message is in an encoding that cannot be told", code="encoding") from error
    text = plain(content) if body.get_content_subtype() == "html" else str(content)
    title = _header(message, "Subject")
    yield Draft(
        text=clean(f"{title}\n\n{text.strip()}".strip()),
        title=title,
        outlet=_sender(message),
        date=_date(message),
        id=_header(message, "Message-ID").strip("<>"),
    )


def _header(message: EmailMessage, name: str) -> str:
    return clean(str(message.get(name, "")).strip())


def _sender(message: EmailMessage) -> str:
    addresses = getattr(message.get("From"), "addresses", ())
    return clean(addresses[0].display_name) if addresses else ""


def _date(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except ValueError:
        return ""
