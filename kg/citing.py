"""A quote as a finished sentence with its source, and the quoted articles as BibTeX or CSL-JSON. Pure."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from kg.explore import Said
from kg.names import fold, slug
from kg.records import Article

#: Longest quotation, in characters: what is longer is cut, since more than a short quotation is not ours to pass on.
LONGEST: Final = 300
_CUT: Final = " […]"
#: Between the marks and the words of a French quotation, and before its double punctuation.
_NARROW: Final = "\u00a0"
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s)")
_ARTICLE: Final = re.compile(r"^(?:Les?|La|L['’]|Une?|Des?|Ce(?:tte|s|t)?|Son|Sa|Ses)\b")
_VOWELS: Final = frozenset("aeiouy")
#: What LaTeX would take for a command.
_LATEX: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # a bare brace counts for BibTeX even behind a backslash
    "}": r"\textbraceright{}",
    **{char: "\\" + char for char in "$&#_%"},
}
#: What may not stand in the address of a BibTeX entry, where the style escapes the rest.
_ADDRESS: Final = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", '"': "%22", "<": "%3C", ">": "%3E"}


def sentence(one: Said, say: Callable[..., str], day: Callable[[str], str]) -> str:
    """Write a quote as a finished sentence that names speaker, role, outlet, title, day and address.

    The day of the statement is given only where the article gives it; the day of publication stands with the source.

    Args:
        one: the quote.
        say: gives the message of a name; see ``cite.*`` in data/rules/messages.json.
        day: writes an ISO day for people.
    """
    kind = one.quote.mode if one.quote.mode == "direct" else "told"
    who = _who(one, say) or say("cite.unnamed")
    text = say(f"cite.{kind}", words=_marked(one), who=who, on=_when(one, say, day), source=_source(one.article, say, day))
    text += " " + say("cite.translated") if one.quote.translated else ""
    verdict = one.quote.check.verdict if one.quote.check else ""
    return text + (" " + say(f"cite.{verdict}") if verdict in ("disputed", "wrong") else "")


def _when(one: Said, say: Callable[..., str], day: Callable[[str], str]) -> str:
    """Give day or month, occasion and medium of a statement, as far as the article gives them, each after a comma."""
    moment = "cite.on" if one.quote.said_on.count("-") == 2 else "cite.in"
    said_on = say(moment, day=day(one.quote.said_on)) if one.quote.said_on else ""
    return said_on + "".join(f", {' '.join(part.split())}" for part in (one.quote.occasion, one.quote.medium) if part)


def short(words: str, longest: int = LONGEST) -> str:
    """Cut words that are too long for a quotation: after a sentence where one ends late enough, else after a word.

    >>> short("Nous avancerons. Nous irons loin.", 20)
    'Nous avancerons. […]'
    """
    if len(words) <= longest:
        return words
    head = words[: longest - len(_CUT) + 1]
    ends = [found.end() for found in _SENTENCE_END.finditer(head)]
    if ends and ends[-1] >= longest // 2:
        return head[: ends[-1]] + _CUT
    return head.rpartition(" ")[0].rstrip(" ,;:«“(") + _CUT if " " in head else head[:-1] + _CUT


def _marked(one: Said) -> str:
    """Give the words; word for word in marks, with the marks inside changed to the second kind and no full stop at the end."""
    words = short(one.words)
    if one.quote.mode != "direct":
        return words.rstrip(" .,;")
    inner = re.sub(r"«\s*", "“", words)
    inner = re.sub(r"\s*»", "”", inner).strip()
    inner = inner if inner.endswith("...") else inner.rstrip(" .,;")
    return f"«{_NARROW}{inner}{_NARROW}»"


def _who(one: Said, say: Callable[..., str]) -> str:
    """Give the speaker with the role and employer that the article states."""
    name = one.speaker.name if one.speaker else _ARTICLE.sub(lambda found: found[0].lower(), one.quote.speaker_text)
    employer = one.employer.name if one.employer and one.employer != one.speaker else ""
    role = "" if fold(one.quote.role) in fold(name) else one.quote.role
    if role and employer and fold(employer) not in fold(role):
        role = say("cite.role", role=role, employer=employer, of=of(employer))
    return ", ".join(filter(None, (name, role or employer)))


def of(name: str) -> str:
    """Put « de » before a name.

    >>> of("Nvidia"), of("OpenAI")
    ('de Nvidia', "d'OpenAI")
    """
    return f"d'{name}" if fold(name)[:1] in _VOWELS else f"de {name}"


def _source(article: Article, say: Callable[..., str], day: Callable[[str], str]) -> str:
    title = f"«{_NARROW}{' '.join(article.title.split())}{_NARROW}»" if article.title else ""
    agency = say("cite.agency", agency=article.agency) if article.agency else ""
    date = day(article.date) if article.date else say("cite.undated")
    return ", ".join(filter(None, (article.outlet or say("cite.no.outlet"), agency, title, date, article.url)))


def key(article: Article) -> str:
    """Give the citation key of an article: the same in every export, and no other article's.

    >>> key(Article(key="a", text="", outlet="Le Relais", date="2025-01-28", title="Une puce"))
    'le-relais-2025-une-puce-ca978112'
    """
    digest = hashlib.sha256(article.key.encode("utf-8", "replace")).hexdigest()[:8]
    words = [slug(part) for part in (article.outlet, article.date[:4], " ".join(article.title.split()[:3])) if part]
    return re.sub(r"[^a-z0-9-]+", "-", "-".join([*words, digest]))


def articles(found: Iterable[Said]) -> list[Article]:
    """Give the articles that quotes stand in, each once, by citation key."""
    return sorted({one.article.key: one.article for one in found}.values(), key=key)


def bibtex(found: Iterable[Article]) -> str:
    """Write articles as BibTeX, UTF-8, with everything escaped that LaTeX would run."""
    return "\n".join(map(_entry, found))


def _entry(article: Article) -> str:
    year, month, day = [*article.date.split("-"), "", "", ""][:3]
    fields = {
        "author": _authors(article.author),
        "title": "{" + _latex(article.title) + "}" if article.title else "",
        ("journal" if article.outlet else "howpublished"): _latex(article.outlet),
        "year": year,
        "month": month.lstrip("0"),
        "day": day.lstrip("0"),
        "url": "".join(_ADDRESS.get(char, char) for char in article.url),
        "note": _latex(article.agency),
        "langid": "french",
    }
    kind = "article" if article.outlet else "misc"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key(article)},\n{lines}}}\n"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in " ".join(text.split()))


def names(author: str) -> list[str]:
    """Cut a byline into names; « Nom, Prénom » stays one.

    >>> names("Inès Caradec et Paul Estrade"), names("Caradec, Inès")
    (['Inès Caradec', 'Paul Estrade'], ['Caradec, Inès'])
    """
    parts = re.split(r"\s*(?:;|\bet\b|\band\b|&)\s*", " ".join(author.split()))
    commas = [each for part in parts for each in (part.split(", ") if all(" " in x for x in part.split(", ")) else [part])]
    return [part.strip(" ,") for part in commas if part.strip(" ,")]


def _authors(author: str) -> str:
    """Give authors as BibTeX takes them: a signature that is no name, such as « la rédaction », is kept whole."""
    return " and ".join(_latex(one) if one[:1].isupper() else "{" + _latex(one) + "}" for one in names(author))


def csl(found: Iterable[Article]) -> str:
    """Write articles as CSL-JSON, which Zotero, pandoc and citeproc read."""
    return json.dumps([_item(article) for article in found], ensure_ascii=False, indent=1) + "\n"


def _item(article: Article) -> Mapping[str, Any]:
    parts = [int(part) for part in article.date.split("-")] if article.date else []
    item: dict[str, Any] = {
        "id": key(article),
        "type": "article-newspaper" if article.outlet else "webpage",
        "title": article.title,
        "container-title": article.outlet,
        "author": [{"literal": one} for one in names(article.author)],
        "issued": {"date-parts": [parts]} if parts else None,
        "URL": article.url,
        "note": article.agency,
        "language": "fr",
    }
    return {name: value for name, value in item.items() if value}
