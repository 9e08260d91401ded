"""How many articles and outlets: a text that stands in several articles counts once, and what an agency wrote is the agency's. Pure.

Every figure that people are shown goes by these two rules: cards, tables, reports, shares of voice, the page and the server.
"""

import hashlib
import sys
from collections.abc import Iterable

from kg.names import fold
from kg.records import Article


def originals(found: Iterable[Article]) -> list[Article]:
    """Give the articles without their copies: of each text the earliest.

    >>> first, copy = Article(key="a", text="Oui.", date="2025-01-02"), Article(key="b", text="Oui.", date="2025-01-03")
    >>> [one.key for one in originals([copy, first, copy])]
    ['a']
    """
    kept: dict[str, Article] = {}
    for one in sorted(found, key=lambda one: (one.date or "9999", one.key)):
        kept.setdefault(one.text or one.key, one)
    return list(kept.values())


def brief(article: Article) -> Article:
    """Give what counting needs of an article, its text as a digest, so that those of a whole corpus can be held in memory.

    >>> len(brief(Article(key="a", text="Une longue histoire. " * 99, title="Une histoire")).text)
    16
    """
    digest = hashlib.sha256(article.text.encode("utf-8", "replace")).hexdigest()[:16] if article.text else ""
    outlet, agency, date = map(sys.intern, (article.outlet, article.agency, article.date))
    return Article(key=article.key, text=digest, outlet=outlet, agency=agency, date=date)


def articles(found: Iterable[Article]) -> int:
    """Count articles, copies once."""
    return len({one.text or one.key for one in found})


def source(article: Article) -> str:
    """Give whose text it is: the agency's, else the outlet's; an empty string where neither is known."""
    return article.agency or article.outlet


def outlets(found: Iterable[Article]) -> int:
    """Count outlets and agencies, whatever the case and accents of their names.

    >>> wire = Article(key="a", text="Oui.", outlet="Le Soir", agency="AFP"), Article(key="b", text="Non.", outlet="Midi", agency="AFP")
    >>> outlets(wire), outlets([*wire, Article(key="c", text="Si.", outlet="Midi"), Article(key="d", text="?")])
    (1, 2)
    """
    return len({fold(source(one)) for one in originals(found) if source(one)})
