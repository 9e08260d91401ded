"""A build, or what it says about somebody, as a report: one page without scripts, to read, print and send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kg import counting, network, passages, voice
from kg.agreement import Conflict, Key, conflicts, key
from kg.citing import short
from kg.drawing import STANCES, strings
from kg.explore import Library, Said, Stated, naming, quotes, statements
from kg.names import fold
from kg.records import Article, Thing
from kg.svg import note, picture
from kg.view import environment, method

#: Rows of a table that a report shows; the rest is counted, and stands in the tables of the build.
ROWS: Final = 60
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def page(
    source: Library, *, title: str, about: Sequence[Thing] = (), lang: str = "fr", limit: int = 40, longest: int = 300
) -> str:
    """Make a report.

    Args:
        source: a build.
        title: headline; any text.
        about: the things it is about, taken as one; everything when there are none.
        lang: ``fr`` or ``en``.
        limit: how many names the picture shows.
        longest: longest quotation, in characters; what is longer is cut.

    Returns:
        The whole file, to be written as UTF-8: key figures, picture, quotes, share of voice, contradictions, sources, method.
        The same build gives the same bytes.
    """
    whole = network.build(source.facts, source.resolution)
    graph = network.around(whole, [thing.id for thing in about]) if about else whole
    said, told = _quotes(source, about)
    stated = statements(source, list(about) or list(source.resolution.things))
    articles = naming(source, about) if about else [one.article for one in source.facts]
    say = strings(lang)
    rendered = environment()
    rendered.globals.update(
        title=title,
        lang=lang,
        say=say,
        policy=POLICY,
        note=note(whole, lang),
        stances=STANCES,
        figures=_figures(articles, said, told, stated, bool(about)),
        picture=picture(graph, title=title, lang=lang, limit=limit, source=note(whole, lang)),
        tables=_tables(said, told, longest, bool(about)),
        voices=_voices([*told, *said]),
        contradictions=_contradictions(source, stated, longest),
        sources=_sources(articles, [*said, *told], stated),
        method=method(whole, lang),
        rows=ROWS,
    )
    return rendered.get_template("report.html").render() + "\n"


def _quotes(source: Library, about: Sequence[Thing]) -> tuple[list[Said], list[Said]]:
    """Give what is said by those the report is about, and what others say; repetitions are left out."""
    if not about:
        return [], _once(quotes(source))
    said = _once(quotes(source, speakers=about))
    mine = {one.statement for one in said}
    return said, [one for one in _once(quotes(source, about=about)) if one.statement not in mine]


def _once(said: Sequence[Said]) -> list[Said]:
    kept = {one.statement: one for one in reversed(said)}
    return [one for one in said if kept[one.statement] is one]


def _figures(
    articles: list[Article], said: list[Said], told: list[Said], stated: list[Stated], about: bool
) -> list[tuple[str, int]]:
    counts = {
        "naming" if about else "articles": counting.articles(articles),
        "outlets": counting.outlets(articles),
        "told" if about else "every": len(told),
        "speakers": len({one.speaker.id for one in told if one.speaker}),
        "unnamed": sum(one.speaker is None for one in told),
        "said": len(said),
        "statements": len(stated),
    }
    left_out = {name for name, kept in (("said", about), ("outlets", counts["outlets"])) if not kept}
    return [(name, number) for name, number in counts.items() if name not in left_out]


def _tables(said: list[Said], told: list[Said], longest: int, about: bool) -> list[dict[str, Any]]:
    chosen = [("told" if about else "all", told), *([("said", said)] if said else [])]
    return [
        {"name": name, "count": len(rows), "quotes": [_quote(one, longest) for one in rows[:ROWS]]} for name, rows in chosen
    ]


def _quote(one: Said, longest: int) -> dict[str, Any]:
    return {
        "speaker": one.speaker.name if one.speaker else one.quote.speaker_text,
        "role": one.quote.role,
        "about": [thing.name for thing in one.about],
        "stance": one.quote.stance if one.about else "",
        "mode": one.quote.mode,
        "words": short(one.words, longest),
        "check": one.quote.check.verdict if one.quote.check else "",
        "source": _source(one.article),
    }


def _source(article: Article) -> dict[str, str]:
    links = [link for link in (article.url, article.key) if link.lower().startswith(("http://", "https://"))]
    return {
        "key": article.key,
        "title": article.title,
        "outlet": article.outlet or article.agency,
        "site": passages.whence(article),
        "date": article.date,
        "day": "/".join(reversed(article.date[:10].split("-"))),
        "url": links[0] if links else "",
    }


def _voices(said: list[Said]) -> list[dict[str, Any]]:
    """Count who speaks, four ways, each with the shares that can be drawn as bars."""
    found = []
    for by in voice.BY:
        shares = voice.shares(said, (by,))
        if by in ("outlet", "month") and all(one.keys == ("",) for one in shares):
            continue  # no article tells it
        if by == "month":
            shares.sort(key=lambda one: one.keys)
        rows = [{"name": one.keys[0], "count": one.statements, "part": one.part, "stances": one.stances} for one in shares[:12]]
        found.append({"by": by, "rows": rows, "more": max(0, len(shares) - 12)})
    return found


def _contradictions(source: Library, stated: list[Stated], longest: int) -> list[dict[str, Any]]:
    """Give the conflicts in which something of `stated` takes part, with the statements of each side."""
    places: dict[tuple[Key, bool], list[Stated]] = {}
    for one in statements(source, source.resolution.things):
        place = key(one.article, one.statement, source.resolution)
        if not (one.statement.check and one.statement.check.verdict == "wrong"):
            places.setdefault((place, one.statement.status == "denied"), []).append(one)
    ours = {key(one.article, one.statement, source.resolution) for one in stated}
    found = (one for one in conflicts(source.facts, source.resolution) if any(place in ours for place, _ in one.sides))
    return [_contradiction(one, [places[side] for side in one.sides], longest) for one in found]


def _contradiction(one: Conflict, sides: list[list[Stated]], longest: int) -> dict[str, Any]:
    first = sides[0][0]
    return {
        "kind": one.kind,
        "subject": first.subject.name,
        "predicate": first.statement.predicate,
        "object": first.object.name if first.object else "",
        "sides": [[_stated(each, longest) for each in side[:3]] for side in sides],
    }


def _stated(one: Stated, longest: int) -> dict[str, Any]:
    return {
        "status": one.statement.status,
        "value": one.statement.value or "",
        "by": one.reporter.name if one.reporter else one.statement.reporter_text,
        "words": short(one.sentence, longest),
        "source": _source(one.article),
    }


def _sources(articles: list[Article], said: list[Said], stated: list[Stated]) -> list[dict[str, Any]]:
    """List the articles, newest first, with how much each gives, and which of them are copies."""
    kept = {one.key for one in counting.originals(articles)}
    counts: dict[str, dict[str, Any]] = {
        one.key: {**_source(one), "quotes": 0, "statements": 0, "copied": one.key not in kept} for one in articles
    }
    for kind, found in (("quotes", said), ("statements", stated)):
        for one in found:
            counts[one.article.key][kind] += 1
    rows = sorted(counts.values(), key=lambda row: (fold(row["outlet"]), row["key"]))
    return sorted(rows, key=lambda row: str(row["date"]), reverse=True)
