"""Links that reach an argument which the words themselves do not name, and the adjectives of cities: read, and look-alikes left alone."""

import pytest
from test_constructions import triples

from kg import files
from kg.annotate import vocabulary
from kg.annotate.tables import rows
from kg.facts import annotate
from kg.pipeline import load
from kg.records import Article

pytestmark = pytest.mark.model

STATED = [
    ("Le groupe lyonnais [Altaïr|COMPANY] recrute.", ("Altaïr", "basedIn", "Lyon")),
    ("[Altaïr|COMPANY], une jeune pousse rennaise, recrute.", ("Altaïr", "basedIn", "Rennes")),
    ("[Léa Morvan|PERSON], déléguée [CFTX|ORG], attend.", ("Léa Morvan", "worksFor", "CFTX")),
    ("[Léa Morvan|PERSON], 52 ans, directrice du [musée Bleu|ORG], attend.", ("Léa Morvan", "worksFor", "musée Bleu")),
    ("[Léa Morvan|PERSON], qui est analyste chez [Altaïr|COMPANY], attend.", ("Léa Morvan", "worksFor", "Altaïr")),
    ("[Léa Morvan|PERSON], du cabinet brestois [Altaïr|COMPANY], attend.", ("Léa Morvan", "worksFor", "Altaïr")),
    ("[Léa Morvan|PERSON], boulangère à [Vannes|PLACE], attend.", ("Léa Morvan", "basedIn", "Vannes")),
    ("Le président du [conseil régional Bleu|ORG], [Jo Brun|PERSON], attend.", ("Jo Brun", "ceoOf", "conseil régional Bleu")),
    ("Maire de [Vendôme|PLACE] de 2008 à 2022, [Jo Brun|PERSON] attend.", ("Jo Brun", "formerCeoOf", "Vendôme")),
    (
        "L'[Agence Bleue|ORG] enquête. La présidente de l'agence, [Léa Morvan|PERSON], veut savoir.",
        ("Léa Morvan", "ceoOf", "Agence Bleue"),
    ),
    (
        "Le [FC Loir|ORG] a gagné son match. « C'était dur », a dit le capitaine, [Jo Brun|PERSON].",
        ("Jo Brun", "worksFor", "FC Loir"),
    ),
    (
        "Le [Sénat|ORG] a voté mardi. La sénatrice [Léa Morvan|PERSON] a dit non.",
        ("Léa Morvan", "worksFor", "Sénat"),
    ),
    (
        "Le [Danemark|PLACE] hésite. « On verra », a dit la ministre de la Culture, [Léa Morvan|PERSON].",
        ("Léa Morvan", "worksFor", "Danemark"),
    ),
    (
        "[Altaïr|COMPANY] recrute. L'entreprise de [Morlaix|PLACE], qui vend des câbles, embauche.",
        ("Altaïr", "basedIn", "Morlaix"),
    ),
    (
        "[Altaïr|COMPANY] recrute. La société, détenue par [Korvex|COMPANY], embauche.",
        ("Altaïr", "ownedBy", "Korvex"),
    ),
    (
        "[Altaïr|COMPANY] loue des bureaux à [Tessor|COMPANY]. « Tout va bien », dit son directeur général, [Jo Brun|PERSON].",
        ("Jo Brun", "ceoOf", "Altaïr"),
    ),
    (
        "[Jo Brun|PERSON] et sa sœur [Léa Morvan|PERSON], deux anciens d'[Altaïr|COMPANY], se lancent.",
        ("Léa Morvan", "formerlyWorkedFor", "Altaïr"),
    ),
    (
        "[Altaïr|COMPANY] a levé 3 millions d'euros auprès de [Korvex|COMPANY], chef de file, et de [Tessor|COMPANY].",
        ("Tessor", "investsIn", "Altaïr"),
    ),
    (
        "Une attaque visant [Orbelin|COMPANY] a touché son fournisseur historique, [Tessor|COMPANY].",
        ("Orbelin", "customerOf", "Tessor"),
    ),
    (
        "[Milo|PRODUCT] inquiète. Développée par la société [Korvex|COMPANY], cette application plaît.",
        ("Korvex", "develops", "Milo"),
    ),
    ("[Korvex|COMPANY], dont l'application [Milo|PRODUCT] plaît, recrute.", ("Korvex", "develops", "Milo")),
    ("[Korvex|COMPANY], réputé pour ses jeux comme [Milo|PRODUCT], recrute.", ("Korvex", "develops", "Milo")),
    ("Les groupes belges [Altaïr|COMPANY] et [Tessor|COMPANY] recrutent.", ("Tessor", "basedIn", "Belgique")),
    ("[Altaïr|COMPANY] a nommé [Léa Morvan|PERSON] directrice générale.", ("Léa Morvan", "ceoOf", "Altaïr")),
    ("Naguère chercheuse au [CNR Bleu|ORG], [Léa Morvan|PERSON] peint.", ("Léa Morvan", "formerlyWorkedFor", "CNR Bleu")),
    ("[Léa Morvan|PERSON] n'est plus la porte-parole de [Altaïr|COMPANY].", ("Léa Morvan", "formerlyWorkedFor", "Altaïr")),
    ("Installée à [Nantes|PLACE], [Altaïr|COMPANY] a embauché trente personnes.", ("Altaïr", "basedIn", "Nantes")),
    ("Le fabricant toulousain de satellites [Altaïr|COMPANY] embauche.", ("Altaïr", "basedIn", "Toulouse")),
    ("L'éditeur [Altaïr|COMPANY] ([Nantes|PLACE]) a embauché trente personnes.", ("Altaïr", "basedIn", "Nantes")),
    ("[Altaïr|COMPANY], filiale à 60 % de [Korvex|COMPANY], a embauché.", ("Altaïr", "ownedBy", "Korvex")),
    ("[Léa Morvan|PERSON], maire ([Parti Bleu|ORG]) de [Vendôme|PLACE], hésite.", ("Léa Morvan", "ceoOf", "Vendôme")),
    ("Le dernier jeu de [Korvex|COMPANY], [Milo|PRODUCT], a plu.", ("Korvex", "develops", "Milo")),
    (
        "[Altaïr|COMPANY] a été créée il y a trois ans par [Léa Morvan|PERSON].",
        ("Léa Morvan", "founderOf", "Altaïr"),
    ),
]
SILENT = [
    ("Le bouchon lyonnais plaît à [Altaïr|COMPANY].", "basedIn", ""),
    ("[Léa Morvan|PERSON], déléguée, quitte [CFTX|ORG].", "worksFor", ""),
    ("[Léa Morvan|PERSON], du même avis, critique [Altaïr|COMPANY].", "worksFor", ""),
    ("[Léa Morvan|PERSON], adjointe à [Vannes|PLACE], attend.", "basedIn", ""),
    ("Maire de [Vendôme|PLACE] depuis 2008, [Jo Brun|PERSON] attend.", "formerCeoOf", ""),
    ("Le [FC Loir|ORG] a gagné. La romancière [Léa Morvan|PERSON] y voit un signe.", "worksFor", ""),
    ("Le [FC Loir|ORG] a gagné. Le président d'une usine, [Jo Brun|PERSON], y voit un signe.", "ceoOf", ""),
    ("La sénatrice [Léa Morvan|PERSON] a dit non à [Altaïr|COMPANY].", "worksFor", ""),
    ("[Altaïr|COMPANY] recrute. La société qui détient [Korvex|COMPANY] embauche.", "ownedBy", ""),
    ("[Altaïr|COMPANY] est la filiale du groupe belge [Korvex|COMPANY] et de [Tessor|COMPANY].", "basedIn", "Tessor"),
    ("[Altaïr|COMPANY] a nommé [Léa Morvan|PERSON] directrice générale de [Tessor|COMPANY].", "ceoOf", "Altaïr"),
    ("[Léa Morvan|PERSON] n'est pas la porte-parole de [Altaïr|COMPANY].", "formerlyWorkedFor", ""),
    ("[Altaïr|COMPANY] ([Korvex|COMPANY]) a embauché trente personnes à [Nantes|PLACE].", "basedIn", ""),
    ("Le jeu de [Korvex|COMPANY], que [Milo|PRODUCT] imite, a plu.", "develops", ""),
    ("[Altaïr|COMPANY], à 60 % des voix, bat [Korvex|COMPANY].", "ownedBy", ""),
    ("[Orbelin|COMPANY], son client, et [Tessor|COMPANY] recrutent.", "customerOf", "Tessor"),
    ("([Altaïr|COMPANY]) - La [Belgique|PLACE] vend la puce [TX9|CHIP].", "manufactures", ""),
    (
        "[Altaïr|COMPANY] a levé 3 millions d'euros auprès de [Korvex|COMPANY], un fonds. [Tessor|COMPANY] rit.",
        "investsIn",
        "Tessor",
    ),
]


