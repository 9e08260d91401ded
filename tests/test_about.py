"""What quotations are about, one mechanism each: the noun that introduced a product takes it up, not another one's."""

from functools import lru_cache

import pytest
import spacy
from spacy.tokens import Doc
from test_speakers import document

from kg import facts
from kg.annotate.called import called
from kg.annotate.parsed import parsed
from kg.records import Article


def _doc(words: str, pos: str) -> Doc:
    tokens = words.split()
    return Doc(
        spacy.blank("fr").vocab, words=tokens, pos=pos.split(), heads=list(range(len(tokens))), deps=["dep"] * len(tokens)
    )


def test_a_noun_takes_up_the_product_that_it_introduced():
    doc = _doc("Le navigateur Lumio plante . Ce navigateur rame", "DET NOUN PROPN VERB PUNCT DET NOUN VERB")
    assert called(parsed(doc), {2: "e1"}, {"e1": "PRODUCT"}) == {6: "e1"}


def test_a_noun_takes_up_no_firm_and_not_when_indefinite():
    doc = _doc("Le navigateur Lumio plante . Un navigateur rame", "DET NOUN PROPN VERB PUNCT DET NOUN VERB")
    assert called(parsed(doc), {2: "e1"}, {"e1": "PRODUCT"}) == {}
    doc = _doc("Le navigateur Lumio plante . Ce navigateur rame", "DET NOUN PROPN VERB PUNCT DET NOUN VERB")
    assert called(parsed(doc), {2: "e1"}, {"e1": "COMPANY"}) == {}


#: Text with its names, a piece of what was said, and what it is about, main one first.
CASES = [
    ("[Ada Brun|PERSON] accuse [Nordeo|COMPANY] de cacher ses pannes.", "cacher", ["Nordeo"]),
    ("[Ada Brun|PERSON] affirme que [Nordeo|COMPANY] ment.", "Nordeo", ["Nordeo"]),
    ("Selon [Ada Brun|PERSON], [Nordeo|COMPANY] dépasse [Velmar|COMPANY].", "Nordeo", ["Nordeo", "Velmar"]),
    (
        "Le logiciel [Calepin|PRODUCT] plante. « Cet outil est dangereux », prévient [Ada Brun|PERSON].",
        "Cet outil",
        ["Calepin"],
    ),
    ("[Nordeo|COMPANY] a fermé. « C'est une faute », juge [Ada Brun|PERSON].", "C'est", ["Nordeo"]),
    ("Selon [Nordeo|COMPANY], les ventes de sel baisseront.", "les ventes", ["Nordeo"]),
    ("Selon [Gartner|COMPANY], les ventes de sel baisseront.", "les ventes", []),
    ("« Il pleuvra demain », annonce [Ada Brun|PERSON].", "Il pleuvra", []),
    ("[Ada Brun|PERSON] estime que la vie est chère à [Brest|PLACE].", "la vie", []),
    (
        "[Ada Brun|PERSON] est jugée à Brest.\n\n[Ada Brun|PERSON] s'est levée. « Je n'ai rien volé », a lâché [Ada Brun|PERSON].",
        "Je n'ai rien",
        ["Ada Brun"],
    ),
    ("Comme le souligne [Ada Brun|PERSON], directrice chez [Nordeo|COMPANY] : « La houle ne faiblit pas. »", "La houle", []),
    ("Le phare, comme le rappelle [Ada Brun|PERSON], est vétuste.", "Le phare", []),
    ("La mairie a fermé. « Je n'ai rien vu venir », a lâché [Léo Vial|PERSON].", "Je n'ai rien", []),
]


@lru_cache(maxsize=1)
def _read():
    from lending import lent

    texts = [document(number, text) for number, (text, _, _) in enumerate(CASES)]
    articles = [Article(key=one["id"], text=one["text"]) for one in texts]
    return {one.article.key: one for one in facts.annotate(articles, lent(texts))}


@pytest.mark.model
@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_words_are_about(number):
    found, (_, piece, wanted) = _read()[str(number)], CASES[number]
    names = {one.id: one.name for one in found.entities}
    (said,) = [one for one in found.quotes if found.article.text[one.start : one.end].startswith(piece)]
    assert [names[one] for one in said.about] == wanted
