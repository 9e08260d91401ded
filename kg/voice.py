"""Share of voice: who speaks, how often, where and when; and who never speaks about something. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg import counting
from kg.echoes import Place
from kg.explore import Library, Said
from kg.names import fold
from kg.records import Thing

#: What voice can be counted by.
BY: Final = ("speaker", "organisation", "outlet", "month")
#: Types of things that are organisations themselves.
_ORGANISATIONS: Final = ("COMPANY", "ORG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How often one speaker, organisation, outlet or month speaks.

    Args:
        keys: what it is, one for each thing counted by; empty where the articles do not say.
        quotes: how many quotes, in all articles.
        statements: the same with what several articles repeat counted once.
        part: its statements over all statements, between 0 and 1.
        articles: how many articles it speaks in, as :mod:`kg.counting` counts them.
        outlets: how many outlets.
        stances: of its statements, how many are positive, negative and neutral; a guess.
    """

    keys: tuple[str, ...]
    quotes: int
    statements: int
    part: float
    articles: int
    outlets: int
    stances: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Whether somebody speaks about something.

    Args:
        articles: how many articles there are.
        speaks: in how many of them somebody of the name speaks.
        names: in how many the other thing is named.
        both: in how many both is so.
        statements: what was said about the other thing, repetitions counted once; 0 is silence.
    """

    articles: int
    speaks: int
    names: int
    both: int
    statements: int


def shares(
    said: Iterable[Said],
    by: Sequence[str] = ("speaker",),
    *,
    wordings: bool = False,
) -> list[Share]:
    """Count who speaks, most first.

    Args:
        said: the quotes to count.
        by: some of :data:`BY`.
        wordings: keep unnamed sources apart by how articles call them, instead of counting them together.
    """
    groups: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        groups.setdefault(tuple(_key(one, name, wordings) for name in by), []).append(one)
    whole = len({one.statement for group in groups.values() for one in group})
    found = [_share(keys, group, whole) for keys, group in groups.items()]
    return sorted(found, key=lambda one: (-one.statements, -one.quotes, *map(fold, one.keys), one.keys))


def _key(one: Said, by: str, wordings: bool) -> str:
    if by == "speaker":
        return one.speaker.name if one.speaker else one.quote.speaker_text if wordings else ""
    if by == "organisation":
        return one.employer.name if one.employer else one.speaker.name if _speaks_for_itself(one) and one.speaker else ""
    return one.article.outlet if by == "outlet" else one.article.date[:7]


def _speaks_for_itself(one: Said) -> bool:
    return one.speaker is not None and one.speaker.type in _ORGANISATIONS


def _share(keys: tuple[str, ...], group: Sequence[Said], whole: int) -> Share:
    once = {one.statement: one for one in reversed(group)}
    tones = [one.quote.stance for one in once.values() if one.about]
    return Share(
        keys=keys,
        quotes=len(group),
        statements=len(once),
        part=len(once) / whole,
        articles=counting.articles(one.article for one in group),
        outlets=counting.outlets(one.article for one in group),
        stances={tone: tones.count(tone) for tone in ("positive", "negative", "neutral")},
    )


def silence(source: Library, speaking: Sequence[Said], about: Sequence[Thing]) -> Silence:
    """Tell whether those who speak in `speaking` speak about a thing."""
    wanted = {thing.id for thing in about}
    naming = {key for (key, _), thing in source.resolution.links.items() if thing in wanted}
    places = {one.article.key for one in speaking}
    return Silence(
        articles=len(source.facts),
        speaks=len(places),
        names=len(naming),
        both=len(places & naming),
        statements=len({one.statement for one in speaking if any(thing.id in wanted for thing in one.about)}),
    )


def absent(said: Iterable[Said], about: Sequence[Thing]) -> list[tuple[Thing, int]]:
    """Give the named speakers who say something and nothing about a thing, with how much they say, most first."""
    wanted = {thing.id for thing in about}
    spoken: dict[str, Thing] = {}
    silent: dict[str, set[Place | None]] = {}
    for one in said:
        if one.speaker and one.speaker.id not in wanted:
            silent.setdefault(one.speaker.id, set()).add(one.statement)
            spoken[one.speaker.id] = one.speaker
            if any(thing.id in wanted for thing in one.about):
                silent[one.speaker.id].add(None)
    found = [(spoken[thing], len(words)) for thing, words in silent.items() if None not in words]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].id))
