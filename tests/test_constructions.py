"""Constructions that no single row of a table holds: each with sentences that state something and look-alikes that do not."""

import pytest
from lending import lent
from test_relations import marked

from kg.facts import annotate
from kg.names import SYMMETRIC
from kg.pipeline import load
from kg.records import Article, Facts

pytestmark = pytest.mark.model

STATED = [
    ("[Agenda|PRODUCT] est une application [Milo|PRODUCT] basée sur [Korvo|PRODUCT].", ("Agenda", "basedOn", "Korvo")),
    ("[Agenda|PRODUCT], un moteur [Milo|PRODUCT] conçu par [Altaïr|COMPANY], est rapide.", ("Altaïr", "develops", "Agenda")),
    ("Le navigateur [Milo|PRODUCT] conçu par [Altaïr|COMPANY] est rapide.", ("Altaïr", "develops", "Milo")),
    ("[Altaïr|COMPANY] ferme [Altaïr Carto|PRODUCT] en mars.", ("Altaïr", "develops", "Altaïr Carto")),
    (
        "Fondée en 2019 par [Léa Morvan|PERSON], [Jo Brun|PERSON] et [Ada Roy|PERSON], [Altaïr|COMPANY] recrute.",
        ("Ada Roy", "founderOf", "Altaïr"),
    ),
    ("Cofondatrice du fonds [Korvex|COMPANY], [Léa Morvan|PERSON] parle.", ("Léa Morvan", "founderOf", "Korvex")),
    ("Le procès a lieu devant la [cour du Loir|ORG], à [Vendôme|PLACE].", ("cour du Loir", "basedIn", "Vendôme")),
    (
        "L'action [Altaïr|COMPANY] a cédé 3 % en Bourse, [Korvex|COMPANY] 4 % et le belge [Tessor|COMPANY] 5 %.",
        ("Tessor", "stockChange", "-5 %"),
    ),
    ("La [Belgique|PLACE] interdit depuis mardi [Milo|PRODUCT] dans ses écoles.", ("Belgique", "restricts", "Milo")),
    ("Voici [Volta|MODEL], le modèle sur lequel repose [Sirius|MODEL].", ("Sirius", "basedOn", "Volta")),
    (
        "Plusieurs groupes, tels que [Altaïr|COMPANY] et [Tessor|COMPANY], collaborent avec [Korvex|COMPANY].",
        ("Tessor", "partnerOf", "Korvex"),
    ),
    (
        "[Altaïr|COMPANY] et [Tessor|COMPANY] ont ouvert un centre et collaborent avec [Korvex|COMPANY].",
        ("Altaïr", "partnerOf", "Korvex"),
    ),
    ("L'autorité [Coralis|ORG] inflige une amende de 3 millions d'euros à [Milo|PRODUCT].", ("Coralis", "restricts", "Milo")),
    ("[Volta|MODEL] affiche un gain de 20 % par rapport à [Sirius|MODEL].", ("Volta", "outperforms", "Sirius")),
    ("[Altaïr|COMPANY] conçoit et fabrique la puce [TX9|CHIP].", ("Altaïr", "manufactures", "TX9")),
    ("Le lancement par [Altaïr|COMPANY] de [Volta|MODEL] a été discret.", ("Altaïr", "develops", "Volta")),
    ("[Milo|PRODUCT] s'impose comme une alternative sérieuse à [Korvo|PRODUCT].", ("Milo", "competesWith", "Korvo")),
    ("[Volta|MODEL], le modèle de [Altaïr|COMPANY], sort en juin.", ("Altaïr", "develops", "Volta")),
    ("[Altaïr|COMPANY] a fini par racheter [Tessor|COMPANY].", ("Altaïr", "acquired", "Tessor")),
    ("[Altaïr|COMPANY] est présentée comme un client de [Tessor|COMPANY].", ("Altaïr", "customerOf", "Tessor")),
    ("[Volta|MODEL], que développe [Altaïr|COMPANY], est lent.", ("Altaïr", "develops", "Volta")),
    ("[Tessor|COMPANY], dont [Altaïr|COMPANY] est la filiale, recrute.", ("Altaïr", "ownedBy", "Tessor")),
    ("C'est à [Metz|PLACE] que [Altaïr|COMPANY] a son siège.", ("Altaïr", "basedIn", "Metz")),
    ("[Tessor|COMPANY] recrute. [Altaïr|COMPANY] l'a rachetée en mai.", ("Altaïr", "acquired", "Tessor")),
    ("[Tessor|COMPANY] recrute. [Altaïr|COMPANY] y a investi 3 millions d'euros.", ("Altaïr", "investsIn", "Tessor")),
    ("La pépite rennaise [Altaïr|COMPANY] recrute.", ("Altaïr", "basedIn", "Rennes")),
    ("[Altaïr|COMPANY], dont le modèle [Volta|MODEL] est lent, recrute.", ("Altaïr", "develops", "Volta")),
    ("[Léa Morvan|PERSON], de la [Coralis|ORG], proteste.", ("Léa Morvan", "worksFor", "Coralis")),
    ("[Jo Brun|PERSON], délégué [Coralis|ORG], proteste.", ("Jo Brun", "worksFor", "Coralis")),
    (
        "[Altaïr|COMPANY] recrute. [Altaïr|COMPANY] embauche. Le départ de [Altaïr|COMPANY] attriste. Le président [Jo Brun|PERSON] parle.",
        ("Jo Brun", "worksFor", "Altaïr"),
    ),
    (
        "« Nous avons racheté [Tessor|COMPANY] », dit [Jo Brun|PERSON], PDG de [Altaïr|COMPANY].",
        ("Altaïr", "acquired", "Tessor"),
    ),
    ("[Volta|MODEL] est sorti. Il a été entraîné sur des [TX9|CHIP].", ("Volta", "trainedOn", "TX9")),
    ("[Altaïr|COMPANY] livre des bus à [Korvex|COMPANY], l'un de ses clients.", ("Korvex", "customerOf", "Altaïr")),
    ("Racheté l'an dernier par [Altaïr|COMPANY], [Tessor|COMPANY] recrute.", ("Altaïr", "acquired", "Tessor")),
    ("[Tessor|COMPANY], que [Altaïr|COMPANY] compte racheter cet été, recrute.", ("Altaïr", "acquired", "Tessor")),
    ("La puce [TX9|CHIP], que [Tessor|COMPANY] commencera à fabriquer en mai, plaît.", ("Tessor", "manufactures", "TX9")),
    ("[Altaïr|COMPANY], dont [Tessor|COMPANY] est devenu le premier actionnaire, recrute.", ("Tessor", "investsIn", "Altaïr")),
    ("[Altaïr|COMPANY] (groupe [Tessor|COMPANY]) ouvre un bureau.", ("Altaïr", "ownedBy", "Tessor")),
    ("[Altaïr|COMPANY] est en concurrence directe avec [Tessor|COMPANY].", ("Altaïr", "competesWith", "Tessor")),
    ("[Altaïr|COMPANY] est l'un des clients de [Tessor|COMPANY].", ("Altaïr", "customerOf", "Tessor")),
    ("Chez [Coralis|ORG], [Léa Morvan|PERSON] travaille sur la voix.", ("Léa Morvan", "worksFor", "Coralis")),
    ("[Volta|MODEL] a des performances proches de celles de [Sirius|MODEL].", ("Volta", "comparableTo", "Sirius")),
    ("[Tessor|COMPANY] s'est fait doubler par [Altaïr|COMPANY].", ("Altaïr", "outperforms", "Tessor")),
    ("[Altaïr|COMPANY] a signé une promesse en vue d'acquérir [Tessor|COMPANY].", ("Altaïr", "acquired", "Tessor")),
    ("Avec sa puce [TX9|CHIP], [Tessor|COMPANY] creuse l'écart.", ("Tessor", "manufactures", "TX9")),
    ("Avec son partenaire [Tessor|COMPANY], [Altaïr|COMPANY] recrute.", ("Altaïr", "partnerOf", "Tessor")),
    ("Le PDG de [Altaïr|COMPANY] annonce un partenariat avec [Tessor|COMPANY].", ("Altaïr", "partnerOf", "Tessor")),
    ("Les pilotes de [Altaïr|COMPANY] utilisent [Milo|PRODUCT].", ("Altaïr", "uses", "Milo")),
    ("[Altaïr|COMPANY] prévoit de racheter [Tessor|COMPANY].", ("Altaïr", "acquired", "Tessor")),
    (
        "Des discussions entre [Altaïr|COMPANY] et [Tessor|COMPANY] en vue d'un partenariat ont lieu.",
        ("Altaïr", "partnerOf", "Tessor"),
    ),
]
SILENT = [
    ("Le logiciel [Milo|PRODUCT] est conçu pour les novices ayant peu d'expérience avec [Korvo|PRODUCT].", "uses", "Milo"),
    ("Le client de [Altaïr|COMPANY] est différent de celui de [Tessor|COMPANY].", "customerOf", "Altaïr"),
    ("[Altaïr|COMPANY] reste derrière [Tessor|COMPANY].", "outperforms", "Tessor"),
    ("Un moteur [Milo|PRODUCT] conçu par [Altaïr|COMPANY] est rapide.", "develops", ""),
    ("Des collaborations avec des studios comme [Altaïr|COMPANY] et [Korvex|COMPANY] sont prévues.", "partnerOf", ""),
    ("[Altaïr|COMPANY] recrute. Le métro passe devant [Altaïr Carto|PRODUCT].", "develops", ""),
    ("Fondée en 2019 près d'une rivière, la ferme de [Léa Morvan|PERSON] plaît à [Altaïr|COMPANY].", "founderOf", ""),
    ("Le [Groupe du Loir|ORG] se rend à [Vendôme|PLACE].", "basedIn", ""),
    ("L'action [Altaïr|COMPANY] cède 3 % en Bourse, et les ventes de [Korvex|COMPANY] gagnent 4 %.", "stockChange", "Korvex"),
    ("La [Belgique|PLACE] interdit depuis mardi la pêche, selon [Milo|PRODUCT].", "restricts", ""),
    ("[Roumanie|PLACE] : un centre pour un investissement de 3 millions d'euros.", "spends", ""),
    ("[Altaïr|COMPANY] aime [Volta|MODEL], que l'on développe ailleurs.", "develops", "Altaïr"),
    ("[Léa Morvan|PERSON], de la [Coralis|ORG] à la mer, marche.", "worksFor", ""),
    ("[Altaïr|COMPANY] a appris la nouvelle sans l'avoir annoncée à [Volta|MODEL].", "develops", ""),
    ("[Milo|PRODUCT] se range comme une chaise près de [Korvo|PRODUCT].", "competesWith", ""),
    ("Racheté hier, le pain de [Altaïr|COMPANY] plaît à [Tessor|COMPANY].", "acquired", ""),
    ("[Altaïr|COMPANY] salue le rachat de [Tessor|COMPANY].", "acquired", ""),
    ("Les clients de [Altaïr|COMPANY] utilisent [Milo|PRODUCT].", "uses", "Altaïr"),
    ("Chez [Coralis|ORG], le repas plaît à [Léa Morvan|PERSON], qui travaille ailleurs.", "worksFor", "Léa Morvan"),
    ("Ce tour de table valorise [Altaïr|COMPANY] à 3 milliards d'euros.", "raised", ""),
]

