"""Text that tries to run, to end a block or to break the page, wherever articles can put it: it stays text."""

import pytest
from newsroom import attacks, hostile, hostile_parts

from kg import explore, report, view

pytestmark = pytest.mark.page

#: Opens every card, every fold and every view, and searches for what hostile names hold.
VISIT = """async () => {
  const pause = () => new Promise((done) => setTimeout(done, 0));
  const links = [...document.querySelectorAll('#quotes a[data-node]')];
  for (const link of links) {
    link.click();
    document.querySelectorAll('#panel .toggle, #panel .more').forEach((one) => one.click());
    await pause();
  }
  for (const view of ['speech', 'quotes', 'time', 'table', 'graph']) {
    document.getElementById('show-' + view).click();
    document.querySelectorAll('#middle .more, #more-speech').forEach((one) => one.click());
    document.querySelectorAll('.flow .said').forEach((one) => one.click());
    await pause();
  }
  document.getElementById('show-graph').click();
  document.getElementById('do-path')?.click();
  for (const id of ['search', 'words', 'narrow']) {
    const box = document.getElementById(id);
    for (const text of ['img', 'script', 'href', 'title', '\\u2028', 'aaaa']) {
      box.value = text;
      box.dispatchEvent(new Event('input'));
    }
  }
  document.getElementById('frame').click();
  document.getElementById('language').click();
  await pause();
  return links.length;
}"""


def test_there_are_many_of_them():
    texts = attacks()

    assert len(set(texts)) >= 60
    for kind in ("<script", "onerror", "javascript:", "</script>", "href", "\u2028", "\u202e", "{{", "<!--", "]]>"):
        assert any(kind in text for text in texts), kind
    assert max(map(len, texts)) >= 10_000


def test_nothing_hostile_runs_and_nothing_breaks_the_page(opened, tmp_path):
    path = tmp_path / "hostile.html"
    texts = attacks()
    path.write_text(view.page(hostile(texts), title="calme", notes=texts), encoding="utf-8", newline="\n")
    page = opened(path)
    opened_cards = page.run(VISIT)

    assert opened_cards >= 2 * len(texts)
    assert page.page.title() == "calme"
    assert page.run("window.hit") is None
    assert page.run("document.querySelectorAll('script').length") == 4
    assert (
        page.run(
            "document.querySelectorAll('img, iframe, object, embed, base, form, link:not([rel=icon]), style:not(head style)').length"
        )
        == 0
    )
    assert (
        page.run(
            "[...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((a) => /^on/i.test(a.name))).length"
        )
        == 0
    )
    assert {
        link[:8] for link in page.run("[...document.querySelectorAll('a[href]:not([href^=\"#\"])')].map((one) => one.href)")
    } <= {"https://"}
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    shown = page.run("[...document.querySelectorAll('#statements tbody tr td:first-child')].map((one) => one.textContent)")
    assert {" ".join(text.split()) for text in texts if text.isprintable()} <= {" ".join(text.split()) for text in shown}


@pytest.mark.parametrize("number", range(4))
def test_no_title_can_break_out(opened, tmp_path, number):
    path = tmp_path / "title.html"
    title = attacks()[number * 9]
    path.write_text(view.page(hostile(attacks()[:2]), title=title), encoding="utf-8", newline="\n")
    page = opened(path)

    assert page.text("h1") == title
    assert page.run("window.hit") is None


def test_a_hostile_page_stays_inside_its_frame(opened, tmp_path):
    texts = attacks()[:20]
    inner = view.embed(view.page(hostile(texts), title=texts[0]), title=texts[0])
    path = tmp_path / "outer.html"
    path.write_text(f"<!doctype html><title>calme</title>{inner}", encoding="utf-8")
    page = opened(path)
    page.page.frames[1].wait_for_selector("#graph canvas")

    assert page.page.title() == "calme"
    assert page.page.frames[1].evaluate("window.hit") is None


def test_a_hostile_report_stays_text(opened, tmp_path):
    texts = attacks()
    path = tmp_path / "report.html"
    path.write_text(report.page(explore.together(*hostile_parts(texts)), title=texts[0]), encoding="utf-8", newline="\n")
    page = opened(path)

    assert page.run("window.hit") is None
    assert page.run("document.querySelectorAll('script, img, iframe').length") == 0
    assert page.text("h1") == texts[0]
