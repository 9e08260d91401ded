"""Who speaks when no name stands beside the words, in invented sentences whose names are lent to the pipeline."""

import re
from functools import lru_cache
from typing import Any

import pytest

from kg import facts
from kg.pipeline import load
from kg.records import Article, Facts

_NAME = re.compile(r"\[([^|\]]+)\|([A-Z]+)\]")

#: Text with its names, a piece of what was said, and who says it: a name, or "?" and the words for a source without one.
CASES = [
    (
        "Le maire a reçu [Ada Brun|PERSON]. Celle-ci parlait de [Nordeo|COMPANY]. « Tout le quartier attend », dit-elle.",
        "Tout",
        "Ada Brun",
    ),
    (
        "[Ada Brun|PERSON] a félicité son rival [Léo Vial|PERSON] : « Il a bien travaillé », a-t-elle concédé.",
        "Il a",
        "Ada Brun",
    ),
    (
        "Sa fille, [Ada Brun|PERSON], a défendu la mairie. « Pourquoi [Léo Vial|PERSON] a-t-il tant tardé ? Qui le sait ? Pas moi », a-t-elle lancé.",
        "Pourquoi",
        "Ada Brun",
    ),
    ("[Nordeo|COMPANY] a livré dix usines. « Nous en ferons vingt », dit-on chez [Nordeo|COMPANY].", "Nous", "Nordeo"),
    ("« Le dossier est clos », indique-t-on au [parquet de Rennes|ORG].", "Le dossier", "parquet de Rennes"),
    ("« Rien ne presse », a-t-il confié mardi. [Léo Vial|PERSON] dirigeait alors le port.", "Rien", "Léo Vial"),
    ("[Nordeo|COMPANY] se défend. Le site a respecté les règles, maintient un porte-parole du groupe.", "Le site", "Nordeo"),
    (
        "[Ada Brun|PERSON], avocate à Brest, suit l'affaire. Le procès s'ouvre lundi. D'après l'avocate, le contrat était nul.",
        "le contrat",
        "Ada Brun",
    ),
    ("« Les clients attendent », a expliqué à l'[AFP|COMPANY] [Léo Vial|PERSON], gérant à Brest.", "Les clients", "Léo Vial"),
    (
        "« Les clients attendent », a expliqué [Léo Vial|PERSON]. Selon lui, la réaction de [Nordeo|COMPANY] est tardive.",
        "la réaction",
        "Léo Vial",
    ),
    ("« Encore une année perdue », sourit le jardinier [Léo Vial|PERSON].", "Encore", "Léo Vial"),
    ("« C'est faux », lui a rétorqué [Ada Brun|PERSON].", "C'est", "Ada Brun"),
    ("La conviction d'[Ada Brun|PERSON] que le port fermera n'a pas varié.", "le port", "Ada Brun"),
    ("L'idée, défendue par [Léo Vial|PERSON], selon laquelle le port fermera surprend.", "le port", "Léo Vial"),
    ("Pour l'urgentiste [Léo Vial|PERSON], le logiciel de [Nordeo|COMPANY] est une perte de temps.", "le logiciel", "Léo Vial"),
    ("« [Nordeo|COMPANY] m'a sauvé » : le cri du cœur de [Léo Vial|PERSON]", "Nordeo", "Léo Vial"),
    ("« Jamais je n'ai vu un tel chantier » (un jardinier de Brest).", "Jamais", "?un jardinier de Brest"),
    ("De source syndicale, l'usine de Brest fermerait en juin.", "l'usine", "?source syndicale"),
    ("[Ada Brun|PERSON] a pris la parole : « Merci à tous.\nLe village revit.\nJe tenais à le dire. »", "Merci", "Ada Brun"),
    (
        "Le [ministère du Fret|ORG] a nié toute faute. Les ports « restent libres de refuser », a déclaré son porte-parole.",
        "Les ports",
        "ministère du Fret",
    ),
    (
        "[Nordeo|COMPANY] proteste. « On nous vole nos plans », s'indigne son avocate, Me [Ada Brun|PERSON].",
        "On nous",
        "Ada Brun",
    ),
    (
        "« Nous partons demain », tranche [Ada Brun|PERSON], qui dirige [Nordeo|COMPANY]. [Léo Vial|PERSON] attend. "
        "La vente n'est « pas un sujet », jure la cofondatrice.",
        "La vente",
        "Ada Brun",
    ),
    ("[Léo Vial|PERSON] est assis. « Je n'ai pas volé un centime », martèle à la barre l'ex-édile.", "Je n'ai", "Léo Vial"),
    ("« Je croyais à une avance », finit par lâcher [Léo Vial|PERSON].", "Je croyais", "Léo Vial"),
    ("« Nous ne donnons jamais ce chiffre », évacue dans un sourire [Ada Brun|PERSON].", "Nous", "Ada Brun"),
    ("Le projet plaît à [Ada Brun|PERSON]. Le quai est vide. « Tout reste à faire », jure la directrice.", "Tout", "Ada Brun"),
    ("[Nordeo|COMPANY] a nié. « Rien n'a été vendu », a répondu son porte-parole.", "Rien", "Nordeo"),
    ("[Nordeo|COMPANY] recule. Le quai ne rouvrira pas, fait valoir la direction.", "Le quai", "Nordeo"),
    ("Le prix baisse, a rapporté l'agence [Mareva|COMPANY]. [Nordeo|COMPANY] vendrait, écrit l'agence.", "Nordeo", "Mareva"),
    ("[Nordeo|COMPANY] attend. La [Chambre du sel|ORG], elle, demande que le quai rouvre.", "le quai", "Chambre du sel"),
    ("« On parle de nos vies », s'indigne son avocate, Me [Ada Brun|PERSON].", "On parle", "Ada Brun"),
    ("Chez [Nordeo|COMPANY], on attend. « Rien ne presse », glisse un porte-parole.", "Rien", "?un porte-parole"),
    ("« Rien ne change », confirme-t-on d'ailleurs du côté de [Nordeo|COMPANY].", "Rien", "Nordeo"),
    ("[Ada Brun|PERSON] a réagi. Elle estime aussi que le port restera ouvert.", "le port", "Ada Brun"),
]
#: Texts without any quotation.
NOTHING = [
    "Il est à espérer que le port restera ouvert.",
    "En constatant que le port fermait, [Ada Brun|PERSON] a changé de métier.",
    "Le CES promet d'être animé cette année.",
    "L'impact de la réforme sur les ports européens selon [Nordeo|COMPANY]\nLes ports sont pleins.",
    "[Ada Brun|PERSON], pour qui il travaille depuis dix ans, a quitté la ville.",
    "L'affichage peut poser des problèmes selon le navigateur ou la taille de l'écran.",
]


