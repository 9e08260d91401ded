"""What a person gives, laid out as files that ``kg build`` reads: pasted text, dropped files, a page, a feed.

Names of files are ours: of the client's name only letters, digits and a known suffix are left.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kg.errors import ReadError
from kg.names import slug
from kg.read import READERS, iso
from kg.read.feeds import feed
from kg.read.source import Draft, Source
from kg.serve.fetching import Fetched, links
from kg.serve.problems import FetchError, ProblemError

#: Pages of a feed that are fetched.
PAGES: Final = 20
_MEDIA: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
_FIELDS: Final = ("file", "title", "date", "outlet", "author", "url")
Fetch = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One article as it was given.

    Args:
        data: bytes of its file.
        suffix: of the format.
        name: what the client calls it.
        title, date, outlet, url: what the person says of it, for what it does not say itself.
    """

    data: bytes
    suffix: str
    name: str = ""
    title: str = ""
    date: str = ""
    outlet: str = ""
    url: str = ""


def pasted(text: str, *, title: str = "", date: str = "", outlet: str = "", url: str = "") -> Given:
    """Take a text from a form.

    Raises:
        ProblemError: there is none, or its date is no day.
    """
    body = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not body.strip():
        raise ProblemError("no.text")
    whole = f"{title}\n\n{body}" if title and not body.startswith(title) else body
    return Given(
        data=whole.encode("utf-8", "replace"),
        suffix=".txt",
        name=title or body[:60],
        title=title,
        date=_checked_date(date),
        outlet=outlet,
        url=url,
    )


def dropped(name: str, data: bytes, *, date: str = "", outlet: str = "") -> Given:
    """Take a file.

    Raises:
        ProblemError: its format is not read, or its date is no day.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix not in READERS and suffix != ".zip":
        raise ProblemError("format", suffix=suffix or "?", known=", ".join([*READERS, ".zip"]))
    return Given(
        data=data, suffix=suffix, name=PurePosixPath(name.replace("\\", "/")).stem, date=_checked_date(date), outlet=outlet
    )


def _checked_date(date: str) -> str:
    if date and not iso(date):
        raise ProblemError("no.day", date=date)
    return date


def from_address(url: str, fetch: Fetch, *, pages: bool, told: Callable[[int, int], None]) -> list[Given]:
    """Fetch a page or a feed; of a feed also the page of each entry if `pages`.

    Raises:
        FetchError: nothing readable is there.
    """
    found = fetch(url)
    suffix = _suffix(found)
    if suffix == ".xml" and pages:
        return _pages(found, fetch, told)
    return [Given(data=found.data, suffix=suffix, name=found.url, url="" if suffix == ".xml" else found.url)]


def _suffix(found: Fetched) -> str:
    suffix = _MEDIA.get(found.media) or PurePosixPath(found.url.partition("?")[0]).suffix.lower()
    start = found.data.lstrip()[:200].lower()
    if suffix in ("", ".txt", ".html", ".xml"):
        if b"<rss" in start or b"<feed" in start:
            return ".xml"
        if b"<html" in start or b"<!doctype html" in start:
            return ".html"
    if suffix not in READERS:
        raise FetchError("media.page", media=found.media or "?")
    return suffix


def _pages(found: Fetched, fetch: Fetch, told: Callable[[int, int], None]) -> list[Given]:
    """Fetch the pages that a feed names; an entry whose page cannot be had stays as the feed gives it."""
    try:
        entries = [one for one in feed(Source("feed", found.data)) if isinstance(one, Draft)]
    except ReadError as error:
        raise FetchError("feed", error=str(error)) from error
    given, wanted = [], links(one.url for one in entries)[:PAGES]
    for number, url in enumerate(wanted, start=1):
        told(number, len(wanted))
        try:
            page = fetch(url)
            given.append(Given(data=page.data, suffix=_suffix(page), name=page.url, url=url))
        except FetchError:
            continue
    return given or [Given(data=found.data, suffix=".xml", name=found.url)]


def lay_out(given: Sequence[Given], folder: Path) -> None:
    """Write files for ``kg build``, with what was said of them in ``articles.csv``."""
    rows = []
    for one in given:
        name = f"{_safe(one.name)}-{hashlib.sha256(one.data).hexdigest()[:8]}{one.suffix}"
        (folder / name).write_bytes(one.data)
        rows.append(
            {"file": name, "title": one.title, "date": iso(one.date), "outlet": one.outlet, "author": "", "url": one.url}
        )
    text = io.StringIO()
    table = csv.DictWriter(text, _FIELDS, lineterminator="\n")
    table.writeheader()
    table.writerows([{key: " ".join(value.split()) for key, value in row.items()} for row in rows])
    (folder / "articles.csv").write_text(text.getvalue(), encoding="utf-8")


def _safe(name: str) -> str:
    """Give letters, digits and dashes, so that nothing in a client's name means anything to a system of files.

    >>> _safe("../../etc/passwd"), _safe("Lundi : la puce")
    ('etc-passwd', 'lundi-la-puce')
    """
    return re.sub(r"[^a-z0-9]+", "-", slug(name)[:60]).strip("-") or "article"
