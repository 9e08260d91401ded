"""What the README says can be done is done here, as written."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TWIN = (ROOT / "README.fr.md").read_text(encoding="utf-8")


def shell_lines(text):
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_both_languages_show_the_same_commands():
    assert shell_lines(README) == shell_lines(TWIN)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    where = (
        README
        + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        + (ROOT / "docs" / "pipeline.md").read_text(encoding="utf-8")
    )
    assert f"kg {name}" in where


def test_local_links_lead_somewhere():
    for page in (README, TWIN):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page):
            assert (ROOT / target).exists(), target


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Give a folder with the sample articles and their graph."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "articles").symlink_to(ROOT / "data" / "articles")
    return folder


@pytest.mark.model
@pytest.mark.slow
def test_the_readme_commands_run_in_their_order(desk):
    wanted = [line for line in shell_lines(README) if line.startswith("kg ")]
    assert len(wanted) > 8
    for line in wanted:
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(line)],
            cwd=desk,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    for name in ("graph.html", "graph.trig", "entities.csv", "relations.csv", "quotes.csv", "build.json"):
        assert (desk / "out" / name).stat().st_size > 100
    assert (desk / "deepseek.html").exists()
    assert (desk / "graph.ttl").exists()


@pytest.mark.model
@pytest.mark.slow
def test_the_readme_python_runs(tmp_path):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    (tmp_path / "data").symlink_to(ROOT / "data")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "→" in done.stdout


def block(text, name):
    return re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL).group(1).strip().strip("`").strip()


@pytest.mark.model
@pytest.mark.slow
def test_the_score_in_the_readme_is_what_the_command_prints():
    done = subprocess.run(
        [sys.executable, "-m", "kg", "score", "tests/beds/articles/unread"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    printed = [line for line in done.stdout.splitlines() if ":" not in line.split()[0]]
    assert block(README, "score").removeprefix("text\n").splitlines() == printed


def test_the_figures_of_the_pipeline_are_those_of_its_training():
    import json

    figures = json.loads((ROOT / "data" / "models" / "fr" / "figures.json").read_text(encoding="utf-8"))
    page = block((ROOT / "docs" / "pipeline.md").read_text(encoding="utf-8"), "figures")
    for name, row in figures.items():
        assert f"| {name} | " + " | ".join(f"{value:.3f}" for value in row.values()) + " |" in page


def test_the_box_on_method_quotes_the_score_in_the_readme(monkeypatch):
    import json

    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from refresh import measured

    stored = json.loads((ROOT / "data" / "rules" / "measured.json").read_text(encoding="utf-8"))
    assert stored == measured(block(README, "score"))
