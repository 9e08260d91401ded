"""What the page must do, line by line, and the tests that see that it does."""

import ast
import csv
from pathlib import Path

import pytest

HERE = Path(__file__).parent
with (HERE / "page_acceptance.csv").open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))


def functions(module: str) -> set[str]:
    folder = HERE.parent / "benchmarks" if module.startswith("bench_") else HERE
    tree = ast.parse((folder / f"{module}.py").read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_line_is_there():
    assert [int(row["line"]) for row in LINES] == list(range(1, 13))


@pytest.mark.parametrize("row", LINES, ids=lambda row: row["what"])
def test_every_line_names_tests_that_exist(row):
    named = [one.split("::") for one in row["tests"].split()]

    assert named
    for module, function in named:
        known = functions(module)
        assert function in known or (function == "*" and any(one.startswith("test_") for one in known)), (module, function)
