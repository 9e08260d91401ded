"""A question with a time limit: asked in another process, which is killed when time is up (Oxigraph cannot cancel)."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kg.errors import KgError, QueryError, StoreError
from kg.query import Rows, run
from kg.store import open_for_reading

#: Rows that an answer may have unless told otherwise.
ROWS: Final = 100_000
_START: Final = "from kg.query_worker import main; main()"


def run_limited(
    folder: Path,
    text: str,
    params: Mapping[str, str],
    *,
    seconds: float = 30.0,
    limit: int = ROWS,
    iris: bool = False,
    lang: str = "fr",
) -> Rows:
    """Ask the store in `folder` as :func:`kg.query.run` does, for so many seconds at most.

    Raises:
        QueryError: malformed, not allowed, or time is up.
        StoreError: there is no store.
    """
    asked = {"folder": str(folder), "text": text, "params": dict(params), "limit": limit, "iris": iris, "lang": lang}
    # -P: not the folder that the user stands in, which may hold a file called json.py
    path = os.pathsep.join(filter(None, [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _START],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired:
        raise QueryError(f"no answer within {seconds:g} s: narrow the question, add LIMIT, or allow more time") from None
    if done.returncode != 0:
        raise QueryError(f"the query ended with code {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-500:]}")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise (StoreError if answer["store"] else QueryError)(answer["error"])
    return Rows(tuple(answer["columns"]), tuple(tuple(row) for row in answer["rows"]), truncated=answer["truncated"])


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    try:
        with open_for_reading(Path(asked["folder"])) as reader:
            rows = run(
                reader.store, asked["text"], asked["params"], limit=asked["limit"], iris=asked["iris"], lang=asked["lang"]
            )
    except KgError as error:
        return {"error": str(error), "store": isinstance(error, StoreError)}
    return {"columns": rows.columns, "rows": rows.rows, "truncated": rows.truncated}


def main() -> None:
    """Read one question from stdin and write its answer to stdout, both as JSON."""
    sys.stdout.write(json.dumps(_answer(json.load(sys.stdin))))
