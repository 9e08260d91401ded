"""The pages of ``kg serve`` in a real browser: every feature, by mouse and by keyboard, in both languages, wide and narrow."""

import http.server
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import newsroom
import pytest
from browser import found
from playwright.sync_api import expect
from serving import BRASSAC, ZEPHYR, live, make_build

from kg import builder, corpus, decisions
from kg.serve.desk import Desk

pytestmark = [pytest.mark.page, pytest.mark.skipif(found() is None, reason="Chromium is not installed")]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PAGES = (
    "/",
    "/?q=zephyr",
    f"/entity/{ZEPHYR}",
    f"/entity/{BRASSAC}/why",
    "/quotes",
    "/articles",
    f"/timeline?x={ZEPHYR}",
    f"/compare?x={BRASSAC}&y=Norlane",
    "/voice",
    "/graph",
    "/sparql/editor",
    "/question/who-said-about?ask=1&about=Zéphyr IA",
    "/api",
    "/add",
    "/review",
    "/review?kind=statements",
    "/review?kind=names",
    "/review?kind=decisions",
    "/watch",
    f"/reports?about={ZEPHYR}",
    "/nowhere",
)


@pytest.fixture
def folder(tmp_path):
    return make_build(tmp_path / "out")


@contextmanager
def visiting(chromium, address, **options):
    """Give a page of a fresh browser; nothing but the server is asked, and nothing goes wrong in the console."""
    context = chromium.new_context(base_url=address, locale=options.pop("locale", "fr-FR"), **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    asked, problems = [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: problems.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda one: problems.append(str(one)))
    yield page
    strange = [one for one in asked if not one.startswith((address, "data:", "blob:"))]
    context.close()
    assert strange == []
    assert [one for one in problems if "409" not in one and "404" not in one] == []


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with live(make_build(tmp_path_factory.mktemp("desk") / "out")) as address:
        yield address


@pytest.fixture
def page(chromium, shared):
    with visiting(chromium, shared) as found_page:
        yield found_page


def test_search_by_keyboard_leads_to_a_card(page):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("zephyr")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Zéphyr IA").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zéphyr IA")
    expect(page.locator("#about ~ .quote")).to_contain_text("brasse de l'air")
    expect(page.locator(".statement .status.planned")).to_have_text("annoncé")


def test_a_card_leads_on_by_its_tabs(page):
    page.goto(f"/entity/{BRASSAC}")
    tabs = page.get_by_role("navigation", name="Élodie Brassac")
    expect(tabs.get_by_role("link", name="Fiche")).to_have_attribute("aria-current", "page")
    for name, heading in (("Chronologie", "Chronologie · Élodie Brassac"), ("Graphe", "Graphe · Élodie Brassac")):
        tabs.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(tabs.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
    tabs.get_by_role("link", name="Pourquoi").click()
    tabs.get_by_role("link", name="Dossier").click()
    tabs.get_by_role("link", name="Fiche").click()
    expect(page.get_by_role("heading", name="Propos tenus")).to_be_visible()
    expect(page.get_by_role("heading", name="Ce qu’on en dit")).to_have_count(0)


def test_what_goes_wrong_is_said_in_the_language_of_the_page(chromium, shared):
    for locale, lost, near in (
        ("fr-FR", "Il n’y a rien à cette adresse.", "vouliez-vous dire Élodie Brassac ?"),
        ("en-GB", "there is nothing at this address", "did you mean Élodie Brassac?"),
    ):
        with visiting(chromium, shared, locale=locale) as page:
            page.goto("/nowhere")
            expect(page.get_by_role("alert")).to_have_text(lost)
            page.goto("/quotes?speaker=Élodie Brasac")
            expect(page.get_by_role("alert")).to_contain_text(near)


def test_names_are_offered_while_typing(page):
    page.goto("/compare")
    page.locator('input[name="x"]').press_sequentially("brassac")
    expect(page.locator("#names option")).to_have_count(1)


def test_a_facet_narrows_quotes_at_once(page):
    page.goto("/quotes")
    page.get_by_label("Ton (estimé)").select_option("negative")
    expect(page.locator(".quote")).to_have_count(1)
    assert page.url.endswith("/quotes?stance=negative")
    page.get_by_label("Qui parle").select_option("none")
    expect(page.locator(".quote .who")).to_have_text("un proche du dossier")
    page.get_by_role("link", name="Réinitialiser").click()
    expect(page.locator(".quote")).to_have_count(2)


def test_a_timeline_puts_things_in_time(page):
    page.goto(f"/timeline?x={ZEPHYR}")
    days = page.locator(".timeline time").evaluate_all("all => all.map((one) => one.getAttribute('datetime'))")
    assert [one for one in days if one] == sorted((one for one in days if one), reverse=True)
    expect(page.locator(".chart rect")).to_have_count(3)
    page.get_by_label("À propos de").fill("Norlane")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator(".timeline > li")).to_have_count(1)


