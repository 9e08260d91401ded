"""The same statement in several articles: wire copy, retold quotes, the headline and the body. Pure.

Two quotes say the same when the same source says them in about the same words: what one has of words that carry meaning is in
the other, whatever their endings ("sortira", "sortirait"), their numbers are the same, and neither denies what the other says. Those in
the same place of the same text always do, however short they are.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.tables import column
from kg.names import fold
from kg.records import Article, Facts, Resolution

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
#: Earlier quotes of one source that are looked at for each number in a quote.
_MOST: Final = 300
#: Stands in place of a number for quotes that have none, and for all quotes.
_NONE: Final = ""
_ANY: Final = "*"
_NUMBER: Final = re.compile(r"\d+(?:[ .,]\d+)*")
_DENIED: Final = frozenset({"pas", "jamais", "aucun", "aucune", "rien", "nullement", "guere"})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One quote of one article, by its offsets: what a group of echoes is made of."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heard:
    """All that is compared of one quote: who says it, its words folded, the numbers in it, and in which text it stands.

    Args:
        text: the article's, or a digest of it.
    """

    place: Place
    date: str
    speaker: str
    named: bool
    words: str
    numbers: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Said:
    place: Place
    speaker: str
    named: bool
    words: str
    stems: frozenset[str]
    numbers: frozenset[str]
    denied: bool


_Postings = defaultdict[str, list[int]]


@dataclass(frozen=True, slots=True)
class _Known:
    """The first quotes of the groups found so far, by their words and by source, negation, number and stem."""

    seeds: list[_Said] = field(default_factory=list)
    verbatim: defaultdict[str, list[_Said]] = field(default_factory=lambda: defaultdict(list))
    postings: defaultdict[tuple[str, bool, str], _Postings] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


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
    return grouped(row for one in facts for row in heard(one, resolution, one.article.text))


def heard(facts: Facts, resolution: Resolution, text: str) -> Iterator[Heard]:
    """Give what is compared of the quotes of one article.

    Args:
        text: its text, or a digest of it: only compared with that of others.
    """
    article = facts.article
    for quote in facts.quotes:
        said = article.text[quote.start : quote.end]
        named = resolution.links.get((article.key, quote.speaker), "") if quote.speaker else ""
        yield Heard(
            place=Place(article.key, quote.start, quote.end),
            date=article.date,
            speaker=named or sys.intern("?" + fold(quote.speaker_text)),
            named=bool(named),
            words=fold(said),
            numbers=tuple(_NUMBER.findall(said)),
            text=text,
        )


def grouped(rows: Iterable[Heard]) -> tuple[tuple[Place, ...], ...]:
    """Group what was heard in articles as :func:`groups` does; sources that cannot have said the same are never compared."""
    found = (group for block in _blocks(rows) for group in _grouped(block))
    return tuple(sorted(found))


def _grouped(block: Iterable[Heard]) -> list[tuple[Place, ...]]:
    found: dict[Place, list[Place]] = {}
    known, printed = _Known(), dict[tuple[str, str, int, int], _Said]()
    for row in sorted(block, key=lambda one: (one.date or "9999", one.place)):
        one, here = _said(row), (row.text, row.speaker, row.place.start, row.place.end)
        first = printed.get(here) or _nearest(one, known) or _same_words(one, known.verbatim)
        printed.setdefault(here, first or one)
        if first is not None:
            found[first.place].append(one.place)
            continue
        _remember(one, known)
        found[one.place] = [one.place]
    return [tuple(group) for group in found.values() if len(group) > 1]


def _blocks(rows: Iterable[Heard]) -> Iterator[list[Heard]]:
    """Put sources together that must be compared: each alone, but those who use the words of a source without a name with that one."""
    from networkx.utils import UnionFind

    by_speaker: dict[str, list[Heard]] = {}
    for row in rows:
        by_speaker.setdefault(row.speaker, []).append(row)
    nameless = {row.words for said in by_speaker.values() for row in said if not row.named and is_long(row.words)}
    joined = UnionFind(by_speaker)
    for speaker, said in by_speaker.items():
        for row in said:
            if row.words in nameless:
                joined.union(speaker, "\n" + row.words)
    blocks: dict[str, list[str]] = {}
    for speaker in by_speaker:
        blocks.setdefault(joined[speaker], []).append(speaker)
    for speakers in blocks.values():
        yield [row for speaker in speakers for row in by_speaker.pop(speaker)]


def is_long(words: str) -> bool:
    """Tell whether words are so many that whoever says just these repeats them."""
    return words.count(" ") + 1 >= _VERBATIM


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


def _said(row: Heard) -> _Said:
    split = row.words.split()
    return _Said(
        place=row.place,
        speaker=row.speaker,
        named=row.named,
        words=row.words,
        stems=frozenset(sys.intern(one[:_STEM]) for one in split if len(one) >= _SHORT and one not in _empty()),
        numbers=frozenset(row.numbers),
        denied=bool(_DENIED & set(split)),
    )


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Give the words that carry no meaning of their own."""
    return frozenset(fold(one) for one in column(files.rules("function_words.csv"), "word"))


def _remember(one: _Said, known: _Known) -> None:
    number = len(known.seeds)
    known.seeds.append(one)
    known.verbatim[one.words].append(one)
    for key in (_ANY, *(one.numbers or [_NONE])):
        postings = known.postings[one.speaker, one.denied, key]
        for stem in one.stems:
            postings[stem].append(number)


def _nearest(one: _Said, known: _Known) -> _Said | None:
    """Give the earlier quote of the same source with most words in common, if it says the same."""
    if len(one.stems) < _FEWEST:
        return None
    common = {number: len(one.stems & known.seeds[number].stems) for number in _candidates(one, known)}
    ranked = sorted((number for number in common if common[number] >= _FEWEST), key=lambda number: (-common[number], number))
    return next((known.seeds[number] for number in ranked if _same(one, known.seeds[number])), None)


def _candidates(one: _Said, known: _Known) -> set[int]:
    """Give the earlier quotes that may say the same: all of them, unless the source says nearly the same over and over.

    What says the same shares a number, unless one of both has none, and so many stems that the most frequent two need not be
    looked up. Rare stems come first, since they tell most; of what is too much the latest is kept, as echoes follow soon.
    """
    keys = [_NONE, *sorted(one.numbers)] if one.numbers else [_ANY]
    buckets = [known.postings[bucket] for key in keys if (bucket := (one.speaker, one.denied, key)) in known.postings]
    found: set[int] = set()
    for postings in buckets:
        lists = sorted((len(postings.get(stem, ())), stem) for stem in one.stems)
        room = _MOST
        for length, stem in lists[: len(lists) - _FEWEST + 1]:
            if length and room > 0:
                found.update(postings[stem][-room:])
                room -= length
    return found


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
    if not is_long(one.words):
        return None
    return next((other for other in verbatim.get(one.words, ()) if not (one.named and other.named)), None)
