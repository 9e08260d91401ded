"""Pages that share one copy of the drawing library in a folder beside them."""

import functools
import http.server
import threading

import pytest
from browser import Watched
from click.testing import CliRunner
from newsroom import library, sample

from kg import scripts, view
from kg.cli.showing import view as command

pytestmark = pytest.mark.page
COUNT = "document.getElementById('count').textContent"


@pytest.fixture
def folder(tmp_path):
    scripts.keep(tmp_path / "with space")
    (tmp_path / "one.html").write_text(view.page(sample(), title="Un", assets="with%20space"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def site(folder):
    """Serve the folder, without a word on encodings."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def watched(chromium):
    pages = []

    def watch(address):
        pages.append(Watched(chromium, address))
        pages[-1].go()
        return pages[-1]

    yield watch
    for page in pages:
        page.context.close()


def test_the_page_fetches_the_library_and_nothing_else(folder, watched):
    page = watched((folder / "one.html").as_uri())
    page.wait(f"{COUNT} !== ''")

    assert page.count() == (7, 7, 7)
    assert page.requests[1:] == [(folder / "with space" / scripts.NAME).as_uri()]
    assert page.problems == []
    assert (folder / "one.html").stat().st_size < 250_000


def test_without_the_library_the_page_says_so_and_shows_picture_and_tables(folder, watched):
    (folder / "with space" / scripts.NAME).unlink()
    page = watched((folder / "one.html").as_uri())
    page.wait("!document.documentElement.classList.contains('js')")

    assert scripts.NAME in page.text(".nojs")
    assert [page.visible(part) for part in (".nojs", "#still svg", "#quotes", "#panel")] == [True, True, True, False]


def test_frames_on_a_page_of_another_encoding_share_it(folder, site, watched):
    made = view.embed(view.page(sample(), title="Café", assets="with%20space"), title="Café")
    (folder / "frames.html").write_text(f"<!doctype html><meta charset=latin1><title>x</title>{made}{made}", encoding="ascii")
    page = watched(f"{site}/frames.html")
    frames = page.page.frames[1:]
    for frame in frames:
        frame.wait_for_selector("#graph canvas")

    assert len(frames) == 2
    assert {frame.title() for frame in frames} == {"Café"}


def test_nothing_in_an_address_leaves_the_script():
    page = view.page(sample(), title="x", assets="</script><script>alert(1)</script>\u2028")

    assert "<script>alert" not in page
    assert page.count("<script") == 3  # the first one, the data, ours


def test_the_command_keeps_the_library_where_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.explore.open_build", lambda _: library())
    result = CliRunner().invoke(
        command, ["-o", str(tmp_path / "pages" / "a.html"), "--assets", str(tmp_path / "lib")], catch_exceptions=False
    )

    assert result.exit_code == 0
    assert (tmp_path / "lib" / scripts.NAME).exists()
    assert f'library.src = "../lib/{scripts.NAME}"' in (tmp_path / "pages" / "a.html").read_text(encoding="utf-8")
