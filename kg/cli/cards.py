"""The card of one person, company, model or chip, as lines of text for people."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from kg import explore
from kg.cli.words import label, say
from kg.names import fold

if TYPE_CHECKING:
    from kg.explore import Library, Said, Stated
    from kg.records import Quote, Statement, Thing

Row = TypeVar("Row")

#: Sentences shown for one fact; the number of the others is told.
SENTENCES: Final = 3


def speaker(one: "Said") -> str:
    """Give the name of who speaks, or how the article calls an unnamed source."""
    return one.speaker.name if one.speaker else one.quote.speaker_text


def words(one: "Said") -> str:
    """Give the content of a quote, in quotation marks where it is word for word."""
    return f"« {one.words} »" if one.quote.mode == "direct" else one.words


def checked(one: "Quote | Statement") -> str:
    """Give the verdict of a human check, who and when; empty if there was none."""
    return " ".join(filter(None, (label(f"check.{one.check.verdict}"), one.check.who, one.check.when))) if one.check else ""


def card(source: "Library", thing: "Thing") -> list[str]:
    """Lay out what is known of `thing`: names, facts with status and sentences, what it said, what was said about it."""
    lines = [f"{thing.name} · {label('type.' + thing.type)}"]
    if thing.aliases:
        lines.append("  " + say("who.aliases", names=", ".join(thing.aliases)))
    stated, said = explore.statements(source, [thing]), explore.quotes(source, speakers=[thing])
    about = [one for one in explore.quotes(source, about=[thing]) if not (one.speaker and one.speaker.id == thing.id)]
    if stated:
        lines += ["", say("who.facts"), *(line for group in _together(stated, _fact_key) for line in _fact(group))]
    for title, found in (("who.said", said), ("who.about", about)):
        if found:
            groups = _together(found, _quote_key)
            lines += ["", say(title, name=thing.name, n=len(groups)), *(line for group in groups for line in _quote(group))]
    if not (stated or said or about):
        lines.append("  " + say("who.none"))
    return [*lines, ""]


def _together(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[list[Row]]:
    """Put rows with the same key into one group, in the order in which the keys first come."""
    groups: dict[Hashable, list[Row]] = {}
    for one in rows:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def _fact_key(one: "Stated") -> Hashable:
    fact, reporter = one.statement, one.reporter.id if one.reporter else one.statement.reporter_text
    target = one.object.id if one.object else fact.value
    return one.subject.id, fact.predicate, target, fact.status, reporter, checked(fact)


def _quote_key(one: "Said") -> Hashable:
    """Agency copies and retold quotes have the same words."""
    return speaker(one), fold(one.words), checked(one.quote)


def _where(one: "Stated | Said") -> str:
    return ", ".join(part for part in (one.article.outlet, one.article.date) if part)


def _fact(group: Sequence["Stated"]) -> list[str]:
    one = group[0]
    target = one.object.name if one.object else one.statement.value or ""
    by = one.reporter.name if one.reporter else one.statement.reporter_text
    status = label(f"status.{one.statement.status}") + (f" · {by}" if by else "")
    verdict = f" [{checked(one.statement)}]" if one.statement.check else ""
    head = f"  {one.subject.name} — {label('is.' + one.statement.predicate)} → {target}   [{status}]{verdict}"
    rest = len(group) - SENTENCES
    lines = [f"      {each.sentence} — {_where(each)}" for each in group[:SENTENCES]]
    return [head, *lines, *([f"      {say('who.more', n=rest)}"] if rest > 0 else [])]


def _quote(group: Sequence["Said"]) -> list[str]:
    one = group[0]
    targets = ", ".join(thing.name for thing in one.about)
    tone = f" → {targets} [{label('stance.' + one.quote.stance)}]" if targets else ""
    verdict = f" [{checked(one.quote)}]" if one.quote.check else ""
    return [f"  {speaker(one)}{tone}{verdict}", f"      {words(one)} — {' ; '.join(dict.fromkeys(map(_where, group)))}"]
