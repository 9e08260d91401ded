"""Builds and shards into a real server, ``oxigraph serve``, into an embedded store, and to servers that misbehave."""

import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from test_cluster import NEWS, press, quads, stored
from test_remote import free_port

from kg import builder, bulkload, cluster, query
from kg.bulkload import to_folder, to_server
from kg.cli import cli
from kg.errors import StoreError
from kg.graphstore import GraphStore
from kg.store import open_for_reading


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start a server with an empty store in memory."""
    found = f"127.0.0.1:{free_port()}"
    program = Path(sys.executable).parent / "oxigraph"
    server = subprocess.Popen([program, "serve", "--bind", found], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(OSError):
                urllib.request.urlopen(f"http://{found}/", timeout=1).close()
                break
            time.sleep(0.1)
        yield f"http://{found}/store"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def url(address: str) -> str:
    """Give the address of the server, emptied."""
    urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=30).close()
    return address


def served(url: str) -> set[str]:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "application/n-quads"}), timeout=30) as reply:
        return set(reply.read().decode().splitlines())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with articles, and what a build and a cluster make of them."""
    folder = tmp_path_factory.mktemp("bulkload")
    source = press(folder / "news")
    cluster.build([str(source)], str(folder / "many"), size=2)
    builder.build([source], folder / "one")
    return folder


@pytest.fixture
def many(made: Path, tmp_path: Path) -> Path:
    """Give a copy of the shards."""
    return Path(shutil.copytree(made / "many", tmp_path / "many"))


class Counting(GraphStore):
    """Counts requests, and fails for good after some."""

    def __init__(self, url: str, most: int = 10**9) -> None:
        super().__init__(url, pause=0)
        self.sent: list[tuple[str, str]] = []
        self.most = most

    def _send(self, method: str, graph: str, data: bytes | None, kind: str) -> None:
        if len(self.sent) == self.most:
            raise StoreError("the machine stopped")
        super()._send(method, graph, data, kind)
        self.sent.append((method, graph))


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("name", ["many", "one"])
def test_a_server_gets_all_quads_and_nothing_twice(url: str, made: Path, tmp_path: Path, name: str, whole: bool) -> None:
    place = shutil.copytree(made / name, tmp_path / name)
    assert to_server(str(place), GraphStore(url), whole=whole) > 5
    assert served(url) == stored(made / "one") == quads(made / "many")
    again = Counting(url)
    assert to_server(str(place), again, whole=whole) == 0
    assert again.sent == []


def test_what_changed_is_sent_and_what_is_gone_is_dropped(url: str, made: Path, many: Path, tmp_path: Path) -> None:
    to_server(str(many), GraphStore(url), whole=True)
    shutil.copytree(made / "news", tmp_path / "news")
    (tmp_path / "news/c.txt").write_text(NEWS["c.txt"] + " Fin.", encoding="utf-8")
    (tmp_path / "news/d.txt").unlink()
    cluster.build([str(tmp_path / "news")], str(many), size=2)
    for stop in (1, 3, 6, 1000):
        server = Counting(url, stop)
        with suppress(StoreError):
            to_server(str(many), server)
    assert served(url) == quads(many)
    assert not any("d.txt#graph" in line for line in served(url))


@pytest.mark.parametrize("whole", [False, True])
def test_an_interrupted_load_goes_on_where_it_stopped(url: str, many: Path, whole: bool) -> None:
    total = 0
    for stop in (1, 4, 9, 1000):
        server = Counting(url, stop)
        with suppress(StoreError):
            to_server(str(many), server, whole=whole)
        total += len(server.sent)
    assert served(url) == quads(many)
    once = Counting(url)
    to_server(str(many), once, whole=whole, again=True)
    assert total <= len(once.sent) + 2 * 3 * len(NEWS)


def test_a_line_that_was_cut_is_sent_again(url: str, many: Path) -> None:
    to_server(str(many), GraphStore(url))
    notes = bulkload.notes_for(str(many), url)
    notes.write_bytes(notes.read_bytes()[:-40])
    assert to_server(str(many), GraphStore(url)) == 1
    assert served(url) == quads(many)


def test_large_graphs_are_sent_in_pieces(url: str, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulkload, "BATCH", 7)
    to_server(str(many), GraphStore(url))
    assert served(url) == quads(many)


def test_a_damaged_file_is_not_sent(url: str, many: Path) -> None:
    path = next((many / "shards").glob("*/graph.nq.gz"))
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(StoreError, match="manifest"):
        to_server(str(many), GraphStore(url))


