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
from kg.contradictions import contradictions
from kg.records import Statement

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

    assert figures["articles"] == "3"
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
    said = Statement(subject="Norlane", predicate="manufactures", object="K-100", evidence=third.statements[0].evidence)
    other = Statement(
        subject="Zéphyr IA", predicate="raised", value="50 millions d'euros", evidence=third.statements[0].evidence
    )
    source = explore.together([first, second, replace(third, statements=(*third.statements, said, other))], resolution())
    found = contradictions(explore.statements(source, list(source.things.values())))

    assert [(one.kind, len(one.sides)) for one in found] == [("denied", 2), ("figures", 2)]
    page = report.page(source, title="x")
    assert "affirmé et démenti" in section(page, "contradictions")
    assert "50 millions" in section(page, "contradictions")
    assert contradictions(explore.statements(library(), list(source.things.values()))) == []


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