def test_two_voices_stand_side_by_side(page):
    page.goto("/compare")
    page.get_by_label("Première").fill("Élodie Brassac")
    page.get_by_label("Seconde").fill("Mistigri 3")
    page.get_by_role("button", name="Comparer").click()
    expect(page.get_by_role("region", name="Mistigri 3")).to_contain_text("Mistigri 3 ira loin")
    expect(page.get_by_role("region", name="Mistigri 3")).to_contain_text("Rien de Mistigri 3 là-dessus.")


def test_share_of_voice_is_counted_by_what_one_chooses(page):
    page.goto("/voice")
    expect(page.get_by_role("row", name="Élodie Brassac")).to_contain_text("50,0 %")
    page.get_by_label("Compter par").select_option("outlet")
    expect(page.get_by_role("row", name="Nuage Hebdo")).to_be_visible()


def test_the_graph_is_drawn_on_demand(page):
    page.goto("/graph")
    page.get_by_label("Autour de").fill("Norlane")
    page.get_by_role("button", name="Dessiner").click()
    expect(page.frame_locator("iframe").locator("#graph canvas")).to_be_visible()
    expect(page.frame_locator("iframe").locator("h1")).to_have_text("Norlane")


def test_a_report_is_made_on_demand(page):
    page.goto("/reports")
    page.get_by_label("Sur qui ou quoi").fill("Zéphyr IA")
    page.get_by_role("button", name="Composer").click()
    expect(page.frame_locator("iframe").locator("h1")).to_have_text("Zéphyr IA")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("brasse de l'air")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Enregistrer la page").click()
    assert saved.value.suggested_filename == "zephyr-ia.html"


def test_the_editor_asks_this_server_alone(page):
    page.goto("/sparql/editor")
    page.locator(".yasqe_queryButton").click()
    expect(page.locator(".yasr_results")).to_contain_text("Élodie Brassac")
    page.locator(".questions summary").click()
    page.locator('[data-name="critics"]').click()
    expect(page.locator(".tabPanel.active .CodeMirror")).to_contain_text("summary")


def test_a_ready_made_question_is_a_form(page):
    page.goto("/sparql/editor")
    page.locator(".questions summary").click()
    page.get_by_role("link", name="Qui a dit quoi de X").first.click()
    page.locator('input[name="about"]').fill("Zéphyr IA")
    page.get_by_role("button", name="Demander").click()
    expect(page.locator("tbody")).to_contain_text("brasse de l'air")


def test_an_article_shows_its_quotes_in_their_place(page):
    page.goto("/articles")
    page.get_by_role("link", name="Le vent tourne").click() if page.get_by_role(
        "link", name="Le vent tourne"
    ).count() else page.locator("main li a").first.click()
    mark = page.locator(".text .mark").first
    expect(mark).to_have_text("Mistigri 3 ira loin")
    mark.click()
    expect(page.locator(".quote:target")).to_be_visible()


