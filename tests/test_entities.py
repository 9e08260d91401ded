"""Names: found by catalogue, pattern and context, and gathered into entities."""

import time

import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.clusters import key
from kg.annotate.entities import Names
from kg.annotate.patterns import ADDRESS, find
from kg.catalogue import Catalogue, Entry, build

KNOWN = build(
    [
        Entry(id="nvidia", type="COMPANY", name="Nvidia"),
        Entry(id="microsoft", type="COMPANY", name="Microsoft"),
        Entry(id="openai", type="COMPANY", name="OpenAI"),
        Entry(id="deepseek", type="COMPANY", name="DeepSeek"),
        Entry(id="azure", type="PRODUCT", name="Azure", maker="microsoft"),
        Entry(id="deepseek-r1", type="MODEL", name="DeepSeek-R1", aliases=("R1",), maker="deepseek"),
        Entry(id="orange", type="COMPANY", name="Orange", ambiguous=True),
        Entry(id="france", type="PLACE", name="France", kind="country"),
        Entry(id="etats-unis", type="PLACE", name="États-Unis", kind="country"),
    ]
)
NLP = spacy.blank("fr")


def found(text: str, catalogue: Catalogue = KNOWN) -> list[tuple[str, str]]:
    doc = Names(catalogue)(NLP(text))
    types = {one.id: one.type for one in doc._.entities}
    return [(text[one.start : one.end], types[one.entity]) for one in doc._.mentions]


def grouped(text: str) -> list[list[str]]:
    doc = Names(KNOWN)(NLP(text))
    return [[text[one.start : one.end] for one in doc._.mentions if one.entity == item.id] for item in doc._.entities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hier, Nvidia a parlé.", [("Nvidia", "COMPANY")]),
        ("Hier, Microsoft France a parlé.", [("Microsoft France", "COMPANY")]),
        ("Le musée Le Goff rouvre.", [("musée Le Goff", "ORG")]),
        ("L'université nationale de Rouen grandit.", [("université nationale de Rouen", "ORG")]),
        ("Les serveurs d'OpenAI chauffent.", [("OpenAI", "COMPANY")]),
        ("Il achète des GPU Nvidia H100 neufs.", [("Nvidia", "COMPANY"), ("H100", "CHIP")]),
        ("Tout tourne sur Microsoft Azure depuis mai.", [("Microsoft Azure", "PRODUCT")]),
        ("Il a essayé DeepSeek-R1 et GPT-5.2 hier.", [("DeepSeek-R1", "MODEL"), ("GPT-5.2", "MODEL")]),
        ("Voir https://nvidia.com/Nvidia et @Nvidia sur le site.", []),
        ("Une orange bien mûre.", []),
        ("Les clients chez Orange attendent.", [("Orange", "COMPANY")]),
        ("Aux Etats-Unis, tout va bien.", [("Etats-Unis", "PLACE")]),
        ("NVIDIA gagne.", [("NVIDIA", "COMPANY")]),
        ("Selon M. Grandjean, rien ne presse.", [("Grandjean", "PERSON")]),
        ("La start-up Plumoria grandit.", [("Plumoria", "COMPANY")]),
        ("Le modèle Zubrin a des soucis.", [("Zubrin", "MODEL")]),
        ("D'après Sylvie Larrouy, PDG de Plumoria, tout change.", [("Sylvie Larrouy", "PERSON"), ("Plumoria", "COMPANY")]),
        ("La procureure de Rouen attend. Le parquet de Rouen enquête.", [("parquet de Rouen", "ORG")]),
        ("Le groupe est suivi sous le nom de UNC5530 par Nvidia.", [("UNC5530", "ORG"), ("Nvidia", "COMPANY")]),
        ("La loi Sapin 2 et la maladie de Crohn n'ont rien à voir avec Nvidia.", [("Nvidia", "COMPANY")]),
        ("Le Tour de France, la Ligue 1 et le prix Nobel.", []),
        ("La mise en place de KPIs chez Nvidia.", [("Nvidia", "COMPANY")]),
        ("Les patients atteints de Parkinson écrivent à Nvidia.", [("Nvidia", "COMPANY")]),
        ("L'article de Haojin Zhang et al. cite Nvidia.", [("Haojin Zhang", "PERSON"), ("Nvidia", "COMPANY")]),
        ("Il faut 80 Go de mémoire pour Nvidia.", [("Nvidia", "COMPANY")]),
    ],
)
def test_names_are_found_with_their_types(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Selon l'Agence Maritime des Dunes, la mer monte.", "Agence Maritime des Dunes"),
        ("Selon l'Agence maritime des dunes, la mer monte.", "Agence maritime des dunes"),
        ("L'Office pour la Protection de l'Étang alerte.", "Office pour la Protection de l'Étang"),
    ],
)
def test_what_is_no_product_may_have_a_capital_on_every_word(text: str, name: str) -> None:
    entries = [
        Entry(id="amd", type="ORG", name="Agence maritime des dunes"),
        Entry(id="ope", type="ORG", name="Office pour la protection de l'étang"),
    ]
    assert found(text, build(entries)) == [(name, "ORG")]


def test_without_the_catalogue_patterns_remain() -> None:
    assert found("Hier, nous avons vu Zubrin-70B et la puce MI455X avec Mme Larrouy.", Catalogue()) == [
        ("Zubrin-70B", "MODEL"),
        ("MI455X", "CHIP"),
        ("Larrouy", "PERSON"),
    ]


