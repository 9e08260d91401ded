"""Citations: finished sentences, BibTeX and CSL-JSON that other programs read back."""

import json
import re
import warnings
from dataclasses import replace

import pytest
import scene
from pybtex.database import parse_string

from kg import citing, explore
from kg.cli.words import day, say
from kg.records import Article, Check

HOSTILE = [
    "100 % de R&D_1 pour #5 $",
    "{ouvert",
    "fermé}",
    r"\input{/etc/passwd}",
    "@article{x,}",
    "~ ^ \" ' `",
    "L’Oréal « 🚀 »",
    "fin\\",
    "a,\n b = {c}",
    "\u2028",
]


@pytest.fixture(autouse=True)
def french(monkeypatch):
    monkeypatch.setenv("KG_LANG", "fr")


def cited(words, source=None, **article):
    one = explore.quotes(source or scene.library(), words=words)[0]
    return citing.sentence(replace(one, article=replace(one.article, **article)), say, day)


def test_a_direct_quote_is_a_finished_sentence():
    assert cited("tient ses promesses") == (
        "«\u00a0Varech-7 tient ses promesses\u00a0», a déclaré Aude Kermarec, PDG de Lumen "
        "(La Marée, «\u00a0Un titre\u00a0», 10 janvier 2025, https://maree.example/1)."
    )


def test_the_day_of_the_statement_is_given_only_where_the_article_gives_it():
    assert "Bastien Roch, le 8 janvier 2025 (La Marée, «\u00a0Un titre\u00a0», 10 janvier 2025" in cited("coûte trop cher")
    assert ", le 10 janvier" not in cited("tient ses promesses")


def test_month_occasion_medium_and_translation_are_given_as_the_article_gives_them():
    one = explore.quotes(scene.library(), words="coûte trop cher")[0]
    how = {"said_on": "2025-01", "occasion": "lors du  CES", "medium": "sur X", "translated": True}
    told = citing.sentence(replace(one, quote=replace(one.quote, **how)), say, day)
    assert "a déclaré Bastien Roch, en janvier 2025, lors du CES, sur X (La Marée" in told
    assert told.endswith(". [Citation traduite.]")


def test_an_unnamed_source_starts_no_sentence():
    one = explore.quotes(scene.library(), words="hésite")[0]
    told = replace(one, quote=replace(one.quote, mode="indirect", speaker_text="Le patron du groupe"))
    assert citing.sentence(told, say, day).startswith("Selon le patron du groupe, Lumen hésite (")


def test_what_is_not_known_is_said():
    assert cited("se trompe").endswith("Bastien Roch, fondateur d'Ostréa (média inconnu, «\u00a0Un titre\u00a0», sans date).")
    assert "a déclaré un proche du dossier (Le Phare, avec AFP" in cited("hésite")


def test_retold_words_are_never_in_quotation_marks():
    assert cited("tout ira bien", title="").startswith("Selon Lumen, que tout ira bien (Le Phare, 1er mars 2025")


def test_an_english_reader_gets_the_source_in_english(monkeypatch):
    monkeypatch.setenv("KG_LANG", "en")
    assert ", said Bastien Roch, on 8 January 2025 (La Marée" in cited("coûte trop cher")
    assert ", said Aude Kermarec, PDG, Lumen (La Marée" in cited("tient ses promesses")


def test_a_quote_found_wrong_says_so():
    source = scene.library(check=Check(verdict="wrong", who="Jo"))
    assert cited("tient ses promesses", source).endswith("[Citation jugée fausse à la vérification.]")


@pytest.mark.parametrize("words", ["mot " * 200, "x" * 900, "Une phrase. " * 60, "« dedans » " * 60])
def test_long_quotes_are_cut(words):
    short = citing.short(words.strip())
    assert len(short) <= citing.LONGEST
    assert short.endswith("[…]")
    assert words.startswith(short.removesuffix(" […]").removesuffix("[…]").rstrip())


def test_marks_inside_become_the_second_kind():
    source = scene.library()
    one = explore.quotes(source, words="nous copie")[0]
    text = "Un « vrai » tour. Fin"
    marked = replace(one, article=replace(one.article, text=text), quote=replace(one.quote, start=0, end=16))
    assert citing.sentence(marked, say, day).startswith("«\u00a0Un “vrai” tour\u00a0», a déclaré")


def sources(text):
    return [
        Article(key=f"k{number}", text="", title=text, outlet=text if number else "", author=text, date="2025-01-28", url="")
        for number in range(2)
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_bibtex_is_read_back_whole(text):
    entries = parse_string(citing.bibtex(sources(text)), "bibtex").entries
    assert list(entries) == [citing.key(one) for one in sources(text)]
    for entry in entries.values():
        assert unlatex(entry.fields["title"][1:-1]) == " ".join(text.split())
        assert (entry.fields["year"], entry.fields["month"], entry.fields["day"]) == ("2025", "1", "28")


def unlatex(text):
    back = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}"}
    return re.sub(r"\\(?:(text\w+)\{\}|(.))", lambda found: back[found[1]] if found[1] else found[2], text)


@pytest.mark.parametrize("text", HOSTILE)
def test_csl_is_read_back_whole(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc.source.json import CiteProcJSON

        items = CiteProcJSON(json.loads(citing.csl(sources(text))))
    assert [str(items[citing.key(one).lower()].title) for one in sources(text)] == [text, text]


def test_keys_are_safe_and_one_for_each_article():
    articles = [Article(key=str(number), text="", title=text, outlet=text) for number, text in enumerate(HOSTILE * 2)]
    keys = [citing.key(one) for one in articles]
    assert len(set(keys)) == len(articles)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


def test_each_article_once_whatever_the_order():
    said = explore.quotes(scene.library())
    assert citing.bibtex(citing.articles(said)) == citing.bibtex(citing.articles(reversed(said)))
    assert len(citing.articles(said)) == 5


def test_bylines_become_authors():
    article = Article(key="k", text="", title="t", author="Inès Caradec, Paul Estrade et la rédaction")
    entry = next(iter(parse_string(citing.bibtex([article]), "bibtex").entries.values()))
    assert [str(person) for person in entry.persons["author"]] == ["Caradec, Inès", "Estrade, Paul", "{la rédaction}"]
