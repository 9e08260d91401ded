"""Ways of the press to say who said what, each in an invented sentence with its look-alikes that report nothing."""

from functools import lru_cache

import pytest
from lending import lent
from test_speakers import document

from kg import facts
from kg.records import Article, Facts

pytestmark = pytest.mark.model

#: Text with its names, and the quotations in it: words, then speaker (a name, or "?" and the words for one without).
SAID = {
    "semi-auxiliary": (
        "« J'ai cru bien faire », finit par lâcher [Ada Brun|PERSON].",
        [("J'ai cru bien faire", "Ada Brun")],
    ),
    "semi-auxiliary with pronoun": (
        "[Léo Vial|PERSON] est venu. « Rien ne presse », s'était-il borné à répondre.",
        [("Rien ne presse", "Léo Vial")],
    ),
    "denied semi-auxiliary": (
        "[Ada Brun|PERSON] n'hésite pas à affirmer que le port fermera.",
        [("le port fermera", "Ada Brun")],
    ),
    "conceding semi-auxiliary": (
        "[Ada Brun|PERSON] a dû admettre que le port fermera.",
        [("le port fermera", "Ada Brun")],
    ),
    "gerund of a semi-auxiliary": (
        "[Léo Vial|PERSON] n'est pas venu, se contentant d'écrire que la grue serait vendue.",
        [("la grue serait vendue", "Léo Vial")],
    ),
    "infinitive under et": (
        "[Ada Brun|PERSON] parle d'« une erreur » et dit regretter la vente du phare.",
        [("une erreur", "Ada Brun"), ("regretter la vente du phare", "Ada Brun")],
    ),
    "share of people": (
        "En Bretagne, 61 % des marins interrogés déclarent avoir changé de port.",
        [("avoir changé de port", "?61 % des marins interrogés")],
    ),
    "même si": (
        "[Ada Brun|PERSON] assure avoir vendu plus de sel que jamais, même si elle reconnaît que le prix baisse.",
        [("avoir vendu plus de sel que jamais", "Ada Brun"), ("le prix baisse", "Ada Brun")],
    ),
    "remark of the article": (
        "[Nordeo|COMPANY] affirme vouloir rouvrir le quai, sans donner de date.",
        [("vouloir rouvrir le quai", "Nordeo")],
    ),
    "subject before marks": (
        "Les armateurs « restent libres de partir », a répondu [Léo Vial|PERSON].",
        [("Les armateurs « restent libres de partir »", "Léo Vial")],
    ),
    "subject in marks": (
        "[Ada Brun|PERSON] rappelle que « personne, pas même l'État », ne viendra payer les digues.",
        [("« personne, pas même l'État », ne viendra payer les digues", "Ada Brun")],
    ),
    "clause after a semicolon": (
        "Le phare a brûlé mardi ; personne n'est blessé, a précisé la préfecture.",
        [("personne n'est blessé", "?la préfecture")],
    ),
    "incise in a clause after a colon": (
        "[Ada Brun|PERSON] est plus sereine : les quais tiennent, rappelle-t-elle, et les bateaux partent demain.",
        [("les quais tiennent, rappelle-t-elle, et les bateaux partent demain", "Ada Brun")],
    ),
    "marks that finish a cut clause": (
        "[Ada Brun|PERSON] sourit. Il manquait, ajoute-t-elle, « quelqu'un qui sache nager ».",
        [("Il manquait, ajoute-t-elle, « quelqu'un qui sache nager »", "Ada Brun")],
    ),
    "pour qui": (
        "« Tout va », raconte [Léo Vial|PERSON], pour qui la nouvelle grue a sauvé le port.",
        [("Tout va", "Léo Vial"), ("la nouvelle grue a sauvé le port", "Léo Vial")],
    ),
    "à ses yeux": (
        "[Léo Vial|PERSON] ne dit pas autre chose : à ses yeux, la vente du phare est une faute.",
        [("la vente du phare est une faute", "Léo Vial")],
    ),
    "à l'entendre": (
        "« Le sel manque », note [Ada Brun|PERSON]. À l'entendre, trois ports fermeront avant l'été.",
        [("Le sel manque", "Ada Brun"), ("trois ports fermeront avant l'été", "Ada Brun")],
    ),
    "issued by": (
        "D'après des documents révélés par [Nordeo|COMPANY], le quai appartient à la ville.",
        [("le quai appartient à la ville", "Nordeo")],
    ),
    "numbered source": (
        "Selon deux participants à la réunion, le phare sera vendu.",
        [("le phare sera vendu", "?deux participants à la réunion")],
    ),
    "et d'ajouter": (
        "« Le port est sûr », dit [Ada Brun|PERSON]. Et d'ajouter, taquine : « On verra bien cet hiver. »",
        [("Le port est sûr", "Ada Brun"), ("On verra bien cet hiver.", "Ada Brun")],
    ),
    "verb that no list knows": (
        "[Ada Brun|PERSON] hausse les épaules. « On a toujours fait ainsi, tranchouille-t-elle. Et on le refera. »",
        [("On a toujours fait ainsi", "Ada Brun"), ("Et on le refera.", "Ada Brun")],
    ),
    "circumstance before the subject": (
        "« Nous ne dirons rien », évacue dans un sourire [Ada Brun|PERSON], directrice du port.",
        [("Nous ne dirons rien", "Ada Brun")],
    ),
    "next sentence names the speaker": (
        "« C'est une honte pour le port ! » La colère de [Léo Vial|PERSON] ne retombe pas.",
        [("C'est une honte pour le port !", "Léo Vial")],
    ),
    "next sentence is about the speaker": (
        "« Nous irons jusqu'au bout. » [Ada Brun|PERSON] ne décolère pas.",
        [("Nous irons jusqu'au bout.", "Ada Brun")],
    ),
    "l'assure": ("[Ada Brun|PERSON] l'assure, tout sera prêt en juin.", [("tout sera prêt en juin", "Ada Brun")]),
    "aveu": (
        "De l'aveu d'[Ada Brun|PERSON], le budget du port est trop court.",
        [("le budget du port est trop court", "Ada Brun")],
    ),
    "on of a house": ("Chez [Nordeo|COMPANY], on assure que tout sera prêt.", [("tout sera prêt", "Nordeo")]),
    "verb that the parser misses": (
        "Une source proche du chantier évoque « un accord imminent ».",
        [("un accord imminent", "?Une source proche du chantier évoque")],
    ),
    "document and colon": ("Le rapport est sans appel : « Ce quai est perdu. »", [("Ce quai est perdu.", "?Le rapport")]),
    "judgement of a noun": (
        "La vente, « incompréhensible » selon [Ada Brun|PERSON], a surpris.",
        [("incompréhensible", "Ada Brun")],
    ),
    "circumstance of the manner": (
        "« Ça ne change rien », balaie d'un revers de main l'armateur.",
        [("Ça ne change rien", "?l'armateur")],
    ),
    "medium before the subject": (
        "« Nous attendons », explique au Télégraphe [Léo Vial|PERSON].",
        [("Nous attendons", "Léo Vial")],
    ),
    "warning": ("[Léo Vial|PERSON] met en garde contre « un naufrage ».", [("un naufrage", "Léo Vial")]),
    "engagement": ("[Nordeo|COMPANY] s'engage à rembourser les marins.", [("rembourser les marins", "Nordeo")]),
    "manner between commas": ("« Je suis parti », lâche, amer, [Léo Vial|PERSON].", [("Je suis parti", "Léo Vial")]),
    "toujours selon": ("Toujours selon [Léo Vial|PERSON], le port fermera en juin.", [("le port fermera en juin", "Léo Vial")]),
    "source with a relative clause": (
        "Selon [Nordeo|COMPANY], qui cite un audit, le port est sûr.",
        [("le port est sûr", "Nordeo")],
    ),
    "all en": (
        "[Ada Brun|PERSON] estime que le quai est perdu, tout en refusant de partir.",
        [("le quai est perdu", "Ada Brun")],
    ),
    "subject of the verb and not of the clause": (
        "Par exemple, au cours de l'échange, les voleurs prétendent qu'un problème technique empêche le phare de tourner.",
        [("un problème technique empêche le phare de tourner", "?les voleurs")],
    ),
    "after a concession": (
        "Quoi qu'il en soit, [Nordeo|COMPANY] promet de livrer ses clients.",
        [("livrer ses clients", "Nordeo")],
    ),
    "short clause": (
        "[Ada Brun|PERSON] est venue. Elle a ajouté que l'entreprise recrute.",
        [("l'entreprise recrute", "Ada Brun")],
    ),
    "asked of somebody": (
        "Le maire demande à son adjoint, [Léo Vial|PERSON], de fermer le quai.",
        [("fermer le quai", "?Le maire")],
    ),
    "asked of others": (
        "[Ada Brun|PERSON] demande pour sa part aux marins de ne répondre à aucun touriste.",
        [("ne répondre à aucun touriste", "Ada Brun")],
    ),
    "told to somebody": (
        "[Ada Brun|PERSON] a répété au maire que seront fermés trois quais.",
        [("seront fermés trois quais", "Ada Brun")],
    ),
    "as somebody recalls, a verb that looks like a noun": (
        "Comme le rappelle [Ada Brun|PERSON], la digue est réparée depuis mardi.",
        [("la digue est réparée depuis mardi", "Ada Brun")],
    ),
    "as somebody recalls, inside": (
        "Le quai, comme le rappelle [Ada Brun|PERSON], est saturé.",
        [("Le quai, comme le rappelle Ada Brun, est saturé", "Ada Brun")],
    ),
    "relative clause around selon": (
        "[Nordeo|COMPANY] profite d'un trafic qui, selon [Brumeval|COMPANY], devrait doubler d'ici 2028.",
        [("qui, selon Brumeval, devrait doubler d'ici 2028", "Brumeval")],
    ),
    "relative clause before selon": (
        "[Nordeo|COMPANY] domine le trafic, qui devrait doubler d'ici 2028 selon [Brumeval|COMPANY].",
        [("qui devrait doubler d'ici 2028", "Brumeval")],
    ),
    "whole sentence before selon": (
        "Le bac, dont la coque date de 1990, a coûté 40 millions d'euros, selon [Brumeval|COMPANY].",
        [("Le bac, dont la coque date de 1990, a coûté 40 millions d'euros", "Brumeval")],
    ),
    "call to do": (
        "[Léo Vial|PERSON] a appelé les marins à boycotter [Nordeo|COMPANY].",
        [("boycotter Nordeo", "Léo Vial")],
    ),
    "said to be convinced": (
        "[Ada Brun|PERSON] s'est dite convaincue que le port rouvrira.",
        [("le port rouvrira", "Ada Brun")],
    ),
    "still convinced": (
        "[Ada Brun|PERSON] reste persuadée que le port rouvrira.",
        [("le port rouvrira", "Ada Brun")],
    ),
    "draws attention to the fact": (
        "[Léo Vial|PERSON] attire l'attention sur le fait que le quai s'enfonce.",
        [("le quai s'enfonce", "Léo Vial")],
    ),
    "relative clause of the speaker": (
        "[Léo Vial|PERSON], qui assure que le bac partira en mars, n'a pas donné de prix.",
        [("le bac partira en mars", "Léo Vial")],
    ),
    "in the words of": (
        "« Le port est plein », selon les mots d'[Ada Brun|PERSON].",
        [("Le port est plein", "Ada Brun")],
    ),
}
#: Texts without any quotation.
NOTHING = [
    "[Nordeo|COMPANY] propose une gamme capable de satisfaire tous les marins.",
    "Pour les marins et les élus souhaitant partir tôt, ce guide démontre qu'il est possible de dormir à bord.",
    "Quoi qu'il en soit, les travaux du quai et le report du bac promettent de laisser une marque durable.",
    "Ce choix vise à maintenir le bac tout en répondant au défi que représente cette marée.",
    "Le port doit dire adieu aux paquebots.",
    "[Ada Brun|PERSON] n'a pas osé dire que le port fermait.",
    "Les chats, pour qui la mairie a construit un abri, sont contents.",
    "Selon les villes, le tarif varie du simple au double.",
    "La collecte est très encadrée, avec des règles variées selon les régions.",
    "La taxe est de 3 % ou 5 % selon les villes.",
    "Le logiciel de [Nordeo|COMPANY] est, semble-t-il, en panne.",
    "[Ada Brun|PERSON] reste à Brest et rencontre [Léo Vial|PERSON].",
    "Le maire a appelé [Léo Vial|PERSON] à plusieurs reprises pour négocier.",
    "Selon les termes de l'accord, [Nordeo|COMPANY] versera 3 millions d'euros.",
    "Les marins appellent à la grève.",
    "Un geste brusque, comme le suggère cet accident, peut coûter cher à [Nordeo|COMPANY].",
]


@lru_cache(maxsize=1)
def read() -> dict[str, Facts]:
    texts = [document(number, text) for number, text in enumerate([*(text for text, _ in SAID.values()), *NOTHING])]
    articles = [Article(key=one["id"], text=one["text"]) for one in texts]
    return {one.article.key: one for one in facts.annotate(articles, lent(texts))}


@pytest.mark.parametrize("construction", SAID)
def test_who_says_what(construction):
    found = read()[str(list(SAID).index(construction))]
    names = {one.id: one.name for one in found.entities}
    said = [
        (found.article.text[one.start : one.end], names.get(one.speaker or "", "?" + one.speaker_text)) for one in found.quotes
    ]
    assert said == SAID[construction][1]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_said(text):
    assert read()[str(len(SAID) + NOTHING.index(text))].quotes == ()
