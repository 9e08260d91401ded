"""Counts, shares and times of statements: found in sentences, normalised, and the same in every export."""

from decimal import Decimal

import pytest
from pyoxigraph import Literal

from kg import amounts, catalogue, dates, tables
from kg.facts import annotate, to_gold
from kg.graph import from_quads, to_quads
from kg.pipeline import load
from kg.rdf import node
from kg.records import Article, Facts
from kg.resolve import resolve

DAY = "2025-01-30"  # a Thursday


def read(text: str, date: str = DAY) -> Facts:
    return next(iter(annotate([Article(key="a", text=text, date=date)], load())))


def found(text: str, predicate: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.time) for one in read(text).statements if one.predicate == predicate]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "predicate", "quantity", "value"),
    [
        ("Meta possède 50 000 GPU H100.", "uses", "50 000", Decimal(50000)),
        ("Meta possède 50 000 GPU H100 de Nvidia.", "uses", "50 000", Decimal(50000)),
        ("Meta utilise cinquante mille puces H100.", "uses", "cinquante mille", Decimal(50000)),
        ("Meta utilisera 2,5 millions de puces H100.", "uses", "2,5 millions", Decimal(2500000)),
        ("Meta utilise une dizaine de milliers de puces H100.", "uses", "une dizaine de milliers", None),
        ("Microsoft utilise 300 GPU Nvidia.", "customerOf", "300", Decimal(300)),
        ("Microsoft détient 12 % de Mistral AI.", "investsIn", "12 %", Decimal(12)),
        ("Microsoft a pris une participation de 8,5 % dans Mistral AI.", "investsIn", "8,5 %", Decimal("8.5")),
    ],
)
def test_counts_and_shares_are_kept_as_written_and_as_numbers(text, predicate, quantity, value) -> None:
    assert [one for one, _ in found(text, predicate)] == [quantity]
    assert amounts.count(quantity) == value


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("En 2024, Meta utilise la puce H100.", "uses"),
        ("Meta utilise la puce H100 dans 12 % des cas.", "uses"),
        ("Microsoft détient Mistral AI, dont l'action a gagné 12 %.", "ownedBy"),
    ],
)
def test_years_and_other_shares_are_no_counts(text, predicate) -> None:
    assert {one for one, _ in found(text, predicate)} <= {""}


@pytest.mark.model
def test_who_buys_many_goods_of_a_firm_does_not_buy_the_firm() -> None:
    assert not found("Meta a acheté une dizaine de milliers de GPU Nvidia.", "acquired")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "predicate", "time", "value"),
    [
        ("Google a racheté Wiz en 2023.", "acquired", "en 2023", "2023"),
        ("Google a racheté Wiz mardi.", "acquired", "mardi", "2025-01-28"),
        ("Google rachètera Wiz mardi.", "acquired", "mardi", "2025-02-04"),
        ("Le mois dernier, Google a racheté Wiz.", "acquired", "Le mois dernier", "2024-12"),
        ("Google a racheté Wiz il y a deux ans.", "acquired", "il y a deux ans", "2023"),
        ("Le mois dernier, Google a annoncé avoir racheté Wiz.", "acquired", "", ""),
        ("Le mois dernier, Google a annoncé avoir racheté Wiz en 2023.", "acquired", "en 2023", "2023"),
        ("OpenAI lancera GPT-6 l'an prochain.", "develops", "l'an prochain", "2026"),
        ("OpenAI lancera GPT-6 d'ici 2027.", "develops", "d'ici 2027", "2027"),
        ("Google rachètera Wiz le 3 mars.", "acquired", "le 3 mars", "2025-03-03"),
        ("Google a racheté Wiz le 3 mars.", "acquired", "le 3 mars", "2024-03-03"),
        ("Google rachètera Wiz la semaine prochaine.", "acquired", "la semaine prochaine", ""),
    ],
)
def test_times_are_kept_as_written_and_counted_from_the_day_of_publication(text, predicate, time, value) -> None:
    (one,) = [said for said in to_gold(read(text))["statements"] if said["predicate"] == predicate]
    assert (one["time"], one["time_value"]) == (time, value)


@pytest.mark.model
def test_a_time_of_another_clause_is_none_of_a_fact() -> None:
    assert found("Google a racheté Wiz, qui avait levé 3 millions d'euros en 2021.", "acquired") == [("", "")]


def test_without_a_day_of_publication_only_whole_dates_are_told() -> None:
    assert dates.normal("le 3 mars 2024", "") == "2024-03-03"
    assert [dates.normal(words, "") for words in ("mardi", "en mars", "l'an prochain", "il y a deux ans")] == [""] * 4
    assert dates.normal("le 31 février 2024", DAY) == ""


@pytest.mark.model
def test_qualifiers_stand_in_rdf_and_tables_and_survive_the_round_trip() -> None:
    facts = read("Meta a utilisé 50 000 GPU H100 en mars 2024.")
    resolution = resolve([facts], catalogue.load())
    quads = to_quads(facts, resolution)
    values = {quad.predicate: quad.object for quad in quads if quad.predicate.value.endswith(("Value", "quantity", "#time"))}
    assert values[node("kg:quantityValue")] == Literal("50000", datatype=node("xsd:decimal"))
    assert values[node("kg:timeValue")] == Literal("2024-03", datatype=node("xsd:gYearMonth"))
    assert (values[node("kg:quantity")], values[node("kg:time")]) == (Literal("50 000"), Literal("en mars 2024"))
    assert from_quads(quads, {"a": facts.article.text}) == facts
    table = tables.relations([facts], resolution)
    row = dict(zip(table.columns, next(row for row in table.rows if row[1] == "uses"), strict=True))
    assert (row["quantity"], row["quantity_value"], row["time"], row["time_value"]) == (
        "50 000",
        Decimal(50000),
        "en mars 2024",
        "2024-03",
    )
