"""A stretch of an article as pages show it: its words, the rest of its sentence, and where it stands. Pure."""

import re
from textwrap import shorten
from typing import Final
from urllib.parse import urlsplit

from kg.records import Article

#: One sentence and where it stands: before, exact, after, outlet, site, date, title, url, article; with ``check`` and ``checked`` if
#: a person compared it with its source.
Row = dict[str, str]
#: Characters of a title that stand for an outlet that is not known.
TITLE: Final = 48
#: Between two sentences; an initial or "M." before a name ends none.
_BREAK: Final = re.compile(r"(?<=[.!?…»”])(?<!\b[A-Z]\.)[^\S\n]+(?=[«“\"A-ZÀ-Þ—])")


def source_of(article: Article) -> dict[str, str]:
    """Give what a page tells of an article."""
    return {
        "key": article.key,
        "title": article.title,
        "outlet": article.outlet or article.agency,
        "site": whence(article),
        "date": article.date,
        "url": _link(article),
    }


def whence(article: Article) -> str:
    """Say where an article stands: its outlet or agency, else its site, else the beginning of its title; empty if it has none.

    >>> whence(Article(key="a", text="", url="https://www.relais.example/a")), whence(Article(key="a", text="", title="Un titre"))
    ('relais.example', '« Un titre »')
    """
    site = (urlsplit(_link(article)).hostname or "").removeprefix("www.")
    title = shorten(article.title, TITLE, placeholder=" …")
    return article.outlet or article.agency or site or (f"« {title} »" if title else "")


def _link(article: Article) -> str:
    """Give the address readers may follow; anything but the web, such as ``javascript:``, is none."""
    return next((url for url in (article.url, article.key) if url.lower().startswith(("http://", "https://"))), "")


def passage(article: Article, start: int, end: int, context: int) -> Row:
    """Give the words of a stretch, the rest of its sentence before and after, at most `context` characters, and its source."""
    before = _before(article.text[max(0, start - context) : start], cut=start > context)
    after = _after(article.text[start:end], article.text[end : end + context], cut=end + context < len(article.text))
    exact = " ".join(article.text[start:end].split())
    about = source_of(article)
    return {"before": before, "exact": exact, "after": after, "article": about.pop("key"), **about}


def _before(text: str, *, cut: bool) -> str:
    """Give the start of the sentence that `text` breaks off in, or all of the sentence before."""
    *above, line = text.split("\n")
    breaks = [found.end() for found in _BREAK.finditer(line)]
    starts = [place for place in ([] if cut and not above else [0]) + breaks if line[place:].strip()]
    if starts:
        return line[starts[-1] :]
    return "… " + line.partition(" ")[2] if cut and not above and line.strip() else line


def _after(exact: str, text: str, *, cut: bool) -> str:
    """Give the rest of the sentence that `exact` is part of; nothing when it ends there."""
    line, *below = text.split("\n")
    first = _BREAK.search(exact[-2:] + line)
    if first:
        return line[: max(0, first.start() - len(exact[-2:]))]
    return line.rpartition(" ")[0] + " …" if cut and not below else line.rstrip()
