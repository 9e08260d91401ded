"""The page in a real browser: from a name or a line to its sentences, by mouse, keyboard and address, on any screen."""

import json
import re

import pytest
from newsroom import sample

from kg import view

pytestmark = pytest.mark.page
TITLE = "Le marché des machines"
ZEPHYR = "#n=company%2Fzephyr-ia"
CARD = "#panel h2"
OVERVIEW = "Ce que montre ce graphe"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(view.page(sample(), title=TITLE), encoding="utf-8", newline="\n")
    return path


def spot(page, name):
    """Give where a name stands, in the window; the canvas tells by its colours."""
    settle(page)
    colour = {"Mistigri 3": (0, 158, 115), "K-100": (213, 94, 0), "Bretonie": (240, 228, 66)}[name]
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
    settle(page)
    return page.run(
        f"(() => {{ const d = {PIXELS}[2]; let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }})()"
    )


def between(page, share=0.4):
    (x1, y1), (x2, y2) = spot(page, "Mistigri 3"), spot(page, "K-100")
    return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share


def settle(page):
    """Wait until what was asked for is drawn: two frames."""
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_it_opens_with_a_drawing_and_an_overview(opened, path):
    page = opened(path)

    assert page.page.title() == TITLE
    assert drawn(page) > 3000
    assert page.text(CARD) == OVERVIEW
    assert page.count() == (7, 7, 7)


@pytest.mark.parametrize("typed", ["zephyr", "ZÉPH", "ia"])
def test_search_without_accents_opens_the_card(opened, path, typed):
    page = opened(path)
    page.page.fill("#search", typed)
    page.page.press("#search", "Enter")

    assert page.text(CARD) == "Zéphyr IA"
    assert page.run("location.hash") == ZEPHYR


def test_search_by_alias_ligature_mouse_and_arrows(opened, path):
    page = opened(path)
    page.page.fill("#search", "mme br")
    assert "Mme Brassac" in page.text("#hits")
    page.page.fill("#search", "oeuvre")
    page.click("#hits li")
    assert page.text(CARD) == "Œuvre libre"
    page.page.fill("#search", "n")
    names = page.texts("#hits li > span")
    page.page.press("#search", "ArrowDown")
    page.page.press("#search", "Enter")

    assert page.text(CARD) == names[1]


def test_search_that_finds_nothing_says_so(opened, path):
    page = opened(path)
    page.page.fill("#search", "introuvable")
    page.page.press("#search", "Enter")

    assert "Aucun nom" in page.text("#hits")


def test_the_card_tells_status_speaker_amount_and_source(opened, path):
    page = opened(path, ZEPHYR)
    card = page.text("#panel")

    for words in (
        "40 millions d'euros",
        "rapporté par Norlane",
        "annoncé",
        "brasse de l'air",
        "un proche du dossier",
        "critique",
        "Nuage Hebdo",
    ):
        assert words in card
    page.run("document.querySelectorAll('#panel .toggle').forEach((one) => one.click())")
    page.wait("document.querySelector('#card-relations blockquote') !== null")
    assert "Selon Norlane, Zéphyr IA utilise la puce K-100." in page.text("#panel")
    assert page.text("#card-about mark") == "Zéphyr IA brasse de l'air"
    assert "5 janv. 2025" in page.text("#card-about figcaption")


def test_only_web_links_can_be_followed(opened, path):
    page = opened(path, "#n=chip%2Fk-100")
    page.run("document.querySelectorAll('#panel .toggle').forEach((one) => one.click())")

    links = page.run("[...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))")
    assert {link.split(":")[0] for link in links if not link.startswith("#")} == {"https"}
    assert page.run("[...document.querySelectorAll('a[target]')].every((one) => one.rel === 'noopener noreferrer')")


def test_a_click_on_a_node_opens_it_and_a_click_beside_closes_it(opened, path):
    page = opened(path)
    page.page.mouse.click(*spot(page, "Mistigri 3"))
    page.wait(f"document.querySelector('{CARD}').textContent === 'Mistigri 3'")
    assert "Élodie Brassac" in page.text("#panel")

    page.page.mouse.click(300, 110)
    page.wait(f"document.querySelector('{CARD}').textContent === '{OVERVIEW}'")


def test_a_click_on_a_line_shows_its_sentences(opened, path):
    page = opened(path)
    page.page.mouse.click(*between(page))
    page.wait("document.querySelector('#panel .pair') !== null")

    assert page.text("#panel .pair") == "Mistigri 3dépasseK-100"
    assert "au conditionnel" in page.text("#panel")
    assert page.text("#panel mark") == "Mistigri 3 dépasserait tout."


def test_the_mouse_on_a_line_names_it(opened, path):
    page = opened(path)
    x, y = between(page)
    page.page.mouse.move(x + 3, y)
    page.page.mouse.move(x, y)
    page.wait("!document.getElementById('tip').hidden")

    assert page.text("#tip") == "Mistigri 3 dépasse K-100au conditionnel"