@pytest.mark.parametrize("name", ["many", "one"])
def test_an_embedded_store_gets_all_quads_in_place_of_others(made: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.txt").write_text(NEWS["d.txt"], encoding="utf-8")
    builder.build([tmp_path / "old"], tmp_path / "target")
    assert to_folder(str(made / name), tmp_path / "target") == len(quads(made / "many"))
    assert stored(tmp_path / "target") == quads(made / "many")


def test_a_loaded_store_answers(made: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(cli, ["load", str(made / "many"), "--to", str(tmp_path / "store")], env={"KG_LANG": "en"})
    assert (run.exit_code, "quads loaded" in run.stderr) == (0, True), run.output
    with open_for_reading(tmp_path / "store/store") as reader, open_for_reading(made / "one/store") as other:
        params = {"speaker": "Anne Morel"}
        assert query.run(reader.store, "said-by", params) == query.run(other.store, "said-by", params)
    asked = CliRunner().invoke(
        cli, ["query", "said-by", "-p", "speaker=Anne Morel", "--csv", "--from", str(tmp_path / "store")]
    )
    assert (asked.exit_code, "Notre usine de Nantes" in asked.stdout) == (0, True), asked.output


def test_what_is_no_build_is_told(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(StoreError, match="neither a graph"):
            to_folder(str(place), tmp_path / "target")
    assert not (tmp_path / "target/store/CURRENT").exists()


class _Handler(BaseHTTPRequestHandler):
    """Answers as it was told to, one code a request."""

    codes: list[int]
    seen: list[tuple[str, str, str]]

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.command, self.path, self.headers.get("Authorization", "")))
        code = self.codes.pop(0) if self.codes else 204
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/login")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def answering(*codes: int) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    methods = dict.fromkeys(("do_PUT", "do_POST", "do_DELETE", "do_GET"), _Handler._answer)
    handler = type("Handler", (_Handler,), {"codes": list(codes), "seen": [], **methods})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}", handler.seen
        finally:
            server.shutdown()
            thread.join()


def test_a_busy_server_is_asked_again() -> None:
    with answering(503, 429, 500) as (address, seen):
        GraphStore(f"http://{address}/data", pause=0).put("https://example.org/a?b=1&c#graph", ["<a:a> <a:b> <a:c> .\n"])
    assert [method for method, _, _ in seen] == ["PUT"] * 4
    assert seen[0][1] == "/data?graph=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1%26c%23graph"


@pytest.mark.parametrize(
    ("code", "words"),
    [(400, "refuses what is sent"), (401, "KG_ENDPOINT_USER"), (404, "Graph Store Protocol"), (302, "refuses"), (413, "size")],
)
def test_a_refusal_is_told_at_once(code: int, words: str) -> None:
    with answering(code) as (address, seen), pytest.raises(StoreError, match=words) as told:
        GraphStore(f"http://ada:secret@{address}/data", pause=0).put("a:b", [])
    assert len(seen) == 1, "a redirect was followed, or a refusal asked again"
    assert "secret" not in str(told.value)


def test_a_server_that_stays_busy_is_told() -> None:
    with answering(*[503] * 9) as (address, seen), pytest.raises(StoreError, match="503"):
        GraphStore(f"http://{address}/data", pause=0, tries=3).add("a:b", [])
    assert len(seen) == 3


def test_a_graph_that_is_not_there_may_be_dropped() -> None:
    with answering(404) as (address, seen):
        GraphStore(f"http://{address}/data", pause=0).drop("a:b")
    assert len(seen) == 1


def test_nobody_there_is_told() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        GraphStore(f"http://127.0.0.1:{free_port()}/store", pause=0, tries=2).drop("a:b")
    with pytest.raises(StoreError, match="address"):
        GraphStore("ftp://127.0.0.1/store")


@pytest.mark.parametrize(
    ("env", "options", "sent"),
    [
        ({"KG_ENDPOINT_USER": "ada", "KG_ENDPOINT_PASSWORD": "secret"}, [], "Basic YWRhOnNlY3JldA=="),
        ({"KG_ENDPOINT_TOKEN": "abc"}, [], "Bearer abc"),
        ({"KG_ENDPOINT_TOKEN": "abc"}, ["--header", "Authorization: Bearer def"], "Bearer def"),
    ],
)
def test_who_loads_logs_in(many: Path, env: dict[str, str], options: list[str], sent: str) -> None:
    with answering() as (address, seen):
        run = CliRunner().invoke(cli, ["load", str(many), "--to", f"http://{address}/data", *options], env=env)
    assert run.exit_code == 0, run.output
    assert {login for _, _, login in seen} == {sent}
    assert "secret" not in run.output


@pytest.mark.parametrize("header", ["nothing", "A b: c", "A: b\r\nC: d", ": x"])
def test_a_header_that_is_none_is_refused(many: Path, header: str) -> None:
    run = CliRunner().invoke(cli, ["load", str(many), "--to", "http://127.0.0.1:1/", "--header", header], env={"KG_LANG": "en"})
    assert run.exit_code == 2
    assert "write a header" in run.output
