"""Outputs of the hand-built facts, byte for byte. After a wanted change: ``KG_ACCEPT=1 pytest tests/test_golden.py``, then read the diff."""

import difflib
import os
from pathlib import Path

import pytest

from kg import network, rdf, svg, tables
from kg.graph import entity_quads, to_quads

GOLDEN = Path(__file__).parent / "golden"


def trig(facts, resolution):
    return rdf.trig([*to_quads(facts, resolution), *entity_quads(resolution)])


def quotes(facts, resolution):
    return tables.render(tables.quotes([facts], resolution))


def relations(facts, resolution):
    return tables.render(tables.relations([facts], resolution))


def picture(facts, resolution):
    return svg.picture(network.build([facts], resolution), title="Zéphyrine")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("graph.trig", trig),
        ("quotes.csv", quotes),
        ("relations.csv", relations),
        ("graph.svg", picture),
    ],
)
def test_the_output_is_the_accepted_one(name, make, facts, resolution):
    found, path = make(facts, resolution), GOLDEN / name
    if os.environ.get("KG_ACCEPT"):
        path.write_bytes(found.encode("utf-8"))
    wanted = path.read_bytes().decode("utf-8")
    lines = difflib.unified_diff(wanted.splitlines(), found.splitlines(), "accepted", "found", lineterm="", n=1)
    assert found == wanted, "\n".join(list(lines)[:60])