def test_only_the_single_words_of_an_ambiguous_entry_need_support() -> None:
    known = build([Entry(id="orange", type="COMPANY", name="Orange", aliases=("Orange Business",), ambiguous=True)])
    assert found("Orange ou citron ?", known) == []
    assert found("Il aime Orange Business.", known) == [("Orange Business", "COMPANY")]


def test_a_surname_joins_the_full_name_and_two_people_of_one_name_stay_apart() -> None:
    text = "Alors, Sylvie Larrouy parle. Puis Larrouy part. Ensuite, Marc Larrouy arrive."
    assert grouped(text) == [["Sylvie Larrouy", "Larrouy"], ["Marc Larrouy"]]


def test_spellings_and_aliases_are_one_entity() -> None:
    assert grouped("Le modèle DeepSeek R1 est prêt : avec R1 ou DeepSeek-R1, tout va.") == [
        ["DeepSeek R1", "R1", "DeepSeek-R1"]
    ]


def test_an_acronym_in_parentheses_is_the_same_thing() -> None:
    text = "Pour la Fédération des marins (FM), rien ne va. Ainsi, la FM proteste."
    assert grouped(text) == [["Fédération des marins", "FM", "FM"]]


def test_entities_are_numbered_by_first_mention() -> None:
    doc = Names(KNOWN)(NLP("Ici, OpenAI et Nvidia, puis OpenAI."))
    assert [(one.id, one.name, one.catalogue) for one in doc._.entities] == [
        ("e1", "OpenAI", "openai"),
        ("e2", "Nvidia", "nvidia"),
    ]


def test_the_recogniser_adds_names_nobody_knows() -> None:
    doc: Doc = NLP("Hier, la belle Vexarium parle. Puis Vexarium part.")
    doc.ents = [doc.char_span(start, start + 8, label="CHIP") for start in (15, 36)]
    assert [one.type for one in Names(Catalogue())(doc)._.entities] == ["CHIP"]


def test_key_ignores_hyphens_case_and_accents() -> None:
    assert key("États-Unis") == key("Etats Unis")


def test_a_known_first_name_starts_a_name_whatever_the_tagger_says() -> None:
    doc = Doc(NLP.vocab, words=["Corentin", "Orban", "dort", "."], pos=["NOUN", "PROPN", "VERB", "PUNCT"])
    names = Names(build([Entry(id="orban", type="COMPANY", name="Orban")]))(doc)
    assert [(one.start, one.end) for one in names._.mentions] == [(0, len("Corentin Orban"))]


@pytest.mark.parametrize(
    ("first", "whole"),
    [("Zurvan", "Zurvan Orban"), ("Corentin", "Corentin Orban"), ("Ancien", "Orban"), ("Réseaux", "Orban"), ("Selon", "Orban")],
)
def test_a_first_name_that_no_list_has_stays_where_the_recogniser_saw_it(first: str, whole: str) -> None:
    words, tags = [first, "Orban", ",", "directeur", "."], ["NOUN", "PROPN", "PUNCT", "NOUN", "PUNCT"]
    doc = Doc(NLP.vocab, words=words, spaces=[True, False, True, False, False], pos=tags)
    doc.ents = [doc.char_span(0, len(first) + 6, label="PERSON")]
    names = Names(build([Entry(id="orban", type="COMPANY", name="Orbania")]))(doc)
    assert [doc.text[one.start : one.end] for one in names._.mentions] == [whole]


def test_what_the_recogniser_takes_too_much_is_cut_off() -> None:
    doc = NLP("Une ex-Plumoria a signé pour Zubrin 4™ hier.")
    doc.ents = [doc.char_span(4, 15, label="COMPANY"), doc.char_span(29, 38, label="PRODUCT", alignment_mode="expand")]
    assert [doc.text[one.start : one.end] for one in Names(KNOWN)(doc)._.mentions] == ["Plumoria", "Zubrin 4"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Llama 3.1, xLlama 3.1 et @Llama 3.1", ["Llama 3.1"]),
        ("(Ryzen 9) aRyzen Ryzen 7/Ryzen 5", ["Ryzen 9", "Ryzen 7"]),
        ("WindowsWindows 11 Windows 10", ["Windows 10"]),
    ],
)
def test_a_pattern_makes_names_where_words_begin(text: str, found: list[str]) -> None:
    made = {(one.start, text[one.start : one.end]) for one in find(text)}
    assert [name for _, name in sorted(made)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "voir www.volta.example/a, ou https://volta.example/b?c=d#e.",
            ["www.volta.example/a,", "https://volta.example/b?c=d#e."],
        ),
        ("(jo.tissot@volta.example) écrit", ["(jo.tissot@volta.example"]),
        ("dit @volta sur X", ["@volta"]),
        ("lu sur un-site.volta.fr/rubrique/1 hier", ["un-site.volta.fr/rubrique/1"]),
        ("Volta.fr et OpenAI", []),
    ],
)
def test_addresses_and_handles(text: str, found: list[str]) -> None:
    assert [one[0] for one in ADDRESS.finditer(text)] == found


@pytest.mark.parametrize("piece", ["A-", "a.", "a@", "@", "a", "a@b.", "a.com", "-", ".", "://", "www"])
def test_addresses_take_time_by_length_only(piece: str) -> None:
    def seconds(times: int) -> float:
        text, start = piece * times, time.process_time()
        list(ADDRESS.finditer(text))
        return time.process_time() - start

    assert min(seconds(20_000) for _ in range(2)) < 0.5  # growing with the square, it would be some seconds
