"""The report: what it counts, what it quotes, and that it is one closed file."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import facts, identifier, library, resolution

from kg import explore, report
from kg.agreement import conflicts
from kg.records import Check, Statement

ZEPHYR = identifier("Zéphyr IA")


@pytest.fixture(scope="module")
def about():
    source = library()
    return report.page(source, title="Zéphyr IA", about=[source.things[ZEPHYR]])


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<body>")[2]).split())


def section(html: str, name: str) -> str:
    return plain("<body>" + re.search(rf'<section id="{name}">(.*?)</section>', html, re.DOTALL)[1])


def test_it_counts_what_concerns_its_subject(about):
    figures = dict(re.findall(r"<dt>(.*?)</dt><dd>(\d+)</dd>", about))

    assert figures["articles qui en parlent"] == "3"
    assert figures["propos sur le sujet"] == "1"
    assert figures["propos de sources non nommées"] == "1"
    assert figures["relations et chiffres"] == "5"


def test_it_quotes_with_source_and_names_who_is_not_named(about):
    told = section(about, "told")

    assert "un proche du dossier « Zéphyr IA brasse de l'air » Zéphyr IA − critique Nuage Hebdo, 05/01/2025" in told.replace(
        "&#39;", "'"
    )
    assert "Mistigri 3 ira loin" not in told
    assert "sources non nommées 1" in section(about, "voice")


def test_what_no_article_tells_is_left_out():
    bare = [replace(one, article=replace(one.article, outlet="", date="")) for one in facts()]
    made = report.page(explore.together(bare, resolution()), title="x")

    assert "<dt>médias</dt>" not in made
    assert "Dans quel média" not in made
    assert "Qui parle" in section(made, "voice")


def test_quotations_are_short():
    source = library()
    page = report.page(source, title="x", longest=20)

    assert "[…]" in page
    assert "brasse de l&#39;air" not in page
    assert "Zéphyr IA utilise la puce" not in page


def test_it_holds_no_script_and_asks_for_nothing(about):
    assert "<script" not in about
    assert not re.search(r"\ssrc=|@import|url\(", about)
    assert "default-src &#39;none&#39;" in about
    assert 'lang="fr"' in about
    assert 'lang="en"' in report.page(library(), title="x", lang="en")


def test_contradictions_stand_side_by_side():
    first, second, third = facts()
    place = third.statements[0].evidence
    said = Statement(subject="Norlane", predicate="manufactures", object="K-100", evidence=place)
    sums = [
        Statement(subject="Zéphyr IA", predicate="valuation", value=f"{number} millions d'euros", evidence=place)
        for number in (50, 90, 400)
    ]
    doubt = replace(sums[2], check=Check(verdict="wrong"))
    source = explore.together(
        [first, second, replace(third, statements=(*third.statements, said, *sums[:2], doubt))], resolution()
    )

    assert [(one.kind, len(one.sides)) for one in conflicts(source.facts, source.resolution)] == [("denied", 2), ("sum", 2)]
    page = section(report.page(source, title="x"), "contradictions")
    assert "affirmé et démenti" in page
    assert "50 millions" in page
    assert "90 millions" in page
    assert "400 millions" not in page  # a person found it wrong
    about = section(report.page(source, title="x", about=[source.things[ZEPHYR]]), "contradictions")
    assert "chiffres différents" in about
    assert "affirmé et démenti" not in about
    assert not conflicts(library().facts, library().resolution)
    assert "Rien de tel" in section(report.page(library(), title="x"), "contradictions")


def test_the_same_bytes_whatever_the_hash_seed():
    here = Path(__file__).parent
    script = "import hashlib, newsroom; from kg import report; print(hashlib.sha256(report.page(newsroom.library(), title='x').encode()).hexdigest())"
    found = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}"},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(found) == 1
