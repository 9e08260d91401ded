"""The page in a real browser: nothing is fetched, nothing hostile runs, and a reader gets from a name to its sentences."""

import pytest
from browser import found, opened
from newsroom import hostile, sample

from kg import view

pytestmark = [pytest.mark.page, pytest.mark.skipif(found() is None, reason="Chromium is not installed")]
TITLE = "Le marché des machines"
ZEPHYR = "#n=company%2Fzephyr-ia"
CARD = "document.querySelector('#panel h2').textContent"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(view.page(sample(), title=TITLE), encoding="utf-8", newline="\n")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser():
    with opened() as page:
        yield page


@pytest.fixture
def page(browser, address):
    """A fresh wide page; whatever the test did, nothing was fetched and nothing went wrong."""
    browser.size(1400, 900)
    browser.prefer(prefers_reduced_motion="reduce")
    browser.go("about:blank")
    browser.requests.clear()
    browser.problems.clear()
    browser.go(address)
    yield browser
    assert set(browser.requests) <= {address}
    assert browser.problems == []


def spot(page, colour):
    """Give the middle of all pixels of a colour, in the window: where the only node of a type stands."""
    return page.run(f"""(() => {{
      const box = document.querySelector('#graph canvas').getBoundingClientRect(), [width, , data] = {PIXELS};
      const scale = width / box.width, sum = [0, 0, 0], [red, green, blue] = {list(colour)};
      for (let i = 0; i < data.length; i += 4) {{
        if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255) {{
          sum[0] += (i / 4) % width; sum[1] += Math.floor(i / 4 / width); sum[2] += 1;
        }}
      }}
      return [box.x + sum[0] / sum[2] / scale, box.y + sum[1] / sum[2] / scale];
    }})()""")


def card(page):
    return page.run("document.getElementById('panel').textContent")


#: Gives [width, height, bytes] of what the canvas shows; a copy, since reading from the canvas itself slows it down.
PIXELS = """(() => {
  const canvas = document.querySelector('#graph canvas'), copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const pen = copy.getContext('2d', { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  return [copy.width, copy.height, pen.getImageData(0, 0, copy.width, copy.height).data];
})()"""


def drawn(page):
    """How many pixels of the canvas are not empty."""
    return page.run(
        f"(() => {{ const d = {PIXELS}[2]; let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }})()"
    )


def test_it_opens_with_a_drawing_and_an_overview(page):
    assert page.run("document.title") == TITLE
    assert drawn(page) > 3000
    assert page.run(CARD) == "Ce que montre ce graphe"
    assert page.run("document.getElementById('count').textContent") == "7 sur 7 affichés"


@pytest.mark.parametrize("typed", ["zephyr", "ZÉPH", "ia"])
def test_search_without_accents_opens_the_card(page, typed):
    page.press("#search")
    page.type(typed)
    page.key("Enter", 13)

    assert page.run(CARD) == "Zéphyr IA"
    assert page.run("location.hash") == ZEPHYR


def test_search_by_alias_and_ligature(page):
    page.press("#search")
    page.type("mme br")
    assert "Mme Brassac" in page.run("document.getElementById('hits').textContent")
    page.run("document.getElementById('search').value = ''")
    page.type("oeuvre")
    page.key("Enter", 13)

    assert page.run(CARD) == "Œuvre libre"


def test_search_that_finds_nothing_says_so(page):
    page.press("#search")
    page.type("introuvable")
    page.key("Enter", 13)

    assert "Aucun nom" in page.run("document.getElementById('hits').textContent")


def test_the_card_tells_status_speaker_amount_and_source(page, address):
    page.go("about:blank")
    page.go(address + ZEPHYR)
    text = card(page)

    for words in (
        "40 millions d'euros",
        "rapporté par Norlane",
        "annoncé",
        "brasse de l'air",
        "un proche du dossier",
        "critique",
        "Nuage Hebdo",
    ):
        assert words in text
    page.run("document.querySelectorAll('#panel .toggle').forEach((one) => one.click())")
    page.wait("document.querySelector('#card-relations blockquote') !== null")
    assert "Selon Norlane, Zéphyr IA utilise la puce K-100." in card(page)
    assert page.run("document.querySelector('#card-about mark').textContent") == "Zéphyr IA brasse de l'air"


