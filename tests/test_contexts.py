"""The words of an article decide what an unknown name is; all names here are invented."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.candidates import Candidate
from kg.annotate.capitals import Run
from kg.annotate.class_frames import find_nouns, frames
from kg.annotate.classes import chains, judge
from kg.annotate.contexts import evidence
from kg.annotate.entities import Names
from kg.annotate.parsed import parsed
from kg.catalogue import Catalogue, Entry, build

KNOWN = build(
    [
        Entry(id="nvidia", type="COMPANY", name="Nvidia"),
        Entry(id="samsung", type="COMPANY", name="Samsung"),
        Entry(id="gouda", type="PRODUCT", name="Gouda", ambiguous=True),
        Entry(id="france", type="PLACE", name="France", kind="country"),
    ]
)
NLP = spacy.blank("fr")


def types(text: str, catalogue: Catalogue = KNOWN) -> dict[str, str]:
    doc = Names(catalogue)(NLP(text))
    label = {one.id: one.type for one in doc._.entities}
    return {text[one.start : one.end]: label[one.entity] for one in doc._.mentions}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Hier, Brouval est un framework pour gens pressés.", "Brouval", "PRODUCT"),
        ("On dit que Brouval reste une bibliothèque assez légère.", "Brouval", "PRODUCT"),
        ("Il vante Brouval, un outil qui range les photos.", "Brouval", "PRODUCT"),
        ("Il vante Brouval (BRV), une start-up de Lyon.", "Brouval", "COMPANY"),
        ("Le framework Brouval grandit vite.", "Brouval", "PRODUCT"),
        ("Le langage de programmation Brouval grandit vite.", "Brouval", "PRODUCT"),
        ("Le groupe de rançongiciel Brouval a frappé.", "Brouval", "ORG"),
        ("Un assistant vocal baptisé Brouval arrive.", "Brouval", "PRODUCT"),
        ("On a vu des outils de mesure tels que Brouval.", "Brouval", "PRODUCT"),
        ("Brouval : outil libre pour ranger ses photos", "Brouval", "PRODUCT"),
        ("Le serveur est écrit en Brouval depuis mai.", "Brouval", "PRODUCT"),
        ("Elle montre la puce Brouval à la presse.", "Brouval", "CHIP"),
        ("Une association de patients, Brouval Santé, portera plainte.", "Brouval Santé", "ORG"),
        ("Il a parlé à un groupe se faisant appeler Lazy Brouval.", "Lazy Brouval", "ORG"),
        ("L'agence publicitaire Brouval a tout filmé.", "Brouval", "COMPANY"),
        ("Ce matin, Brouval a levé 64 millions d'euros.", "Brouval", "COMPANY"),
        ("Une étude parue dans Brouval Letters le montre.", "Brouval Letters", "COMPANY"),
        ("Les faits révélés par Brouval, la faille et le reste, inquiètent.", "Brouval", "COMPANY"),
        ("Un avis que partage Ysolde Brouval, du cabinet belge Silva.", "Ysolde Brouval", "PERSON"),
        ("Le BRV dénonce un oubli.", "BRV", "ORG"),
        ("Une neurologue à la Brouval-Salpêtrière l'a dit.", "Brouval-Salpêtrière", "ORG"),
    ],
)
def test_a_frame_gives_the_type(text: str, name: str, expected: str) -> None:
    assert types(text).get(name) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le protocole Brouval chiffre tout.",
        "Il vante Brouval, un algorithme de tri.",
        "On dit que Brouval est une architecture à part.",
        "La conférence Brouval a fermé hier.",
        "Des normes comme Brouval ne suffisent pas.",
    ],
)
def test_what_is_no_entity_is_left_out(text: str) -> None:
    assert "Brouval" not in types(text)


def test_all_occurrences_share_the_vote() -> None:
    assert types("En Brouval, tout va vite. Le langage Brouval plaît.") == {"Brouval": "PRODUCT"}


def test_an_enumeration_shares_the_class() -> None:
    text = "On cite des outils comme Brouval, Tarvane (2024) et Sildeck."
    assert types(text) == {"Brouval": "PRODUCT", "Tarvane": "PRODUCT", "Sildeck": "PRODUCT"}


def test_known_members_license_unknown_ones() -> None:
    assert types("Les usines de Nvidia, Samsung et Tarvane tournent.")["Tarvane"] == "COMPANY"


def test_a_catalogued_name_keeps_its_type() -> None:
    assert types("La plateforme Nvidia plaît.") == {"Nvidia": "COMPANY"}


def test_a_class_supports_or_contradicts_an_ambiguous_name() -> None:
    assert types("Le framework Gouda plaît.") == {"Gouda": "PRODUCT"}
    assert types("Le gang Gouda a fui.") == {"Gouda": "ORG"}


def test_plural_goods_before_a_name_say_nothing_about_it() -> None:
    assert "Brouval" not in types("Des processeurs Brouval arrivent.")


def test_the_maker_of_a_name_is_not_its_class() -> None:
    text = "On a fêté le rachat de Brouval, puis dormi. Le rachat de Brouval est une opération rare."
    assert types(text).get("Brouval") == "COMPANY"


def test_code_holds_no_names() -> None:
    assert types("Voici :\nuse brouval::{Tarvane, Sildeck};\nEt voilà.") == {}


def test_the_subject_of_the_next_clause_is_no_apposition() -> None:
    words = ["Avec", "Brouval", ",", "un", "outil", "range", "tout", "."]
    doc = Doc(
        NLP.vocab,
        words=words,
        spaces=[True, False, True, True, True, True, False, False],
        pos=["ADP", "PROPN", "PUNCT", "DET", "NOUN", "VERB", "PRON", "PUNCT"],
        morphs=["", "", "", "", "", "VerbForm=Fin", "", ""],
    )
    assert not [one for one in judge(parsed(doc), [Candidate(5, 12, "", "capitals", 0.4)]) if one.type == "PRODUCT"]


def test_nouns_are_found_in_both_numbers_and_at_their_longest() -> None:
    found = find_nouns("Des jeux, un jeu vidéo et le protocole")
    assert [(one.type, one.plural) for one in found] == [("PRODUCT", True), ("PRODUCT", False), ("NONE", False)]


def test_parentheses_do_not_break_an_enumeration() -> None:
    assert list(chains("A (x), B (y) et C", [(0, 1), (7, 8), (16, 17)])) == [[(0, 1), (7, 8), (16, 17)]]


def test_frames_read() -> None:
    assert {one.side for one in frames()} == {"left", "apposed", "right"}


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Le pont BRV/IP passe le test chez nous.", "BRV"),
        ("On en parle au T4 2025 sans faute.", "T4"),
        ("Une loi, le Brouval Act, passe demain.", "Brouval Act"),
        ("Un index inversé de grande taille sans nom (BRVL) sert ici.", "BRVL"),
        ("Étape suivante :\nBrouvalisation : on range tout.", "Brouvalisation"),
        ("On cite l'algorithme de Brouval.", "Brouval"),
    ],
)
def test_compounds_quarters_laws_and_labels_are_no_names(text: str, absent: str) -> None:
    assert absent not in types(text)


def test_an_ordinary_word_makes_no_person() -> None:
    doc = NLP("On attend Local Garbage ici.")
    said = judge(parsed(doc), [Candidate(10, 23, "PERSON", "ner", 0.8), Candidate(10, 23, "", "capitals", 0.4)])
    assert min(one.weight for one in said if one.type == "PERSON") < -1


def test_an_acronym_votes_with_its_long_form() -> None:
    text = "L'outil Brouval Range Vite (BRV) plaît. On garde BRV."
    assert types(text) == {"Brouval Range Vite": "PRODUCT", "BRV": "PRODUCT"}


@pytest.mark.parametrize(
    "text",
    [
        "Cliquez sur « Brouval Plus » pour finir.",
        "Le bouton « Brouval » passe au vert.",
        "Le fichier Brouval.json est vide.",
        "On a choisi Brouval Policy Optimization cette fois.",
        "On a choisi Prior-Fitted Sampling cette fois.",
        "Les BRVs comptent peu.",
        "Les Brouval Awards 2025 ont eu lieu.",
        "Les Trois Piliers du Brouval Numérique Ouvert\nOn en parle peu.",
    ],
)
def test_labels_files_techniques_events_and_headings_are_no_names(text: str) -> None:
    assert types(text) == {}


def test_a_name_of_a_heading_that_the_article_repeats_stays() -> None:
    assert types("Les Trois Piliers du Projet Brouval\nHier, Brouval est un framework utile.")["Brouval"] == "PRODUCT"


def test_a_name_between_marks_is_no_person() -> None:
    said = {one.type: one.weight for one in evidence("« Brouval » raconte une fuite.", Run(2, 9, initial=True)) if one.type}
    assert said["PRODUCT"] > 0
    assert (
        sum(one.weight for one in evidence("« Brouval » raconte une fuite.", Run(2, 9, initial=True)) if one.type == "PERSON")
        < 0
    )


def test_a_title_after_its_author_or_its_kind_is_one_name() -> None:
    assert types("Il adapte le roman « Sel et suie » pour la scène.") == {"Sel et suie": "PRODUCT"}
    assert types("Autrice de « La Grange haute », elle signe samedi.") == {"La Grange haute": "PRODUCT"}
