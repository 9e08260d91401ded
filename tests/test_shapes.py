"""Shapes that real texts have: what a reader of the graph expects of each, beyond that nothing breaks."""

import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

import bench_long
import pytest
from soundness import facts_problems, graph_problems

from kg import builder
from kg.annotate.furniture import furniture, unfinished
from kg.annotate.tokens import shadow
from kg.facts import annotate
from kg.pipeline import load
from kg.read import read
from kg.read.stubs import cut_at
from kg.records import Article, Resolution

SHAPES = Path(__file__).parent / "shapes"
pytestmark = pytest.mark.model


@lru_cache
def found(name):
    """Give the facts of one shape."""
    (article,) = read([SHAPES / name])
    (facts,) = annotate([article], load())
    return facts


def said(name):
    """Give speaker and words of each quote."""
    facts = found(name)
    names = {one.id: one.name for one in facts.entities}
    return [(names.get(one.speaker, one.speaker_text), facts.article.text[one.start : one.end]) for one in facts.quotes]


def told(name):
    """Give subject, predicate, object and status of each statement."""
    facts = found(name)
    names = {one.id: one.name for one in facts.entities}
    return {(names[one.subject], one.predicate, names.get(one.object, one.value), one.status) for one in facts.statements}


def named(name):
    return {one.name for one in found(name).entities}


@pytest.mark.parametrize("path", sorted(SHAPES.iterdir()), ids=lambda path: path.stem)
def test_facts_and_graph_of_each_shape_are_sound(path):
    facts = found(path.name)
    links = {(facts.article.key, one.id): f"thing/{one.id}" for one in facts.entities}
    assert not [*facts_problems(facts), *graph_problems(facts, Resolution(links=links))]


@pytest.mark.parametrize(
    ("name", "speaker", "first", "count"),
    [
        ("interview_initials.txt", "Claire Vasseur", "Non, Ardelis n'est pas à vendre.", 3),
        ("interview_bold.md", "Julien Morvan", "Les puces d'AMD sont disponibles", 3),
        ("interview_names.txt", "Hélène Caradec", "Presque.", 3),
        ("interview_letters.txt", "Bastien Kermadec", "Nous avons levé 12 millions", 2),
    ],
)
def test_answers_of_an_interview_are_the_interviewee_s_and_questions_are_nobody_s(name, speaker, first, count):
    quotes = [(who, words) for who, words in said(name) if not words.startswith("Nous ne vendrons pas")]
    assert [who for who, _ in quotes] == [speaker] * count
    assert quotes[0][1].startswith(first)
    assert not any("?" in words for _, words in quotes)
    assert all(found(name).quotes[place].mode == "direct" for place in range(count))


def test_what_the_interviewee_says_of_a_firm_is_about_that_firm():
    facts = found("interview_initials.txt")
    nvidia = next(one.id for one in facts.entities if one.name == "Nvidia")
    assert nvidia in next(one for one in facts.quotes if "Nvidia" in facts.article.text[one.start : one.end]).about


def test_questions_and_answers_that_explain_something_are_no_interview():
    text = (
        "Comprendre les puces\n\nLe patron de Nvidia, Jensen Huang, a donné un entretien hier à la télévision.\n\n"
        "**Qu'est-ce qu'une puce ?**\n\nUne puce est un circuit gravé dans du silicium.\n\n"
        "**Qui les fabrique ?**\n\nQuelques usines à Taïwan et en Corée.\n"
    )
    (facts,) = annotate([Article(key="a", text=text)], load())
    assert facts.quotes == ()


def test_two_people_at_the_head_of_questions_leave_the_answers_to_nobody():
    text = (
        "Rencontre avec Anne Morel et Paul Lenoir.\n\nQ : Que faites-vous ?\nR : Nous vendons des puces.\n\n"
        "Q : Et demain ?\nR : Nous en vendrons plus.\n"
    )
    (facts,) = annotate([Article(key="a", text=text)], load())
    assert facts.quotes == ()


def test_banners_links_and_comments_are_none_of_the_article():
    assert said("banners.txt") == [("Julien Morvan", "C'est un grand jour")]
    assert not {"Google", "Meta", "Nvidia", "Bruxelles"} & named("banners.txt")
    assert not {one for one in told("banners.txt") if one[0] == "Julien Morvan" and one[2] != "Calinea"}


@pytest.mark.parametrize(
    "line",
    [
        "Partager la valeur, le pari de Lumio",
        "Les salariés peuvent se désabonner de la lettre de Lumio",
        "« Nos partenaires nous transmettent des informations », dit Lumio",
        "Elle est prête à tout accepter, assure Lumio",
        "Réactions",
        "Commentaires de Lumio",
        "Photographe chez Lumio, elle part.",
    ],
)
def test_lines_that_only_look_like_furniture_stay(line):
    assert furniture(f"Un fait.\n{line}\nUn autre.") == ()


