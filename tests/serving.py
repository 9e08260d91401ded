"""A small build to serve, made without the pipeline, and the application over it: in process, or on a port of this machine."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import newsroom
import uvicorn
from starlette.testclient import TestClient

from kg import builder, corpus
from kg.serve.app import application, configuration
from kg.serve.desk import Desk
from kg.serve.security import Access, access

#: Where the application believes to be when it is asked in process.
HOST, PORT = "127.0.0.1", 8765
ORIGIN = f"http://{HOST}:{PORT}"
BROWSER = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
BRASSAC, ZEPHYR, NORLANE = "person/elodie-brassac", "company/zephyr-ia", "company/norlane"


def make_build(folder: Path) -> Path:
    """Build the newsroom's articles in `folder`."""
    (folder / corpus.FOLDER).mkdir(parents=True)
    for facts in newsroom.facts():
        corpus.save(folder, facts, {"version": "tests"})
    builder.rebuild(folder)
    return folder


@contextmanager
def asking(folder: Path, *, host: str = HOST, token: str = "", **options: Any) -> Iterator[TestClient]:
    """Give a client that asks the application in process, as a program and not a browser does."""
    app = application(Desk(folder), access(host, PORT, token), **options)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def form_token(page: str) -> str:
    """Find the token that the forms of a page carry."""
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found, page[:2000]
    return found[1]


@contextmanager
def live(folder: Path, **options: Any) -> Iterator[str]:
    """Run the server on a free port and give its address."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    started = threading.Event()
    allowed: Access = access(HOST, port)
    app = application(Desk(folder), allowed, ready=started.set, **options)
    server = uvicorn.Server(configuration(app, allowed, HOST))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(60)
    while not server.started:
        threading.Event().wait(0.02)
    yield f"http://{HOST}:{port}"
    server.should_exit = True
    thread.join(20)
