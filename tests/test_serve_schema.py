"""The API is tried against its own description, with requests that nobody thinks of: no answer is a fault of the server."""

import subprocess
import sys

import pytest
from serving import live, make_build

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_nothing_that_a_client_sends_is_a_fault_of_the_server(tmp_path):
    with live(make_build(tmp_path / "out"), seconds=5) as address:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
                *("--checks", "not_a_server_error", "--max-examples", "5", "--seed", "1", "--no-color"),
                *("--phases", "coverage,fuzzing"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            timeout=1200,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert "generated" in done.stdout