def document(number: int, marked: str) -> dict[str, Any]:
    """Turn a text with marked names into one in the gold format."""
    entities: dict[str, dict[str, str]] = {}
    mentions, text, last = [], "", 0
    for match in _NAME.finditer(marked):
        text += marked[last : match.start()]
        name, kind = match.groups()
        one = entities.setdefault(name, {"id": f"e{len(entities) + 1}", "type": kind, "name": name})
        mentions.append({"start": len(text), "end": len(text) + len(name), "entity": one["id"]})
        text, last = text + name, match.end()
    text += marked[last:]
    return {
        "id": str(number),
        "text": text,
        "entities": list(entities.values()),
        "mentions": mentions,
        "relations": [],
        "quotes": [],
    }


@lru_cache(maxsize=1)
def read() -> dict[str, Facts]:
    from lending import lent

    texts = [document(number, text) for number, text in enumerate([*(case[0] for case in CASES), *NOTHING])]
    articles = [Article(key=one["id"], text=one["text"]) for one in texts]
    return {one.article.key: one for one in facts.annotate(articles, lent(texts))}


@pytest.mark.model
@pytest.mark.parametrize("number", range(len(CASES)))
def test_who_speaks(number):
    found = read()[str(number)]
    _, piece, wanted = CASES[number]
    names = {one.id: one.name for one in found.entities}
    said = {
        names.get(one.speaker or "", "?" + one.speaker_text)
        for one in found.quotes
        if found.article.text[one.start : one.end].startswith(piece)
    }
    assert said == {wanted}