def test_a_relation_leads_to_the_other_end_and_back(opened, path):
    page = opened(path, ZEPHYR)
    page.click("#card-facts .line")
    assert "Zéphyr IA a levé 40 millions d'euros." in page.text("#panel")
    page.page.locator("#panel .name", has_text="K-100").first.click()
    assert page.text(CARD) == "K-100"

    page.page.go_back()
    page.wait(f"document.querySelector('{CARD}').textContent === 'Zéphyr IA'")


def test_neighbours_and_back(opened, path):
    page = opened(path, "#n=model%2Fmistigri-3")
    page.click("#do-focus")
    assert page.count()[:2] == (3, 7)
    page.click("#all")

    assert page.count()[:2] == (7, 7)


def test_expand_adds_neighbours_to_what_is_shown(opened, tmp_path):
    path = tmp_path / "few.html"
    path.write_text(view.page(sample(), title=TITLE, limit=3), encoding="utf-8")
    page = opened(path)
    assert page.count()[:2] == (3, 7)
    page.page.fill("#search", "zephyr")
    page.page.press("#search", "Enter")
    page.click("#do-expand")

    assert page.count()[:2] == (4, 7)
    assert page.page.locator("#do-expand").count() == 0
    page.click("#all")
    assert page.count()[:2] == (7, 7)


def test_a_name_that_is_not_shown_opens_with_its_neighbours(opened, tmp_path):
    path = tmp_path / "few.html"
    path.write_text(view.page(sample(), title=TITLE, limit=2), encoding="utf-8")
    page = opened(path)
    page.page.fill("#search", "brassac")
    page.page.press("#search", "Enter")

    assert page.text(CARD) == "Élodie Brassac"
    assert page.count()[:2] == (3, 7)


def test_hide_and_show_again(opened, path):
    page = opened(path, ZEPHYR)
    page.click("#do-hide")
    assert page.count() == (6, 7, 3)
    assert page.text("#unhide") == "Remontrer 1"
    page.click("#unhide")

    assert page.count() == (7, 7, 7)


def test_what_is_dragged_stays_and_can_be_saved(opened, path):
    page = opened(path)
    x, y = spot(page, "Mistigri 3")
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 40, y + 25)
    page.page.mouse.move(x + 120, y + 60)
    page.page.mouse.up()
    settle(page)
    moved = spot(page, "Mistigri 3")
    assert abs(moved[0] - x - 120) < 8
    assert abs(moved[1] - y - 60) < 8
    page.key("Lieux")
    page.key("Lieux")
    assert spot(page, "Mistigri 3") == pytest.approx(moved, abs=2)

    saved = view.saved_places(page.saved("#places").decode())
    assert set(saved) == {node for node, _ in sample().nodes(data=True)}
    again = path.with_name("again.html")
    again.write_text(view.page(sample(), title="Autre", placed=saved), encoding="utf-8")
    other = opened(again)
    assert view.saved_places(other.saved("#places").decode()) == saved

    page.page.mouse.click(*moved)
    page.click("#do-release")
    assert spot(page, "Mistigri 3") == pytest.approx((x, y), abs=2)


def test_the_path_between_two_names(opened, path):
    page = opened(path, "#n=person%2Felodie-brassac")
    page.click("#do-path")
    page.page.fill("#towards-name", "norl")
    page.page.press("#towards-name", "Enter")

    assert page.text(CARD) == "De Élodie Brassac à Norlane"
    assert page.texts(".path > li > .name") == ["Élodie Brassac", "Zéphyr IA", "Norlane"]
    page.click(".path .toggle")
    assert "Élodie Brassac dirige Zéphyr IA depuis mai." in page.text(".path blockquote")
    assert page.count()[0] == 3
    page.go(page.run("location.hash"))
    assert page.texts(".path > li > .name") == ["Élodie Brassac", "Zéphyr IA", "Norlane"]
    page.click("#panel .close")
    assert page.count()[0] == 7


def test_no_path_is_said(opened, path):
    page = opened(path, "#n=place%2Fbretonie")
    page.click("#do-path")
    page.page.fill("#towards-name", "norl")
    page.page.press("#towards-name", "Enter")

    assert "Aucun chemin entre Bretonie et Norlane" in page.text("#towards")


def test_language_switch(opened, path):
    page = opened(path)
    page.click("#language")
    assert page.run("document.documentElement.lang") == "en"
    assert "What this graph shows" in page.text("#panel")
    assert page.text("#quotes th") == "Who speaks"
    assert "names, 7 lines" in page.text("#count")
    page.click("#language")
    assert page.text("#quotes th") == "Qui parle"


def test_keyboard_alone(opened, path):
    page = opened(path)
    page.page.keyboard.press("/")
    assert page.run("document.activeElement.id") == "search"
    page.page.keyboard.type("norlane")
    page.page.keyboard.press("Enter")
    assert page.text(CARD) == "Norlane"
    assert page.run("document.activeElement.id") == "panel"
    page.page.keyboard.press("Escape")
    assert page.text(CARD) == OVERVIEW
    page.page.focus("#graph")
    page.page.keyboard.press("0")
    settle(page)
    x, before = spot(page, "K-100")[0], drawn(page)
    page.page.keyboard.press("ArrowRight")
    settle(page)
    assert spot(page, "K-100")[0] < x - 30
    page.page.keyboard.press("-")
    settle(page)
    assert drawn(page) < before
    page.page.keyboard.press("0")
    settle(page)
    assert abs(spot(page, "K-100")[0] - x) < 3


