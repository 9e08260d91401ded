"""Exports of press databases: one page or document that holds many articles, each with a head of its own.

Two layouts are known, those of Europresse and of Factiva, as marked-up pages and as the running text of Word and RTF files.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from kg.read.dates import iso
from kg.read.source import Draft

#: Europresse ends each article with its number, which holds the day: news·20250128·LM·5024242.
_NUMBER: Final = re.compile(r"^\s*((?:news|web|bio|reports?)·(\d{4})(\d\d)(\d\d)·[\w·-]+)\s*$", re.MULTILINE)
#: Factiva ends each with its accession number.
_ACCESSION: Final = re.compile(r"^[ \t]*Document ([A-Z]{2}[A-Z0-9]{0,40}\d{8}[a-z0-9]{1,20})\s*$", re.MULTILINE)
_COUNT: Final = re.compile(r"^\s*[\d\s.,]+(?:mots|words)\s*$", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"^\s*(?:français|french|anglais|english)\s*$", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    r"^\s*(?:©|\(c\)|copyright|tous droits réservés|all rights reserved|certificat émis)", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(r"^\s*(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+", re.IGNORECASE)
_BY: Final = re.compile(r"^\s*(?:par|by)\s+", re.IGNORECASE)
#: Lines of the head of an article in which a day is looked for.
_HEAD: Final = 8
#: Words in a row that a head does not have.
_PROSE: Final = 12


def in_page(page: str) -> list[Draft]:
    """Give the articles of an export saved as a web page; none when `page` is not one."""
    if "DocPublicationName" not in page and not re.search(r"class=[\"'][^\"']*\b(?:fr|en)Article\b", page):
        return []
    from lxml import html

    tree = html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    europresse = tree.xpath("//article[.//*[contains(@class, 'DocPublicationName')]]")
    factiva = tree.xpath("//div[contains(@class, 'frArticle') or contains(@class, 'enArticle')]")
    found = [*map(_europresse, europresse), *map(_factiva, factiva)]
    return [draft for draft in found if draft.text.strip()]


def _europresse(article: Any) -> Draft:
    number = next(iter(_NUMBER.findall("\n".join(_lines(article, "publiC-lblNodoc")))), None)
    head = [*_lines(article, "DocHeader"), *_lines(article, "DocPublicationName")]
    title = " ".join(_lines(article, "titreArticle")[:1])
    body = _lines(article, "docOcurrContainer") or _lines(article, "DocText")
    return Draft(
        text=_compose(title, body),
        title=title,
        outlet=_outlet(" ".join(_lines(article, "DocPublicationName")[:1])),
        author=_author(" ".join(_lines(article, "docAuthors")[:1])),
        date="-".join(number[1:]) if number else _day(head),
        id=number[0] if number else "",
    )


def _factiva(article: Any) -> Draft:
    fields = {row.text_content().strip(): _after(row) for row in article.xpath(".//b[string-length(normalize-space()) = 2]")}
    if "HD" in fields:
        body = [*fields.get("LP", []), *fields.get("TD", [])]
        title, outlet, author, date, number = (" ".join(fields.get(code, [])) for code in ("HD", "SN", "BY", "PD", "AN"))
        known = {"outlet": outlet, "author": _author(author), "date": iso(date), "id": number.removeprefix("Document ").strip()}
        return Draft(text=_compose(title, body), title=title, **known)
    return _one_factiva(_lines(article))


def _after(label: Any) -> list[str]:
    cells = label.xpath("ancestor::td[1]/following-sibling::td[1]")
    return _lines(cells[0]) if cells else []


def _lines(element: Any, name: str = "") -> list[str]:
    """Give the lines of what bears a class, one for each block."""
    from lxml.html import tostring

    from kg.read.web import plain

    if not name:
        return plain(tostring(element, encoding="unicode")).splitlines()
    wanted = f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    found = element.xpath(wanted) or element.xpath(f".//*[contains(@class, '{name}')]")
    return [line for one in found[:1] for line in plain(tostring(one, encoding="unicode", with_tail=False)).splitlines()]


def in_text(text: str) -> Iterator[Draft]:
    """Give the articles of an export saved as running text; none when `text` is not one."""
    number = _NUMBER if _NUMBER.search(text) else _ACCESSION
    start = 0
    for end in number.finditer(text):
        lines = [line.strip() for line in text[start : end.start()].splitlines() if line.strip()]
        if number is _NUMBER:
            draft = replace(_one_europresse(lines), date="-".join(end.groups()[1:]), id=end[1])
        else:
            draft = replace(_one_factiva(lines), id=end[1])
        start = end.end()
        if draft.text.strip():
            yield draft


def _one_europresse(lines: list[str]) -> Draft:
    """Read outlet, day and section, title, perhaps an author, then the text."""
    day = next((place for place, line in enumerate(lines[:_HEAD]) if _day([line])), 0)
    rest = lines[day + 1 :]
    while len(rest) > 2 and re.search(r"\bp\.\s*\w*\d", rest[0]):  # section and page
        rest = rest[1:]
    title, *body = rest or [""]
    author = body.pop(0) if body and _is_author(body[0]) else ""
    return Draft(text=_compose(title, body), title=title, outlet=_outlet(lines[0] if day else ""), author=_author(author))


def _one_factiva(lines: list[str]) -> Draft:
    """Read title, perhaps an author, number of words, day, outlet, code, language, copyright, then the text."""
    count = next((place for place, line in enumerate(lines[:_HEAD]) if _COUNT.match(line)), None)
    if count is None:
        return Draft(text="\n".join(lines), title=lines[0] if lines else "")
    title, author = " ".join(lines[: max(count - 1, 1)]), lines[count - 1] if count > 1 else ""
    if author and not _is_author(author):
        title, author = " ".join(lines[:count]), ""
    head = lines[count + 1 : count + 1 + _HEAD]
    dated = next((place for place, line in enumerate(head) if _day([line])), 0)
    outlet = next((line for line in head[dated + 1 :] if not re.match(r"\d\d:\d\d", line)), "")
    last = max((place for place, line in enumerate(head) if _LANGUAGE.match(line)), default=dated + 1)
    body = [line for line in lines[count + 2 + last :] if not _ACCESSION.match(line)]
    number = next((found[1] for line in lines if (found := _ACCESSION.match(line))), "")
    date = _day(head[dated : dated + 1])
    return Draft(text=_compose(title, body), title=title, outlet=outlet, author=_author(author), date=date, id=number)


def _is_author(line: str) -> bool:
    """Tell whether a line may be a byline: a few words, most of them names, no end of a sentence."""
    words = _BY.sub("", line).split()
    names = [word for word in words if word[:1].isupper()]
    return 0 < len(words) <= 8 and 2 * len(names) >= len(words) and not line.rstrip().endswith((".", "!", "?", ":"))


def _author(line: str) -> str:
    return _BY.sub("", line).strip()


def _outlet(line: str) -> str:
    """Give the name of the outlet without its issue: « Les Échos, no. 24382 ».

    >>> _outlet("Le Relais, no. 12")
    'Le Relais'
    """
    return re.split(r",\s*(?:no\.?|n°)\s*\d|\s+-\s+|\s*\|\s*", line.strip())[0].strip(" ,")


def _day(lines: list[str]) -> str:
    """Give the day that one of these lines starts with or holds after the name of the weekday."""
    for line in lines:
        for part in (line, *re.split(r",\s+|\s+-\s+", line)):
            if found := iso(_WEEKDAY.sub("", part)):
                return found
    return ""


def _compose(title: str, body: list[str]) -> str:
    kept = [line for line in body if line != title and not _COPYRIGHT.match(line) and not _NUMBER.match(line)]
    text = "\n".join(kept)
    return f"{title}\n\n{text}" if title and text else text or title
