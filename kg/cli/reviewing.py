"""``kg review``: the user's corrections and checks."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.correcting import one_named, outcome_of
from kg.cli.options import FROM, output_options
from kg.cli.output import emit, show
from kg.cli.words import column, label, say
from kg.names import CHECKS, PREDICATES, TYPES, fold

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.records import Article, Facts
    from kg.replay import Unused
    from kg.resolve import Outcome

#: What people may type for a verdict, folded.
_VERDICTS: Final = {
    **{one: one for one in CHECKS},
    "verifie": "verified",
    "conteste": "disputed",
    "faux": "wrong",
    "false": "wrong",
}


@click.group()
def review() -> None:
    """Correct who is who, or mark a quote or statement as checked.

    Each decision is a line of decisions.jsonl in the build, with who, when and why; every later build replays them, and one that
    does not apply any more is named. NAME is a name or an id such as person/anne-morel.

    \b
    Examples:
      kg review merge "DeepSeek-R1" "R1 de DeepSeek"
      kg review split Morel --article lundi.txt --as "Paul Morel"
      kg review quote lundi.txt:120-164 vérifié --note "relu sur l'enregistrement"
      kg review list
    """


def _deciding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every decision."""
    for option in (
        click.option("--no-build", is_flag=True, help="Only note it; the next « kg build » applies it."),
        click.option("--note", default="", metavar="TEXT", help="Why."),
        click.option("--when", default="", metavar="DAY", help="Day of the decision (2025-01-28); today by default."),
        click.option("--who", default="", envvar="KG_WHO", metavar="NAME", help="Who decides; KG_WHO by default."),
        FROM,
    ):
        command = option(command)
    return command


def _one_of(value: str, codes: Sequence[str]) -> str:
    """Give the code that is meant, whatever its case; the ontology of the build, known by now, may have added some."""
    found = {one.casefold(): one for one in codes}.get(value.casefold(), "")
    if value and not found:
        raise click.UsageError(say("bad.term", value=value, known=", ".join(codes)))
    return found


def _decide(folder: Path, who: str, when: str, note: str, no_build: bool, **fields: Any) -> None:
    """Note a decision and rebuild what it changes."""
    from kg import decisions

    day = when or date.today().isoformat()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise click.UsageError(say("bad.day", value=day))
    number = decisions.append(folder, decisions.Decision(who=who, when=day, note=note, **fields))
    told = say(f"done.{fields['kind']}", **_told(fields))
    click.echo(say("review.noted", n=number) + " " + told, err=True)
    if not no_build:
        _rebuild(folder)


def _told(fields: dict[str, Any]) -> dict[str, str]:
    """Give the words that tell what a decision did."""
    kind, value = fields["kind"], fields.get("value", "")
    if kind == "retype":
        value = label(f"type.{value}")
    elif kind in ("quote", "statement"):
        value = label(f"check.{value}")
    elif kind == "split":
        value = value or fields["name"]
    told = {"name": fields.get("name", ""), "other": fields.get("other", ""), "article": fields.get("article", "")}
    return {**told, "value": value, "number": str(fields.get("number", ""))}


def _rebuild(folder: Path) -> None:
    from kg.builder import rebuild

    tell_unused(rebuild(folder).unused)


def tell_unused(unused: "Sequence[Unused]") -> None:
    """Say on standard error which decisions do not apply any more."""
    for one in unused:
        click.echo(say(f"review.{one.code}.name", n=one.number, name=one.name), err=True)


@review.command()
@click.argument("name")
@click.argument("other")
@click.option("--force", is_flag=True, help="Also if they are of different types, such as a person and a company.")
@_deciding
def merge(name: str, other: str, force: bool, folder: Path, **how: Any) -> None:
    """Make one of two things; the first gives the name.

    \b
    Example:
      kg review merge "Agence des ondes" "Agence nationale des ondes"
    """
    outcome = outcome_of(folder)
    kept, moved = one_named(outcome, name), one_named(outcome, other)
    if kept == moved:
        raise click.ClickException(say("review.same", name=kept.name))
    if kept.type != moved.type and not force:
        types = {"type": label(f"type.{kept.type}"), "other_type": label(f"type.{moved.type}")}
        raise click.ClickException(say("review.types", name=kept.name, other=moved.name, **types))
    _decide(folder, kind="merge", name=kept.name, type=kept.type, other=moved.name, other_type=moved.type, **how)


