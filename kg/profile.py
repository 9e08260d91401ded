"""One or two things in time and side by side: roles, timeline, comparison. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg import counting
from kg.explore import Library, Said, Stated, quotes, statements
from kg.names import fold
from kg.records import Article, Thing

#: Sorts after every day.
_LAST: Final = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What articles call somebody who speaks.

    Args:
        role: as they write it ("PDG"), or an empty string.
        employer: whom it is said to be for, or an empty string.
        first, last: days of the first and last dated article that says so, or empty strings.
        articles: how many say so.
    """

    role: str
    employer: str
    first: str
    last: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A quote or statement in time.

    Args:
        day: ISO day, or an empty string where no day is known.
        dated: ``said`` when the article gives the day of the statement, ``published`` when only its own day is known, or an
            empty string.
        kind: ``said`` by the thing, said ``about`` it, or a ``relation``.
        what: the quote or statement.
    """

    day: str
    dated: str
    kind: str
    what: Said | Stated

    @property
    def article(self) -> Article:
        """The article that gives it."""
        return self.what.article


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What two sides say about one thing.

    Args:
        thing: what it is about.
        first, second: the quotes of each side, oldest first.
    """

    thing: Thing
    first: tuple[Said, ...]
    second: tuple[Said, ...]


def roles(said: Sequence[Said]) -> list[Role]:
    """Give the roles that articles state for who speaks, in time; undated ones last."""
    groups: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        employer = one.employer.name if one.employer else ""
        if one.quote.role or employer:
            groups.setdefault((fold(one.quote.role), employer), []).append(one)
    found = []
    for (_, employer), group in groups.items():
        days = sorted(one.article.date for one in group if one.article.date)
        first, last = (days[0], days[-1]) if days else ("", "")
        role = min(one.quote.role for one in group)
        articles = counting.articles(one.article for one in group)
        found.append(Role(role=role, employer=employer, first=first, last=last, articles=articles))
    return sorted(found, key=lambda one: (one.first or _LAST, one.last, one.role, one.employer))


def timeline(source: Library, things: Sequence[Thing], about: Sequence[Thing] | None = None) -> list[Event]:
    """Put what a thing said, what was said about it and what is stated of it in time; undated things last.

    Args:
        source: a build.
        things: whom or what the timeline is of.
        about: keep what it says about one of these, and what is stated between both.
    """
    ours, others = {thing.id for thing in things}, {thing.id for thing in about or ()}
    events = [_spoken("said", one) for one in quotes(source, speakers=things, about=about)]
    if about is None:
        heard = quotes(source, about=things)
        events += [_spoken("about", one) for one in heard if not (one.speaker and one.speaker.id in ours)]
    for fact in statements(source, things):
        ends = {fact.subject.id, fact.object.id if fact.object else ""}
        if about is None or ends & others:
            dated = "published" if fact.article.date else ""
            events.append(Event(day=fact.article.date, dated=dated, kind="relation", what=fact))
    return sorted(events, key=_moment)


def _spoken(kind: str, one: Said) -> Event:
    day = one.quote.said_on or one.article.date
    return Event(day=day, dated="said" if one.quote.said_on else "published" if day else "", kind=kind, what=one)


def _moment(one: Event) -> tuple[str, str, int, str]:
    start = one.what.quote.start if isinstance(one.what, Said) else one.what.statement.evidence[0].start
    return one.day or _LAST, one.article.key, start, one.kind


def compare(source: Library, first: Sequence[Thing], second: Sequence[Thing]) -> list[Subject]:
    """Give what two sides say about each other, then about the same third things, most quoted first."""
    ours, theirs = quotes(source, speakers=first, sort="oldest"), quotes(source, speakers=second, sort="oldest")
    sides = {thing.id for thing in (*first, *second)}
    things = {thing.id: thing for one in (*ours, *theirs) for thing in one.about}
    found = [
        Subject(
            thing=thing,
            first=tuple(one for one in ours if thing in one.about),
            second=tuple(one for one in theirs if thing in one.about),
        )
        for thing in things.values()
    ]
    kept = [one for one in found if one.thing.id in sides or (one.first and one.second)]
    return sorted(kept, key=lambda one: (one.thing.id not in sides, -len(one.first) - len(one.second), one.thing.id))
