"""Forgetting a person or anything else for good: facts, decisions, store and all that is made from them."""

import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg import catalogue, corpus, decisions, redaction, resolve, watchlist
from kg.builder import REPORT, rebuild
from kg.decisions import Decision
from kg.matching import words_of
from kg.records import Thing
from kg.redaction import Forgotten
from kg.resolve import Outcome
from kg.store import Writer, erase

#: Files that a build may leave alone, and that must not keep the name.
_MADE: Final = (REPORT, "graph.trig", "graph.html", "entities.csv", "relations.csv", "quotes.csv")


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What forgetting a thing takes away.

    Args:
        names: all names that are blacked out.
        articles: keys of the articles that are changed.
        addresses: keys of articles that hold one of the names, which forgetting does not change.
        statements: how many go.
        quotes: how many go.
    """

    names: tuple[str, ...]
    articles: tuple[str, ...]
    addresses: tuple[str, ...]
    statements: int
    quotes: int


def names_of(thing: Thing, entry_names: Iterable[str] = ()) -> tuple[str, ...]:
    """Give all names to black out: those of the articles and the catalogue, and the surname alone.

    >>> names_of(Thing(id="person/anne-morel", type="PERSON", name="Anne Morel"))
    ('Anne Morel', 'Morel')
    """
    known = {thing.name, *thing.aliases, *entry_names}
    surnames = {name.split()[-1] for name in known if thing.type == "PERSON" and words_of(name) > 1}
    found = known | {name for name in surnames if len(name) > 2 and not name.endswith(".")}
    return tuple(sorted(name for name in found if redaction.words(name)))


def look(out: Path, thing: Thing) -> Forgetting:
    """Say what forgetting a thing would take away; changes nothing.

    Raises:
        StoreError: `out` is no build.
    """
    outcome = resolve.trace(corpus.load(out), catalogue.load(), decisions.load(out))
    return _look(outcome, thing, _forgotten(out, outcome, thing))


def _look(outcome: Outcome, thing: Thing, forgotten: Forgotten) -> Forgetting:
    changed, statements, quotes = [], 0, 0
    for one in outcome.facts:
        less = redaction.remove(one, _entities(outcome, one.article.key, thing), forgotten)
        if less != one:
            changed.append(one.article.key)
        statements += len(one.statements) - len(less.statements)
        quotes += len(one.quotes) - len(less.quotes)
    keys = [one.article.key for one in outcome.facts]
    bearing = [key for key in keys if forgotten.text(key) != key]
    return Forgetting(_names(thing), tuple(changed), tuple(bearing), statements, quotes)


def forget(out: Path, thing: Thing) -> Forgetting:
    """Take a thing out of a build for good, and keep it out of later ones.

    The store is made anew, since a database keeps what was deleted for a while. Interrupted, it is finished by the next
    build, or by running it again: what must go stands on disk before anything is changed, and there is no report until the end.

    Raises:
        StoreError: `out` is no build, or another build is writing to it.
    """
    taken, known = decisions.load(out), catalogue.load()
    outcome = resolve.trace(corpus.load(out), known, taken)
    forgotten = _forgotten(out, outcome, thing)
    lost = _look(outcome, thing, forgotten)
    with Writer(out / "store"):  # nobody may build meanwhile
        redaction.save(out, forgotten)
        for path in (out / name for name in _MADE):
            path.unlink(missing_ok=True)
        watchlist.drop(out, thing.id)
        decisions.rewrite(out, [_decision(one, forgotten) for one in taken])
        # Last, since they tell which thing is meant.
        gone = {one.article.key: _entities(outcome, one.article.key, thing) for one in outcome.facts}
        corpus.settle(
            out, corpus.rewrite(out, lambda one: redaction.remove(one, gone.get(one.article.key, frozenset()), forgotten))
        )
    rebuild(out, anew=True)
    erase(out / "store")
    return lost


def _names(thing: Thing) -> tuple[str, ...]:
    entry = catalogue.load().get(thing.catalogue) if thing.catalogue else None
    return names_of(thing, entry.names if entry else ())


def _entities(outcome: Outcome, key: str, thing: Thing) -> frozenset[str]:
    return frozenset(entity for article, entity in outcome.clusters[thing.id].members if article == key)


def _forgotten(out: Path, outcome: Outcome, thing: Thing) -> Forgotten:
    """Give all names that the build must not hold, this one's among them."""
    known = redaction.load(out)
    salted = known if known.salt else Forgotten(secrets.token_hex(16))
    names = _names(thing)
    others = {name for other in outcome.resolution.things if other.id != thing.id for name in (other.name, *other.aliases)}
    return redaction.add(salted, names, kept=_holding(others, names))


def _holding(others: Iterable[str], names: Sequence[str]) -> Iterator[str]:
    """Give the longer names of others that hold one of `names`."""
    sought = [" ".join(redaction.words(name)) for name in names]
    for other in others:
        folded = " ".join(redaction.words(other))
        if any(f" {name} " in f" {folded} " and name != folded for name in sought):
            yield other


def _decision(one: Decision, forgotten: Forgotten) -> Decision:
    """Empty a decision that holds a forgotten name; its number stays taken. A check goes on with the words as they are now."""
    if one.kind in ("quote", "statement"):
        one = replace(one, name=forgotten.text(one.name))
    if any(forgotten.text(text) != text for text in (one.name, one.other, one.value)):
        return Decision(kind="forgotten")
    return replace(one, who=forgotten.text(one.who), note=forgotten.text(one.note))


def remaining(out: Path, names: Iterable[str]) -> list[str]:
    """Give the files of a build that still hold one of `names`, relative to the build.

    Names of several words are sought in any case, also joined; single words, which may mean something else, with a capital.
    """
    given = sorted(set(names))
    several = {form.casefold() for name in given if words_of(name) > 1 for form in (name, "".join(name.split()))}
    single = {form for name in given if words_of(name) == 1 for form in (name, name.upper()) if form != form.lower()}
    found = []
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        text = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8", "replace"))
        if any(_holds(text, name) for name in single) or any(_holds(text.casefold(), name) for name in several):
            found.append(path.relative_to(out).as_posix())
    return found


def _holds(text: str, name: str) -> bool:
    """Tell whether `text` holds `name` as words of its own."""
    name = unicodedata.normalize("NFC", name)
    start = text.find(name)
    while start >= 0:
        around = text[max(0, start - 1) : start] + text[start + len(name) : start + len(name) + 1]
        if not any(char.isalnum() for char in around):
            return True
        start = text.find(name, start + 1)
    return False
