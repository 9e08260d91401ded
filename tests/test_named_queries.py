"""Every ready-made question on the sample articles as a person annotated them, and values that try to break out of them.

After a wanted change: ``KG_ACCEPT=1 pytest tests/test_named_queries.py``, then read the diff of ``tests/golden/questions``.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
import sample
from pyoxigraph import Literal, NamedNode, Store, Variable

from kg import query, sparql, tables
from kg.errors import QueryError
from kg.names import fold
from kg.tables import Table

GOLDEN = Path(__file__).parent / "golden" / "questions"
#: Number of the question in the list of what the product must answer, name of the query, what it is asked.
ASKED = [
    (1, "who-said-about", {"about": "DeepSeek", "since": "2025-02"}),
    (2, "said-by", {"speaker": "Sam Altman"}),
    (2, "position", {"speaker": "Sam Altman", "about": "DeepSeek"}),
    (3, "critics", {"about": "DeepSeek"}),
    (3, "supporters", {"about": "DeepSeek"}),
    (3, "contradictions", {"about": "Stargate"}),
    (4, "links-of", {"thing": "Mistral AI"}),
    (4, "moves", {"thing": "OpenAI"}),
    (5, "models-of", {"developer": "DeepSeek"}),
    (6, "outperforms", {"thing": "o1"}),
    (7, "chips-of", {"thing": "DeepSeek"}),
    (8, "links-between", {"x": "OpenAI", "y": "Microsoft"}),
    (8, "connections", {"x": "Anthropic", "y": "Microsoft"}),
    (9, "corroborated", {"thing": "DeepSeek"}),
    (9, "disputed", {"thing": "DeepSeek"}),
    (10, "new-since", {"since": "2025-02-28"}),
    (10, "new-names", {"since": "2025-02-28"}),
    (11, "organisations-of", {"place": "France"}),
    (12, "amounts", {"minimum": "1 000 000 000", "since": "2025-01-15"}),
    (12, "voice", {"about": "DeepSeek"}),
]


def test_every_question_is_asked_here_and_all_twelve_are_answered() -> None:
    assert sorted({name for _, name, _ in ASKED}) == [one.name for one in query.names()]
    assert {number for number, _, _ in ASKED} == set(range(1, 13))


@pytest.mark.parametrize(("name", "params"), [(name, params) for _, name, params in ASKED], ids=[name for _, name, _ in ASKED])
def test_the_rows_are_the_expected_ones(name: str, params: dict[str, str]) -> None:
    rows = query.run(sample.store(), name, params)
    cells = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows.rows)
    found, path = tables.render(Table(rows.columns, cells)), GOLDEN / f"{name}.csv"
    if os.environ.get("KG_ACCEPT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert rows.rows or name == "disputed"  # the sample articles contradict each other in nothing; see test_agreement.py
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", [name for _, name, _ in ASKED if name not in ("corroborated", "voice", "contradictions", "new-names", "position")]
)
def test_answers_say_who_where_and_when(name: str) -> None:
    columns = set(query.run(sample.store(), name, dict(next(params for _, one, params in ASKED if one == name))).columns)
    half = "1" if name == "connections" else ""
    assert {f"date{half}", f"outlet{half}"} <= columns
    assert {f"sentence{half}", f"status{half}"} <= columns or {"quote", "stance", "speaker", "role"} <= columns


def rows_of(name: str, **params: str) -> list[dict[str, query.Cell]]:
    found = query.run(sample.store(), name, params)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


@pytest.mark.parametrize("name", [name for _, name, _ in ASKED])
def test_a_limit_gives_the_first_rows_of_the_whole_answer(name: str) -> None:
    params = dict(next(params for _, one, params in ASKED if one == name))
    whole = query.run(sample.store(), name, params)
    for limit in (1, 3):
        part = query.run(sample.store(), name, params, limit=limit)
        assert part.rows == whole.rows[:limit]
        assert part.truncated == (len(whole.rows) > limit)


def test_answers_by_hand() -> None:
    """Some rows, read in the sample articles and not in what the code gave."""
    trained = [row for row in rows_of("models-of", developer="DeepSeek") if row["relation"] == "trainedOn"]
    assert [(row["subject"], row["object"], row["status"]) for row in trained] == [("DeepSeek-V3", "H800", "reported")]
    costs = [row for row in rows_of("models-of", developer="DeepSeek") if row["relation"] == "trainingCost"]
    assert {row["object"] for row in costs} >= {"5,6 millions de dollars", "6 millions de dollars"}
    assert {row["person"] for row in rows_of("moves", thing="OpenAI")} >= {"Dario Amodei"}
    assert {row["organisation"] for row in rows_of("organisations-of", place="France")} == {"Mistral AI"}
    assert {row["subject"] for row in rows_of("outperforms", thing="o1")} == {"DeepSeek-R1"}
    denied = [row for row in rows_of("outperforms", thing="H100") if row["status"] == "denied"]
    assert [(row["subject"], row["object"]) for row in denied] == [("Ascend 910C", "H100")]
    values = [row["value"] for row in rows_of("amounts") if row["currency"] == "USD"]
    assert values[0] == 3_500_000_000_000
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values[: len(known)] == known  # amounts that are no number come last
    assert all(row["date"] >= "2025-02-28" for row in rows_of("new-since", since="2025-02-28"))
    assert "Helsing" not in {row["name"] for row in rows_of("new-names", since="2025-02-28")}


#: Quotes, braces, comments, IRIs, escapes, controls, and letters of all kinds.
HOSTILE = [
    '"', "'", '"""', "'''", "\\", '\\"', "\\\\", '"@fr', '"^^<http://x>', "`", "{", "}", "} }", "{ UNDEF }", "} UNION { ?s ?p ?o }",
    '" } UNION { ?s ?p ?o } #', "> } #", '"} DROP ALL #', "'; DROP GRAPH <x>; '", "UNDEF } VALUES ?_about { UNDEF", "# note", "//", "/*", "--",
    "<http://x>", "<http://x> <http://y>", "<javascript:alert(1)>", "kg:ceoOf", "?s", "$1", "\\1", "\\g<0>", "\\u0022", "\\U0001F680", "\n",
    "\r\n", "\t", "\x00", "\x1b[31m", "\u2028", "\u202e", "\ufeff", "*", ".*", "%s {0} %(x)s", "${x}", "L’Oréal « 🚀 »", "深度求索", "é", "e\u0301",
    "SERVICE <http://a.example/>", "BIND(1 AS ?x)", "^(?:a+)+$", " ", "a" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_value_stays_one_value(value: str) -> None:
    store = sample.store()
    rows = query.run(store, "SELECT ?v (COUNT(*) AS ?n) WHERE { BIND(STR(?v) AS ?w) } GROUP BY ?v", {"v": value})
    assert (value, 1) in rows.rows
    assert {row[0] for row in rows.rows} <= {value, "X"}  # there is a network called X
    literal = Literal(value)
    for one in query.names():
        text = one.text
        for parameter in one.parameters:
            text = sparql.fill(text, parameter.name, [literal])
        assert shape(text) == shape(one.text), one.name
        for parameter in one.parameters:
            if parameter.kind != "thing" or not fold(value):  # "$1" may be part of a name
                with pytest.raises(QueryError):
                    query.run(store, one.name, {parameter.name: value})


def shape(text: str) -> Counter[str]:
    """Count the tokens of a query by kind and text, the values of parameters left out."""
    read = [one for one in sparql.tokens(text) if one.kind != "comment"]
    return Counter(one.text for one in read if one.kind != "string" and one.text != "UNDEF")


def test_values_that_the_parser_takes_come_back_whole() -> None:
    """The same by the parser of the engine: each value in one row, whatever stands in it."""
    text = sparql.bind("SELECT ?v WHERE { }".replace("{ }", "{ BIND(?v AS ?w) }"), "v", [Literal(one) for one in HOSTILE])
    found = {row[Variable("v")].value for row in Store().query(text)}
    assert found == set(HOSTILE)
    assert NamedNode("http://x") not in found
