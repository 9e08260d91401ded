"""The same statement in several articles: wire copy, retold quotes, the headline and the body. Pure.

Two quotes say the same when the same source says them in about the same words: what one has of words that carry meaning is in
the other, whatever their endings ("sortira", "sortirait"), their numbers are the same, and neither denies what the other says.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.tables import column
from kg.names import fold
from kg.records import Article, Facts, Quote, Resolution

#: What is compared of a word: its beginning, since endings change when words are retold.
_STEM: Final = 5
_SHORT: Final = 4
#: Fewer words that carry meaning tell nothing.
_FEWEST: Final = 3
#: Share of the words of the shorter quote that the longer one must have too; and of all words of both.
_INSIDE: Final = 0.75
_COMMON: Final = 0.4
#: A source without a name says the same as somebody with one only when as many words are the same to the letter.
_VERBATIM: Final = 7
_NUMBER: Final = re.compile(r"\d+(?:[ .,]\d+)*")
_DENIED: Final = frozenset({"pas", "jamais", "aucun", "aucune", "rien", "nullement", "guere"})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One quote of one article, by its offsets: what a group of echoes is made of."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Said:
    place: Place
    speaker: str
    named: bool
    words: str
    stems: frozenset[str]
    numbers: frozenset[str]
    denied: bool


def groups(facts: Iterable[Facts], resolution: Resolution) -> tuple[tuple[Place, ...], ...]:
    """Put the quotes that say the same into groups of two or more.

    Args:
        facts: what was found in the articles, in any order.
        resolution: which thing each of their entities is.

    Returns:
        The groups, sorted; in each the earliest quote comes first, undated ones last.

    >>> from kg.records import Thing
    >>> def article(key: str, day: str, text: str) -> Facts:
    ...     said = Quote(start=0, end=len(text), mode="direct", speaker_text="Ada Brun")
    ...     return Facts(article=Article(key=key, text=text, date=day), quotes=(said,))
    >>> first = article("a", "2026-01-02", "notre usine de Brest ouvrira en mars")
    >>> later = article("b", "2026-01-05", "leur usine de Brest ouvrirait en mars")
    >>> [[one.article for one in group] for group in groups([later, first], Resolution())]
    [['a', 'b']]
    """
    dated = sorted(facts, key=lambda one: (one.article.date or "9999", one.article.key))
    said = [
        _said(one.article, quote, resolution)
        for one in dated
        for quote in sorted(one.quotes, key=lambda quote: (quote.start, quote.end))
    ]
    found: dict[Place, list[Place]] = {}
    seeds: dict[str, list[_Said]] = defaultdict(list)
    postings: dict[tuple[str, str], list[int]] = defaultdict(list)
    verbatim: dict[str, list[_Said]] = defaultdict(list)
    for one in said:
        first = _nearest(one, seeds[one.speaker], postings) or _same_words(one, verbatim)
        if first is not None:
            found[first.place].append(one.place)
            continue
        for stem in one.stems:
            postings[one.speaker, stem].append(len(seeds[one.speaker]))
        seeds[one.speaker].append(one)
        verbatim[one.words].append(one)
        found[one.place] = [one.place]
    return tuple(sorted(tuple(group) for group in found.values() if len(group) > 1))


def originals(found: Iterable[Sequence[Place]]) -> dict[Place, Place]:
    """Give for each quote that repeats another the one that said it first.

    >>> originals([(Place("a", 0, 9), Place("b", 4, 13))])
    {Place(article='b', start=4, end=13): Place(article='a', start=0, end=9)}
    """
    return {other: group[0] for group in found for other in group[1:]}


def copies(articles: Iterable[Article]) -> dict[str, str]:
    """Give key -> key of the first article with the same text, for articles that are copies."""
    first: dict[str, str] = {}
    found = {}
    for article in sorted(articles, key=lambda one: (one.date or "9999", one.key)):
        text = article.text
        if text in first:
            found[article.key] = first[text]
        first.setdefault(text, article.key)
    return found


def _said(article: Article, quote: Quote, resolution: Resolution) -> _Said:
    words = fold(article.text[quote.start : quote.end])
    split = words.split()
    named = resolution.links.get((article.key, quote.speaker), "") if quote.speaker else ""
    return _Said(
        place=Place(article.key, quote.start, quote.end),
        speaker=named or "?" + fold(quote.speaker_text),
        named=bool(named),
        words=words,
        stems=frozenset(one[:_STEM] for one in split if len(one) >= _SHORT and one not in _empty()),
        numbers=frozenset(_NUMBER.findall(article.text[quote.start : quote.end])),
        denied=bool(_DENIED & set(split)),
    )


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Give the words that carry no meaning of their own."""
    return frozenset(fold(one) for one in column(files.rules("function_words.csv"), "word"))


def _nearest(one: _Said, seeds: Sequence[_Said], postings: Mapping[tuple[str, str], Sequence[int]]) -> _Said | None:
    """Give the earlier quote of the same source with most words in common, if it says the same."""
    common = Counter(number for stem in one.stems for number in postings.get((one.speaker, stem), ()))
    ranked = sorted(common, key=lambda number: (-common[number], number))
    return next((seeds[number] for number in ranked if _same(one, seeds[number])), None)


def _same(one: _Said, other: _Said) -> bool:
    shorter, both = min(len(one.stems), len(other.stems)), len(one.stems & other.stems)
    counted = one.numbers <= other.numbers or other.numbers <= one.numbers
    if both < _FEWEST or one.denied != other.denied or not counted:
        return False
    if one.words in other.words or other.words in one.words:
        return True
    return both >= _INSIDE * shorter and both >= _COMMON * len(one.stems | other.stems)


def _same_words(one: _Said, verbatim: Mapping[str, Sequence[_Said]]) -> _Said | None:
    """Give the earlier quote with just these words when the source of one of them has no name."""
    if len(one.words.split()) < _VERBATIM:
        return None
    return next((other for other in verbatim.get(one.words, ()) if not (one.named and other.named)), None)