JUDGED = [
    ("[Altaïr|COMPANY] a-t-elle racheté [Tessor|COMPANY] ?", "hedged"),
    ("Pourquoi [Altaïr|COMPANY] a-t-elle racheté [Tessor|COMPANY] ?", "asserted"),
    ("Il n'est pas exclu que [Altaïr|COMPANY] rachète [Tessor|COMPANY].", "hedged"),
    ("À moins que [Altaïr|COMPANY] ne rachète [Tessor|COMPANY], rien ne change.", "hedged"),
    ("[Altaïr|COMPANY] se défend d'avoir racheté [Tessor|COMPANY].", "denied"),
    ("[Altaïr|COMPANY] défend le rachat de [Tessor|COMPANY].", "asserted"),
    ("Le rachat de [Tessor|COMPANY] par [Altaïr|COMPANY] est tombé à l'eau.", "denied"),
    ("[Altaïr|COMPANY] ne cache pas avoir racheté [Tessor|COMPANY].", "asserted"),
    ("Comme l'écrit [Le Relais|COMPANY], [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "reported"),
    ("Comme [Le Relais|COMPANY], [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "asserted"),
    ("[Jo Brun|PERSON] l'assure : [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "reported"),
    ("[Jo Brun|PERSON] ironise sur le prix : [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "asserted"),
    ("[Jo Brun|PERSON] raconte dans ses Mémoires que [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "reported"),
    ("[Altaïr|COMPANY], croit savoir [Le Relais|COMPANY], a racheté [Tessor|COMPANY].", "reported"),
    ("Si [Altaïr|COMPANY] a racheté [Tessor|COMPANY], c'est pour ses brevets.", "asserted"),
    ("Si [Altaïr|COMPANY] a racheté [Tessor|COMPANY], la loi le dira.", "hedged"),
    ("Nul n'ignore que [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "asserted"),
    ("Peut-être [Altaïr|COMPANY] a-t-elle racheté [Tessor|COMPANY].", "hedged"),
    ("Peut-être par vanité, [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "asserted"),
    ("Ce n'est pas [Altaïr|COMPANY] qui a racheté [Tessor|COMPANY].", "denied"),
    ("C'est [Altaïr|COMPANY] qui a racheté [Tessor|COMPANY].", "asserted"),
    ("[Altaïr|COMPANY] s'est donné un an pour racheter [Tessor|COMPANY].", "planned"),
    ("[Altaïr|COMPANY] est entré en négociations exclusives pour racheter [Tessor|COMPANY].", "planned"),
    ("[Altaïr|COMPANY] serait en passe de racheter [Tessor|COMPANY].", "hedged"),
    ("[Altaïr|COMPANY] n'est pas sur le point de racheter [Tessor|COMPANY].", "denied"),
    ("Le rachat de [Tessor|COMPANY] par [Altaïr|COMPANY] serait à l'étude.", "hedged"),
    ("Le rachat de [Tessor|COMPANY] par [Altaïr|COMPANY] n'est pas à l'ordre du jour.", "denied"),
    ("Le rachat de [Tessor|COMPANY] par [Altaïr|COMPANY] n'est pas anodin.", "asserted"),
    ("Le rachat de [Tessor|COMPANY] par [Altaïr|COMPANY], bouclé vendredi, inquiète les voisins.", "asserted"),
    ("Le rachat de [Tessor|COMPANY] par [Altaïr|COMPANY] est effectif, a indiqué [Jo Brun|PERSON].", "reported"),
    ("[Altaïr|COMPANY] a écarté l'idée d'un rachat de [Tessor|COMPANY].", "denied"),
    ("Pas plus que sa voisine, [Altaïr|COMPANY] n'a racheté [Tessor|COMPANY].", "denied"),
    ("[Altaïr|COMPANY] a racheté [Tessor|COMPANY] afin de doubler ses ventes d'ici 2028.", "asserted"),
    ("S'il a racheté [Tessor|COMPANY], [Altaïr|COMPANY] n'a jamais voulu s'en vanter.", "asserted"),
    ("« C'est cher », reconnaît [Jo Brun|PERSON], dont le groupe [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "asserted"),
    ("L'objectif de [Altaïr|COMPANY] est de racheter [Tessor|COMPANY].", "planned"),
    ("[Altaïr|COMPANY] a pour ambition de racheter [Tessor|COMPANY].", "planned"),
    ("[Altaïr|COMPANY] n'a aucune intention de racheter [Tessor|COMPANY].", "denied"),
    ("[Altaïr|COMPANY] n'attend plus qu'un feu vert pour racheter [Tessor|COMPANY].", "planned"),
    ("Des indices donnent à penser que [Altaïr|COMPANY] a racheté [Tessor|COMPANY].", "hedged"),
]


def stated(sentence: str) -> Facts:
    text, entities, mentions, _ = marked(sentence)
    document = {
        "text": text,
        "entities": [{"id": one.id, "type": one.type, "name": one.name} for one in entities],
        "mentions": [{"start": one.start, "end": one.end, "entity": one.entity} for one in mentions],
    }
    (facts,) = annotate([Article(key="a", text=text)], lent([document]))
    return facts


def triples(sentence: str) -> set[tuple[str, str, str]]:
    facts = stated(sentence)
    names = {one.id: one.name for one in facts.entities}
    found = {(names[one.subject], one.predicate, names.get(one.object or "", one.value or "")) for one in facts.statements}
    return found | {(target, predicate, subject) for subject, predicate, target in found if predicate in SYMMETRIC}


@pytest.mark.parametrize(("sentence", "triple"), STATED)
def test_construction_is_read(sentence: str, triple: tuple[str, str, str]) -> None:
    assert triple in triples(sentence)


@pytest.mark.parametrize(("sentence", "predicate", "subject"), SILENT)
def test_look_alike_is_left_alone(sentence: str, predicate: str, subject: str) -> None:
    assert not [one for one in triples(sentence) if one[1] == predicate and one[0].startswith(subject)]


@pytest.mark.parametrize(("sentence", "status"), JUDGED)
def test_sign_of_status_is_read(sentence: str, status: str) -> None:
    assert {one.status for one in stated(sentence).statements if one.predicate == "acquired"} == {status}


def test_the_text_is_better_evidence_than_headline_and_summary() -> None:
    text = (
        "OpenAI rachète Mistral AI\n\nEn bref\nMistral AI est rachetée par OpenAI, disent les deux firmes.\n\n"
        "OpenAI a racheté Mistral AI, après un an de pourparlers."
    )
    (facts,) = annotate([Article(key="a", text=text)], load())
    (bought,) = [one for one in facts.statements if one.predicate == "acquired" and one.status == "asserted"]
    assert text[bought.evidence[0].start :] == "OpenAI a racheté Mistral AI, après un an de pourparlers."
    assert len(bought.evidence) >= 2


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek n'a jamais confirmé détenir de H100.",
        "Nvidia n'a pas confirmé avoir racheté Run:ai.",
        "Nvidia n'a pas confirmé qu'il rachetait Run:ai.",
    ],
)
def test_what_is_not_confirmed_is_neither_said_nor_denied(text):
    found = [one.status for facts in annotate([Article(key="a", text=text)], load()) for one in facts.statements]
    assert found == ["hedged"]