def test_every_control_can_be_reached_with_the_tabulator_and_shows_the_focus(opened, path):
    page = opened(path)
    seen = set()
    for _ in range(60):
        page.page.keyboard.press("Tab")
        name, outline = page.run("[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]")
        seen.add(name)
        assert outline != "none" or not name
    assert {
        "search",
        "show-speech",
        "show-table",
        "reset",
        "language",
        "pick-speaker",
        "pick-predicate",
        "graph",
        "slide-since",
        "panel",
    } - {"panel"} <= seen


@pytest.mark.parametrize("kind", ["png", "svg", "csv", "json"])
def test_exports_are_saved(opened, path, kind):
    page = opened(path)
    content = page.saved(f"#{kind}")

    assert content.startswith({"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf", "json": b"{"}[kind])
    if kind == "csv":
        text = content.decode("utf-8-sig")
        assert '"Élodie Brassac · PDG"' in text
        assert ' » · mot pour mot"' in text
        assert " · https://" in text
    if kind == "svg":
        text = content.decode()
        for words in (TITLE, "3 articles, 2 médias", "Personnes", "au conditionnel", "favorable"):
            assert words in text
    if kind == "json":
        found = json.loads(content)
        assert len(found["names"]) == 7
        assert {one["status"] for one in found["statements"]} == {"asserted", "reported", "planned", "hedged", "denied"}
        assert found["quotes"][0]["exact"] == "Mistigri 3 ira loin"


def test_exports_hold_what_the_filters_leave(opened, path):
    page = opened(path, "#d=2025-02-01")

    assert [one["predicate"] for one in json.loads(page.saved("#json"))["statements"]] == ["ceoOf"]


def test_the_lines_to_embed_it(opened, path):
    page = opened(path)
    page.click("#export summary")
    page.click("#frame")
    code = page.run("document.getElementById('frame-code').value")

    assert re.match(r'<iframe sandbox="allow-scripts allow-downloads allow-popups" .*src="page\.html"', code)


@pytest.mark.parametrize("part", ["", ZEPHYR, "#v=speech", "#v=quotes", "#v=time", "#v=table"])
def test_a_phone_scrolls_no_sideways(opened, path, part):
    page = opened(path, part, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)

    assert page.run("document.documentElement.scrollWidth") == 390
    if part == ZEPHYR:
        assert page.visible("#panel")
        page.page.screenshot()
        assert page.run("document.getElementById('panel').getBoundingClientRect().top") > 200


def test_dark_colours(opened, path):
    dark, light = opened(path, color_scheme="dark"), opened(path)
    colour = "getComputedStyle(document.documentElement).backgroundColor"

    assert dark.run(colour) != light.run(colour)


def test_on_paper_it_is_light_and_shows_picture_and_note(opened, path):
    page = opened(path, color_scheme="dark")
    page.page.emulate_media(media="print", color_scheme="dark")

    assert page.visible("#still svg")
    assert page.visible("main > #method")
    assert not page.visible("#graph")
    assert page.run("getComputedStyle(document.querySelector('#method')).color") == "rgb(31, 35, 40)"
    page.page.emulate_media(media="screen")
    page.click("#show-quotes")
    page.page.emulate_media(media="print")
    assert not page.visible("#still svg")
    assert page.visible("#view-quotes .quote")


def test_without_scripts_picture_and_tables_show(opened, path):
    page = opened(path, java_script_enabled=False)

    assert [
        page.visible(part) for part in ("#still svg", "#quotes", "#statements", "#method", ".nojs", "#search", "#panel")
    ] == [True] * 5 + [False] * 2


def test_two_of_them_in_closed_frames_on_one_page(opened, tmp_path):
    outer = tmp_path / "outer.html"
    inner = view.embed(view.page(sample(), title=TITLE), title="Cadre")
    outer.write_text(f"<!doctype html><title>x</title><body style='height:4000px'>{inner}{inner}", encoding="utf-8")
    page = opened(outer)
    frames = page.page.frames[1:]
    assert len(frames) == 2
    for frame in frames:
        frame.wait_for_selector("#graph canvas")
    one, other = frames
    one.evaluate("document.querySelector('#quotes a[data-node]').click()")
    assert one.text_content("#panel h2") == "Élodie Brassac"
    assert other.text_content("#panel h2") == OVERVIEW
    assert one.locator("#do-link").count() == 0
    one.evaluate("document.getElementById('language').click()")
    assert [frame.evaluate("document.documentElement.lang") for frame in frames] == ["en", "fr"]

    page.page.mouse.move(600, 300)
    page.page.mouse.wheel(0, 400)
    page.wait("window.scrollY > 300")
