"""Web pages: trafilatura finds the article among menus, banners and comments."""

import re
from collections.abc import Iterator
from typing import Any, Final

from kg.errors import ReadError
from kg.read.encoding import clean, decode
from kg.read.source import Draft, Source

#: No search in the running text for dates: a date quoted in the article is not the day it was published.
_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}

#: Characters that an HTML page may hold, as they are or by number, and that its tree takes from nobody.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: Words in a row that menus do not have and articles do.
_PROSE: Final = 10


def html(source: Source) -> Iterator[Draft]:
    """Read a saved page: title, blank line, body; an export of a press database gives each of its articles.

    Raises:
        ReadError: no article was found in the page.
    """
    from kg.read import press

    page = decode(source.data)
    yield from press.in_page(page) or [extract(page)]


def extract(page: str) -> Draft:
    """Find the article in the markup of `page` with its metadata."""
    import trafilatura
    from lxml.etree import LxmlError

    try:
        found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
    except (LxmlError, ValueError, RecursionError) as error:
        raise ReadError(f"the page is malformed ({error}): save its text instead", code="malformed") from error
    fields = _fields(found)
    title, body = fields.get("title", ""), fields.get("text", "")
    if not any(len(line.split()) >= _PROSE for line in body.splitlines()):
        raise ReadError("no article was found in the page, only menus or boilerplate", code="no-text")
    whole = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    names = {"url": "url", "outlet": "sitename", "author": "author", "date": "date"}
    return Draft(text=whole, title=title, **{ours: fields.get(theirs, "") for ours, theirs in names.items()})


def _fields(found: Any) -> dict[str, str]:
    known = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    return {key: clean(value.strip()) for key, value in known.items() if isinstance(value, str)}


def plain(markup: str) -> str:
    """Give the text of a fragment of HTML, one line for each block.

    >>> plain("<p>Un &amp; deux</p><p>Trois</p>")
    'Un & deux\\nTrois'
    """
    from lxml import html as parser
    from lxml.etree import LxmlError

    try:  # in a body of our own: whatever the fragment is, the parser finds exactly one
        tree = parser.document_fromstring(f"<html><body>{markup}</body></html>")
    except (LxmlError, ValueError) as error:
        raise ReadError(f"its HTML is malformed ({error})", code="malformed") from error
    for hidden in tree.xpath("//script|//style|//title"):
        hidden.drop_tree()
    for block in tree.xpath("//p|//br|//li|//div|//h1|//h2|//h3|//blockquote"):
        block.tail = "\n" + _FORBIDDEN.sub("", block.tail or "")
    lines = (" ".join(line.split(" ")) for line in tree.text_content().splitlines())
    return clean("\n".join(line.strip() for line in lines if line.strip()))
