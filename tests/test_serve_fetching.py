"""Fetching from servers that mean harm or do it: they drip, never end, or send a little that unpacks to a lot."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from contextlib import contextmanager

import pytest

from kg.serve import fetching, unpacking
from kg.serve.fetching import fetch
from kg.serve.problems import FetchError
from kg.serve.unpacking import whole

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextmanager
def answering(*parts, pause=0.0, again=False):
    """Answer whoever asks with `parts`, a pause before each; `again` sends the last one until the client has gone."""
    listener = socket.create_server(("127.0.0.1", 0))
    gone = threading.Event()

    def serve():
        client, _ = listener.accept()
        with client:
            client.recv(65_536)
            try:
                for part in parts:
                    time.sleep(pause)
                    client.sendall(part)
                while again and not gone.wait(pause):
                    client.sendall(parts[-1])
            except OSError:
                pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    gone.set()
    listener.close()
    thread.join(5)


@pytest.mark.parametrize(
    "parts",
    [
        (b"H",),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n",),
        (OK + b"Content-Length: 1000000\r\n\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["status", "head", "continue", "body", "chunks"],
)
def test_a_server_that_drips_is_left_when_time_is_up(parts):
    began = time.monotonic()
    with answering(*parts, pause=0.1, again=True) as address, pytest.raises(FetchError, match=r"takes too long|timed out"):
        fetch(address, private=True, seconds=0.7)
    assert time.monotonic() - began < 3


def test_a_name_that_is_looked_up_for_ever_is_left(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(5))
    began = time.monotonic()
    with pytest.raises(FetchError, match="takes too long"):
        fetch("http://slow.example/", seconds=0.3)
    assert time.monotonic() - began < 2


def test_the_next_address_is_asked_when_one_does_not_answer(monkeypatch):
    def resolved(host, port, *_, **__):
        named = ("127.0.0.2", "127.0.0.1") if host == "two.example" else (host,)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in named]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with answering(OK + b"Connection: close\r\n\r\nBonjour") as address:
        port = address.rstrip("/").rpartition(":")[2]
        assert fetch(f"http://two.example:{port}/", private=True).data == b"Bonjour"


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", "deflate", "identity", ""])
def test_packed_pages_are_unpacked(coding):
    pack = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress}.get(coding.lower(), bytes)
    body = pack("Voilà ".encode() * 50_000)
    head = OK + f"Content-Encoding: {coding}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with answering(head, body) as address:
        assert fetch(address, private=True).data == "Voilà ".encode() * 50_000


def test_a_small_body_that_unpacks_to_a_lot_is_refused_before_it_does():
    bomb = gzip.compress(bytes(300_000_000), compresslevel=9)
    assert len(bomb) < 400_000
    tracemalloc.start()
    with answering(OK + b"Content-Encoding: gzip\r\n\r\n", bomb) as address, pytest.raises(FetchError, match="longer than"):
        fetch(address, private=True, limit=1_000_000)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip"])
def test_what_cannot_be_unpacked_is_named(coding):
    with (
        answering(OK + f"Content-Encoding: {coding}\r\n\r\n".encode(), b"...") as address,
        pytest.raises(FetchError, match=coding),
    ):
        fetch(address, private=True)


def test_a_page_that_breaks_off_is_no_article():
    with answering(OK + b"Content-Length: 100\r\n\r\nBonj") as address, pytest.raises(FetchError, match="IncompleteRead"):
        fetch(address, private=True)
    half = gzip.compress(b"Bonjour tout le monde")[:-12]
    with answering(OK + b"Content-Encoding: gzip\r\n\r\n", half) as address, pytest.raises(FetchError, match="breaks off"):
        fetch(address, private=True)
    with (
        answering(OK + b"Content-Encoding: gzip\r\n\r\n", b"plain text") as address,
        pytest.raises(FetchError, match="damaged"),
    ):
        fetch(address, private=True)


@pytest.mark.parametrize("size", [1, 3, 1000, 65_536])
def test_a_stream_is_unpacked_however_it_is_cut(size):
    packed = gzip.compress(b"a" * 200_000) + gzip.compress(b"fin") + bytes(10)
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert whole(pieces, "gzip", 300_000) == b"a" * 200_000 + b"fin"


def test_both_sizes_are_bounded():
    assert whole([b"12", b"34"], "", 4) == b"1234"
    with pytest.raises(FetchError):
        whole([b"12", b"34"], "", 3)
    with pytest.raises(FetchError):
        whole([gzip.compress(b"a" * 100)], "gzip", 99)
    assert "gzip" in unpacking.CODINGS
    assert fetching.BYTES < 10_000_000
