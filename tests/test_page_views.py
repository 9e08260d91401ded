"""The filters, the views beside the graph and the address that holds them, in a real browser."""

from dataclasses import replace

import pytest
from newsroom import facts, resolution, sample

from kg import network, view
from kg.records import Check

pytestmark = pytest.mark.page
ZEPHYR = "#n=company%2Fzephyr-ia"


def checked():
    """Give the newsroom in which a person checked two quotes and a statement."""
    first, second, third = facts()
    right = replace(first.quotes[0], check=Check(verdict="verified", who="Jo", when="2025-03-04"))
    doubt = replace(second.quotes[0], check=Check(verdict="disputed", note="pas retrouvé"))
    wrong = replace(first.statements[0], check=Check(verdict="wrong", who="Jo"))
    made = [replace(first, quotes=(right,), statements=(wrong, *first.statements[1:])), replace(second, quotes=(doubt,)), third]
    return network.build(made, resolution())


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("views") / "page.html"
    path.write_text(view.page(sample(), title="Le marché"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def checked_path(path):
    other = path.with_name("checked.html")
    other.write_text(view.page(checked(), title="Vérifié"), encoding="utf-8", newline="\n")
    return other


def test_the_legend_filters_and_reset_undoes_it(opened, path):
    page = opened(path)
    assert len(page.texts("#keys .key")) == 6 + 5 + 2
    page.key("Personnes")
    assert page.count()[:2] == (6, 7)
    assert page.run("document.querySelector('#keys .key').getAttribute('aria-pressed')") == "false"
    page.key("au conditionnel")
    assert page.count() == (6, 7, 4)
    page.click("#layer-relation")
    assert page.count()[2] == 0

    page.click("#reset")
    assert page.count() == (7, 7, 7)


def test_a_status_filter_reaches_the_card(opened, path):
    page = opened(path, "#n=chip%2Fk-100")
    assert "démenti" in page.text("#panel")
    page.key("démenti")

    assert "démenti" not in page.text("#panel")


@pytest.mark.parametrize(
    ("name", "value", "shown", "lines"),
    [
        ("predicate", "manufactures", 3, 2),
        ("outlet", "Nuage Hebdo", 3, 2),
        ("speaker", "person/elodie-brassac", 2, 1),
        ("check", "none", 5, 7),
        ("check", "verified", 0, 0),
    ],
)
def test_each_filter_keeps_what_it_names(opened, path, name, value, shown, lines):
    page = opened(path)
    page.page.select_option(f"#pick-{name}", value)

    assert page.count() == (shown, 7, lines)


def test_date_filter_keeps_what_was_published_then(opened, path):
    page = opened(path, ZEPHYR)
    page.page.fill("#pick-since", "2025-02-01")
    page.page.dispatch_event("#pick-since", "change")

    assert "40 millions" in page.text("#panel")
    assert "brasse de l'air" not in page.text("#panel")


def test_the_strip_of_dates_filters_by_mouse_and_by_keyboard(opened, path):
    page = opened(path)
    assert (page.text("#brush-from"), page.text("#brush-to")) == ("5 janv. 2025", "2 mars 2025")
    box = page.page.locator("#bars").bounding_box()
    page.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 10)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] * 0.995, box["y"] + 10)
    page.page.mouse.up()
    assert page.count() == (3, 7, 2)
    assert page.run("location.hash").startswith("#d=2025-02")
    page.click("#brush-clear")
    assert page.count() == (7, 7, 7)

    page.page.focus("#slide-until")
    for _ in range(3):
        page.page.keyboard.press("ArrowLeft")
    assert page.count()[2] == 2
    assert "Zéphyr IA utilise" not in page.text("#panel")
    assert page.run("document.activeElement.id") == "slide-until"


def test_the_least_number_of_sentences_for_a_line(opened, tmp_path):
    first, *others = facts()
    twin = replace(first, article=replace(first.article, key="a4.txt", outlet="Reprises"))
    links = dict(resolution().links)
    links.update({("a4.txt", name): thing for (key, name), thing in resolution().links.items() if key == "a1.txt"})
    path = tmp_path / "twice.html"
    path.write_text(
        view.page(network.build([first, twin, *others], replace(resolution(), links=links)), title="x"), encoding="utf-8"
    )
    page = opened(path)
    page.page.fill("#pick-least", "2")

    assert page.count() == (3, 7, 2)
    page.click("#show-quotes")
    assert "repris par 2 titres" in page.text("#quotes-list")


