"""The API is tried against its own description, with requests that nobody thinks of: no answer is a fault of the server.

Beside invented values it is given ids that are there, so that what answers 200 is tried too, and not its refusals alone.
"""

import json
import subprocess
import sys
import urllib.request
from collections import defaultdict

import pytest
from serving import BRASSAC, ZEPHYR, live, make_build

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def described(address):
    """Give the description of the API with examples of what is there."""

    def get(path):
        with urllib.request.urlopen(address + path, timeout=30) as answer:
            return json.load(answer)

    job = urllib.request.Request(address + "/api/articles", b'{"text": "Rien."}', {"Content-Type": "application/json"})
    urllib.request.urlopen(job, timeout=30).close()
    schema = get("/openapi.json")
    quote, article = get("/api/quotes")["items"][0]["id"], get("/api/articles")["items"][0]["id"]
    known = {"q": "zephyr", "speaker": BRASSAC, "target": "Zéphyr IA", "about": ZEPHYR, "entity": ZEPHYR, "type": "PERSON"}
    known |= {"outlet": "Nuage Hebdo", "predicate": "ceoOf", "status": "planned", "query": "SELECT * { ?s ?p ?o } LIMIT 5"}
    known |= {
        "kind": "company",
        "slug": "zephyr-ia",
        "number": 1,
        "page": 1,
        "year": "2025",
        "since": "2025-01",
        "until": "2025",
    }
    known |= {"stance": "negative", "mode": "direct", "check": "none", "limit": 3, "format": "csv"}
    bodies = {
        "/api/query": {"question": "who-said-about", "parameters": {"about": "Zéphyr IA"}},
        "/api/decisions": {"kind": "quote", "id": quote, "value": "verified", "seen": 0},
        "/sparql": {"query": "ASK {}"},
        "/api/articles": {"text": "Rien de neuf."},
    }
    for path, methods in schema["paths"].items():
        values = {**known, "identifier": quote if "quotes" in path else article}
        for one in methods.values():
            for each in one.get("parameters", ()):
                if each["name"] in values:
                    each["example"] = values[each["name"]]
            for media, content in one.get("requestBody", {}).get("content", {}).items():
                if path in bodies and media != "application/sparql-query":
                    content["example"] = bodies[path]
    return schema


def test_nothing_that_a_client_sends_is_a_fault_of_the_server(tmp_path):
    with live(make_build(tmp_path / "out"), seconds=5) as address:
        (tmp_path / "openapi.json").write_text(json.dumps(described(address)), encoding="utf-8")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", address),
                *("--checks", "not_a_server_error", "--max-examples", "5", "--seed", "1", "--no-color"),
                *("--phases", "examples,coverage,fuzzing", "--report-har-path", "asked.har"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            timeout=1200,
        )
        paths = json.loads((tmp_path / "openapi.json").read_text(encoding="utf-8"))["paths"]
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert "generated" in done.stdout
    answered = reached(paths, json.loads((tmp_path / "asked.har").read_text(encoding="utf-8")), address)
    wanted = {(method, path) for path, methods in paths.items() for method in methods}
    assert {one for one in wanted if not answered[one] & {200, 201, 202, 204}} == set()


def reached(paths, har, address):
    """Give (method, path) to the statuses that were answered."""
    found = defaultdict(set)
    for one in har["log"]["entries"]:
        parts = one["request"]["url"].removeprefix(address).partition("?")[0].strip("/").split("/")
        for path in paths:
            names = path.strip("/").split("/")
            if len(names) == len(parts) and all(a == b or a.startswith("{") for a, b in zip(names, parts, strict=True)):
                found[one["request"]["method"].lower(), path].add(one["response"]["status"])
    return found
