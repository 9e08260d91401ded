"""One rule for all figures: copies count once and an agency's text is the agency's, on cards, reports, pages and in the server."""

import re
from dataclasses import replace

from newsroom import facts, identifier, resolution

from kg import counting, explore, network, profile, report, svg, voice
from kg.agreement import agreements
from kg.records import Article

ZEPHYR = identifier("Zéphyr IA")


def with_copies() -> explore.Library:
    """The sample newsroom, and the first article printed by two more outlets on later days."""
    given, known = list(facts()), resolution()
    first = given[0]
    links = dict(known.links)
    for number in (1, 2):
        article = replace(first.article, key=f"copie-{number}.txt", outlet=f"Copieur {number}", date="2025-12-31", url="")
        given.append(replace(first, article=article))
        links |= {(article.key, entity): thing for (key, entity), thing in known.links.items() if key == first.article.key}
    return explore.together(given, replace(known, links=links))


def figures(library: explore.Library) -> dict[str, str]:
    page = report.page(library, title="x", about=[library.things[ZEPHYR]])
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(\d+)</dd>", page))


def test_copies_change_no_figure_of_articles_and_outlets() -> None:
    alone, copied = explore.together(facts(), resolution()), with_copies()
    graphs = [network.build(one.facts, one.resolution) for one in (alone, copied)]
    for name in ("articles qui en parlent", "médias"):
        assert figures(alone)[name] == figures(copied)[name]
    assert [graph.graph["counted"] for graph in graphs] == [len(alone.facts)] * 2
    assert graphs[0].graph["outlets"] == graphs[1].graph["outlets"]
    assert len(graphs[1].graph["articles"]) == len(alone.facts) + 2  # they are there to be read
    counts = [
        (
            figures(one)["articles qui en parlent"],
            str(graph.nodes[ZEPHYR]["articles"]),
            str(counting.articles(explore.naming(one, [one.things[ZEPHYR]]))),
        )
        for one, graph in zip((alone, copied), graphs, strict=True)
    ]
    assert counts == [counts[0]] * 2
    assert len(set(counts[0])) == 1  # report, page and card say the same
    assert svg.note(graphs[1], "fr").startswith(f"{len(alone.facts)} articles, ")
    assert len(copied.facts) - len(alone.facts) == 2


def test_voice_roles_and_agreement_count_so_too() -> None:
    alone, copied = explore.together(facts(), resolution()), with_copies()
    for by in voice.BY[:2]:
        told = [
            {one.keys: (one.statements, one.articles, one.outlets) for one in voice.shares(explore.quotes(each), (by,))}
            for each in (alone, copied)
        ]
        assert told[0] == told[1]
    assert profile.roles(explore.quotes(alone)) == [
        replace(one, last=two.last)
        for one, two in zip(profile.roles(explore.quotes(copied)), profile.roles(explore.quotes(alone)), strict=True)
    ]
    sides = [{key: one.outlets for key, one in agreements(each.facts, each.resolution).items()} for each in (alone, copied)]
    assert sides[0] == sides[1]


def test_a_report_lists_copies_and_says_so() -> None:
    copied = with_copies()
    page = report.page(copied, title="x", about=[copied.things[ZEPHYR]])
    sources = page.partition('id="sources"')[2].partition("</section>")[0]
    assert sources.count("copie, comptée une fois") == 2
    assert f"<small>{figures(copied)['articles qui en parlent']}</small>" in sources


def test_articles_without_text_are_not_one() -> None:
    assert counting.articles([Article(key="a", text=""), Article(key="b", text="")]) == 2