def test_checks_are_shown_and_filter(opened, checked_path):
    page = opened(checked_path, "#n=person%2Felodie-brassac")
    assert page.count()[2] == 6  # what is wrong is not drawn
    page.run("document.querySelectorAll('#panel .toggle').forEach((one) => one.click())")
    assert page.texts("#panel .check") == ["vérifié (Jo, 2025-03-04)", "faux (Jo)"]
    page.page.select_option("#pick-check", "wrong")
    assert page.count() == (2, 7, 1)
    page.click("#show-quotes")
    page.page.select_option("#pick-check", "disputed")
    assert page.texts("#quotes-list .check") == ["contesté (pas retrouvé)"]
    page.click("#show-table")
    assert page.run("[...document.querySelectorAll('#tables tbody tr')].filter((one) => !one.hidden).length") == 1
    assert page.texts("#quotes .check") == ["contesté"]


def test_who_said_what_about_whom(opened, path):
    page = opened(path)
    page.click("#show-speech")

    assert set(page.texts(".flow .from > span:first-of-type")) == {"un proche du dossier", "Élodie Brassac"}
    assert set(page.texts(".flow .to > span:first-of-type")) == {"Mistigri 3", "Zéphyr IA"}
    assert {"« Mistigri 3 ira loin »", "« Zéphyr IA brasse de l'air »"} == set(page.texts(".flow .words"))
    colours = page.run("[...document.querySelectorAll('.flow path')].map((one) => getComputedStyle(one).stroke)")
    assert len(colours) == 4
    assert len(set(colours)) == 2
    assert {text[0] for text in page.texts(".flow .said small")} == {"+", "−"}
    page.page.locator(".flow .said", has_text="ira loin").hover()
    assert page.run("document.querySelectorAll('.flow .on').length") == 5
    page.page.locator(".flow .said", has_text="ira loin").click()
    assert "promet Élodie Brassac" in page.text("#panel")
    page.page.locator(".flow .to", has_text="Zéphyr IA").click()
    assert page.text("#panel h2") == "Zéphyr IA"
    assert page.visible(".flow")
    page.key("critique")
    assert page.texts(".flow .words") == ["« Mistigri 3 ira loin »"]


def test_the_list_of_quotes_and_its_search(opened, path):
    page = opened(path)
    page.click("#show-quotes")
    assert page.text("#quotes-count") == "2 citations affichées ; 2 au total"
    page.page.fill("#words", "BRASSE DE L AIR")
    assert page.texts("#quotes-list mark") == ["Zéphyr IA brasse de l'air"]
    page.page.fill("#words", "brassac")
    assert page.texts("#quotes-list mark") == ["Mistigri 3 ira loin"]


def test_the_quote_is_copied_as_a_sentence(opened, path):
    page = opened(path, "#v=quotes")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.page.locator("#quotes-list .plain", has_text="Copier").first.click()
    page.wait("document.querySelector('#quotes-list figcaption').textContent.includes('Copié')")

    copied = page.run("navigator.clipboard.readText()")
    assert (
        copied
        == "Élodie Brassac (PDG) : « Mistigri 3 ira loin » (Le Courrier du Silicium, 2 mars 2025, https://exemple.test/un)"
    )


def test_the_timeline_tells_the_days_newest_first(opened, path):
    page = opened(path, "#v=time")

    assert page.texts("#view-time h3") == ["2 mars 2025 2", "5 janv. 2025 3", "sans date 3"]
    assert "Zéphyr IA brasse de l'air" in page.texts("#view-time .day")[1]
    page.page.select_option("#pick-outlet", "Nuage Hebdo")
    assert page.texts("#view-time h3") == ["5 janv. 2025 3"]


def test_table_filter_and_link_to_the_card(opened, path):
    page = opened(path)
    page.click("#show-table")
    page.page.fill("#narrow", "BRASSE DE L AIR")
    assert page.run("[...document.querySelectorAll('#tables tbody tr')].filter((one) => !one.hidden).length") == 1
    heads = page.run("[...document.querySelectorAll('#quotes th')].map((one) => [one.scope, one.textContent])")
    assert heads == [["col", name] for name in ("Qui parle", "De qui, de quoi", "Ton (estimé)", "Propos", "Source")]

    page.run("document.querySelector('#quotes tr:not([hidden]) a[data-node]').click()")
    assert page.visible("#graph")
    assert page.text("#panel h2") == "Zéphyr IA"


