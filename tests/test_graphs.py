"""Named graphs on their way into the store: in batches, and only those that are made from something else than before."""

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg import graphs
from kg.graphs import Graphs
from kg.store import Writer, open_for_reading


def lines(graph, *values):
    return [f"<https://a.example/s> <https://a.example/p> {Literal(one)} <{graph}> .\n" for one in values]


ONE, TWO, ALL = (f"https://a.example/{name}" for name in ("one", "two", "all"))


def build(folder, made, shared):
    """Write graphs with what they are made from; give which were there, and how many quads there are."""
    with Writer(folder) as writer:
        found = Graphs(writer)
        there = []
        for iri, stamp, values in made:
            if found.is_there(iri, stamp):
                there.append(iri)
            else:
                found.put(iri, stamp, lines(iri, *values))
        found.pour(ALL, shared, iter(lines(ALL, shared, "x")))
        return there, found.finish()


def contents(folder):
    with open_for_reading(folder) as reader:
        return {str(quad.graph_name.value): quad.object.value for quad in reader.store}, len(reader.store), reader.generation


@pytest.mark.parametrize("batch", [1, 300, 40_000_000])
def test_what_is_made_from_the_same_stays(tmp_path, monkeypatch, batch):
    monkeypatch.setattr(graphs, "_BATCH", batch)
    assert build(tmp_path, [(ONE, "s1", "ab"), (TWO, "s2", "c")], "v1") == ([], 5)
    first = contents(tmp_path)
    assert first[1] == 5
    assert build(tmp_path, [(ONE, "s1", "ab"), (TWO, "s2", "c")], "v1") == ([ONE, TWO], 5)
    assert contents(tmp_path) == first  # not even a generation of its own
    assert build(tmp_path, [(ONE, "s1", "ab"), (TWO, "s3", "de")], "v2") == ([ONE], 6)
    assert contents(tmp_path)[1] == 6
    assert build(tmp_path, [(TWO, "s3", "de")], "v2") == ([TWO], 4)
    assert contents(tmp_path)[0].keys() == {TWO, ALL}


def test_the_same_quads_made_from_something_else_are_not_written(tmp_path):
    build(tmp_path, [(ONE, "s1", "ab")], "v1")
    with Writer(tmp_path) as writer:
        found = Graphs(writer)
        assert not found.put(ONE, "s9", lines(ONE, "a", "b"))
        assert found.put(TWO, "s2", lines(TWO, "a"))


@pytest.mark.parametrize("text", ["", "nothing of ours\n", '["https://a.example/one", "s1", 2]\n', '["x"]\n', "[1, 2, 3]\n"])
def test_a_note_that_is_lost_or_damaged_costs_time_only(tmp_path, text):
    build(tmp_path, [(ONE, "s1", "ab")], "v1")
    (note,) = tmp_path.glob("*.graphs")
    note.write_text(text, encoding="utf-8")
    assert build(tmp_path, [(ONE, "s1", "ab")], "v1") == ([], 4)
    assert contents(tmp_path)[1] == 4


def test_notes_go_with_their_generations(tmp_path):
    for number in range(3):
        build(tmp_path, [(ONE, f"s{number}", str(number))], f"v{number}")
    assert len(list(tmp_path.glob("*.graphs"))) == 1


def test_graphs_are_written_in_the_order_in_which_the_store_keeps_them(tmp_path):
    iris = [f"https://a.example/{name}" for name in ("", "é", *range(200))]
    store = Store(str(tmp_path / "s"))
    for iri in iris:
        store.add_graph(NamedNode(iri))
    assert graphs.in_order(iris) == [graph.value for graph in store.named_graphs()] != sorted(iris)
