"""The card of one person, company, model or chip: rows of data, and lines of text for people."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Final, TypeVar

from kg import explore, profile
from kg.agreement import Agreement, agreements, key
from kg.cli.words import day, label, say
from kg.names import fold

if TYPE_CHECKING:
    from kg.explore import Library, Said, Stated
    from kg.records import Article, Quote, Statement, Thing

T = TypeVar("T")

#: Sentences shown for one fact; the number of the others is told.
SENTENCES: Final = 3
#: Columns of the data of a card: `section` is name, role, relation, said or about.
COLUMNS: Final = (
    "section",
    "subject",
    "predicate",
    "object",
    "status",
    "by",
    "words",
    "stance",
    "date",
    "until",
    "outlet",
    "url",
    "article",
    "start",
    "end",
    "check",
)


def speaker(one: "Said") -> str:
    """Give the name of who speaks, or how the article calls an unnamed source."""
    return one.speaker.name if one.speaker else one.quote.speaker_text or say("unnamed")


def who(one: "Said") -> str:
    """Give who speaks, with role and employer where the article states them."""
    employer = one.employer.name if one.employer and one.employer != one.speaker else ""
    known = [part for part in (one.quote.role, employer) if part and fold(part) not in fold(speaker(one))]
    return f"{speaker(one)} ({', '.join(known)})" if known else speaker(one)


def words(one: "Said") -> str:
    """Give the content of a quote, in quotation marks where it is word for word."""
    return f"« {one.words} »" if one.quote.mode == "direct" else one.words


def tone(one: "Said") -> str:
    """Give the stance towards what a quote is first about; empty where it is about nothing known."""
    return label(f"stance.{one.quote.stance}") if one.about else ""


def checked(one: "Quote | Statement") -> str:
    """Give the verdict of a human check, who and when; empty if there was none."""
    return " ".join(filter(None, (label(f"check.{one.check.verdict}"), one.check.who, one.check.when))) if one.check else ""


def where(article: "Article") -> str:
    """Give outlet, agency and day of an article; say so where there is no day."""
    return f"{published(article)}, {day(article.date)}"


def published(article: "Article") -> str:
    """Give the outlet of an article, else its title, else its key, so that a sentence can always be found again."""
    return outlet(article) or shorten(article.title, 70, placeholder=" …") or article.key


def outlet(article: "Article") -> str:
    """Give the outlet of an article, with the agency whose copy it is; empty when the article names none."""
    agency = article.agency if article.agency != article.outlet else ""
    return f"{article.outlet} ({agency})" if article.outlet and agency else article.outlet or agency


def status(one: "Stated") -> str:
    """Give the status of a statement and who reports it."""
    by = one.reporter.name if one.reporter else one.statement.reporter_text
    return label(f"status.{one.statement.status}") + (f" · {by}" if by else "")


def fact(one: "Stated") -> str:
    """Write a statement as « subject — relation → object »."""
    target = one.object.name if one.object else one.statement.value or ""
    more = ", ".join(filter(None, (one.statement.quantity, one.statement.time)))
    return f"{one.subject.name} — {label('is.' + one.statement.predicate)} → {target}" + (f" ({more})" if more else "")


def together(rows: Iterable[T], key: "Callable[[T], Hashable]") -> list[list[T]]:
    """Put rows with the same key into one group, in the order in which the keys first come."""
    groups: dict[Hashable, list[T]] = {}
    for one in rows:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def fact_key(one: "Stated") -> "Hashable":
    """Give what tells two statements apart, whichever articles give them."""
    target = one.object.id if one.object else one.statement.value
    return one.subject.id, one.statement.predicate, target, status(one), checked(one.statement)


def quote_key(one: "Said") -> "Hashable":
    """Agency copies and retold quotes are one statement."""
    return one.statement, checked(one.quote)


def card(source: "Library", thing: "Thing") -> list[str]:
    """Lay out what is known of `thing`: names, roles, share of voice, facts with status and sentences, quotes."""
    stated, said, about = _all(source, thing)
    lines = [f"{thing.name} · {label('type.' + thing.type)}"]
    if thing.aliases:
        lines.append("  " + say("who.aliases", names=", ".join(thing.aliases)))
    if thing.wikidata:
        lines.append(f"  https://www.wikidata.org/entity/{thing.wikidata}")
    lines += _share(source, said, about)
    if roles := profile.roles(said):
        lines += ["", say("who.roles"), *map(_role, roles)]
    if stated:
        agreed = agreements(source.facts, source.resolution)
        media = frozenset(name for one in source.facts for name in (one.article.outlet, one.article.agency) if name)
        lines += ["", say("who.facts")]
        for group in together(stated, fact_key):
            lines += _fact(group, agreed[key(group[0].article, group[0].statement, source.resolution)], media)
    for title, found in (("who.said", said), ("who.about", about)):
        if found:
            groups = together(found, quote_key)
            lines += ["", say(title, name=thing.name, n=len(groups)), *(line for group in groups for line in _quote(group))]
    if not (stated or said or about):
        lines.append("  " + say("who.none"))
    return [*lines, ""]


def _all(source: "Library", thing: "Thing") -> "tuple[list[Stated], list[Said], list[Said]]":
    about = [one for one in explore.quotes(source, about=[thing]) if not (one.speaker and one.speaker.id == thing.id)]
    return explore.statements(source, [thing]), explore.quotes(source, speakers=[thing]), about


def _share(source: "Library", said: "Sequence[Said]", about: "Sequence[Said]") -> list[str]:
    """Say how much of all that is said is said by the thing, and how much about it."""
    total = len({one.statement for one in explore.quotes(source)})
    if not total:
        return []
    counts = {"said": len({one.statement for one in said}), "about": len({one.statement for one in about})}
    parts = {f"{name}_share": f"{100 * number / total:.0f}" for name, number in counts.items()}
    return ["  " + say("who.share", total=total, **counts, **parts)]


def _role(one: "profile.Role") -> str:
    period = " – ".join(dict.fromkeys((day(one.first), day(one.last))))
    title = ", ".join(filter(None, (one.role, one.employer)))
    return f"  {title} — {period}, {say('n.articles', n=one.articles)}"


def _fact(group: "Sequence[Stated]", agreed: Agreement, media: frozenset[str]) -> list[str]:
    one = group[0]
    told = _given(agreed, media)
    if agreed.disputed and one.statement.status != "denied":
        told.append(say("who.denied", names=", ".join(agreed.denied)) if agreed.denied else say("who.opposed"))
    how = "".join(f" · {part}" for part in told)
    verdict = f" [{checked(one.statement)}]" if one.statement.check else ""
    rest = len(group) - SENTENCES
    lines = [f"      {each.sentence} — {where(each.article)}" for each in group[:SENTENCES]]
    more = [f"      {say('who.more', n=rest)}"] if rest > 0 else []
    return [f"  {fact(one)}   [{status(one)}]{verdict}{how}", *lines, *more]


def _given(agreed: Agreement, media: frozenset[str]) -> list[str]:
    """Say how many media give a fact; articles without an outlet are counted as articles."""
    number = len(agreed.outlets)
    if number < 2:
        return []
    return [say("who.outlets", n=number) if media.issuperset(agreed.outlets) else say("said.in", n=number)]


def _quote(group: "Sequence[Said]") -> list[str]:
    return said_lines(group[0], " ; ".join(dict.fromkeys(where(each.article) for each in group)))


def said_lines(one: "Said", sources: str) -> list[str]:
    """Lay out a quote: who speaks of whom in which tone, then the words and where they stand."""
    targets = ", ".join(thing.name for thing in one.about)
    towards = f" → {targets} [{tone(one)}]" if targets else ""
    verdict = f" [{checked(one.quote)}]" if one.quote.check else ""
    said_on = say("said.on", day=day(one.quote.said_on)) if one.quote.said_on else ""
    how = ", ".join(filter(None, (said_on, one.quote.occasion, one.quote.medium, _translated(one))))
    return [f"  {who(one)}{towards}{verdict}", f"      {words(one)}{f' ({how})' if how else ''} — {sources}"]


def _translated(one: "Said") -> str:
    return say("translated") if one.quote.translated else ""


def tally(tones: "Mapping[str, int]") -> str:
    """Write how many quotes have each stance, such as « favorable 2, neutre 5 »."""
    return ", ".join(f"{label(f'stance.{tone}')} {number}" for tone, number in tones.items() if number)


def rows(source: "Library", thing: "Thing") -> list[tuple[object, ...]]:
    """Give the card as data, one row for each name, role, statement and quote."""
    stated, said, about = _all(source, thing)
    named = [_row("name", subject=thing.name, predicate=thing.type, object=name) for name in (thing.name, *thing.aliases)]
    roles = [
        _row("role", subject=thing.name, predicate=one.role, object=one.employer, date=one.first, until=one.last)
        for one in profile.roles(said)
    ]
    facts = [stated_row("relation", one) for one in stated]
    return [*named, *roles, *facts, *(said_row("said", one) for one in said), *(said_row("about", one) for one in about)]


def _row(section: str, **cells: object) -> tuple[object, ...]:
    return tuple({"section": section, **cells}.get(name, "") for name in COLUMNS)


def _placed(article: "Article", start: int, end: int, check: str) -> dict[str, object]:
    place = {"outlet": article.outlet, "url": article.url, "article": article.key, "start": start, "end": end, "check": check}
    return {**place, "date": article.date}


def stated_row(section: str, one: "Stated", **more: object) -> tuple[object, ...]:
    """Give a statement as a row of :data:`COLUMNS`."""
    best, check = one.statement.evidence[0], one.statement.check
    cells = {
        **_placed(one.article, best.start, best.end, check.verdict if check else ""),
        "subject": one.subject.name,
        "predicate": one.statement.predicate,
        "object": one.object.name if one.object else one.statement.value,
        "status": one.statement.status,
        "by": one.reporter.name if one.reporter else one.statement.reporter_text,
        "words": one.article.text[best.start : best.end],
    }
    return _row(section, **{**cells, **more})


def said_row(section: str, one: "Said", **more: object) -> tuple[object, ...]:
    """Give a quote as a row of :data:`COLUMNS`."""
    quote = one.quote
    cells = {
        **_placed(one.article, quote.start, quote.end, quote.check.verdict if quote.check else ""),
        "subject": one.speaker.name if one.speaker else quote.speaker_text,
        "predicate": "says",
        "object": [thing.name for thing in one.about],
        "status": quote.mode,
        "words": one.article.text[quote.start : quote.end],
        "stance": quote.stance if one.about else "",
    }
    return _row(section, **{**cells, **more})
