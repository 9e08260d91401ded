"""Corroboration and contradiction: the pure comparison, the table, the query and the card tell the same."""

from dataclasses import replace

from pyoxigraph import Store

from kg import graph, query, tables
from kg.agreement import agreements, conflicts
from kg.cli import cards
from kg.explore import together
from kg.records import Article, Check, Entity, Evidence, Facts, Resolution, Statement, Thing

TEXT = "Altaïr rachète Korvex. Volta bat Sirius. Altaïr vaut 3 milliards."
NAMES = {"e1": ("COMPANY", "Altaïr"), "e2": ("COMPANY", "Korvex"), "e3": ("MODEL", "Volta"), "e4": ("MODEL", "Sirius")}
LINKS = {"e1": "company/altair", "e2": "company/korvex", "e3": "model/volta", "e4": "model/sirius"}


def article(key: str, outlet: str, *said: Statement, agency: str = "", text: str = "") -> Facts:
    entities = tuple(Entity(id=one, type=kind, name=name) for one, (kind, name) in NAMES.items())
    return Facts(
        article=Article(key=key, text=text or TEXT + key, outlet=outlet, agency=agency), entities=entities, statements=said
    )


def statement(subject: str, predicate: str, target: str, status: str = "asserted") -> Statement:
    known = target in NAMES
    return Statement(
        subject=subject,
        predicate=predicate,
        object=target if known else None,
        value=None if known else target,
        status=status,
        evidence=(Evidence(0, 22),),
    )


FACTS = [
    article("a", "Le Soir", statement("e1", "acquired", "e2"), statement("e1", "valuation", "3 milliards de dollars")),
    article("b", "La Une", statement("e1", "acquired", "e2", "denied"), statement("e3", "outperforms", "e4")),
    article("c", "Midi", statement("e1", "acquired", "e2", "reported"), statement("e4", "outperforms", "e3", "hedged")),
    article("d", "Matin", statement("e1", "acquired", "e2"), agency="AFP", text="Une dépêche."),
    article("e", "Nuit", statement("e1", "acquired", "e2"), agency="AFP", text="La même dépêche, titrée autrement."),
    article("f", "Aube", statement("e1", "acquired", "e2"), text="Une dépêche."),
    article("g", "Aube", statement("e1", "valuation", "5 milliards de dollars"), statement("e2", "ownedBy", "e1")),
    article("h", "Brume", statement("e1", "valuation", "3,1 milliards de dollars")),
]
RESOLUTION = Resolution(
    things=tuple(
        Thing(id=LINKS[one], type=kind, name=name)
        for one, (kind, name) in sorted(NAMES.items(), key=lambda pair: LINKS[pair[0]])
    ),
    links={(facts.article.key, one): LINKS[one] for facts in FACTS for one in NAMES},
)


def test_sources_are_counted_once_and_contradictions_are_named() -> None:
    found = agreements(FACTS, RESOLUTION)
    bought = found["company/altair", "acquired", "company/korvex"]
    assert bought.outlets == ("AFP", "Le Soir", "Midi")
    assert (bought.denied, bought.disputed) == (("La Une",), True)
    assert found["model/volta", "outperforms", "model/sirius"].opposed == ("c",)
    assert found["company/altair", "valuation", "3000000000 USD"].opposed == ("g",)
    assert found["company/altair", "valuation", "3100000000 USD"].opposed == ("g",)
    assert not found["company/korvex", "ownedBy", "company/altair"].disputed


def test_each_conflict_is_told_once_with_all_its_sides() -> None:
    found = {(one.kind, tuple(place[2] for place, _ in one.sides)) for one in conflicts(FACTS, RESOLUTION)}
    assert found == {
        ("denied", ("company/korvex", "company/korvex")),
        ("reversed", ("model/volta", "model/sirius")),
        ("sum", ("3000000000 USD", "3100000000 USD", "5000000000 USD")),
    }


def test_what_a_person_found_wrong_contradicts_nothing() -> None:
    wrong = [
        replace(one, statements=tuple(replace(said, check=Check(verdict="wrong")) for said in one.statements))
        if one.article.key in ("b", "c", "g")
        else one
        for one in FACTS
    ]
    assert conflicts(wrong, RESOLUTION) == []
    assert not any(one.disputed for one in agreements(wrong, RESOLUTION).values())
    store = Store()
    store.extend(graph.dataset(wrong, RESOLUTION))
    assert query.run(store, "disputed").rows == ()


def test_the_order_of_articles_does_not_matter() -> None:
    assert agreements(reversed(FACTS), RESOLUTION) == agreements(FACTS, RESOLUTION)


def test_the_table_counts_sources_and_names_who_denies() -> None:
    table = tables.relations(FACTS, RESOLUTION)
    places = [table.columns.index(name) for name in ("article", "predicate", "outlets", "denied_by", "opposed_in")]
    rows = {tuple(row[place] for place in places) for row in table.rows}
    assert ("a", "acquired", 3, "La Une", "") in rows
    assert ("b", "outperforms", 1, "", "c") in rows


def test_the_query_finds_the_same_contradictions() -> None:
    store = Store()
    store.extend(graph.dataset(FACTS, RESOLUTION))
    found = query.run(store, "disputed", {"thing": "Altaïr"})
    kinds = [row[found.columns.index("conflict")] for row in found.rows]
    assert kinds.count("denied") == 5
    assert kinds.count("sum") == 2
    (row,) = query.run(store, "disputed", {"thing": "Volta"}).rows
    assert row[found.columns.index("conflict")] == "reversed"


def test_the_card_says_so(monkeypatch) -> None:
    monkeypatch.setenv("KG_LANG", "fr")
    library = together(FACTS, RESOLUTION)
    text = "\n".join(cards.card(library, library.things["company/altair"]))
    assert "donné par 3 médias · démenti par La Une" in text
    assert "un autre article dit le contraire ou donne un autre montant" in text


def test_a_sum_that_cannot_be_read_is_no_contradiction_and_no_crash() -> None:
    facts = [
        article(key, key, statement("e1", "valuation", value))
        for key, value in (("a", "une fortune"), ("b", "3 milliards de dollars"))
    ]
    links = {(one.article.key, name): LINKS[name] for one in facts for name in NAMES}
    found = agreements(facts, Resolution(things=RESOLUTION.things, links=links))
    assert all(not one.opposed for one in found.values())
    assert ("company/altair", "valuation", "une fortune") in found


def test_assertions_of_one_fact_share_a_node_whatever_their_status_or_notation() -> None:
    store = Store()
    facts = [*FACTS, article("i", "Lune", statement("e1", "valuation", "3 Md$"))]
    links = RESOLUTION.links | {("i", one): LINKS[one] for one in NAMES}
    store.extend(graph.dataset(facts, Resolution(things=RESOLUTION.things, links=links)))
    text = "SELECT ?fact (COUNT(*) AS ?n) WHERE { ?a kg:fact ?fact ; rdf:predicate %s } GROUP BY ?fact"
    assert [row[1] for row in query.run(store, text % "kg:acquired").rows] == [6]
    assert sorted(row[1] for row in query.run(store, text % "kg:valuation").rows) == [1, 1, 2]
