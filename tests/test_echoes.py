"""The same statement in several articles: what is one, and what only looks like it."""

import random

import pytest
from pyoxigraph import Store
from test_query import column

from kg import echoes, graph, query
from kg.echoes import Place
from kg.records import Article, Entity, Facts, Quote, Resolution, Thing

ADA = Thing(id="person/ada-brun", type="PERSON", name="Ada Brun")
LEO = Thing(id="person/leo-vial", type="PERSON", name="Léo Vial")
FIRST = "Notre usine de Brest ouvrira ses portes en septembre 2026 et emploiera 300 personnes"


def article(key: str, words: str, *, speaker: Thing | None = ADA, text: str = "", date: str = "", lead: str = "") -> Facts:
    said = Quote(
        start=len(lead),
        end=len(lead) + len(words),
        mode="direct",
        speaker="e1" if speaker else None,
        speaker_text=text or "un proche",
    )
    entities = (Entity(id="e1", type="PERSON", name=speaker.name),) if speaker else ()
    return Facts(article=Article(key=key, text=lead + words, date=date), entities=entities, quotes=(said,))


def together(*facts: Facts) -> tuple[list[list[str]], Resolution]:
    things = {one.name: one for one in (ADA, LEO)}
    links = {(one.article.key, each.id): things[each.name].id for one in facts for each in one.entities}
    resolution = Resolution(things=(ADA, LEO), links=links)
    return [[place.article for place in group] for group in echoes.groups(facts, resolution)], resolution


@pytest.mark.parametrize(
    "words",
    [
        FIRST,
        FIRST.upper(),
        "l'usine de Brest ouvrirait en septembre 2026 et emploierait 300 personnes",
        "Notre usine de Brest ouvrira ses portes en septembre",
        "son usine de Brest ouvrira bien ses portes en septembre 2026",
    ],
)
def test_what_is_one_statement(words):
    assert together(article("a", FIRST), article("b", words))[0] == [["a", "b"]]


@pytest.mark.parametrize(
    "words",
    [
        "Notre usine de Brest n'ouvrira pas ses portes en septembre 2026 et emploiera 300 personnes",
        "Notre usine de Brest ouvrira ses portes en septembre 2027 et emploiera 300 personnes",
        "Notre usine de Lyon fermera en juin",
        "en septembre",
        "Les personnes qui ouvrent les portes de septembre",
    ],
)
def test_what_is_another_one(words):
    assert together(article("a", FIRST), article("b", words))[0] == []


def test_sources():
    assert together(article("a", FIRST), article("b", FIRST, speaker=LEO))[0] == []
    assert together(article("a", FIRST), article("b", FIRST, speaker=None))[0] == [["a", "b"]]
    assert together(article("a", "la rumeur de rachat", speaker=None), article("b", "la rumeur de rachat"))[0] == []
    assert together(article("a", FIRST, speaker=None, text="un élu"), article("b", FIRST[:60], speaker=None, text="Un élu"))[0]


def plainly(facts: list[Facts], resolution: Resolution) -> list[list[str]]:
    """Compare each quote with all that were said before: what the search for candidates must not change."""
    found: dict[str, list[str]] = {}
    seeds: list[echoes._Said] = []
    verbatim: dict[str, list[echoes._Said]] = {}
    printed: dict[tuple[str, str], echoes._Said] = {}
    for one in facts:
        said, text = echoes._said(next(echoes.heard(one, resolution, ""))), one.article.text
        same = [one for one in seeds if one.speaker == said.speaker and echoes._same(said, one)]
        first = (
            printed.get((text, said.speaker))
            or max(same, key=lambda one: len(one.stems & said.stems), default=None)
            or echoes._same_words(said, verbatim)
        )
        printed.setdefault((text, said.speaker), first or said)
        if first is None:
            seeds.append(said)
            verbatim.setdefault(said.words, []).append(said)
        found.setdefault((first or said).place.article, []).append(said.place.article)
    return sorted(group for group in found.values() if len(group) > 1)


@pytest.mark.parametrize("seed", range(8))
def test_no_echo_is_lost_by_looking_at_candidates_only(seed):
    dice, words = random.Random(seed), ["leurs", "pas", "12", "300", "avec", "le", *FIRST.split()[:8]]
    said = [" ".join(dice.choices(words, k=dice.randint(3, 9))) for _ in range(250)]
    facts = [article(f"{n:03}", one, speaker=dice.choice((ADA, LEO, None))) for n, one in enumerate(said)]
    found, resolution = together(*facts)
    assert found == plainly(facts, resolution)
    assert len(found) >= 4


def test_who_says_nearly_the_same_over_and_over(monkeypatch):
    compared, same, dice = [], echoes._same, random.Random(1)
    monkeypatch.setattr(echoes, "_same", lambda one, other: compared.append(1) or same(one, other))
    told = [
        "Notre grand projet avance : " + " ".join("".join(dice.choices("abcdefgh", k=5)) for _ in range(6)) for _ in range(1500)
    ]
    facts = [article(f"{n:04}", one) for n, one in enumerate([*told, *told[-2:]])]
    assert together(*facts)[0] == [["1498", "1500"], ["1499", "1501"]]
    assert len(compared) <= 320 * len(facts)


def test_numbers_tell_what_is_said_over_and_over(monkeypatch):
    compared, same = [], echoes._same
    monkeypatch.setattr(echoes, "_same", lambda one, other: compared.append(1) or same(one, other))
    facts = [article(f"{n:04}", f"Notre usine de Brest emploiera {n} personnes en septembre") for n in range(1000)]
    assert together(*facts, article("again", facts[400].article.text))[0] == [["0400", "again"]]
    assert len(compared) <= len(facts)


def test_the_earliest_comes_first_in_whatever_order():
    facts = [
        article("undated", FIRST),
        article("late", FIRST, date="2026-03-02"),
        article("early", FIRST, date="2026-03-01"),
        article("other", "Nous ne commentons jamais les rumeurs du marché"),
        article("again", "Nous ne commentons jamais ces rumeurs du marché"),
    ]
    for seed in range(6):
        random.Random(seed).shuffle(facts)
        assert together(*facts)[0] == [["again", "other"], ["early", "late", "undated"]]


def test_in_the_graph_and_in_the_share_of_voice():
    facts = [article("a", FIRST, date="2026-03-01"), article("b", FIRST, date="2026-03-02", lead="Elle dit : ")]
    _, resolution = together(*facts)
    repeated = echoes.originals(echoes.groups(facts, resolution))
    assert repeated == {Place("b", 11, 11 + len(FIRST)): Place("a", 0, len(FIRST))}
    store = Store()
    store.extend(graph.dataset(facts, resolution))
    assert column(query.run(store, "voice", {}), "quotes") == [2]
    store.extend(graph.provenance_quads([one.article for one in facts], {}, echoes=repeated))
    assert column(query.run(store, "voice", {}), "quotes") == [1]
    assert query.run(store, "ASK { GRAPH ?g { ?b kg:sameStatementAs ?a } GRAPH ?h { ?a a kg:Quotation } }").rows
