"""RSS, Atom and JSON feeds."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, tostring

from kg.errors import ReadError
from kg.read.dates import of_header
from kg.read.encoding import clean, decode
from kg.read.plain import scalar
from kg.read.source import Draft, Source, attempt
from kg.read.web import plain

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_RSS1: Final = "{http://purl.org/rss/1.0/}"
_DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_JSON_FEED: Final = b"jsonfeed.org/version"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR: Final = f"{_DUBLIN}creator"


def feed(source: Source) -> Iterator[Draft | ReadError]:
    """Read the items of an RSS (0.9 to 2.0) or Atom file; entities and external references are refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(source.data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ReadError(f"the feed is not well-formed XML ({error})", code="malformed") from error
    if root.tag == _ATOM + "feed":
        outlet = _text(root, _ATOM + "title")
        yield from (attempt(partial(_atom, entry, outlet)) for entry in root.iter(_ATOM + "entry"))
    elif root.tag == "rss":
        outlet = _text(root, "channel/title")
        yield from (attempt(partial(_rss, item, outlet)) for item in root.iter("item"))
    elif root.tag == f"{_RDF}RDF":
        outlet = _text(root, f"{_RSS1}channel/{_RSS1}title")
        yield from (attempt(partial(_rss1, item, outlet)) for item in root.iter(f"{_RSS1}item"))
    else:
        raise ReadError(f"its root is <{root.tag}>, neither RSS nor Atom", code="unknown-format")


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _markup(element: Element, path: str) -> str:
    """Give the HTML of an element: escaped text, or elements of XHTML written out without their name space."""
    found = element.find(path)
    if found is None or not len(found):
        return _text(element, path)
    for inner in found.iter():
        inner.tag = inner.tag.rpartition("}")[2]
    try:
        return (found.text or "") + "".join(tostring(child, encoding="unicode", method="html") for child in found)
    except RecursionError as error:
        raise ReadError("the entry is nested too deeply", code="malformed") from error


def _compose(title: str, markup: str) -> str:
    return f"{title}\n\n{plain(markup)}" if markup else title


def _rss(item: Element, outlet: str) -> Draft:
    title, markup = plain(_text(item, "title")), _text(item, _CONTENT) or _text(item, "description")
    return Draft(
        text=_compose(title, markup),
        title=title,
        url=_text(item, "link"),
        id=_text(item, "guid"),
        outlet=outlet,
        author=_text(item, _CREATOR) or _text(item, "author"),
        date=of_header(_text(item, "pubDate")),
    )


def _rss1(item: Element, outlet: str) -> Draft:
    title, markup = plain(_text(item, f"{_RSS1}title")), _text(item, _CONTENT) or _text(item, f"{_RSS1}description")
    return Draft(
        text=_compose(title, markup),
        title=title,
        url=_text(item, f"{_RSS1}link") or item.get(f"{_RDF}about", ""),
        outlet=outlet,
        author=_text(item, _CREATOR),
        date=of_header(_text(item, f"{_DUBLIN}date")),
    )


def is_json_feed(data: bytes) -> bool:
    """Tell whether the start of a .json file says that it is a JSON Feed."""
    return _JSON_FEED in data[:4096]


def json_feed(source: Source) -> Iterator[Draft | ReadError]:
    """Read the items of a JSON Feed; other JSON is refused."""
    try:
        found = json.loads(decode(source.data))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"it is not JSON ({error})", code="malformed") from error
    if not isinstance(found, dict) or not isinstance(found.get("items"), list) or not is_json_feed(source.data):
        raise ReadError(
            "it is not a JSON Feed: put articles in JSON Lines (.jsonl), one object with « text » a line", code="unknown-format"
        )
    outlet = scalar(found.get("title", ""))
    yield from (attempt(partial(_json_item, item, outlet)) for item in found["items"])


def _json_item(item: Any, outlet: str) -> Draft:
    if not isinstance(item, dict):
        raise ReadError("an item of the feed is not an object", code="malformed")
    title = scalar(item.get("title", ""))
    markup, text = item.get("content_html"), item.get("content_text") or item.get("summary")
    body = plain(markup) if isinstance(markup, str) and markup else clean(text) if isinstance(text, str) else ""
    authors = item.get("authors") or item.get("author") or []
    return Draft(
        text=f"{title}\n\n{body}" if title and body else body or title,
        title=title,
        url=scalar(item.get("url", "")),
        id=scalar(item.get("id", "")),
        outlet=outlet,
        author=scalar(authors if isinstance(authors, list) else [authors]),
        date=scalar(item.get("date_published", ""))[:10],
    )


def _atom(entry: Element, outlet: str) -> Draft:
    title = plain(_markup(entry, _ATOM + "title"))
    markup = _markup(entry, _ATOM + "content") or _markup(entry, _ATOM + "summary")
    links = [link.get("href", "") for link in entry.iter(_ATOM + "link") if link.get("rel", "alternate") == "alternate"]
    return Draft(
        text=_compose(title, markup),
        title=title,
        url=next(iter(links), ""),
        id=_text(entry, _ATOM + "id"),
        outlet=outlet,
        author=_text(entry, f"{_ATOM}author/{_ATOM}name"),
        date=(_text(entry, _ATOM + "published") or _text(entry, _ATOM + "updated"))[:10],
    )
