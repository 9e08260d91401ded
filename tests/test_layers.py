"""The contracts of import-linter know every module: a new one is placed, or this says where."""

from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Modules and packages that may import what a contract keeps from all others.
MAY = {
    "spacy": {"annotate", "facts", "pipeline", "stancetraining", "train", "trainingdata", "tune"},
    "rdf": {
        "answers", "article_graph", "bulkload", "check", "export_rdf", "exportable", "extension", "graph", "hints", "lookup",
        "quads", "query", "query_worker", "rdf", "remote", "shared_graphs", "sketch", "store", "ungraph",
    },
    "click": {"cli"},
    "pyvis": {"view"},
}  # fmt: skip


def contracts() -> ConfigParser:
    read = ConfigParser()
    read.read(ROOT / "setup.cfg", encoding="utf-8")
    return read


def modules() -> set[str]:
    found = {path.relative_to(ROOT / "kg").parts[0].removesuffix(".py") for path in (ROOT / "kg").rglob("*.py")}
    return found - {"__init__", "__main__", "assets"}


@pytest.mark.parametrize("name", MAY)
def test_each_contract_names_every_module_that_it_binds(name: str) -> None:
    named = contracts()[f"importlinter:contract:{name}"]["source_modules"].split()
    assert MAY[name] <= modules(), "one that is gone"
    assert sorted(named) == sorted(f"kg.{one}" for one in modules() - MAY[name])


def test_every_contract_is_tested() -> None:
    sections = {one.rpartition(":")[2] for one in contracts().sections() if one.startswith("importlinter:contract:")}
    assert sections == MAY.keys() | {"flow"}  # the layers are exhaustive by themselves
