"""What is fetched and taken in by ``kg serve``, and what is refused; decisions by program; the forms."""

import json
import re
import socket
import threading
from ipaddress import ip_address
from pathlib import Path

import pytest
from newsroom import HOSTILE, hostile_parts
from serving import BRASSAC, BROWSER, NORLANE, ZEPHYR, asking, form_token, make_build
from test_serve_pages import HTML, site

from kg import builder, corpus, decisions, files, read, serve, watchlist
from kg.decisions import Decision
from kg.errors import DataError
from kg.serve import fetching, intake, versions
from kg.serve.arrivals import Arrivals
from kg.serve.fetching import fetch, is_open
from kg.serve.problems import FetchError, ProblemError


@pytest.fixture
def folder(tmp_path):
    return make_build(tmp_path / "out")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_addresses_inside_are_told_from_open_ones(address):
    assert not is_open(ip_address(address))
    assert is_open(ip_address("151.101.1.69"))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user:word@example.org/",
        "http://",
        "javascript:alert(1)",
        "http://[::1",
        "http://exa mple.org/\r\nX: y",
        "/etc/passwd",
    ],
)
def test_what_is_no_web_address_is_refused_before_anything_is_asked(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was asked"))
    with pytest.raises(FetchError):
        fetch(url, private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_refused_whatever_it_is_called(host, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was asked"))
    with pytest.raises(FetchError, match=r"open Internet|no host"):
        fetch(f"http://{host}:9/")


def test_a_redirection_inside_is_refused(monkeypatch):
    seen = []

    def resolved(host, port, **_):
        seen.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("151.101.1.69" if host == "open.example" else "10.0.0.1", port))]

    class Answer:
        status = 302

        def getheader(self, name, default=""):
            return "http://inside.example/" if name == "location" else default

        def close(self):
            pass

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(fetching, "_ask", lambda *_: Answer())
    with pytest.raises(FetchError, match=r"inside\.example is not on the open Internet"):
        fetch("http://open.example/")
    assert seen == ["open.example", "inside.example"]


def test_one_inner_address_among_open_ones_is_enough_to_refuse(monkeypatch):
    rows = [(0, 0, 0, "", (one, 80)) for one in ("151.101.1.69", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(FetchError, match="open Internet"):
        fetch("http://both.example/")


def test_a_page_is_fetched_and_read_as_an_article(tmp_path):
    with site(puce=("text/html; charset=utf-8", HTML)) as web:
        (given,) = intake.from_address(f"{web}/puce", lambda url: fetch(url, private=True), pages=False, told=lambda *_: None)
        intake.lay_out([given], tmp_path)
        (article,) = read.read([tmp_path])
        assert article.key == f"{web}/puce"
        assert "La puce attendra" in article.text


def test_what_is_too_long_or_not_there_is_refused():
    with site(long=("text/plain", "x" * 5000)) as web:
        with pytest.raises(FetchError, match="longer than"):
            fetch(f"{web}/long", private=True, limit=1000)
        with pytest.raises(FetchError, match="status 404"):
            fetch(f"{web}/nothing", private=True)


def test_a_site_that_never_ends_is_left():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", private=True, seconds=0.5)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\temp\\a.txt", "a\x00b.txt", "..txt.txt", "é" * 300 + ".txt", ".txt.txt"]
)
def test_names_of_files_are_ours(name, tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    intake.lay_out([intake.dropped(name, b"Bonjour")], inside)
    assert {one.parent for one in tmp_path.rglob("*") if one.is_file()} == {inside}
    (made,) = inside.glob("*.txt")
    assert made.name.replace("-", "").replace(".", "").isalnum()


def test_formats_that_are_not_read_are_refused():
    for name in ("a.exe", "a", "a.txt/b"):
        with pytest.raises(ProblemError):
            intake.dropped(name, b"")
    with pytest.raises(ProblemError, match="no text"):
        intake.pasted(" \r\n ")
    with pytest.raises(ProblemError, match="no day"):
        intake.pasted("Bonjour", date="31/02/2025")
    with pytest.raises(ProblemError, match="no day"):
        intake.dropped("a.txt", b"Bonjour", date="31/02/2025")


def test_decisions_are_about_the_same_only_if_they_are():
    one = Decision(kind="quote", article="a", start=1, end=2, value="verified")
    other = Decision(kind="statement", article="a", start=1, end=2, other="ceoOf", value="wrong")
    versions.agreed(0, other, [one])
    with pytest.raises(versions.ConflictError) as conflict:
        versions.agreed(0, Decision(kind="undo", number=1), [one])
    assert conflict.value.number == 1
    versions.agreed(1, Decision(kind="undo", number=1), [one])
    with pytest.raises(versions.ConflictError):  # it was undone meanwhile: that is a decision about the same
        versions.agreed(1, one, [one, Decision(kind="undo", number=1)])


def test_a_program_decides_and_is_told_of_conflicts(folder):
    with asking(folder) as client:
        (said,) = client.get("/api/quotes", params={"speaker": BRASSAC}).json()["items"]
        wanted = {"kind": "quote", "id": said["id"], "seen": said["version"], "value": "verified", "who": "Jo"}
        assert client.post("/api/decisions", json=wanted).status_code == 201
        late = client.post("/api/decisions", json={**wanted, "value": "wrong"})
        assert (late.status_code, late.json()["decision"]["who"]) == (409, "Jo")
        assert len(decisions.load(folder)) == 1
        assert client.post("/api/decisions", json={**wanted, "value": "wrong", "seen": 1}).status_code == 201
        assert [one["value"] for one in client.get("/api/decisions").json()] == ["wrong", "verified"]


def test_the_version_that_is_told_allows_the_next_decision(folder):
    with asking(folder) as client:
        (said,) = client.get("/api/quotes", params={"speaker": BRASSAC}).json()["items"]
        wanted = {"kind": "quote", "id": said["id"], "value": "verified"}
        made = client.post("/api/decisions", json={**wanted, "seen": said["version"]}).json()
        again = client.post("/api/decisions", json={**wanted, "value": "wrong", "seen": made["version"]})
        assert again.status_code == 201
        conflict = client.post("/api/decisions", json={**wanted, "seen": 0}).json()
        assert conflict["decision"]["version"] == 2
        assert client.post("/api/decisions", json={**wanted, "seen": 2}).status_code == 201


def test_twenty_at_once_and_one_wins(folder):
    with asking(folder) as client:
        (said,) = client.get("/api/quotes", params={"speaker": BRASSAC}).json()["items"]
        statuses = []

        def decide(number):
            wanted = {"kind": "quote", "id": said["id"], "value": "disputed", "who": str(number)}
            statuses.append(client.post("/api/decisions", json=wanted).status_code)

        threads = [threading.Thread(target=decide, args=(number,)) for number in range(20)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert sorted(statuses) == [201] + [409] * 19
        assert len(decisions.load(folder)) == 1


def test_every_problem_has_words_in_both_languages():
    texts = json.loads(files.rules("desk.json").read_text(encoding="utf-8"))
    assert texts["fr"].keys() == texts["en"].keys()
    code = "".join(path.read_text(encoding="utf-8") for path in Path(serve.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'(?:Problem|Missing|Forbidden|Media|Busy|Fetch)Error\(\s*"([a-z.]+)"', code))
    raised |= {one.removeprefix("problem.") for one in re.findall(r'"(problem\.[a-z.]+)"', code)} | {"conflict"}
    assert {f"problem.{one}" for one in raised} == {one for one in texts["fr"] if one.startswith("problem.")}
    for name in texts["fr"]:
        fields = [set(re.findall(r"{(\w+)", texts[lang][name])) for lang in texts]
        assert fields[0] == fields[1] or name == "problem.invalid", name


def test_arrivals_are_noted_once_and_kept(folder):
    with asking(folder) as client:
        client.get("/")
        now = client.app.state.parts.desk.snapshot
        assert Arrivals(folder).since(now, 0) == []
        told = json.loads((folder / "arrivals.json").read_text(encoding="utf-8"))
        one = next(iter(told))
        (folder / "arrivals.json").write_text(json.dumps({**told, one: 7000}), encoding="utf-8")
        assert Arrivals(folder).since(now, 6000) == [one]
        assert Arrivals(folder).since(now, 7000) == []
        (folder / "arrivals.json").write_text("[", encoding="utf-8")
        with pytest.raises(DataError, match="damaged"):
            Arrivals(folder).since(now, 0)
        (folder / "arrivals.json").unlink()
        for cookie in ("9" * 5000 + ".1", "x", "1.", "-1.5", "0.1"):
            client.cookies.set("kg-8765-visit", cookie)
            assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": "quote", "id": "nothing", "value": "verified"},
        {"kind": "quote", "value": "maybe"},
        {"kind": "merge", "name": NORLANE, "other": NORLANE},
        {"kind": "merge", "name": NORLANE, "other": "Personne"},
        {"kind": "rename", "name": NORLANE},
        {"kind": "retype", "name": NORLANE, "value": "ROBOT"},
        {"kind": "split", "name": "Norlane", "article": "nothing"},
        {"kind": "undo", "number": 7},
        {"kind": "ignore", "name": "company/nobody"},
    ],
)
def test_a_decision_about_nothing_is_refused_and_not_written(folder, wanted):
    with asking(folder) as client:
        answer = client.post("/api/decisions", json=wanted)
        assert answer.status_code in (400, 404)
        assert answer.json()["error"]
    assert decisions.load(folder) == ()


FORMS = ("/add", "/decide", "/watch")


@pytest.mark.parametrize("path", FORMS)
def test_forms_need_the_token_of_the_session(folder, path):
    with asking(folder) as client:
        page = client.get(f"/entity/{ZEPHYR}").text
        data = {"name": NORLANE, "kind": "ignore", "text": "Bonjour"}
        assert client.post(path, data=data, headers=BROWSER).status_code == 403
        assert client.post(path, data={**data, "form_token": "faux"}, headers=BROWSER).status_code == 403
        assert (
            client.post(
                path, data={**data, "form_token": form_token(page)}, headers={"Origin": "https://e.example"}
            ).status_code
            == 403
        )
        allowed = client.post(path, data={**data, "form_token": form_token(page)}, headers=BROWSER)
        assert allowed.status_code == 303


def test_no_form_is_forgotten(folder):
    with asking(folder) as client:
        taking = {
            one.path
            for routes in [client.app.routes]
            for one in _flat(routes)
            if "POST" in getattr(one, "methods", ()) and not one.path.startswith(("/api/", "/sparql"))
        }
    assert taking == {*FORMS, "/login"}


def _flat(routes):
    for one in routes:
        inner = getattr(one, "routes", None) or getattr(getattr(one, "original_router", None), "routes", None)
        if inner:
            yield from _flat(inner)
        elif hasattr(one, "path"):
            yield one


def test_the_token_page_lets_in_who_knows_it(folder):
    token = "un-jeton-que-personne-ne-devine"
    with asking(folder, host="0.0.0.0", token=token) as client:
        assert client.get("/", headers={"Accept": "text/html"}).headers["location"] == "/login"
        assert client.post("/login", data={"token": "faux"}).status_code == 403
        assert client.post("/login", data={"token": token}, headers={"Origin": "https://e.example"}).status_code == 403
        assert client.post("/login", data={"token": token}).status_code == 303
        assert client.get("/").status_code == 200


def test_what_is_new_is_what_was_not_there_when_it_was_seen(folder):
    with asking(folder) as client:
        assert client.put(f"/api/watch/{BRASSAC}").status_code == 204
        assert client.get("/api/watch").json()[0]["quotes"] == []
        watchlist.save(folder, {BRASSAC: []})
        news = client.get("/api/watch").json()
        assert (len(news[0]["quotes"]), len(news[0]["statements"])) == (1, 1)
        assert client.delete(f"/api/watch/{BRASSAC}").status_code == 204
        assert client.get("/api/watch").json() == []
        assert client.put("/api/watch/person/nobody").status_code == 404


def test_forgetting_takes_a_name_off_the_watch_list(folder):
    watchlist.save(folder, {BRASSAC: ["x"], NORLANE: []})
    watchlist.drop(folder, BRASSAC)
    assert "brassac" not in (folder / watchlist.FILE).read_text(encoding="utf-8")
    assert set(watchlist.load(folder)) == {NORLANE}
    (folder / watchlist.FILE).write_text("[", encoding="utf-8")
    with asking(folder) as client:
        assert "damaged" in client.get("/api/watch").json()["error"]


def test_hostile_text_is_shown_as_text(tmp_path):
    out = tmp_path / "out"
    (out / corpus.FOLDER).mkdir(parents=True)
    for facts in hostile_parts(HOSTILE)[0]:
        corpus.save(out, facts, {"version": "tests"})
    builder.rebuild(out)
    with asking(out) as client:
        for path in ("/", "/quotes", "/review?kind=statements", "/articles", "/voice"):
            page = client.get(path).text
            assert "<img src=x" not in page
            assert "<script>document" not in page
