"""Who may talk to ``kg serve``, how much they may send, and that it stays up."""

import http.client
import socket
import time
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from serving import BROWSER, ORIGIN, asking, live, make_build

from kg.cli.serving import serve
from kg.serve import limits
from kg.serve.security import access

TOKEN = "un-jeton-que-personne-ne-devine"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_build(tmp_path_factory.mktemp("serve") / "out")


@pytest.fixture(scope="module")
def server(folder):
    with asking(folder) as found:
        yield found


@pytest.fixture
def client(server):
    server.cookies.clear()
    return server


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "10.0.0.1"])
def test_a_name_that_is_not_ours_is_refused(client, host):
    answer = client.get("/api/state", headers={"Host": host})
    assert answer.status_code == 421
    assert "--allow-host" in answer.json()["error"]


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765"])
def test_this_machine_is_known_by_all_its_names(client, host):
    assert client.get("/api/state", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/api/query", "/sparql"])
def test_another_site_cannot_make_a_browser_ask(client, headers, path):
    answer = client.post(path, headers=headers, json={"question": "voice"})
    assert answer.status_code == 403
    assert "another site" in answer.json()["error"]


def test_a_browser_needs_the_token_of_the_page(folder):
    with asking(folder) as client:
        asked = {"question": "voice"}
        assert client.post("/api/query", headers=BROWSER, json=asked).status_code == 403
        client.get("/")
        (cookie,) = [one for one in client.cookies.jar if not one.name.endswith("-visit")]
        known = access("127.0.0.1", 8765)
        assert cookie.name == known.cookie
        assert client.post("/api/query", headers=BROWSER, json=asked).status_code == 403
        allowed = client.app.state.parts.access.form(cookie.value)
        assert client.post("/api/query", headers={**BROWSER, "X-KG-Token": allowed}, json=asked).status_code == 200
        assert client.post("/api/query", headers={**BROWSER, "X-KG-Token": "faux"}, json=asked).status_code == 403


def test_every_answer_tells_browsers_what_they_may_do(client):
    for path in ("/api/state", "/api/nothing", "/openapi.json"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
        assert "access-control-allow-origin" not in headers


def test_beyond_this_machine_a_token_is_needed(folder):
    with asking(folder, host="0.0.0.0", token=TOKEN) as client:
        assert client.get("/api/state").status_code == 401
        assert client.get("/openapi.json").status_code == 401
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 401
        assert client.get("/api/state", headers={"Authorization": "Bearer faux"}).status_code == 401
        assert client.get("/api/state", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert client.get("/api/state", headers={"Authorization": f"Bearer {TOKEN}", "Host": "192.168.0.7"}).status_code == 200
        assert client.get("/api/state", headers={"Cookie": "kg-8765=faux.faux"}).status_code == 401
        into = client.get("/", params={"token": TOKEN})
        assert (into.status_code, into.headers["location"]) == (303, "/")
        assert {"HttpOnly", "SameSite=Strict"} <= set(into.headers["set-cookie"].split("; "))
        assert client.get("/api/state").status_code == 200


def test_a_token_is_made_where_one_is_needed_and_none_given():
    assert len(access("0.0.0.0", 1).token) > 30
    assert access("127.0.0.1", 1).token == ""
    answer = CliRunner().invoke(serve, ["--token", "court"])
    assert answer.exit_code == 2
    assert "characters" in answer.output


def test_a_redirect_never_leaves_the_server(folder):
    with asking(folder, host="0.0.0.0", token=TOKEN) as client:
        assert client.get("/%2Fevil.example/", params={"token": TOKEN}).headers["location"] == "/evil.example/"
        client.cookies.clear()
        broken = client.get("/a%0D%0ASet-Cookie:%20b=c", params={"token": TOKEN}).headers
        assert broken["location"] == "/a%0D%0ASet-Cookie:%20b=c"


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/static/../../../setup.cfg",
        "/static/%2e%2e/%2e%2e/records.py",
        "/static/..%2f..%2frecords.py",
        "/static/%00",
        "/static/base.html",
        "/static//etc/passwd",
        "/article/..%2f..%2fetc%2fpasswd",
        "/entity/..%5c..%5cetc/passwd",
    ],
)
def test_no_path_of_a_client_is_opened(client, path):
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_a_body_of_ten_megabytes_is_refused_and_the_server_stays_up(client):
    answer = client.post("/api/query", content=b"x" * 10_000_000)
    assert answer.status_code == 413
    assert "longer than" in answer.json()["error"]
    chunks = (b"x" * 100_000 for _ in range(100))
    assert client.post("/sparql", content=chunks, headers={"Content-Type": "application/sparql-query"}).status_code == 413
    assert client.get("/api/state").status_code == 200


@pytest.mark.parametrize("body", ["{", "[]", '{"question": 1}', '{"question": "voice", "more": 1}', "\x00", "[" * 50_000])
def test_a_malformed_body_is_said_to_be_so(client, body):
    answer = client.post("/api/query", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]


def test_slow_clients_are_let_go_and_hold_nobody_up(folder, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 1.0)
    monkeypatch.setattr(limits.Limits.__init__, "__kwdefaults__", {"seconds": 1.0})
    with live(folder) as address:
        where = (urlsplit(address).hostname, urlsplit(address).port)
        silent = [socket.create_connection(where) for _ in range(30)]
        for one in silent[::2]:
            one.sendall(b"GET / HTTP/1.1\r\nHost: 12")
        slow = socket.create_connection(where)
        head = f"POST /api/query HTTP/1.1\r\nHost: {where[0]}:{where[1]}\r\nContent-Type: application/json\r\n"
        slow.sendall((head + "Content-Length: 100\r\n\r\n{").encode())
        began = time.monotonic()
        answer = http.client.HTTPConnection(*where, timeout=10)
        answer.request("GET", "/api/state")
        assert answer.getresponse().status == 200
        answer.close()
        slow.settimeout(10)
        assert b"408" in slow.recv(1000)
        slow.close()
        for one in silent:
            one.settimeout(10)
            assert one.recv(1000) in (b"", b"HTTP/1.1 400 Bad Request")
            one.close()
        assert time.monotonic() - began < 10


def test_a_huge_head_is_refused(folder):
    with live(folder) as address:
        found = http.client.HTTPConnection(urlsplit(address).hostname, urlsplit(address).port, timeout=10)
        found.request("GET", "/api/state", headers={"X-Long": "x" * 200_000})
        assert found.getresponse().status in (400, 431)
        found.close()
        found.request("GET", "/api/state")
        assert found.getresponse().status == 200
        found.close()


def test_the_origin_of_the_tests_is_ours():
    assert ORIGIN == "http://127.0.0.1:8765"
