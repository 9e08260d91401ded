"""Questions to a build that need no SPARQL: who is X, what did X say, what was said about X."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kg import catalogue, corpus, decisions
from kg.names import fold
from kg.records import Article, Facts, Quote, Resolution, Statement, Thing
from kg.resolve import corrected


@dataclass(frozen=True, slots=True)
class Library:
    """The facts of a build and who is who in them."""

    facts: tuple[Facts, ...]
    resolution: Resolution
    things: dict[str, Thing]

    def thing(self, article: Article, entity: str | None) -> Thing | None:
        """Give the thing that an entity of an article is, or None for no entity."""
        return self.things[self.resolution.links[article.key, entity]] if entity else None


@dataclass(frozen=True, slots=True)
class Said:
    """One quote with its article and the things in it."""

    article: Article
    quote: Quote
    speaker: Thing | None
    about: tuple[Thing, ...]

    @property
    def words(self) -> str:
        """The content of the quote, as one line."""
        return " ".join(self.article.text[self.quote.start : self.quote.end].split())


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement with its article and the things in it."""

    article: Article
    statement: Statement
    subject: Thing
    object: Thing | None
    reporter: Thing | None

    @property
    def sentence(self) -> str:
        """The best sentence that gives it, as one line."""
        best = self.statement.evidence[0]
        return " ".join(self.article.text[best.start : best.end].split())


def open_build(folder: Path) -> Library:
    """Load the facts of a build, resolve them and replay the user's decisions.

    Raises:
        StoreError: there is no build in `folder`.
        DataError: a decision is malformed.
    """
    return together(*corrected(corpus.load(folder), catalogue.load(), decisions.load(folder)))


def together(facts: Iterable[Facts], resolution: Resolution) -> Library:
    """Put facts and resolution together."""
    return Library(tuple(facts), resolution, {thing.id: thing for thing in resolution.things})


def find(names: Iterable[Thing], name: str) -> list[Thing]:
    """Give the things called `name`, whatever its case and accents; else those one of whose names holds its words."""
    things, wanted = list(names), fold(name)
    folded = [(thing, [fold(one) for one in (thing.name, *thing.aliases)]) for thing in things]
    exact = [thing for thing, all_names in folded if wanted in all_names]
    return exact or [thing for thing, all_names in folded if wanted and any(f" {wanted} " in f" {one} " for one in all_names)]


def near(names: Iterable[Thing], name: str) -> list[str]:
    """Give up to three names that look like `name`."""
    known = {fold(one): one for thing in names for one in (thing.name, *thing.aliases)}
    return [known[one] for one in get_close_matches(fold(name), sorted(known), n=3)]


def quotes(
    source: Library,
    *,
    speakers: Sequence[Thing] | None = None,
    about: Sequence[Thing] | None = None,
    stance: str = "",
    since: str = "",
    outlet: str = "",
    check: str = "",
) -> list[Said]:
    """List quotes, newest first.

    Args:
        source: a build.
        speakers: keep what one of these says; None for everybody, unnamed sources included.
        about: keep what is about one of these; None for everything.
        stance: ``positive``, ``negative`` or ``neutral``, or an empty string for all.
        since: ISO day; undated articles are left out when it is given.
        outlet: part of the outlet's name.
        check: what a person found, one of :data:`kg.names.CHECKS`, or an empty string for all, checked or not.
    """
    by = None if speakers is None else {thing.id for thing in speakers}
    of = None if about is None else {thing.id for thing in about}
    found = [
        one
        for one in _all_quotes(source)
        if (by is None or (one.speaker is not None and one.speaker.id in by))
        and (of is None or any(t.id in of for t in one.about))
        and (not stance or one.quote.stance == stance)
        and (not since or one.article.date >= since)
        and fold(outlet) in fold(one.article.outlet)
        and (not check or (one.quote.check is not None and one.quote.check.verdict == check))
    ]
    found.sort(key=lambda one: (one.article.key, one.quote.start))
    return sorted(found, key=lambda one: one.article.date, reverse=True)


def _all_quotes(source: Library) -> Iterator[Said]:
    for facts in source.facts:
        for quote in facts.quotes:
            about = (source.thing(facts.article, entity) for entity in quote.about)
            yield Said(facts.article, quote, source.thing(facts.article, quote.speaker), tuple(t for t in about if t))


def statements(source: Library, things: Sequence[Thing]) -> list[Stated]:
    """List statements in which one of `things` is subject or object, by predicate, newest first."""
    wanted = {thing.id for thing in things}
    found = []
    for facts in source.facts:
        for one in facts.statements:
            subject, target = source.thing(facts.article, one.subject), source.thing(facts.article, one.object)
            if subject and (subject.id in wanted or (target and target.id in wanted)):
                found.append(Stated(facts.article, one, subject, target, source.thing(facts.article, one.reporter)))
    found.sort(key=lambda one: one.article.date, reverse=True)
    return sorted(found, key=lambda one: (one.statement.predicate, one.subject.id, one.object.id if one.object else ""))
