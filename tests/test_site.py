"""The documentation builds without a warning and loads nothing from elsewhere; what its tutorial says can be done is done."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def run(*args: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, *args],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, f"{args}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_the_site_builds_and_stands_alone(tmp_path: Path) -> None:
    run("-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site"), cwd=ROOT)
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 12
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|img|iframe|link)\b[^>]*(?:src|href)=\"(?:https?:)?//", text), page
        assert "fill:" not in text
        assert not re.search(r":(?:class|func|mod):", text), page
    ontology = (tmp_path / "site" / "ontology" / "index.html").read_text(encoding="utf-8")
    assert "kg:ceoOf" in ontology


@pytest.mark.model
@pytest.mark.slow
def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    for language, block in re.findall(r"```(sh|python)\n(.*?)```", TUTORIAL, re.DOTALL):
        if language == "python":
            shown = run("-c", block, cwd=tmp_path)
            assert "→" in shown
            assert "statements," in shown
        else:
            for line in block.splitlines():
                run("-m", *shlex.split(line), cwd=tmp_path)
