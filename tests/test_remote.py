"""Questions to a real SPARQL server, ``oxigraph serve``, on this machine, and to servers that misbehave."""

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import sample
from test_named_queries import ASKED

from kg import query
from kg.errors import QueryError
from kg.rdf import nquads, sort_quads
from kg.remote import ask


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Start a server with the sample articles in memory."""
    address = f"127.0.0.1:{free_port()}"
    program = Path(sys.executable).parent / "oxigraph"
    server = subprocess.Popen([program, "serve", "--union-default-graph", "--bind", address], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(OSError):
                urllib.request.urlopen(f"http://{address}/", timeout=1).close()
                break
            time.sleep(0.1)
        data = nquads(sort_quads(sample.store())).encode()
        sent = urllib.request.Request(f"http://{address}/store", data=data, headers={"Content-Type": "application/n-quads"})
        urllib.request.urlopen(sent, timeout=60).close()
        yield f"http://{address}/query"
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.parametrize(("name", "params"), [(name, params) for _, name, params in ASKED], ids=[name for _, name, _ in ASKED])
def test_a_server_gives_the_same_rows(endpoint: str, name: str, params: dict[str, str]) -> None:
    assert ask(endpoint, name, params) == query.run(sample.store(), name, params)


def test_free_queries_go_there_too(endpoint: str) -> None:
    text = "SELECT ?who ?what WHERE { ?a rdf:subject ?who ; rdf:object ?x ; rdf:predicate ?what } ORDER BY ?who ?what"
    here = query.run(sample.store(), text, {"x": "deepseek"}, limit=5, lang="en")
    assert ask(endpoint, text, {"x": "deepseek"}, limit=5, lang="en") == here
    assert here.truncated
    assert ask(endpoint, "ASK { ?s kg:ceoOf ?o }", {}).rows == ((True,),)
    drawn = ask(endpoint, "CONSTRUCT { ?s kg:ceoOf ?o } WHERE { ?s kg:ceoOf ?o }", {})
    assert drawn.drawn
    assert ("Sundar Pichai", "dirige", "Google") in drawn.rows
    iris = ask(endpoint, "SELECT DISTINCT ?o WHERE { ?s kg:ceoOf ?o } ORDER BY ?o", {}, iris=True)
    assert all(str(row[0]).startswith("https://") for row in iris.rows)
    assert query.run(sample.store(), "SELECT DISTINCT ?o WHERE { ?s kg:ceoOf ?o } ORDER BY ?o", iris=True) == iris


def test_mistakes_never_reach_the_server() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(QueryError, match="line 1, column 14"):
        ask(nowhere, "SELECT * { }}", {})
    with pytest.raises(QueryError, match="would change the store"):
        ask(nowhere, "DROP ALL", {})
    with pytest.raises(QueryError, match="cannot be reached"):
        ask(nowhere, "ASK { ?a ?b ?c }", {})
    for url in ("ftp://a.example/", "localhost:7878", "file:///etc/passwd", "http://"):
        with pytest.raises(QueryError, match="no address"):
            ask(url, "ASK { ?a ?b ?c }", {})


@contextmanager
def answering(status: int, kind: str, body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "kind", "body", "message"),
    [
        (200, "text/html", b"<html>", "answered with text/html"),
        (200, "application/sparql-results+json", b'{"head": {"vars": ["a"]}, "results": {"bindings": [{', "malformed"),
        (200, "application/n-triples", b"<a> <b>", "malformed"),
        (400, "text/plain", b"parse error\n  at 1:3", "refuses the query .400 Bad Request.: parse error at 1:3"),
        (503, "text/plain", b"", "refuses the query .503"),
    ],
)
def test_odd_answers_are_told(status: int, kind: str, body: bytes, message: str) -> None:
    with answering(status, kind, body) as url, pytest.raises(QueryError, match=message):
        ask(url, "SELECT ?a WHERE { ?a ?b ?c }", {})


@pytest.mark.parametrize(("kind", "body"), [("text/turtle", b"@prefix a: <b:> ."), ("application/n-triples", b"<a> <b>")])
def test_names_that_cannot_be_read_are_told(kind: str, body: bytes) -> None:
    with answering(200, kind, body) as url, pytest.raises(QueryError, match="answered with"):
        ask(url, "who-said-about", {"about": "Nvidia"})
