"""``kg quotes``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.naming import named
from kg.cli.options import FROM, Day, Term, output_options
from kg.cli.output import chosen, emit, show
from kg.cli.words import day, say
from kg.names import CHECKS, MODES, STANCES

if TYPE_CHECKING:
    from kg.explore import Library, Said

#: As :data:`kg.explore.SORTS` and ``UNCHECKED``, which would load more than an option needs.
_SORTS = ("newest", "oldest", "speaker", "outlet")
_CHECKS = (*CHECKS, "unchecked")
#: Suffix of the output file to the forms that only quotes have.
_SUFFIXES = {".bib": "bibtex"}
_COLUMNS = (
    "date",
    "outlet",
    "speaker",
    "role",
    "employer",
    "mode",
    "cue",
    "quote",
    "about",
    "stance",
    "stance_confidence",
    "said_on",
    "occasion",
    "medium",
    "translated",
    "title",
    "author",
    "agency",
    "url",
    "same_as",
    "articles",
    "article",
    "start",
    "end",
    "check",
    "checked_by",
    "checked_on",
    "check_note",
)


@click.command()
@FROM
@click.option("--speaker", metavar="X", help="Who speaks.")
@click.option("--about", metavar="Y", help="Whom or what it is about.")
@click.option(
    "--stance", type=Term("stance", STANCES), default="", help="Towards Y, else towards what it is first about; a guess."
)
@click.option("--since", type=Day(), default="", metavar="DAY", help="Published on this day or later (2025-01-28).")
@click.option("--until", type=Day(), default="", metavar="DAY", help="Published on this day or earlier.")
@click.option("--source", "--outlet", "outlet", default="", metavar="O", help="Part of the name of the outlet or agency.")
@click.option("--mode", type=Term("mode", MODES), default="", help="Word for word, retold, or in part.")
@click.option("--check", type=Term("check", _CHECKS), default="", help="What a person found who checked it (kg review quote).")
@click.option("--role", default="", metavar="WORDS", help="Words of the speaker's role, as the article gives it (PDG).")
@click.option("--employer", metavar="Z", help="Whom the speaker speaks for, as the article says.")
@click.option("--unnamed", is_flag=True, help="Only sources without a name.")
@click.option("--words", default="", metavar="WORDS", help="Words that stand in the quote; case and accents do not matter.")
@click.option("--sort", type=click.Choice(_SORTS), default="newest", show_default=True, help="Order.")
@click.option("--once", is_flag=True, help="What several articles repeat is shown once, with how many say it.")
@click.option("--limit", type=click.IntRange(1), help="Most quotes to show; all by default.")
@output_options
@click.option("--cite", "form", flag_value="cite", help="Finished sentences with their source, to paste; long quotes are cut.")
@click.option("--bibtex", "form", flag_value="bibtex", help="The quoted articles as BibTeX.")
@click.option("--csl", "form", flag_value="csl", help="The quoted articles as CSL-JSON, for Zotero and pandoc.")
def quotes(
    folder: Path,
    speaker: str | None,
    about: str | None,
    employer: str | None,
    once: bool,
    limit: int | None,
    form: str | None,
    output: Path | None,
    **wanted: Any,
) -> None:
    """List quotes: who said what about whom.

    \b
    Examples:
      kg quotes --about DeepSeek --stance negative
      kg quotes --speaker "Sam Altman" --cite
      kg quotes --employer Nvidia --bibtex -o nvidia.bib
    """
    from kg import explore

    source = explore.open_build(folder)
    whom: dict[str, Any] = {
        "speakers": named(source, speaker),
        "about": named(source, about),
        "employers": named(source, employer),
    }
    found = explore.quotes(source, **whom, **wanted)
    tell_undated(source, **whom, **wanted)
    counts = {one.statement: number for one, number in explore.once(found)}
    rows = [one for one, _ in explore.once(found)] if once else found
    if limit and len(rows) > limit:
        click.echo(say("query.truncated", n=limit), err=True)
    _write(
        [(one, counts[one.statement]) for one in rows[:limit]],
        form or _SUFFIXES.get(output.suffix.lower() if output else "") or chosen(form, output),
        output,
    )


def tell_undated(source: "Library", *, since: str, until: str, **wanted: Any) -> None:
    """Say how many quotes a period leaves out because their article has no date."""
    from kg.explore import quotes as every

    undated = [one for one in every(source, **wanted) if not one.article.date] if since or until else []
    if undated:
        articles = len({one.article.key for one in undated})
        click.echo(say("quotes.undated", n=len(undated), articles=articles), err=True)


def _write(found: "Sequence[tuple[Said, int]]", form: str, output: Path | None) -> None:
    if form in ("cite", "bibtex", "csl"):
        if not found:
            click.echo(say("none"), err=True)
        emit(_cited([one for one, _ in found], form), output)
    elif form == "table":
        heads = [say(name) for name in ("date", "speaker", "quote", "about", "stance", "outlet", "check")]
        show(heads, [_for_people(*row) for row in found], "table", output)
    else:
        show(_COLUMNS, [_as_data(*row) for row in found], form, output)


def _cited(found: "Sequence[Said]", form: str) -> str:
    from kg import citing

    if form == "cite":
        return "".join(citing.sentence(one, say, day) + "\n" for one in found)
    articles = citing.articles(found)
    return citing.bibtex(articles) if form == "bibtex" else citing.csl(articles)


def _for_people(one: "Said", articles: int) -> tuple[str, ...]:
    from kg.cli.cards import checked, published, tone, who, words

    about = ", ".join(thing.name for thing in one.about)
    outlet = published(one.article)
    if articles > 1:
        outlet += f" ({say('said.in', n=articles)})"
    return one.article.date or say("undated"), who(one), words(one), about, tone(one), outlet, checked(one.quote)


def _as_data(one: "Said", articles: int) -> tuple[object, ...]:
    article, quote = one.article, one.quote
    check, first = quote.check, one.statement
    return (
        article.date,
        article.outlet,
        one.speaker.name if one.speaker else quote.speaker_text,
        quote.role,
        one.employer.name if one.employer else "",
        quote.mode,
        quote.cue or "",
        article.text[quote.start : quote.end],
        [thing.name for thing in one.about],
        quote.stance if one.about else "",
        quote.stance_confidence if one.about else "",
        quote.said_on,
        quote.occasion,
        quote.medium,
        "yes" if quote.translated else "",
        article.title,
        article.author,
        article.agency,
        article.url,
        "" if (first.article, first.start) == (article.key, quote.start) else f"{first.article}:{first.start}-{first.end}",
        articles,
        article.key,
        quote.start,
        quote.end,
        *((check.verdict, check.who, check.when, check.note) if check else ("",) * 4),
    )