def test_only_web_links_can_be_followed(page, address):
    page.go("about:blank")
    page.go(address + "#n=chip%2Fk-100")
    page.run("document.querySelectorAll('#panel .toggle').forEach((one) => one.click())")

    links = page.run("[...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))")
    assert {link.split(":")[0] for link in links if not link.startswith("#")} == {"https"}


def test_a_click_on_a_node_opens_it_and_a_click_beside_closes_it(page):
    page.click(*spot(page, (0, 158, 115)))
    page.wait(CARD + " === 'Mistigri 3'")
    assert "Élodie Brassac" in card(page)

    page.click(300, 880)
    page.wait(CARD + " === 'Ce que montre ce graphe'")


def test_a_click_on_a_line_shows_its_sentences(page):
    (x1, y1), (x2, y2) = spot(page, (0, 158, 115)), spot(page, (213, 94, 0))
    page.click(x1 + (x2 - x1) * 0.4, y1 + (y2 - y1) * 0.4)
    page.wait("document.querySelector('#panel .pair') !== null")

    assert page.run("document.querySelector('#panel .pair').textContent") == "Mistigri 3dépasseK-100"
    assert "au conditionnel" in card(page)
    assert page.run("document.querySelector('#panel mark').textContent") == "Mistigri 3 dépasserait tout."


def test_the_mouse_on_a_line_names_it(page):
    (x1, y1), (x2, y2) = spot(page, (0, 158, 115)), spot(page, (213, 94, 0))
    page.hover(x1 + (x2 - x1) * 0.4, y1 + (y2 - y1) * 0.4)
    page.wait("!document.getElementById('tip').hidden")

    assert page.run("document.getElementById('tip').textContent") == "Mistigri 3 dépasse K-100au conditionnel"


def test_a_relation_leads_to_the_other_end_and_back(page, address):
    page.go("about:blank")
    page.go(address + ZEPHYR)
    page.press("#card-facts .line")
    assert "Zéphyr IA a levé 40 millions d'euros." in card(page)
    page.run("[...document.querySelectorAll('#panel .name')].find((one) => one.textContent === 'K-100').click()")
    assert page.run(CARD) == "K-100"

    page.run("history.back()")
    page.wait(CARD + " === 'Zéphyr IA'")


def test_legend_filters_and_reset(page):
    assert page.run("document.querySelectorAll('#keys .key').length") == 6 + 5 + 1
    page.run("document.querySelector('#keys .key').click()")
    assert page.run("document.getElementById('count').textContent") == "6 sur 7 affichés"
    assert page.run("document.querySelector('#keys .key').getAttribute('aria-pressed')") == "false"

    page.press("#reset")
    assert page.run("document.getElementById('count').textContent") == "7 sur 7 affichés"


def test_a_status_filter_reaches_the_card(page, address):
    page.go("about:blank")
    page.go(address + "#n=chip%2Fk-100")
    assert "démenti" in card(page)
    page.run("[...document.querySelectorAll('#keys .key')].find((one) => one.textContent.startsWith('démenti')).click()")

    assert "démenti" not in card(page)


def test_date_filter_keeps_what_was_published_then(page, address):
    page.go("about:blank")
    page.go(address + ZEPHYR)
    page.run("""(() => { const box = document.querySelector('#filters input'); box.value = '2025-02-01';
      box.dispatchEvent(new Event('change')); })()""")

    assert "40 millions" in card(page)
    assert "brasse de l'air" not in card(page)


def test_neighbours_and_back(page, address):
    page.go("about:blank")
    page.go(address + "#n=model%2Fmistigri-3")
    page.press(".tools button")
    assert page.run("document.getElementById('count').textContent") == "3 sur 7 affichés"
    page.press("#all")

    assert page.run("document.getElementById('count').textContent") == "7 sur 7 affichés"


def test_table_filter_and_link_to_the_card(page):
    page.press("#show-table")
    page.press("#narrow")
    page.type("BRASSE DE L AIR")
    assert page.run("[...document.querySelectorAll('#tables tbody tr')].filter((one) => !one.hidden).length") == 1

    page.run("document.querySelector('#quotes tr:not([hidden]) a[data-node]').click()")
    assert page.run("getComputedStyle(document.getElementById('app')).display") == "grid"


def test_language_switch(page):
    page.press("#language")
    assert page.run("document.documentElement.lang") == "en"
    assert "What this graph shows" in card(page)
    assert page.run("document.querySelector('#quotes th').textContent") == "Who speaks"
    page.press("#language")
    assert page.run("document.querySelector('#quotes th').textContent") == "Qui parle"


