"""The wheel, built from the sdist and installed in an empty environment elsewhere, builds a graph."""

import os
import stat
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.install, pytest.mark.slow]


def run(*args, cwd, **environment):
    done = subprocess.run(
        [str(one) for one in args],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**{key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "KG_DATA")}, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_the_wheel_works_in_an_empty_environment(tmp_path):
    run(sys.executable, "-m", "build", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert wheel.stat().st_size < 40 * 2**20
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    (package,) = (tmp_path / "env" / "lib").glob("python*/site-packages/kg")
    assert len(list((package / "data" / "models").rglob("meta.json"))) == 1
    assert not (package / "data" / "training").exists()
    for path in package.rglob("*"):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    (tmp_path / "a.txt").write_text("« Nvidia avance », a déclaré Anne Morel.\n", encoding="utf-8")
    kg = tmp_path / "env" / "bin" / "kg"
    run(kg, "build", "a.txt", "-o", "out", cwd=tmp_path)
    assert "Nvidia avance" in run(kg, "quotes", cwd=tmp_path, KG_LANG="en").stdout
    assert "who-said-about" in run(kg, "query", "--list", cwd=tmp_path).stdout
