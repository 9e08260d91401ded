"""What quotations are about, one mechanism each: the noun that introduced a product takes it up, not another one's."""

import spacy
from spacy.tokens import Doc

from kg.annotate.called import called


def _doc(words: str, pos: str) -> Doc:
    tokens = words.split()
    return Doc(
        spacy.blank("fr").vocab, words=tokens, pos=pos.split(), heads=list(range(len(tokens))), deps=["dep"] * len(tokens)
    )


def test_a_noun_takes_up_the_product_that_it_introduced():
    doc = _doc("Le navigateur Lumio plante . Ce navigateur rame", "DET NOUN PROPN VERB PUNCT DET NOUN VERB")
    assert called(doc, {2: "e1"}, {"e1": "PRODUCT"}) == {6: "e1"}


def test_a_noun_takes_up_no_firm_and_not_when_indefinite():
    doc = _doc("Le navigateur Lumio plante . Un navigateur rame", "DET NOUN PROPN VERB PUNCT DET NOUN VERB")
    assert called(doc, {2: "e1"}, {"e1": "PRODUCT"}) == {}
    doc = _doc("Le navigateur Lumio plante . Ce navigateur rame", "DET NOUN PROPN VERB PUNCT DET NOUN VERB")
    assert called(doc, {2: "e1"}, {"e1": "COMPANY"}) == {}
