"""Two builds compared: what is new, gone, changed, and what is only called differently. Pure.

Things are the same when they stand for the same names at the same places of the same texts, whatever they are called now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg import counting
from kg.corpus import digest
from kg.explore import Library, naming, once, quotes
from kg.names import STANCES, SYMMETRIC, fold
from kg.records import Article, Thing

#: What may change, in the order in which it is told.
KINDS: Final = ("article", "name", "statement", "quote")

#: Where each thing is named: article, start, end.
_Places = dict[str, set[tuple[str, int, int]]]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One difference.

    Args:
        kind: one of :data:`KINDS`.
        change: ``new``, ``gone``, ``changed`` or ``renamed``; of names also ``merged`` and ``split``.
        what: what it is about, for people: a title, a name, "Ada ceoOf Zéphyr", or words of a quote.
        before: what it was: a status, a name, a speaker; empty for what is new.
        after: what it is now; empty for what is gone.
        outlet, date, sentence, url: where it stands now, or stood.
        things: ids of the things concerned, in either build.
    """

    kind: str
    change: str
    what: str
    before: str = ""
    after: str = ""
    outlet: str = ""
    date: str = ""
    sentence: str = ""
    url: str = ""
    things: tuple[str, ...] = ()


def compare(old: Library, new: Library) -> list[Change]:
    """Give all differences between two builds, by kind, newest first.

    Args:
        old: the earlier build.
        new: the later one.
    """
    before, after = _places(old, _texts(new)), _places(new, _texts(old))
    same = _aligned(old, new, before, after)
    names = _names(old, new, same, before, after)
    found = [*_articles(old, new), *names, *_statements(old, new, same), *_quotes(old, new, same)]
    found.sort(key=lambda one: (one.what, one.change, one))
    found.sort(key=lambda one: one.date, reverse=True)
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def about(changes: Iterable[Change], things: Iterable[Thing]) -> list[Change]:
    """Keep what concerns one of `things`, which may be of either build."""
    wanted = {thing.id for thing in things}
    return [one for one in changes if wanted.intersection(one.things)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How much a build says of some things.

    Args:
        articles, outlets: how many name them, as :mod:`kg.counting` counts.
        about, said: statements about them, and by them; what several articles repeat counts once.
        tones: of what is said about them, how many are positive, negative and neutral; a guess.
        voices: ids and names of who speaks about them.
    """

    articles: int
    outlets: int
    about: int
    said: int
    tones: Mapping[str, int]
    voices: Mapping[str, str]


def standing(library: Library, things: Iterable[Thing]) -> Standing:
    """Count what a build says of `things`, of which it may know some only."""
    ours = [library.things[thing.id] for thing in things if thing.id in library.things]
    ids = {thing.id for thing in ours}
    named = naming(library, ours)
    about = [one for one, _ in once(quotes(library, about=ours)) if not (one.speaker and one.speaker.id in ids)]
    tones = Counter(one.quote.stance for one in about if one.about and one.about[0].id in ids)
    return Standing(
        articles=counting.articles(named),
        outlets=counting.outlets(named),
        about=len(about),
        said=len(once(quotes(library, speakers=ours))),
        tones={tone: tones[tone] for tone in STANCES},
        voices={one.speaker.id: one.speaker.name for one in about if one.speaker},
    )


def _texts(library: Library) -> dict[str, str]:
    return {facts.article.key: digest(facts.article.text) for facts in library.facts}


def _spot(article: Article) -> dict[str, str]:
    return {"outlet": article.outlet, "date": article.date, "url": article.url}


def _articles(old: Library, new: Library) -> Iterator[Change]:
    before, after = _texts(old), _texts(new)
    known = {facts.article.key: facts for library in (old, new) for facts in library.facts}
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            change = "new" if key not in before else "gone" if key not in after else "changed"
            facts, library = known[key], new if key in after else old
            things = tuple(sorted({library.resolution.links[key, one.id] for one in facts.entities}))
            yield Change("article", change, facts.article.title or key, **_spot(facts.article), things=things)


def _places(library: Library, texts: Mapping[str, str]) -> _Places:
    """Give where each thing is named, in the articles whose text is in `texts`."""
    found: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for facts in library.facts:
        key = facts.article.key
        if texts.get(key) == digest(facts.article.text):
            for one in facts.mentions:
                found[library.resolution.links[key, one.entity]].add((key, one.start, one.end))
    return found


def _aligned(old: Library, new: Library, before: _Places, after: _Places) -> dict[str, str]:
    """Map things of `old` to those of `new` that stand at most of the same places; the id decides where none is shared."""
    at = {place: thing for thing, places in after.items() for place in places}
    same = {thing: thing for thing in old.things if thing in new.things}
    for thing in sorted(before):
        shared = Counter(at[place] for place in sorted(before[thing]) if place in at)
        if shared:
            best, _ = min(shared.items(), key=lambda item: (-item[1], item[0] != thing, item[0]))
            same[thing] = best
    return same


def _names(old: Library, new: Library, same: Mapping[str, str], before: _Places, after: _Places) -> Iterator[Change]:
    owner = {place: thing for thing, places in before.items() for place in places}
    first = _first_articles(new)
    into: dict[str, list[str]] = defaultdict(list)
    for thing in sorted(same):
        into[same[thing]].append(thing)
    for one in sorted(old.things.keys() - same.keys()):
        yield Change("name", "gone", old.things[one].name, old.things[one].name, things=(one,))
    for one in sorted(new.things):
        name, was = new.things[one].name, [old.things[thing].name for thing in into[one]]
        things = tuple(sorted({one, *into[one]}))
        if not was:
            owners = {owner[place] for place in after.get(one, ()) if place in owner}
            yield (
                _split(old, name, one, owners, same)
                if owners
                else Change("name", "new", name, "", name, **_spot(first[one]), things=(one,))
            )
        elif len(was) > 1:
            yield Change("name", "merged", name, " | ".join(was), name, things=things)
        elif was[0] != name or old.things[into[one][0]].type != new.things[one].type:
            yield Change("name", "renamed", name, _called(old.things[into[one][0]]), _called(new.things[one]), things=things)


def _called(thing: Thing) -> str:
    return f"{thing.name} ({thing.type})"


def _split(old: Library, name: str, thing: str, owners: set[str], same: Mapping[str, str]) -> Change:
    """Tell of a name that stands where others stood before."""
    was = " | ".join(sorted(old.things[one].name for one in owners))
    return Change("name", "split", name, was, name, things=tuple(sorted({thing, *owners, *(same[one] for one in owners)})))


def _first_articles(library: Library) -> dict[str, Article]:
    """Give for each thing the first article that names it; undated ones come last."""
    found: dict[str, Article] = {}
    for facts in sorted(library.facts, key=lambda one: (one.article.date or "9", one.article.key)):
        for one in facts.entities:
            found.setdefault(library.resolution.links[facts.article.key, one.id], facts.article)
    return found


@dataclass(slots=True)
class _Fact:
    """A statement of a build with the statuses it has and the newest sentence for it."""

    statuses: set[str]
    change: Change


def _facts_of(library: Library, same: Mapping[str, str]) -> dict[tuple[str, ...], _Fact]:
    found: dict[tuple[str, ...], _Fact] = {}
    for facts in sorted(library.facts, key=lambda one: (one.article.date, one.article.key)):
        for one in facts.statements:
            ends = [library.resolution.links[facts.article.key, end] for end in (one.subject, one.object) if end]
            names = [library.things[end].name for end in ends] + ([one.value or ""] if one.object is None else [])
            mapped = [same.get(end, end) for end in ends]
            key = (one.predicate, *(sorted(mapped) if one.predicate in SYMMETRIC else mapped), one.value or "")
            best = one.evidence[0]
            sentence = " ".join(facts.article.text[best.start : best.end].split())
            what = f"{names[0]} {one.predicate} {names[1]}"
            told = Change(
                "statement", "", what, **_spot(facts.article), sentence=sentence, things=tuple(sorted({*ends, *mapped}))
            )
            kept = found.setdefault(key, _Fact(set(), told))
            kept.statuses.add(one.status)
            kept.change = told
    return found


def _statements(old: Library, new: Library, same: Mapping[str, str]) -> Iterator[Change]:
    before, after = _facts_of(old, same), _facts_of(new, {})
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        told = (now or was or _Fact(set(), Change("statement", "", ""))).change
        statuses = [" + ".join(sorted(one.statuses)) if one else "" for one in (was, now)]
        if statuses[0] != statuses[1]:
            yield _with(told, statuses[0], statuses[1])


def _with(told: Change, before: str, after: str) -> Change:
    change = "new" if not before else "gone" if not after else "changed"
    return Change(told.kind, change, told.what, before, after, told.outlet, told.date, told.sentence, told.url, told.things)


def _sayings(library: Library, same: Mapping[str, str]) -> dict[tuple[str, str], tuple[str, Change]]:
    """Give each quote by article and words: who says it, of whom and in which tone; and how to tell it."""
    found = {}
    for facts in library.facts:
        article, links = facts.article, library.resolution.links
        for one in facts.quotes:
            words = " ".join(article.text[one.start : one.end].split())
            ends = [links[article.key, end] for end in (one.speaker, *one.about) if end]
            who = library.things[links[article.key, one.speaker]].name if one.speaker else one.speaker_text
            tone = one.stance if one.about else ""
            mapped = tuple(sorted({*ends, *(same.get(end, end) for end in ends)}))
            whom = ", ".join(library.things[links[article.key, end]].name for end in one.about)
            shown = f"{who} → {whom} ({tone})" if whom else who
            told = Change("quote", "", words, shown, shown, **_spot(article), sentence=words, things=mapped)
            spoken = (
                same.get(links[article.key, one.speaker], links[article.key, one.speaker]) if one.speaker else one.speaker_text
            )
            meant = [same.get(links[article.key, end], links[article.key, end]) for end in one.about]
            found[article.key, fold(words)] = (" ".join([spoken, tone, *meant]), told)
    return found


def _quotes(old: Library, new: Library, same: Mapping[str, str]) -> Iterator[Change]:
    before, after = _sayings(old, same), _sayings(new, {})
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was and now:
            if was[0] != now[0]:
                yield _with(now[1], was[1].before, now[1].after)
        elif now:
            yield _with(now[1], "", now[1].after)
        elif was:
            yield _with(was[1], was[1].before, "")