def test_keyboard_alone(page):
    page.key("/", 191)
    assert page.run("document.activeElement.id") == "search"
    page.type("norlane")
    page.key("Enter", 13)
    assert page.run(CARD) == "Norlane"
    assert page.run("document.activeElement.id") == "panel"
    page.key("Escape", 27)
    assert page.run(CARD) == "Ce que montre ce graphe"
    page.run("document.getElementById('graph').focus()")
    before = drawn(page)
    page.key("-", 189)
    page.run("new Promise((done) => setTimeout(done, 150))")
    assert drawn(page) < before


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_exports_are_saved(page, tmp_path, kind):
    page.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.run(f"document.getElementById('{kind}').click()")
    wanted = tmp_path / f"le-marche-des-machines.{kind}"
    for _ in range(100):
        if wanted.exists() and wanted.stat().st_size:
            break
        page.run("new Promise((done) => setTimeout(done, 50))")
    start = wanted.read_bytes()

    assert start.startswith({"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf"}[kind])
    if kind == "csv":
        text = start.decode("utf-8-sig")
        assert '"Élodie Brassac · PDG"' in text
        assert ' » · mot pour mot"' in text
        assert " · https://" in text


def test_a_phone_scrolls_no_sideways(page, address):
    page.size(390, 800, phone=True)
    page.go("about:blank")
    for part in ("", ZEPHYR):
        page.go(address + part)
        assert page.run("document.documentElement.scrollWidth") == 390
    page.wait("getComputedStyle(document.getElementById('panel')).visibility === 'visible'")
    page.press("#show-table")
    assert page.run("document.documentElement.scrollWidth") == 390


def test_dark_colours(page):
    page.prefer(prefers_color_scheme="dark", prefers_reduced_motion="reduce")
    dark = page.run("getComputedStyle(document.documentElement).backgroundColor")
    page.prefer(prefers_color_scheme="light", prefers_reduced_motion="reduce")

    assert dark != page.run("getComputedStyle(document.documentElement).backgroundColor")


def test_without_scripts_picture_and_tables_show(page, address):
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.go("about:blank")
        page.go(address)
        heights = page.run("""['#still svg', '#quotes', '#statements', '#method', '.nojs', '#search', '#panel'].map(
          (part) => document.querySelector(part).getBoundingClientRect().height)""")
    finally:
        page.send("Emulation.setScriptExecutionDisabled", value=False)

    assert [height > 10 for height in heights] == [True] * 5 + [False] * 2


def test_in_a_closed_frame(browser, tmp_path):
    outer = tmp_path / "outer.html"
    inner = view.embed(view.page(sample(), title=TITLE), title="Cadre")
    outer.write_text(f"<!doctype html><title>x</title>{inner}", encoding="utf-8")
    browser.size(1400, 900)
    browser.problems.clear()
    browser.go(outer.as_uri())
    with browser.frame() as frame:
        frame.wait("document.querySelector('#graph canvas') !== null")
        frame.run("document.querySelector('#quotes a[data-node]').click()")
        assert frame.run(CARD) == "Élodie Brassac"
        assert "Copier le lien" not in card(frame)
        frame.run("document.getElementById('language').click()")
        assert frame.run("document.documentElement.lang") == "en"
    assert browser.problems == []


def test_nothing_hostile_runs(page, tmp_path):
    path = tmp_path / "hostile.html"
    path.write_text(
        view.page(hostile(), title="calme", notes=["<script>document.title='hit'</script>"]), encoding="utf-8", newline="\n"
    )
    page.requests.clear()
    page.go(path.as_uri())
    page.run("""(async () => {
      for (const link of [...document.querySelectorAll('#quotes a[data-node]')]) {
        link.click();
        document.querySelectorAll('#panel .toggle, #panel .more').forEach((one) => one.click());
        await new Promise((done) => setTimeout(done, 20));
      }
      const box = document.getElementById('search');
      for (const text of ['img', 'script', 'href', 'title']) {
        box.value = text;
        box.dispatchEvent(new Event('input'));
      }
    })()""")

    assert page.run("document.title") == "calme"
    assert (
        page.run(
            "document.querySelectorAll('#panel img, #panel script, #hits img, #hits script, #tables img, #tables script').length"
        )
        == 0
    )
    assert page.requests == [path.as_uri()]
    page.requests.clear()
