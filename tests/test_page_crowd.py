"""Many names on one picture: drawn in few strokes, but pointed at, dragged, chosen and filtered like few."""

import json

import pytest
from bench_page import graph

from kg import view

pytestmark = pytest.mark.page
#: Notes each label that is drawn: its words and the middle of its line, in the window's pixels.
NOTED = """
window.labels = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  const { a, b, d, e, f } = this.getTransform();
  window.labels.push([text, (a * x + e) / devicePixelRatio, (d * y + f) / devicePixelRatio, this.measureText(text).width, b]);
  write.apply(this, arguments);
};
const clear = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function () { window.labels = []; clear.apply(this, arguments); };
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("crowd") / "crowd.html"
    path.write_text(view.page(graph(320, 640), title="Foule", limit=320), encoding="utf-8")
    return path


@pytest.fixture
def noted(opened, path):
    def open_noted(part="", **context):
        page = opened(path, **context)
        page.context.add_init_script(NOTED)
        page.go(part)
        frames(page)
        return page

    return open_noted


def frames(page):
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def spots(page):
    """Give where names stand in the window, when the first one was centred: that one and its neighbours, and their card's title."""
    places = json.loads(page.saved("#places"))["positions"]
    box = page.page.locator("#stage").bounding_box()
    x, y = places["person/n00000"]
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 14
    return {name: (middle[0] + (a - x) * 0.85, middle[1] + (b - y) * 0.85) for name, (a, b) in places.items()}, box


def inside(place, box):
    return box["x"] + 40 < place[0] < box["x"] + box["width"] - 40 and box["y"] + 40 < place[1] < box["y"] + box["height"] - 90


def test_labels_do_not_cover_each_other_and_the_main_names_have_one(noted):
    page = noted()
    labels = page.run("window.labels")

    assert page.count()[:2] == (320, 320)
    assert 40 < len(labels) <= 300
    assert {"Zurich 0", "Zurich 3"} <= {label[0] for label in labels}
    for number, (one, x, y, wide, _) in enumerate(labels):
        for other, left, upper, width, _ in labels[number + 1 :]:
            assert abs(x - left) >= (wide + width) / 2 - 2 or abs(y - upper) >= 10, (one, other)


def test_closer_there_is_room_for_more_of_the_names_that_can_be_seen(noted):
    page = noted()
    before = {label[0] for label in page.run("window.labels")}
    for _ in range(5):
        page.click("#zoom-in")
    frames(page)
    after = {label[0] for label in page.run("window.labels")}

    assert after - before


def test_a_name_is_opened_by_a_click_named_by_the_mouse_and_dragged(noted):
    page = noted("#n=person%2Fn00000")
    at = spots(page)[0]["person/n00000"]
    page.page.keyboard.press("Escape")
    assert page.text("#panel h2") == "Ce que montre ce graphe"
    page.page.mouse.move(at[0] + 3, at[1])
    page.page.mouse.move(*at)
    page.wait("!document.getElementById('tip').hidden")
    assert page.text("#tip") == "Zurich 0"
    page.page.mouse.click(*at)
    page.wait("document.querySelector('#panel h2').textContent === 'Zurich 0'")

    before = json.loads(page.saved("#places"))["positions"]
    page.page.mouse.move(*at)
    page.page.mouse.down()
    page.page.mouse.move(at[0] + 30, at[1] + 20)
    page.page.mouse.move(at[0] + 85, at[1] + 51)
    page.page.mouse.up()
    frames(page)
    after = json.loads(page.saved("#places"))["positions"]
    assert after.pop("person/n00000") == pytest.approx(
        [before["person/n00000"][0] + 100, before.pop("person/n00000")[1] + 60], abs=12
    )
    assert after == before


def test_a_line_is_named_by_the_mouse_and_opened_by_a_click(noted):
    page = noted("#n=person%2Fn00000")
    places, box = spots(page)
    others = page.run("[...document.querySelectorAll('#card-relations .name')].map((one) => one.textContent)")
    names = {f"Zurich {int(node.rpartition('n')[2])}": place for node, place in places.items()}
    target = next(names[name] for name in others if inside(names[name], box))
    page.page.keyboard.press("Escape")
    start = places["person/n00000"]
    at = start[0] + (target[0] - start[0]) * 0.45, start[1] + (target[1] - start[1]) * 0.45
    page.page.mouse.move(at[0] + 2, at[1])
    page.page.mouse.move(*at)
    page.wait("!document.getElementById('tip').hidden")
    assert "utilise" in page.text("#tip")
    page.page.mouse.click(*at)

    page.wait("document.querySelector('#panel .pair') !== null")
    assert "Zurich" in page.text("#panel .evidence")
    page.page.mouse.click(box["x"] + 8, box["y"] + 8)


def test_what_is_not_near_the_chosen_name_steps_back(noted):
    page = noted("#n=person%2Fn00000")
    drawn = graph(320, 640)
    ids = {"person/n00000", *drawn.successors("person/n00000"), *drawn.predecessors("person/n00000")}
    labels = {label[0] for label in page.run("window.labels") if label[0].startswith("Zurich")}

    assert len(labels) > 1
    assert labels <= {drawn.nodes[node]["label"] for node in ids}


def test_a_filter_that_leaves_few_names_draws_them_in_full(noted):
    page = noted()
    for kind in ("Entreprises", "Organisations", "Modèles", "Puces"):
        page.key(kind)
    frames(page)
    shown, _, lines = page.count()
    assert shown < 250
    assert lines > 0
    assert len(page.run("window.labels")) >= shown

    page.click("#reset")
    assert page.count()[0] == 320
