"""What the page opens with, and what is taken away from it: sentences with their source, links, the picture."""

import pytest
from newsroom import sample
from scene import library

from kg import network, view

pytestmark = pytest.mark.page
PICTURE = """async () => {
  const [item] = await navigator.clipboard.read();
  const image = await createImageBitmap(await item.getType("image/png"));
  return [image.width, image.height];
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("overview") / "page.html"
    source = library()
    path.write_text(view.page(network.build(source.facts, source.resolution), title="Marées"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(path):
    other = path.with_name("small.html")
    other.write_text(view.page(sample(), title="Petit"), encoding="utf-8")
    return other


def test_it_opens_with_who_says_what_about_whom(opened, path):
    page = opened(path)
    lines = page.texts("#telling .brief")

    assert lines[0] == "Aude Kermarec − critique → Ostréa« Ostréa nous copie encore sans vergogne »"
    assert len(lines) == 2  # one for each speaker but those who speak of themselves
    assert lines[1].startswith("Bastien Roch − critique → ")
    page.page.locator("#telling .brief").first.click()
    assert "copie encore" in page.text("#panel mark")
    page.page.go_back()
    page.click("#all-speech")
    assert page.visible(".flow")


def test_a_tone_that_is_hardly_sure_is_told_nobody_at_first_sight(opened, tmp_path):
    source = library()
    made = network.build(source.facts, source.resolution)
    for quote in made.graph["quotes"]:
        quote["stance_confidence"] = 0.9 if "promesses" in quote["text"] else 0.45
    path = tmp_path / "unsure.html"
    path.write_text(view.page(made, title="x"), encoding="utf-8")
    page = opened(path)

    assert page.texts("#telling .brief") == ["Aude Kermarec + favorable → Varech-7« Varech-7 tient ses promesses »"]
    page.click("#telling .brief")
    assert page.run("document.querySelector('#panel .stance').title") == "estimé, à 90 %"


def test_bars_tell_how_those_who_speak_and_are_spoken_of_fare(opened, path):
    page = opened(path)

    assert "Ton estimé : 1 favorable, 1 critique" in page.run(
        "[...document.querySelectorAll('#panel .tones')].map((one) => one.getAttribute('aria-label'))"
    )


def test_every_sentence_can_be_cited_and_linked(opened, small):
    page = opened(small, "#n=company%2Fzephyr-ia")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#card-facts .toggle")
    page.page.locator("#card-facts .plain", has_text="citation").click()
    page.wait("document.querySelector('#card-facts figcaption').textContent.includes('Copié')")
    assert page.run("navigator.clipboard.readText()") == (
        "« Zéphyr IA a levé 40 millions d'euros. » (Le Courrier du Silicium, 2 mars 2025, https://exemple.test/un)"
    )

    page.click("#card-relations .toggle")
    sentence = page.text("#card-relations mark")
    page.page.locator("#card-relations .plain", has_text="lien").first.click()
    page.wait("document.querySelector('#card-relations figcaption').textContent.includes('Copié')")
    address = page.run("navigator.clipboard.readText()")
    assert address.startswith(small.as_uri() + "#l=l")
    page.go(address=address)
    assert sentence in page.text("#panel")


def test_cards_tell_how_sure_the_program_is(opened, small):
    page = opened(small, "#n=company%2Fzephyr-ia")
    page.click("#card-facts .toggle")

    assert page.text("#card-facts .sure") in {"lecture sûre", "lecture probable", "lecture incertaine"}
    assert "estimation" in page.run("document.querySelector('#card-facts .sure').title").lower()


def test_the_picture_is_copied_with_its_legend(opened, small):
    page = opened(small)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#export summary")
    page.click("#picture")
    page.wait("document.querySelector('#export summary').textContent === 'Copié'")
    width, height = page.page.evaluate(PICTURE)
    svg = page.saved("#svg").decode()

    assert "Ton envers la cible (estimé)" in svg
    assert f'width="{round(width / 2)}' in svg
    assert height > 400


def test_where_nothing_can_be_copied_the_picture_is_saved(opened, small):
    page = opened(small)
    page.run("Object.defineProperty(navigator, 'clipboard', { value: undefined })")

    assert page.saved("#picture").startswith(b"\x89PNG")


@pytest.mark.parametrize(("far", "written"), [(400, True), (90, False)])
def test_a_name_is_written_on_a_line_that_is_long_enough_for_it(opened, tmp_path, far, written):
    placed = {"company/norlane": (0, 0), "company/zephyr-ia": (far, 0)}
    path = tmp_path / "placed.html"
    path.write_text(view.page(sample(), title="x", placed=placed), encoding="utf-8")
    page = opened(path)
    page.context.add_init_script(
        "window.words = []; const write = CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...more) { window.words.push(text); write.call(this, text, ...more); };"
    )
    page.go("#n=company%2Fnorlane")
    page.wait("window.words.includes('Norlane')")
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    assert ("concurrent de" in page.run("window.words")) is written
