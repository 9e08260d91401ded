"""axe-core on every view, in both languages and both colour schemes: no violation."""

from pathlib import Path

import pytest
from newsroom import library, sample

from kg import report, view

pytestmark = pytest.mark.page
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
VIEWS = {
    "graph": "",
    "card": "#n=company%2Fzephyr-ia",
    "line": "#l=l0",
    "path": "#p=person%2Felodie-brassac+company%2Fnorlane",
    "speech": "#v=speech",
    "quotes": "#v=quotes&q=0",
    "time": "#v=time",
    "table": "#v=table",
}


def violations(page):
    """Run axe-core outside the page's own policy and give what it finds."""
    page.page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
    found = page.page.evaluate(
        "async () => (await axe.run()).violations.map((one) => [one.id, one.nodes.map((n) => n.html.slice(0, 160))])"
    )
    return {name: nodes[:3] for name, nodes in found}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("axe") / "page.html"
    path.write_text(view.page(sample(), title="Le marché", limit=5), encoding="utf-8", newline="\n")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_violation_in_any_view(opened, path, scheme, lang):
    page = opened(path, color_scheme=scheme)
    if lang == "en":
        page.click("#language")
    for name, part in VIEWS.items():
        page.page.goto(path.as_uri() + part)
        page.page.reload()
        assert page.run("document.documentElement.lang") == lang
        page.run("document.querySelectorAll('#panel .toggle').forEach((one) => one.click())")
        assert violations(page) == {}, (name, scheme, lang)


def test_no_violation_while_searching_exporting_and_on_a_phone(opened, path):
    page = opened(path)
    page.page.fill("#search", "z")
    page.click("#export summary")
    assert violations(page) == {}
    phone = opened(path, "#n=company%2Fzephyr-ia", viewport={"width": 390, "height": 844})
    assert violations(phone) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_in_a_report(opened, tmp_path, scheme):
    path = tmp_path / "report.html"
    path.write_text(report.page(library(), title="Dossier"), encoding="utf-8", newline="\n")

    assert violations(opened(path, color_scheme=scheme)) == {}