def test_both_languages(chromium, shared):
    with visiting(chromium, shared, locale="en-GB") as page:
        page.goto("/quotes")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("heading", level=1)).to_have_text("2 quotes")
        page.get_by_role("link", name="Français").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("2 citations")
        page.goto("/voice")
        expect(page.locator("html")).to_have_attribute("lang", "fr")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(chromium, shared, scheme, width):
    context = chromium.new_context(
        base_url=shared, viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True, locale="fr-FR"
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        page.evaluate(AXE)
        broken = page.evaluate(
            "axe.run({ iframes: false }).then((all) => all.violations.map((one) => [one.id, one.nodes[0].html]))"
        )
        assert broken == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(22, 25, 29)"
    context.close()
    assert dark == (scheme == "dark")


def test_a_verdict_is_written_shown_and_taken_back(chromium, folder):
    with live(folder) as address, visiting(chromium, address) as page:
        page.goto("/review")
        first = page.locator(".quote").first
        first.locator("summary").click()
        first.get_by_label("Note").fill("relu")
        first.get_by_label("Par").fill("Jo")
        first.get_by_role("button", name="Vérifié").click()
        expect(page.locator(".quote")).to_have_count(1)
        expect(page.get_by_text("Décision n° 1 notée.")).to_be_visible()
        (taken,) = decisions.load(folder)
        assert (taken.kind, taken.value, taken.who, taken.note) == ("quote", "verified", "Jo", "relu")
        page.goto("/quotes?check=verified")
        expect(page.locator(".checked")).to_contain_text("Vérifié · Jo")
        page.goto("/review?kind=decisions")
        page.get_by_role("button", name="Annuler 1").click()
        expect(page.locator("tr.undone")).to_have_count(1)
        page.goto("/quotes?check=verified")
        expect(page.locator(".quote")).to_have_count(0)


def test_a_decision_is_taken_back_where_it_was_taken(chromium, folder):
    with live(folder) as address, visiting(chromium, address) as page:
        page.goto(f"/entity/{BRASSAC}")
        page.locator(".judge summary").first.click()
        page.get_by_role("button", name="Faux").first.click()
        expect(page.locator(".quote:target .checked.wrong")).to_be_visible()
        page.locator("#done").get_by_role("button", name="Annuler").click()
        expect(page.get_by_text("Décision n° 2 notée.")).to_be_visible()
        expect(page.locator(".checked")).to_have_count(0)
        assert "done=2" in page.url
        assert [one.kind for one in decisions.load(folder)] == ["quote", "undo"]


def test_a_decision_that_does_not_show_yet_shows_by_itself(chromium, folder, monkeypatch):
    slow = threading.Event()
    whole = Desk.refresh
    monkeypatch.setattr(Desk, "refresh", lambda self: slow.wait(10) and whole(self))
    with live(folder) as address, visiting(chromium, address) as page:
        page.goto(f"/entity/{BRASSAC}")
        page.locator(".judge summary").first.click()
        page.get_by_role("button", name="Vérifié").first.click()
        expect(page.get_by_text("Elle s’affichera dans un instant…")).to_be_visible()
        expect(page.locator(".checked")).to_have_count(0)
        slow.set()
        expect(page.locator(".checked.verified")).to_be_visible(timeout=10_000)


def test_the_first_page_says_what_came_since_the_last_visit(chromium, folder):
    with live(folder) as address, visiting(chromium, address) as page:
        page.goto("/")
        expect(page.get_by_role("heading", name="Depuis votre dernière visite")).to_have_count(0)
        (visit,) = [one for one in page.context.cookies() if one["name"].endswith("-visit")]
        earlier = int(time.time()) - 90_000
        page.context.add_cookies([{**visit, "value": f"0.{earlier}"}])
        page.goto("/")
        expect(page.get_by_text("Rien de nouveau.")).to_be_visible()
        facts = newsroom.facts()[0]
        corpus.save(folder, replace(facts, article=replace(facts.article, key="b1.txt", title="Du neuf")), {"version": "tests"})
        builder.rebuild(folder)
        expect(page.get_by_text("Le graphe a changé.")).to_be_visible(timeout=15_000)
        page.get_by_role("link", name="Recharger").click()
        expect(page.locator("#new ~ ul")).to_contain_text("Du neuf")
        page.goto(f"/entity/{BRASSAC}")
        page.get_by_role("button", name="Suivre").click()
        page.goto("/")
        expect(page.locator("#watched ~ ul")).to_contain_text("Élodie Brassac")
        expect(page.locator("#new ~ ul")).to_contain_text("Du neuf")


def test_review_by_keyboard(chromium, folder):
    with live(folder) as address, visiting(chromium, address) as page:
        page.goto("/review?kind=statements")
        for key in ("j", "j"):
            page.keyboard.press(key)
        expect(page.locator(".statement").nth(1)).to_have_class("statement here")
        page.keyboard.press("3")
        expect(page.locator(".statement")).to_have_count(6)
        assert decisions.load(folder)[0].value == "wrong"


def test_two_browsers_lose_nobodys_work(chromium, folder):
    with live(folder) as address, visiting(chromium, address) as one, visiting(chromium, address) as other:
        for page in (one, other):
            page.goto(f"/quotes?speaker={BRASSAC}")
            page.locator(".judge summary").click()
        one.get_by_label("Note").fill("j'étais là")
        one.get_by_role("button", name="Vérifié").click()
        expect(one.locator(".checked.verified")).to_be_visible()
        other.get_by_label("Note").fill("la bande dit autre chose")
        other.get_by_role("button", name="Faux").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("Quelqu’un vient de décider de la même chose")
        expect(other.locator("main")).to_contain_text("j'étais là")
        expect(other.get_by_label("Note")).to_have_value("la bande dit autre chose")
        assert len(decisions.load(folder)) == 1
        other.get_by_role("button", name="Écrire la mienne quand même").click()
        expect(other.locator(".checked.wrong")).to_be_visible()
        assert [each.value for each in decisions.load(folder)] == ["verified", "wrong"]


def test_names_are_merged_renamed_and_split(chromium, folder):
    with live(folder) as address, visiting(chromium, address) as page:
        page.goto("/entity/company/norlane")
        page.get_by_label("C’est la même chose que").fill("Zéphyr IA")
        page.get_by_role("button", name="Réunir").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Norlane")
        expect(page.locator(".head")).to_contain_text("Zéphyr IA")
        page.goto("/entity/company/norlane/why")
        page.locator("tr", has_text="Zéphyr IA").get_by_text("Pas dans cet article").click()
        page.locator("tr", has_text="Zéphyr IA").get_by_role("button", name="Séparer").click()
        page.goto("/?q=zephyr")
        expect(page.locator(".hits li").first).to_contain_text("Zéphyr IA")
        page.goto("/entity/place/bretonie")
        page.get_by_label("Autre nom").fill("Bretagne <b>nouvelle</b>")
        page.get_by_role("button", name="Renommer").click()
        page.goto("/?q=bretagne")
        expect(page.locator(".hits")).to_contain_text("Bretagne <b>nouvelle</b>")
        assert [each.kind for each in decisions.load(folder)] == ["merge", "split", "rename"]


ARTICLE = "Zéphyr IA change de cap\n\n« Nous ralentissons », a déclaré Élodie Brassac, la PDG de Zéphyr IA, mardi à Nantes.\n"
HTML = (
    "<!doctype html><html lang=fr><head><title>La puce</title></head><body><article><h1>La puce patiente</h1><p>Norlane retarde "
    "sa puce jusqu'au printemps prochain, faute d'usines.</p><p>« La puce attendra le printemps », a déclaré Élodie Brassac, "
    "directrice générale de Zéphyr IA, lors d'une rencontre avec la presse à Nantes.</p></article></body></html>"
)


@contextmanager
def site(**pages):
    """Serve pages on this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            kind, body = pages.get(self.path.strip("/"), ("text/plain", None))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write((body or "").replace("HERE", f"http://127.0.0.1:{self.server.server_port}").encode())

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.model
@pytest.mark.slow
def test_articles_enter_the_graph_and_the_watch_list_says_so(chromium, folder, tmp_path):
    feed = "<rss version='2.0'><channel><title>Le Relais</title><item><title>La puce</title><link>HERE/puce</link></item></channel></rss>"
    dropped = tmp_path / "../cap.txt"
    dropped.write_text(ARTICLE, encoding="utf-8")
    pages = {"puce": ("text/html", HTML), "feed": ("application/rss+xml", feed)}
    with live(folder, private=True) as address, site(**pages) as web, visiting(chromium, address) as page:
        page.goto(f"/entity/{BRASSAC}")
        page.get_by_role("button", name="Suivre").click()
        expect(page.get_by_role("button", name="Ne plus suivre")).to_be_visible()
        page.goto("/add")
        page.locator('input[type="file"]').set_input_files(str(dropped))
        page.locator("form", has=page.locator('input[type="file"]')).get_by_role("button", name="Ajouter au graphe").click()
        expect(page.get_by_role("heading", name="Nouveaux articles")).to_be_visible(timeout=300_000)
        page.get_by_role("link", name="Zéphyr IA change de cap").click()
        expect(page.locator(".quote")).to_contain_text("Nous ralentissons")
        page.goto("/add")
        page.get_by_label("Page ou flux RSS").fill(f"{web}/feed")
        page.get_by_label("pour un flux").check()
        page.get_by_role("button", name="Aller chercher").click()
        expect(page.get_by_role("heading", name="Nouveaux articles")).to_be_visible(timeout=300_000)
        page.goto("/watch")
        expect(page.locator(".watched h2")).to_contain_text("nouveautés")
        expect(page.locator(".watched")).to_contain_text("Nous ralentissons")
        expect(page.locator(".watched")).to_contain_text("La puce attendra le printemps")
        page.get_by_role("button", name="Tout marquer comme vu").click()
        expect(page.locator(".watched .quote")).to_have_count(0)
        page.goto("/add")
        page.get_by_label("Texte de l’article").fill(ARTICLE.replace("ralentissons", "accélérons"))
        page.get_by_label("Titre").fill("Zéphyr IA repart")
        page.locator(".whole").get_by_role("button").click()
        expect(page.get_by_role("link", name="Zéphyr IA repart")).to_be_visible(timeout=300_000)


def test_an_address_inside_the_network_is_refused(chromium, folder):
    with live(folder) as address, site(puce=("text/html", HTML)) as web, visiting(chromium, address) as page:
        page.goto("/add")
        page.get_by_label("Page ou flux RSS").fill(f"{web}/puce")
        page.get_by_role("button", name="Aller chercher").click()
        expect(page.get_by_role("alert")).to_contain_text("n’est pas sur l’Internet ouvert")