@review.command()
@click.argument("name")
@click.option("--article", required=True, metavar="KEY", help="Key of the article, or a part that only it has.")
@click.option("--as", "value", default="", metavar="OTHER", help="What it really is; without it, a thing of its own.")
@_deciding
def split(name: str, article: str, value: str, folder: Path, **how: Any) -> None:
    """Say that a name means another thing in one article.

    \b
    Example:
      kg review split Morel --article lundi.txt --as "Paul Morel"
    """
    from kg.candidates import texts_of

    facts = _article(outcome_of(folder), article)
    texts = texts_of(facts)
    known = sorted({words for one in facts.entities for words in (one.name, *texts.get(one.id, ()))})
    if fold(name) not in {fold(one) for one in known}:
        raise click.ClickException(say("review.not.there", name=name, key=facts.article.key, names=", ".join(known)))
    _decide(folder, kind="split", name=name, article=facts.article.key, value=value, **how)


def _article(outcome: "Outcome", key: str) -> "Facts":
    same = [facts for facts in outcome.facts if facts.article.key == key]
    found = same or [facts for facts in outcome.facts if key in facts.article.key]
    if len(found) != 1:
        keys = ", ".join(facts.article.key for facts in (found or outcome.facts)[:5])
        raise click.ClickException(say("review.article", key=key, keys=keys))
    return found[0]


@review.command()
@click.argument("name")
@click.argument("value", metavar="NEW")
@_deciding
def rename(name: str, value: str, folder: Path, **how: Any) -> None:
    """Show a thing by another name.

    \b
    Example:
      kg review rename "agence des ondes" "Agence des ondes"
    """
    thing = one_named(outcome_of(folder), name)
    _decide(folder, kind="rename", name=thing.name, type=thing.type, value=value, **how)


@review.command()
@click.argument("name")
@click.argument("value", metavar="TYPE")
@_deciding
def retype(name: str, value: str, folder: Path, **how: Any) -> None:
    """Change the type of a thing: PERSON, COMPANY, ORG, MODEL, CHIP, PRODUCT, PLACE, or a class of your own ontology.

    \b
    Example:
      kg review retype Copilot PRODUCT
    """
    code, thing = _one_of(value, TYPES), one_named(outcome_of(folder), name)
    _decide(folder, kind="retype", name=thing.name, type=thing.type, value=code, **how)


@review.command()
@click.argument("name")
@_deciding
def ignore(name: str, folder: Path, **how: Any) -> None:
    """Drop what is no thing at all, with the statements about it.

    Its quotes stay, as words of a source that only the text names.

    \b
    Example:
      kg review ignore Bourse
    """
    thing = one_named(outcome_of(folder), name)
    _decide(folder, kind="ignore", name=thing.name, type=thing.type, **how)


@review.command()
@click.argument("place", metavar="ARTICLE:START-END")
@click.argument("verdict")
@_deciding
def quote(place: str, verdict: str, folder: Path, **how: Any) -> None:
    """Mark a quote as vérifié, contesté or faux.

    « kg quotes --json » gives article, start and end of each.

    \b
    Example:
      kg review quote lundi.txt:120-164 vérifié --who "Jo Tissot"
    """
    facts, start, end = _place(outcome_of(folder), place)
    spans = [(one.start, one.end) for one in facts.quotes]
    _check(folder, "quote", facts.article, spans, (start, end), verdict, **how)