@pytest.mark.model
@pytest.mark.parametrize("number", range(len(NOTHING)))
def test_nobody_speaks(number):
    assert read()[str(len(CASES) + number)].quotes == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("« Nous partons, a déclaré Satya Nadella, patron de Microsoft. Nvidia attend. Intel aussi.", ["Nous partons"]),
        (
            "« Nous partons, a déclaré Satya Nadella, et nous reviendrons demain. Nvidia attend.",
            ["Nous partons", "et nous reviendrons demain"],
        ),
    ],
)
def test_a_mark_that_nobody_closes_gives_nobody_the_next_sentence(text, said):
    (found,) = facts.annotate([Article(key="a", text=text)], load())
    assert [text[one.start : one.end] for one in found.quotes] == said


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Ada Brun a réagi. La formule l'a blessée, confie-t-elle, mais elle n'était pas fausse.",
            ["La formule l'a blessée, confie-t-elle, mais elle n'était pas fausse"],
        ),
        (
            "Ada Brun a réagi. Il fallait, ajoute-t-elle, « quelqu'un qui n'ait pas peur ».",
            ["Il fallait, ajoute-t-elle, « quelqu'un qui n'ait pas peur »"],
        ),
        (
            "Léo Vial assure avoir fait mieux que ses rivaux, même s'il reconnaît que l'écart « se réduit ».",
            ["avoir fait mieux que ses rivaux", "l'écart « se réduit »"],
        ),
        ("Des experts suggèrent de bannir les écrans avant dix ans.", ["bannir les écrans avant dix ans"]),
        ("Léo Vial, créateur de Curl, recommande de l'abandonner au plus vite.", ["l'abandonner au plus vite"]),
        ("Ada Brun et Léo Vial ont tous deux confirmé que le port fermerait.", ["le port fermerait"]),
        ("La plupart des ports sont pleins, selon 90 % des dirigeants.", ["La plupart des ports sont pleins"]),
        ("« Tout va changer », observe Ada Brun. À l'entendre, le port fermera.", ["Tout va changer", "le port fermera"]),
        ("« Il râle », raconte Léo Vial, pour qui le port a tout gagné.", ["Il râle", "le port a tout gagné"]),
        (
            "Selon les relevés de Nordeo :\nLe port accueille trente bateaux.\nLa grue tourne jour et nuit.\nUn port en crise\nTout va mal.",
            ["Le port accueille trente bateaux", "La grue tourne jour et nuit"],
        ),
        (
            "Un investisseur, qui préfère taire son nom, est moins catégorique : « À ce prix-là, tout le monde finit par céder. »",
            ["À ce prix-là, tout le monde finit par céder."],
        ),
        (
            "Le maire a parlé. Sa rivale Ada Brun propose une autre lecture : « Ce stade ruinera la ville. »",
            ["Ce stade ruinera la ville."],
        ),
    ],
)
def test_where_words_begin_and_end(text, said):
    (found,) = facts.annotate([Article(key="a", text=text)], load())
    assert [text[one.start : one.end] for one in found.quotes] == said


@pytest.mark.model
def test_the_group_of_a_country_is_the_one_just_named_not_the_one_named_most():
    text = "Huawei construit. Huawei grandit. Une enquête vise Xiaomi. « C'est faux », a répondu le groupe chinois."
    (found,) = facts.annotate([Article(key="a", text=text)], load())
    assert [{one.id: one.name for one in found.entities}[one.speaker] for one in found.quotes] == ["Xiaomi"]


@pytest.mark.model
def test_a_forum_names_the_author_above_the_words_it_quotes():
    text = "L'essentiel est ailleurs\n\nEnvoyé par Satya Nadella Envoyé par\n\n\nLe prix de DeepSeek nous rappelle à l'ordre.\n\nLa suite."
    (found,) = facts.annotate([Article(key="a", text=text)], load())
    assert [(text[one.start : one.end], one.cue) for one in found.quotes] == [
        ("Le prix de DeepSeek nous rappelle à l'ordre.", "Envoyé par")
    ]


@pytest.mark.model
def test_when_and_through_what_are_no_part_of_what_was_said():
    text = "Sam Altman a salué lundi soir sur X un modèle « impressionnant, surtout pour son prix »."
    (found,) = facts.annotate([Article(key="a", text=text)], load())
    (quote,) = found.quotes
    assert text[quote.start : quote.end] == "un modèle « impressionnant, surtout pour son prix »"
    assert quote.medium == "sur X"
