"""Questions to a build that need no SPARQL: who is X, what did X say, what was said about X."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from kg import catalogue, corpus, counting, decisions, extension
from kg.echoes import Place, groups, originals
from kg.names import fold
from kg.records import Article, Facts, Quote, Resolution, Statement, Thing
from kg.resolve import corrected


@dataclass(frozen=True, slots=True)
class Library:
    """The facts of a build and who is who in them."""

    facts: tuple[Facts, ...]
    resolution: Resolution
    things: dict[str, Thing]
    #: Quotes that repeat what another said first.
    echoes: Mapping[Place, Place]

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
    employer: Thing | None
    #: The earliest quote that says the same: itself, unless it repeats another.
    statement: Place

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
    extension.use(folder)
    return together(*corrected(corpus.load(folder), catalogue.load(), decisions.load(folder)))


def together(facts: Iterable[Facts], resolution: Resolution) -> Library:
    """Put facts and resolution together."""
    read = tuple(facts)
    echoes = originals(groups(read, resolution))
    return Library(read, resolution, {thing.id: thing for thing in resolution.things}, echoes)


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


#: How quotes can be sorted; ``newest`` and ``oldest`` go by day of publication, and the undated come last.
SORTS: Final = ("newest", "oldest", "speaker", "outlet")
#: What ``check`` may also be: quotes that nobody checked.
UNCHECKED: Final = "unchecked"
#: Sorts after every day.
_LAST: Final = "9999"


def quotes(
    source: Library,
    *,
    speakers: Sequence[Thing] | None = None,
    about: Sequence[Thing] | None = None,
    employers: Sequence[Thing] | None = None,
    unnamed: bool = False,
    role: str = "",
    words: str = "",
    stance: str = "",
    mode: str = "",
    since: str = "",
    until: str = "",
    outlet: str = "",
    check: str = "",
    sort: str = "newest",
) -> list[Said]:
    """List quotes, newest first.

    Args:
        source: a build.
        speakers: keep what one of these says; None for everybody, unnamed sources included.
        about: keep what is about one of these; None for everything.
        employers: keep what is said by somebody who speaks for one of these, as the article says, or by one of these itself.
        unnamed: keep only what sources say that have no name.
        role: part of what the article calls the speaker ("PDG").
        words: words that stand in the quote in this order, whatever their case and accents.
        stance: ``positive``, ``negative`` or ``neutral``, towards `about` if that is given, or an empty string for all.
        mode: ``direct``, ``indirect`` or ``mixed``, or an empty string for all.
        since: ISO day; undated articles are left out when it is given.
        until: ISO day; the same.
        outlet: part of the outlet's name, or of its agency's.
        check: what a person found, one of :data:`kg.names.CHECKS` or ``unchecked``, or an empty string for all.
        sort: one of :data:`SORTS`.
    """
    by, of, staff = _ids(speakers), _ids(about), _ids(employers)
    found = [
        one
        for one in _all_quotes(source)
        if _among(by, one.speaker)
        and _among(of, *one.about)
        and _among(staff, one.employer, one.speaker)
        and not (unnamed and one.speaker)
        and mode in ("", one.quote.mode)
        and check in ("", one.quote.check.verdict if one.quote.check else UNCHECKED)
        and _toned(one, stance, of)
        and _published(one.article, since, until, outlet)
        and _within(role, one.quote.role)
        and _within(words, one.words)
    ]
    return _sorted(found, sort)


def _among(wanted: set[str] | None, *things: Thing | None) -> bool:
    return wanted is None or any(thing.id in wanted for thing in things if thing)


def _published(article: Article, since: str, until: str, outlet: str) -> bool:
    """Tell whether an article is of a period and outlet; an undated one is in no period."""
    if (since or until) and not (article.date and since <= article.date <= (until or _LAST)):
        return False
    return fold(outlet) in fold(article.outlet) or fold(outlet) in fold(article.agency)


def once(found: Iterable[Said]) -> list[tuple[Said, int]]:
    """Keep the first of those that say the same, with the number of articles that say it."""
    same: dict[Place, list[Said]] = {}
    for one in found:
        same.setdefault(one.statement, []).append(one)
    return [(group[0], counting.articles(one.article for one in group)) for group in same.values()]


def naming(source: Library, things: Sequence[Thing]) -> list[Article]:
    """List the articles that name one of `things`, whatever they say of it."""
    wanted = {thing.id for thing in things}
    keys = {key for (key, _), thing in source.resolution.links.items() if thing in wanted}
    return [one.article for one in source.facts if one.article.key in keys]


def _ids(things: Sequence[Thing] | None) -> set[str] | None:
    return None if things is None else {thing.id for thing in things}


def _toned(one: Said, stance: str, about: set[str] | None) -> bool:
    """Tell whether a quote has a stance; it is one towards the first that the quote is about, and towards no other."""
    if not stance:
        return True
    return one.quote.stance == stance and bool(one.about) and (about is None or one.about[0].id in about)


def _within(words: str, text: str) -> bool:
    return not words or f" {fold(words)} " in f" {fold(text)} "


def _sorted(found: list[Said], sort: str) -> list[Said]:
    found.sort(key=lambda one: (one.article.key, one.quote.start))
    if sort == "oldest":
        return sorted(found, key=lambda one: one.article.date or _LAST)
    found.sort(key=lambda one: one.article.date, reverse=True)
    if sort == "speaker":
        return sorted(
            found, key=lambda one: (one.speaker is None, fold(one.speaker.name if one.speaker else one.quote.speaker_text))
        )
    return sorted(found, key=lambda one: fold(one.article.outlet)) if sort == "outlet" else found


def _all_quotes(source: Library) -> Iterator[Said]:
    for facts in source.facts:
        for quote in facts.quotes:
            speaker, *about = (source.thing(facts.article, entity) for entity in (quote.speaker, *quote.about))
            employer = source.thing(facts.article, quote.employer)
            place = Place(facts.article.key, quote.start, quote.end)
            known = tuple(thing for thing in about if thing)
            yield Said(facts.article, quote, speaker, known, employer, source.echoes.get(place, place))


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
