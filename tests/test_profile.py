"""Filters, timeline, comparison and share of voice, on a scene built by hand."""

import pytest
import scene

from kg import explore, profile, voice
from kg.records import Check


@pytest.fixture
def source():
    return scene.library()


def said(found):
    return [one.words for one in found]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"stance": "negative", "outlet": "marée"}, ["Ostréa nous copie encore sans vergogne", "Varech-7 coûte trop cher"]),
        ({"mode": "indirect"}, ["que tout ira bien"]),
        ({"unnamed": True}, ["Lumen hésite"]),
        ({"role": "fondateur"}, ["Aude Kermarec se trompe"]),
        ({"words": "SE trompe"}, ["Aude Kermarec se trompe"]),
        ({"words": "tromp"}, []),
        ({"outlet": "afp", "since": "2025-02-04"}, ["Ostréa nous copie encore sans vergogne"]),
        ({"until": "2025-01-10"}, ["Varech-7 tient ses promesses", "Varech-7 coûte trop cher"]),
        ({"check": "verified"}, []),
        ({"check": "unchecked", "since": "2025-03-01"}, ["que tout ira bien"]),
    ],
)
def test_filters(source, wanted, words):
    assert said(explore.quotes(source, **wanted)) == words


def test_an_employer_is_whom_one_speaks_for_or_who_speaks(source):
    found = explore.quotes(source, employers=scene.thing(source, "Lumen"))
    assert said(found) == [
        "que tout ira bien",
        "Ostréa nous copie encore sans vergogne",
        "Ostréa nous copie encore sans vergogne",
        "Varech-7 tient ses promesses",
    ]


def test_a_stance_counts_towards_what_the_quote_is_first_about(facts, resolution):
    source = explore.together([facts], resolution)
    nvidia, zephyrine = (explore.find(resolution.things, name) for name in ("Nvidia", "Zéphyrine"))
    assert len(explore.quotes(source, about=nvidia, stance="negative")) == 1
    assert explore.quotes(source, about=zephyrine, stance="negative") == []


def test_orders(source):
    assert said(explore.quotes(source, sort="oldest"))[-1] == "Aude Kermarec se trompe"
    assert said(explore.quotes(source))[-1] == "Aude Kermarec se trompe"
    speakers = [one.speaker.name if one.speaker else "" for one in explore.quotes(source, sort="speaker")]
    assert speakers == ["Aude Kermarec"] * 3 + ["Bastien Roch"] * 2 + ["Lumen", ""]
    assert explore.quotes(source, sort="outlet")[0].article.outlet == ""


def test_a_check_can_be_asked_for():
    source = scene.library(check=Check(verdict="disputed"))
    assert said(explore.quotes(source, check="disputed")) == ["Varech-7 tient ses promesses"]


def test_what_is_repeated_can_be_shown_once_with_how_many_say_it(source):
    found = {one.words: number for one, number in explore.once(explore.quotes(source))}
    assert found["Ostréa nous copie encore sans vergogne"] == 2
    assert sorted(found.values()) == [1, 1, 1, 1, 1, 2]


def test_roles_are_those_of_the_articles_in_time(source):
    found = profile.roles(explore.quotes(source, speakers=scene.thing(source, "Aude Kermarec")))
    assert [(one.role, one.employer, one.first, one.last, one.articles) for one in found] == [
        ("PDG", "Lumen", "2025-01-10", "2025-02-04", 3)
    ]


def test_a_timeline_is_dated_by_the_statement_and_ends_with_the_undated(source):
    found = profile.timeline(source, scene.thing(source, "Bastien Roch"))
    assert [(one.day, one.dated, one.kind) for one in found] == [("2025-01-08", "said", "said"), ("", "", "said")]
    aude = profile.timeline(source, scene.thing(source, "Aude Kermarec"))
    assert [one.kind for one in aude] == ["said", "said", "said", "about"]


def test_a_timeline_about_one_thing_leaves_out_the_rest(facts, resolution):
    source = explore.together([facts], resolution)
    goff, nvidia = (explore.find(resolution.things, name) for name in ("Anaïs Le Goff", "Zéphyrine"))
    found = profile.timeline(source, goff, nvidia)
    assert [(one.kind, one.day, one.dated) for one in found] == [
        ("said", "2025-01-27", "said"),
        ("relation", "2025-01-28", "published"),
    ]


def test_a_comparison_holds_each_other_and_common_things_only(source):
    found = profile.compare(source, scene.thing(source, "Aude Kermarec"), scene.thing(source, "Bastien Roch"))
    assert [(one.thing.name, said(one.first), said(one.second)) for one in found] == [
        ("Aude Kermarec", [], ["Aude Kermarec se trompe"]),
        ("Varech-7", ["Varech-7 tient ses promesses"], ["Varech-7 coûte trop cher"]),
    ]


def test_what_two_articles_repeat_counts_once(source):
    found = voice.shares(explore.quotes(source))
    first = found[0]
    assert (first.keys, first.quotes, first.statements, first.articles, first.outlets) == (("Aude Kermarec",), 3, 2, 3, 2)
    assert first.stances == {"positive": 1, "negative": 1, "neutral": 0}
    assert sum(one.part for one in found) == pytest.approx(1)


def test_unnamed_sources_count(source):
    assert (("",), 1) in [(one.keys, one.statements) for one in voice.shares(explore.quotes(source))]
    named = voice.shares(explore.quotes(source), wordings=True)
    assert ("un proche du dossier",) in [one.keys for one in named]


def test_voice_by_organisation_outlet_and_month(source):
    by = {one.keys: one.quotes for one in voice.shares(explore.quotes(source), ("organisation",))}
    assert by == {("Lumen",): 4, ("Ostréa",): 1, ("",): 2}
    crossed = {one.keys: one.quotes for one in voice.shares(explore.quotes(source), ("outlet", "month"))}
    assert crossed[("Le Phare", "2025-02")] == 2
    assert crossed[("", "")] == 1


def test_silence_is_told_with_what_it_rests_on(source):
    aude, roch = scene.thing(source, "Aude Kermarec"), scene.thing(source, "Bastien Roch")
    quiet = voice.silence(source, explore.quotes(source, speakers=aude), roch)
    assert (quiet.articles, quiet.speaks, quiet.names, quiet.both, quiet.statements) == (5, 3, 2, 1, 0)
    loud = voice.silence(source, explore.quotes(source, speakers=aude), scene.thing(source, "Ostréa"))
    assert loud.statements == 1


def test_who_never_speaks_about_something(source):
    found = voice.absent(explore.quotes(source), scene.thing(source, "Ostréa"))
    assert [(one.name, number) for one, number in found] == [("Bastien Roch", 2), ("Lumen", 1)]
