import hashlib
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from newsroom import HOSTILE, facts, hostile, resolution, sample

from kg import files, names, network, notebook, raster, scripts, svg, table, view
from kg.drawing import NODES, STATUSES, strings
from kg.records import Article, Check, Entity, Evidence, Facts, Resolution, Statement, Thing

TITLE = 'Qui dit quoi <de> "qui"'
VENDOR = files.assets("vendor/vis-network.min.js")


@pytest.fixture(scope="module")
def html() -> str:
    return view.page(sample(), title=TITLE, notes=["Précision mesurée : 0,81."])


class Tags(HTMLParser):
    """Collects elements, their attributes and the text of each script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data


def data_of(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1])


def test_it_is_one_whole_document(html):
    assert html.startswith('<!doctype html>\n<html lang="fr">')
    tags = Tags(html).found
    assert ("meta", {"charset": "utf-8"}) in tags
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in tags
    assert "<title>Qui dit quoi &lt;de&gt; &#34;qui&#34;</title>" in html
    assert "Précision mesurée : 0,81." in html


def test_nothing_is_fetched(html):
    loads = [(tag, attrs) for tag, attrs in Tags(html).found if {"src", "srcset", "data", "action", "poster"} & set(attrs)]
    assert loads == []
    assert [attrs["href"] for tag, attrs in Tags(html).found if tag == "link"] == ["data:,"]
    assert "sourceMappingURL" not in html
    assert "@import" not in html


def test_the_policy_allows_these_scripts_and_no_others(html):
    policy = view.policy(html)
    code = [
        text
        for text, (_, attrs) in zip(Tags(html).scripts, [one for one in Tags(html).found if one[0] == "script"], strict=True)
        if "type" not in attrs
    ]

    hashes = [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in code]
    assert policy == (
        f"default-src 'none'; script-src {' '.join(hashes)}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_no_element_has_a_handler(html):
    assert not [attrs for _, attrs in Tags(html).found for name in attrs if name.startswith("on")]


def test_hostile_text_stays_text():
    calm, wild = Tags(view.page(sample(), title="x")), Tags(view.page(hostile(), title=HOSTILE[1], notes=HOSTILE))

    assert [tag for tag, _ in wild.found if tag in ("script", "img", "iframe", "b")] == ["script"] * 4
    assert len(calm.scripts) == len(wild.scripts)
    assert not [attrs for tag, attrs in wild.found if tag == "a" and not re.match(r"https?://|#n=", attrs["href"])]
    block = wild.scripts[1]
    assert not set("<>&\u2028\u2029") & set(block)
    assert {node["name"] for node in json.loads(block)["nodes"]} == set(HOSTILE)


def test_sentences_travel_as_strings(html):
    data = data_of(html)
    (line,) = [line for line in data["edges"] if line["predicate"] == "ceoOf"]

    assert line["parts"][0]["evidence"][0][1] == "Élodie Brassac dirige Zéphyr IA depuis mai."
    assert data["sources"][line["parts"][0]["evidence"][0][3]] == [
        "Le Courrier du Silicium",
        "2025-03-02",
        "",
        "https://exemple.test/un",
        "Le Courrier du Silicium",
    ]


def test_tables_hold_every_statement_and_quote(html):
    graph = sample()
    assert len(table.statement_rows(graph)) == 7
    assert [row["speaker"] for row in table.quote_rows(graph)] == ["Élodie Brassac", "un proche du dossier"]
    assert html.count("<tr data-") == 9


def test_only_the_heaviest_nodes_are_placed_at_first():
    data = data_of(view.page(sample(), title="x", limit=3))

    assert [node["near"] is None for node in data["nodes"]] == [False] * 3 + [True] * 4
    assert data["limit"] == data["small"] == 3


def test_an_empty_graph_has_a_page_and_a_picture():
    empty = network.build([], Resolution())

    assert data_of(view.page(empty, title="Rien"))["nodes"] == []
    ET.fromstring(svg.picture(empty, title="Rien"))


def test_english_page():
    assert "What this graph shows" in view.page(sample(), title="x", lang="en")
    assert '<th scope="col" data-t="table.speaker">Who speaks</th>' in view.page(sample(), title="x", lang="en")


def test_embedded_page_is_closed_off(html):
    ((_, attrs),) = [one for one in Tags(view.embed(html, title='a"b')).found if one[0] == "iframe"]

    assert attrs["srcdoc"] == html
    assert attrs["sandbox"] == "allow-scripts allow-downloads allow-popups"
    assert attrs["title"] == 'a"b'


def test_both_languages_say_the_same_things():
    french, english = strings("fr"), strings("en")
    assert list(french) == list(english)
    for key in french:
        assert set(re.findall(r"\{\w+\}", french[key])) == set(re.findall(r"\{\w+\}", english[key])), key


def test_every_string_is_used_and_every_term_has_one(html):
    code = "".join(files.assets(name).read_text(encoding="utf-8") for name in scripts.SCRIPTS)
    code += re.sub(r'<script type="application/json".*', "", html, flags=re.DOTALL)
    code += Path(view.__file__).read_text(encoding="utf-8") + Path(svg.__file__).read_text(encoding="utf-8")
    free = {
        key
        for key in strings("fr")
        if not key.startswith(
            (
                "type",
                "status.",
                "stance.",
                "mode.",
                "is.",
                "of.",
                "table.",
                "method.",
                "check.",
                "report.",
                "change.",
                "why.",
                "sure.",
            )
        )
    }
    assert {key for key in free if key not in code} == set()
    for predicate in names.PREDICATES:
        assert f"is.{predicate}" in strings("fr")
        assert predicate in names.LITERAL or f"of.{predicate}" in strings("fr")
    assert set(NODES) == set(names.TYPES)
    assert set(STATUSES) == set(names.STATUSES)
    for key in re.findall(r'\bt\("([\w.]+)"', code):
        assert key in strings("fr"), key


def test_the_bundle_is_the_one_described():
    digest = hashlib.sha256(VENDOR.read_bytes()).hexdigest()
    assert digest in VENDOR.with_name("README.md").read_text(encoding="utf-8")

    import pyvis

    assert VENDOR.read_bytes() == (Path(pyvis.__file__).parent / "lib/vis-9.1.2/vis-network.min.js").read_bytes()


def test_the_picture_is_sound_xml_without_references():
    root = ET.fromstring(svg.picture(hostile(), title=HOSTILE[0] + "\x01"))
    texts = [node.text for node in root.iter() if node.tag.endswith("text")]

    assert HOSTILE[0] + "\ufffd" in texts
    assert not [node.tag for node in root.iter() if re.search(r"script|style|image|use|a$", node.tag.split("}")[1])]
    assert not [name for node in root.iter() for name in node.attrib if "href" in name or name.startswith("on")]


def test_the_picture_shows_status_and_source():
    drawn = svg.picture(sample(), title="x")

    for dashes, _ in STATUSES.values():
        assert not dashes or f'stroke-dasharray="{" ".join(map(str, dashes))}"' in drawn
    assert "3 articles, 2 médias, du 05/01/2025 au 02/03/2025." in drawn
    assert "Personnes" in drawn
    assert "People" in svg.picture(sample(), title="x", lang="en")


def test_the_same_bytes_whatever_the_hash_seed():
    here = Path(__file__).parent
    script = (
        "import hashlib, newsroom; from kg import view, svg; g = newsroom.sample(); "
        "print(hashlib.sha256((view.page(g, title='x') + svg.picture(g, title='x')).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}"},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


def test_the_bundles_are_those_described():
    rows = json.loads(VENDOR.with_name("sources.json").read_text(encoding="utf-8"))
    root = Path(__file__).parents[1]
    vendored = {
        path.relative_to(root).as_posix()
        for folder in ("kg/assets/vendor", "tests/vendor")
        for path in (root / folder).iterdir()
    }

    assert {row["file"] for row in rows} == vendored - {"kg/assets/vendor/README.md", "kg/assets/vendor/sources.json"}
    for row in rows:
        assert hashlib.sha256((root / row["file"]).read_bytes()).hexdigest() == row["sha256"], row["file"]
        assert row["licence"] in ("MIT", "OFL-1.1", "MPL-2.0")


def test_the_png_is_the_same_picture_at_twice_the_size():
    drawn = svg.picture(sample(), title="x")
    width, height = map(int, re.search(r'width="(\d+)" height="(\d+)"', drawn).groups())
    image = raster.png(drawn)

    assert (int.from_bytes(image[16:20], "big"), int.from_bytes(image[20:24], "big")) == (2 * width, 2 * height)
    assert image == raster.png(drawn)
    assert len(image) > len(raster.png(re.sub("<text.*?</text>", "", drawn))) + 5000  # letters are there, whatever the machine


def test_a_notebook_gets_page_picture_and_text():
    found = notebook.mimebundle(sample(), title="Qui dit quoi")

    assert list(found) == ["text/html", "image/png", "text/plain"]  # with an SVG, converting to PDF needs Inkscape
    assert found["text/html"].startswith('<iframe sandbox="allow-scripts')
    assert found["image/png"].startswith(b"\x89PNG")
    assert "3 articles, 2 médias" in found["text/plain"]


def test_what_a_person_found_wrong_is_not_drawn():
    first, *others = facts()
    wrong = replace(first.statements[0], check=Check(verdict="wrong", who="Jo", note="homonyme"))
    graph = network.build([replace(first, statements=(wrong, *first.statements[1:])), *others], resolution())
    (line,) = [line for line in data_of(view.page(graph, title="x"))["edges"] if line["predicate"] == "ceoOf"]

    assert line["parts"][0]["evidence"][0][4:] == ["wrong", "Jo, homonyme"]
    assert svg.picture(graph, title="x").count("<path") == svg.picture(sample(), title="x").count("<path") - 1


def test_types_and_predicates_of_ones_own_have_a_look_and_a_name():
    things = (Thing(id="law/ia", type="LAW", name="Règlement IA"), Thing(id="org/cnil", type="ORG", name="Cnil"))
    text = "La Cnil applique le règlement IA."
    entities = tuple(Entity(id=thing.id, type=thing.type, name=thing.name) for thing in things)
    said = Statement(subject="org/cnil", predicate="enforces", object="law/ia", evidence=(Evidence(0, len(text)),))
    made = Facts(article=Article(key="a", text=text), entities=entities, statements=(said,))
    graph = network.build([made], Resolution(things=things, links={("a", thing.id): thing.id for thing in things}))
    page = view.page(graph, title="x")

    assert '<td data-t="is.enforces">enforces</td>' in page
    assert "LAW" in data_of(page)["looks"]["nodes"]
    assert "enforces" in data_of(page)["looks"]["predicates"]
    ET.fromstring(svg.picture(graph, title="x"))
