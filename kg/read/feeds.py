"""RSS and Atom files."""

from collections.abc import Iterator
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring

from kg.errors import ReadError
from kg.read.dates import of_header
from kg.read.source import Draft, Source, attempt
from kg.read.web import plain

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"


def feed(source: Source) -> Iterator[Draft | ReadError]:
    """Read the items of an RSS 2.0 or Atom file; entities and external references are refused."""
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