@review.command()
@click.argument("place", metavar="ARTICLE:START-END")
@click.argument("verdict")
@click.option(
    "--predicate",
    default="",
    metavar="NAME",
    help="Which relation (ceoOf), if the sentence gives several.",
)
@_deciding
def statement(place: str, verdict: str, predicate: str, folder: Path, **how: Any) -> None:
    """Mark a statement as vérifié, contesté or faux.

    The place is its best sentence; relations.csv gives article, start and end of each.

    \b
    Example:
      kg review statement lundi.txt:0-84 faux --predicate ceoOf
    """
    told = _one_of(predicate, PREDICATES)
    facts, start, end = _place(outcome_of(folder), place)
    spans = [(one.evidence[0].start, one.evidence[0].end) for one in facts.statements if told in ("", one.predicate)]
    _check(folder, "statement", facts.article, spans, (start, end), verdict, other=told, **how)


def _place(outcome: "Outcome", place: str) -> "tuple[Facts, int, int]":
    found = re.fullmatch(r"(.+):(\d+)-(\d+)", place)
    if not found:
        raise click.UsageError(say("bad.place", value=place))
    return _article(outcome, found[1]), int(found[2]), int(found[3])


def _check(
    folder: Path,
    kind: str,
    article: "Article",
    spans: list[tuple[int, int]],
    span: tuple[int, int],
    verdict: str,
    **fields: Any,
) -> None:
    value = _VERDICTS.get(fold(verdict))
    if value is None:
        raise click.UsageError(say("bad.verdict", value=verdict))
    if span not in spans:
        known = ", ".join(f"{start}-{end}" for start, end in sorted(set(spans))[:10])
        raise click.ClickException(say("review.nothing.there", key=article.key, spans=known))
    words = article.text[span[0] : span[1]]
    _decide(folder, kind=kind, name=words, article=article.key, value=value, start=span[0], end=span[1], **fields)


@review.command()
@click.argument("number", type=click.IntRange(1))
@_deciding
def undo(number: int, folder: Path, **how: Any) -> None:
    """Take back a decision by its number.

    \b
    Example:
      kg review undo 3
    """
    from kg import decisions

    if number > len(decisions.load(folder)):
        raise click.ClickException(say("review.no.number", n=number))
    _decide(folder, kind="undo", number=number, **how)


@review.command("list")
@FROM
@output_options
def list_(folder: Path, form: str | None, output: Path | None) -> None:
    """List all decisions, with those that were undone or do not apply any more.

    \b
    Example:
      kg review list
    """
    from kg import decisions

    taken = decisions.load(folder)
    applied = {number for number, _ in decisions.active(taken)}
    unused = {one.number: one.code for one in outcome_of(folder).unused}
    columns = ("number", "kind", "name", "other", "article", "value", "state", "who", "when", "note")
    rows = [
        (
            number,
            one.kind,
            one.name,
            _other(one),
            one.article,
            one.value,
            _state(number, one, applied, unused),
            one.who,
            one.when,
            one.note,
        )
        for number, one in enumerate(taken, start=1)
    ]
    show(columns, rows, form, output, heads=[column(one) for one in columns])


def _other(one: "Decision") -> str:
    return str(one.number) if one.kind == "undo" else one.other


def _state(number: int, one: "Decision", applied: set[int], unused: dict[int, str]) -> str:
    code = unused.get(number) or ("" if number in applied or one.kind in ("undo", "forgotten") else "undone")
    return say(f"state.{code}") if code else ""


@review.command()
@FROM
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def annotations(folder: Path, output: Path | None) -> None:
    """Print the lines in which you retyped or ignored a name, as annotations for « kg train ».

    Each is one line of an article with all names in it, as your decisions leave them. Read them before you train on them: what
    you did not correct is what the pipeline found.

    \b
    Example:
      kg review annotations -o mine.jsonl && kg train --annotations mine.jsonl -o my-model
    """
    from kg import catalogue, corpus, decisions
    from kg.annotations import dumps, from_decisions

    found = from_decisions(list(corpus.load(folder)), catalogue.load(), decisions.load(folder))
    lines = [dumps(one) + "\n" for one in found]
    if not lines:
        raise click.ClickException(say("review.no.annotations"))
    emit("".join(lines), output)
