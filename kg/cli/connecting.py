"""``kg path`` and ``kg diff``."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.naming import named
from kg.cli.options import FROM, output_options
from kg.cli.output import chosen, emit, show
from kg.cli.words import day, label, printable, say
from kg.names import PREDICATES, STANCES, STATUSES

if TYPE_CHECKING:
    from kg.diff import Change, Standing
    from kg.explore import Library
    from kg.paths import Chain, Link
    from kg.records import Thing

_COLUMNS: Final = (
    "chain",
    "step",
    "subject",
    "predicate",
    "object",
    "status",
    "reporter",
    "sentence",
    "outlet",
    "date",
    "title",
    "url",
)
#: Changes of one kind that a digest of a name shows: what changed or is gone first.
_PAGE: Final = 8
#: Sentences shown for one link.
_SENTENCES: Final = 2


@click.command()
@click.argument("first")
@click.argument("second")
@FROM
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only by statements of this status.")
@click.option("--speech", is_flag=True, help="Let quotes connect too: who speaks of whom.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Most chains to show.")
@output_options
def path(
    first: str,
    second: str,
    folder: Path,
    statuses: tuple[str, ...],
    speech: bool,
    limit: int,
    form: str | None,
    output: Path | None,
) -> None:
    """Show what connects two names: every shortest chain of statements.

    Each link comes with its status, its sentences and where they stand; the strongest chains come first.

    \b
    Example:
      kg path Mistral Nvidia
    """
    from kg import explore, network
    from kg.paths import shortest

    source = explore.open_build(folder)
    ends = [{thing.id for thing in named(source, name) or []} for name in (first, second)]
    if ends[0] & ends[1]:
        raise click.UsageError(say("path.same", first=first, second=second))
    graph = network.build(source.facts, source.resolution)
    chains, more = shortest(graph, *ends, statuses=statuses or STATUSES, speech=speech, limit=limit)
    names = {thing.id: thing.name for thing in source.resolution.things}
    if chosen(form, output) != "table":
        show(_COLUMNS, list(_rows(chains, names)), form, output)
    elif chains:
        emit("".join(f"{printable(line)}\n" for chain in chains for line in _lines(chain, names)), output)
    if not chains:
        click.echo(say("path.none" if speech else "path.none.speech", first=first, second=second), err=True)
    if more:
        click.echo(say("query.truncated", n=limit), err=True)


def _lines(chain: "Chain", names: dict[str, str]) -> Iterator[str]:
    """Lay out a chain: the names along it, then for each step its links with their sentences."""
    yield " — ".join(names[node] for node in chain.nodes)
    for step in chain.steps:
        for link in step:
            status = ", ".join(filter(None, (label(f"status.{link.status}") if link.status else "", link.reporter)))
            told = f" [{status}]" if status else ""
            yield f"  {names[link.subject]} {label(f'is.{link.predicate}')} {names[link.object]}{told}"
            for row in link.evidence[:_SENTENCES]:
                where = row["outlet"] or shorten(row["title"], 70, placeholder=" …") or row["article"]
                yield f"      {row['exact']} — {where}, {day(row['date'])}"
            if len(link.evidence) > _SENTENCES:
                yield "      " + say("who.more", n=len(link.evidence) - _SENTENCES)
    yield ""


def _rows(chains: list["Chain"], names: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    for number, chain in enumerate(chains, start=1):
        for place, step in enumerate(chain.steps, start=1):
            for link in step:
                yield from (_row(number, place, link, row, names) for row in link.evidence)


def _row(number: int, place: int, link: "Link", row: dict[str, str], names: dict[str, str]) -> tuple[Any, ...]:
    told = names[link.subject], link.predicate, names[link.object], link.status, link.reporter
    return number, place, *told, row["exact"], row["outlet"], row["date"], row["title"], row["url"]


_CHANGES: Final = ("kind", "change", "what", "before", "after", "outlet", "date", "sentence", "url")
_MARKS: Final = {"new": "+", "gone": "−", "changed": "~", "renamed": "~", "merged": "~", "split": "~"}


@click.command()
@click.argument("old", type=click.Path(file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(file_okay=False, path_type=Path))
@click.option("--about", metavar="X", help="Only what concerns this name, in either build: a digest of one page.")
@output_options
def diff(old: Path, new: Path, about: str | None, form: str | None, output: Path | None) -> None:
    """Say what changed between two builds: articles, names, statements, quotes.

    What is new (+), gone (−) or changed (~); a name that is only called differently now is not new.

    \b
    Example:
      kg diff out-january out-february --about Nvidia
    """
    from kg import diff as comparing
    from kg import explore

    before, after = explore.open_build(old), explore.open_build(new)
    changes = comparing.compare(before, after)
    standings: list[Standing] = []
    if about:
        everything = {thing.id: thing for library in (before, after) for thing in library.resolution.things}
        meant = _either(before, after, list(everything.values()), about)
        changes = comparing.about(changes, meant)
        standings = [comparing.standing(library, meant) for library in (before, after)]
    if chosen(form, output) != "table":
        show(_CHANGES, [tuple(getattr(one, name) for name in _CHANGES) for one in changes], form, output)
    elif changes:
        emit("".join(f"{printable(line)}\n" for line in _digest(changes, about, standings)), output)
    else:
        click.echo(say("diff.none"), err=True)


def _either(before: "Library", after: "Library", things: "list[Thing]", name: str) -> "list[Thing]":
    """Give the things called `name` in either build."""
    from kg.explore import find

    return find(things, name) or named(after, name) or named(before, name) or []


def _digest(changes: "list[Change]", about: str | None, standings: "Sequence[Standing]") -> Iterator[str]:
    """Lay out the changes by kind; what is told of a name alone fits on a page."""
    yield say("diff.about", name=about) if about else say("diff.title")
    if standings:
        yield from _stood(*standings)
    for kind in dict.fromkeys(one.kind for one in changes):
        of_kind = [one for one in changes if one.kind == kind]
        counts = Counter(one.change for one in of_kind)
        yield ""
        gender = "f" if kind in ("statement", "quote") else "m"
        told = (say(f"diff.{name}.{gender}", n=counts[name]) for name in _MARKS if counts[name])
        yield say("n.tones", number=say(f"diff.{kind}"), tones=", ".join(told))
        shown = sorted(of_kind, key=lambda one: one.change == "new")[:_PAGE] if about else of_kind
        for one in shown:
            yield from _change(one)
        if len(of_kind) > len(shown):
            yield "  " + say("diff.more", n=len(of_kind) - len(shown))


def _stood(before: "Standing", after: "Standing") -> Iterator[str]:
    """Say in three lines how much more, or less, is said of a name, in which tone, and by whom for the first time."""
    media = {"media_before": before.outlets, "media_after": after.outlets}
    yield say("diff.articles", before=before.articles, after=after.articles, **media)
    tones = {"positive": after.tones["positive"], "negative": after.tones["negative"]}
    tones |= {f"{tone}_before": before.tones[tone] for tone in tuple(tones)}
    yield say("diff.quotes", before=before.about, after=after.about, said_before=before.said, said=after.said, **tones)
    fresh = sorted(name for thing, name in after.voices.items() if thing not in before.voices)
    if fresh:
        yield say("diff.voices", names=", ".join(fresh))


def _change(one: "Change") -> Iterator[str]:
    where = ", ".join(filter(None, (one.outlet, one.date)))
    told = _statement(one.what) if one.kind == "statement" else f"« {one.what} »" if one.kind == "quote" else one.what
    states = [_states(text) if one.kind == "statement" else _toned(text) for text in (one.before, one.after)]
    both = " → ".join(filter(None, states)) if one.kind != "name" or one.before else ""
    yield f"  {_MARKS[one.change]} {told}" + (f" [{both}]" if both else "") + (f" — {where}" if where else "")
    if one.kind == "statement" and one.sentence:
        yield f"      {one.sentence}"


def _statement(what: str) -> str:
    """Put the label of the relation in place of its term."""
    return " ".join(label(f"is.{word}") if word in PREDICATES else word for word in what.split(" "))


def _states(text: str) -> str:
    return " + ".join(label(f"status.{one}") for one in text.split(" + ")) if text else ""


def _toned(text: str) -> str:
    """Put the label of the tone at the end in place of its term."""
    start, mark, tone = text.removesuffix(")").rpartition(" (")
    return f"{start} ({label('stance.' + tone)})" if mark and tone in STANCES else text