def test_a_start_before_a_paywall_is_read_and_its_half_sentence_is_nobody_s_words():
    assert said("paywall.txt") == [("Claire Vasseur", "Nous sommes prêts")]
    text = found("paywall.txt").article.text
    assert text[cut_at(text) :].startswith("Il vous reste 85")
    assert text[slice(*unfinished(text))] == "Selon nos informations, deux banques ont été"
    assert cut_at("Il reste 85 % du parc à équiper.") is None
    assert unfinished("Un fait.\n\nIl vous reste 5 % de cet article à lire.") is None


def test_the_report_of_a_build_says_which_articles_a_paywall_cuts_off(tmp_path):
    report = builder.build([SHAPES / "paywall.txt", SHAPES / "live.txt"], tmp_path / "out")
    (notice,) = [one for one in report.notices if one.code == "build.cut"]
    assert notice.values == {"n": 1, "first": "paywall.txt"}


def test_a_live_blog_gives_each_entry_its_speaker_and_no_time_a_name():
    assert said("live.txt") == [("Arthur Mensch", "Nous construirons en Essonne"), ("Sam Altman", "Nos modèles sont sûrs")]
    assert not any("h" in name and name[:1].isdigit() for name in named("live.txt"))


def test_a_correction_asserts_nothing_that_it_takes_back():
    statements = told("correction.txt")
    assert ("Ostralis", "raised", "12 millions d'euros", "asserted") in statements
    assert not [one for one in statements if one[2] == "120 millions d'euros" and one[3] == "asserted"]
    assert {one[3] for one in statements if one[1] == "acquired"} <= {"denied"}


def test_credits_of_pictures_name_nobody():
    assert not {"Anna Belloir", "Hans Lucas"} & named("captions.txt")
    assert said("captions.txt") == [("Hélène Caradec", "Il marche déjà seul")]


def test_a_newsletter_puts_nobody_where_he_does_not_work():
    assert said("newsletter.txt") == [("Julien Morvan", "Nous n'avons pas peur de Nvidia")]
    assert not [one for one in told("newsletter.txt") if one[:2] == ("Julien Morvan", "worksFor") and one[2] != "Calinea"]


def test_a_text_in_two_languages_quotes_the_french():
    quotes = said("bilingual.txt")
    assert ("Jensen Huang", "Elle est deux fois plus rapide") in quotes
    assert {who for who, _ in quotes} == {"Jensen Huang"}


def test_without_accents_the_quote_and_its_speaker_are_found():
    assert ("Jensen Huang", "Nous allons embaucher a Paris") in said("no_accents.txt")
    assert ("Jensen Huang", "ceoOf", "Nvidia", "asserted") in told("no_accents.txt")


def test_names_in_other_scripts_keep_their_form():
    assert {"Mohammed Al-Faisal", "Владимир Петров"} <= named("names_of_others.txt")
    assert ("Mohammed Al-Faisal", "שלום לכולם") in said("names_of_others.txt")


def test_in_capitals_and_scans_known_names_are_found():
    assert {"NVIDIA", "JENSEN HUANG", "MICROSOFT"} <= named("capitals.txt")
    assert ("Jensen Huang", "ceoOf", "Nvidia", "asserted") in told("scanned.txt")


def test_lines_that_only_the_width_of_a_page_ends_are_one_sentence():
    assert said("wrapped.txt") == [
        ("Bastien Kermadec", "La jeune pousse rennaise Ostralis va embaucher cent personnes"),
        ("Bastien Kermadec", "Nous cherchons des ingénieurs et\ndes commerciaux"),
        ("Hélène Caradec", "la Bretagne\nmanque de bras"),
    ]
    assert ("Jensen Huang", "ceoOf", "Nvidia", "asserted") in told("wrapped.txt")
    text = found("wrapped.txt").article.text.replace("\n", "\r\n")
    (facts,) = annotate([Article(key="a", text=text)], load())
    assert not list(facts_problems(facts))
    assert len(facts.quotes) == 3


def test_cells_of_a_table_do_not_run_into_each_other():
    assert {"H100", "MI300X", "Gaudi 3", "Jensen Huang", "Lisa Su"} <= named("table.txt")
    assert not any("\t" in name for name in named("table.txt"))
    assert not told("table.txt")


#: What a paragraph of 300,000 characters may take, in seconds of processor time and megabytes: both grow with its length alone.
SECONDS, MEGABYTES = 120, 800


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell what a process holds at most")
def test_a_paragraph_without_an_end_takes_bounded_time_and_memory():
    done = subprocess.run([sys.executable, bench_long.__file__, "2400"], capture_output=True, text=True, check=True)
    length, quotes, seconds, megabytes = map(float, done.stdout.split())
    assert length > 300_000
    assert quotes >= 2400
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_a_line_of_a_million_characters_is_made_plain_at_once():
    start = time.process_time()
    text = "mot " * 250_000
    assert shadow(text) == text
    assert furniture(text) == ()
    assert time.process_time() - start < 5
