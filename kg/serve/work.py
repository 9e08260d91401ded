"""A build in a process of its own, so that readers are answered meanwhile: started by :mod:`kg.serve.jobs`."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import builder
from kg.errors import KgError
from kg.settings import Settings


def _say(**told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read what to build from stdin and tell on stdout how far it is, as lines of JSON."""
    asked = json.load(sys.stdin)
    with suppress(AttributeError, OSError):  # readers come first
        os.nice(10)
    try:
        report = builder.build(
            [Path(one) for one in asked["paths"]],
            Path(asked["out"]),
            Settings(from_facts=not asked["paths"]),
            progress=lambda done, of: _say(done=done, of=of),
        )
    except KgError as error:
        _say(error=str(error))
    else:
        skipped = [asdict(one) for one in report.skipped]
        _say(report={"read": report.read, "annotated": report.annotated, "reused": report.reused, "skipped": skipped})