@pytest.mark.parametrize(("sentence", "triple"), STATED)
def test_link_is_read(sentence: str, triple: tuple[str, str, str]) -> None:
    assert triple in triples(sentence)


@pytest.mark.parametrize(("sentence", "predicate", "subject"), SILENT)
def test_look_alike_is_left_alone(sentence: str, predicate: str, subject: str) -> None:
    assert not [one for one in triples(sentence) if one[1] == predicate and one[0].startswith(subject)]


@pytest.mark.parametrize(
    ("title", "told"),
    [("OpenAI rachète Mistral AI :", "OpenAI a bel et bien racheté Mistral AI."), ("OpenAI rachète Mistral AI.", "")],
)
def test_a_title_is_evidence_only_when_the_text_says_no_more(title: str, told: str) -> None:
    (facts,) = annotate([Article(key="a", text=f"{title}\nDes précisions\n\n{told or 'Rien de neuf.'}\n")], load())
    (bought,) = [one for one in facts.statements if one.predicate == "acquired"]
    first = bought.evidence[0]
    assert facts.article.text[first.start : first.end] == (told or title)


def test_adjectives_of_cities_are_masculine_and_of_no_country() -> None:
    adjectives = [row["adjective"] for row in rows(files.rules("gentiles.csv"))]
    assert len(adjectives) == len(set(adjectives)) > 200
    assert not set(adjectives) & vocabulary.demonyms().keys()
