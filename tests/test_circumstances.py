"""When, where and through what something was said, read from the words beside it."""

import pytest

from kg.annotate.circumstances import Circumstances, circumstances, said_on

DAY = "2025-03-14"  # a Friday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("a déclaré mardi Anne Morel", "2025-03-11"),
        ("a-t-elle dit vendredi", "2025-03-14"),
        ("a-t-elle dit hier", "2025-03-13"),
        ("expliquait-il le 3 mars", "2025-03-03"),
        ("expliquait-il le 3 décembre", "2024-12-03"),
        ("avait-il affirmé en janvier", "2025-01"),
        ("avait-il affirmé en novembre", "2024-11"),
        ("affirmait-elle en mars 2023", "2023-03"),
        ("affirmait-elle mardi prochain", ""),
        ("dit-elle", ""),
        ("dit-elle en mars 2031", ""),
    ],
)
def test_days_and_months(words, day):
    assert said_on(words, DAY) == day
    assert said_on(words, "") == ""


@pytest.mark.parametrize(
    ("words", "medium"),
    [
        ("a-t-il déclaré à l'AFP", "à l'AFP"),
        ("a indiqué une source proche du dossier à Reuters.", "à Reuters"),
        ("a confié la dirigeante au quotidien allemand Handelsblatt mercredi", "au quotidien allemand Handelsblatt"),
        ("a-t-elle expliqué au Monde", "au Monde"),
        ("a-t-il écrit sur X dans la soirée", "sur X"),
        ("écrit-elle sur LinkedIn", "sur LinkedIn"),
        ("a réagi le ministre sur le réseau social Bluesky", "sur le réseau social Bluesky"),
        ("précise le groupe dans un communiqué publié lundi", "dans un communiqué"),
        ("a-t-il répété dans un entretien accordé au Figaro", "dans un entretien accordé au Figaro"),
        ("raconte-t-elle dans une longue interview au magazine Wired", "dans une longue interview au magazine Wired"),
        ("détaille l'équipe dans un billet de blog", "dans un billet de blog"),
        ("peut-on lire dans une lettre ouverte aux actionnaires", "dans une lettre ouverte aux actionnaires"),
        ("a-t-elle assuré à l'Express", "à l'Express"),
        ("a-t-il confirmé auprès de l'agence Keystone-ATS", "auprès de l'agence Keystone-ATS"),
        ("a-t-il lancé sur la BBC hier soir", "sur la BBC"),
        ("a-t-elle répondu à son concurrent", ""),
        ("a expliqué le patron du groupe sur 12 pages", ""),
        ("assure-t-il au ministre", ""),
    ],
)
def test_media(words, medium):
    assert circumstances(words, DAY).medium == medium


@pytest.mark.parametrize(
    ("words", "occasion"),
    [
        ("a lancé la patronne lors d'une conférence de presse à Lyon, avant de", "lors d'une conférence de presse à Lyon"),
        ("a promis le PDG lors du salon VivaTech mercredi", "lors du salon VivaTech"),
        ("a-t-il admis devant les députés", "devant les députés"),
        ("a reconnu la ministre en marge du sommet sur l'IA", "en marge du sommet sur l'IA"),
        ("a-t-elle plaisanté pendant la présentation des résultats.", "pendant la présentation des résultats"),
        ("a-t-il dit au CES", "au CES"),
        ("a déclaré le maire devant", ""),
        ("a-t-il dit à l'AFP", ""),
    ],
)
def test_occasions(words, occasion):
    assert circumstances(words, DAY).occasion == occasion


def test_names_of_media_come_from_the_catalogue():
    named = "a-t-il déclaré {} dans un billet de blog"
    for where in ("à l'AFP", "au Monde", "sur X"):
        assert circumstances(named.format(where), DAY).medium == where
        assert circumstances(named.format(where), DAY, listed=False).medium == "dans un billet de blog"
    assert circumstances("a-t-il dit au Sénat", DAY).occasion == "au Sénat"
    assert circumstances("a-t-il dit au Sénat", DAY, listed=False).occasion == ""


def test_translations_and_nothing():
    assert circumstances("a-t-il déclaré (traduit de l'anglais)", "").translated
    assert circumstances("a-t-il déclaré, selon une traduction du chinois", "").translated
    assert circumstances("a-t-il déclaré", "") == Circumstances()