def test_table_obeys_the_filters(opened, path):
    page = opened(path, "#v=table&r=manufactures")
    rows = page.run("[...document.querySelectorAll('#statements tbody tr')].filter((one) => !one.hidden).length")

    assert rows == 2


def test_the_table_shows_the_newest_sentence_that_the_filters_leave(opened, tmp_path):
    first, *others = facts()
    told = first.article.text.replace("Élodie", "Elodie")
    twin = replace(first, article=replace(first.article, key="a4.txt", outlet="", title="", date="2025-06-01", text=told))
    links = dict(resolution().links)
    links.update({("a4.txt", name): thing for (key, name), thing in resolution().links.items() if key == "a1.txt"})
    path = tmp_path / "twice.html"
    path.write_text(
        view.page(network.build([first, twin, *others], replace(resolution(), links=links)), title="x"), encoding="utf-8"
    )
    page = opened(path, "#v=table&r=ceoOf")
    row = "#statements tr:not([hidden]) td:nth-child({})"
    newest = ["Elodie Brassac dirige Zéphyr IA depuis mai. (+ 1)", "exemple.test, 01/06/2025 · lire l’article"]
    assert [page.text(row.format(n)) for n in (5, 6)] == newest
    page.page.evaluate("location.hash = '#v=table&r=ceoOf&o=Le+Courrier+du+Silicium'")
    page.wait("document.querySelector('#statements tr:not([hidden]) td:last-child').textContent.includes('Courrier')")
    assert page.text("#tables h2:last-of-type small") == "1 sur 7"
    assert [page.text(row.format(n)) for n in (5, 6)] == [
        "Élodie Brassac dirige Zéphyr IA depuis mai.",
        "Le Courrier du Silicium, 02/03/2025 · lire l’article",
    ]
    page.page.go_back()
    page.wait("document.querySelector('#statements tr:not([hidden]) td:last-child').textContent.includes('exemple')")
    assert [page.text(row.format(n)) for n in (5, 6)] == newest


def test_why_names_are_one_is_said_in_the_language_of_the_page(opened, tmp_path):
    why = "in the catalogue as « Brassac »; decision 2: of type PERSON"
    things = tuple(replace(thing, reason=why) if thing.aliases else thing for thing in resolution().things)
    path = tmp_path / "why.html"
    path.write_text(view.page(network.build(facts(), replace(resolution(), things=things)), title="x"), encoding="utf-8")
    page = opened(path, "#n=person%2Felodie-brassac")
    assert "Pourquoi un seul nom : le catalogue le connaît : « Brassac » ; décision n° 2 : classé « Personne »" in page.text(
        "#panel"
    )
    page.click("#language")
    assert "the catalogue knows it: “Brassac” ; decision 2: typed “Person”" in page.text("#panel")


@pytest.mark.parametrize(
    "part",
    [
        "#n=company%2Fzephyr-ia&v=speech",
        "#f=chip%2Fk-100&s=denied",
        "#v=quotes&q=1",
        "#t=PERSON+PLACE&m=1",
        "#o=Nuage+Hebdo",
        "#r=uses",
        "#d=2025-01-01&u=2025-02-01",
        "#y=speech",
        "#x=company%2Fnorlane",
        "#l=l0",
    ],
)
def test_an_address_brings_back_selection_view_and_filters(opened, path, part):
    page, plain = opened(path, part), opened(path)
    settled = page.run("location.hash")
    look = "[document.documentElement.dataset.view, document.getElementById('count').textContent, document.getElementById('panel').textContent, document.getElementById('view-quotes').textContent]"
    seen = page.run(look)

    assert seen != plain.run(look)
    page.go(settled)
    assert page.run(look) == seen


def test_an_address_that_names_nothing_real_is_harmless(opened, path):
    page = opened(
        path, "#n=nobody&v=constructor&t=__proto__&s=toString&q=99&p=a+b&g=4&m=-3&d=javascript:1&l=x&y=constructor&f=%00&c=<b>"
    )

    assert page.count() == (7, 7, 7)
    assert page.text("#panel h2") == "Ce que montre ce graphe"


def test_groups_lead_into_a_large_graph(opened, tmp_path):
    path = tmp_path / "large.html"
    path.write_text(view.page(sample(), title="x", limit=3), encoding="utf-8")
    page = opened(path)
    assert page.count()[:2] == (3, 7)
    page.click("#card-groups button")
    group = page.text("#card-groups .number")

    assert f"{page.count()[0]} noms" == group
    assert page.run("location.hash") == "#g=0"
    page.click("#all")
    assert page.count()[0] == 3
