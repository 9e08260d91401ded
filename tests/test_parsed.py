"""What the rules read of a parsed text is what spaCy says of it."""

from itertools import pairwise

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg import files
from kg.annotate.parsed import Parsed, parsed
from kg.annotate.tokens import shadow
from kg.pipeline import load
from kg.read import read
from kg.records import Article

PLAIN = ("i", "idx", "text", "whitespace_", "text_with_ws", "lower_", "lemma_", "pos_", "dep_", "is_sent_start")
FLAGS = ("is_space", "is_punct", "is_title", "is_lower", "is_alpha", "like_num")
NEAR = ("children", "ancestors", "subtree")


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    """Give the sample articles and some odd texts, parsed."""
    nlp: Language = load()
    odd = ["", "a", "\n\n", "\nOui, dit-il.", "12 %  trois\n— Oui, dit-il : « non ».", "Ada " * 300]
    texts = [one.text for one in read([files.samples()]) if isinstance(one, Article)]
    return [nlp(shadow(text)) for text in [*odd, *texts]]


@pytest.mark.model
@pytest.mark.parametrize("name", [*PLAIN, *FLAGS])
def test_attributes_are_those_of_spacy(docs: list[Doc], name: str) -> None:
    for doc in docs:
        assert [getattr(one, name) for one in parsed(doc)] == [getattr(token, name) for token in doc]


@pytest.mark.model
def test_the_tree_is_that_of_spacy(docs: list[Doc]) -> None:
    for doc in docs:
        for one, token in zip(parsed(doc), doc, strict=True):
            for name in NEAR:
                assert [other.i for other in getattr(one, name)] == [other.i for other in getattr(token, name)], name
            assert (one.head.i, one.left_edge.i, one.right_edge.i) == (token.head.i, token.left_edge.i, token.right_edge.i)
            assert one.sent == (token.sent.start, token.sent.end)
            assert one.end == token.idx + len(token)


@pytest.mark.model
def test_features_are_those_of_spacy(docs: list[Doc]) -> None:
    for doc in docs:
        for one, token in zip(parsed(doc), doc, strict=True):
            assert str(one.morph) == str(token.morph)
            assert all(one.morph.get(name, []) == token.morph.get(name, []) for name in ("Number", "VerbForm", "Mood"))


@pytest.mark.model
def test_stretches_are_those_of_spacy(docs: list[Doc]) -> None:
    for doc in docs:
        found = parsed(doc)
        assert found.text == doc.text
        assert found.sents == [(one.start, one.end) for one in doc.sents]
        for start, end in pairwise(range(0, len(doc) - 5, 3)):
            assert found.words(start, end) == doc[start:end].text
            assert found.root(start, end).i == doc[start:end].root.i
        for start, end in zip(range(-2, len(doc.text)), range(3, len(doc.text) + 3), strict=False):
            span = doc.char_span(start, end, alignment_mode="expand") if start >= 0 else None
            assert found.covering(start, end) == (span and (span.start, span.end))


def test_no_neighbour_stands_before_the_first_token() -> None:
    found = Parsed(spacy.blank("fr")("Ada dort"))
    assert found[1].nbor(-1) is found[0]
    with pytest.raises(IndexError):
        found[0].nbor(-1)
    with pytest.raises(IndexError):
        found[1].nbor()


def test_a_doc_is_read_once() -> None:
    doc = spacy.blank("fr")("Ada dort")
    assert parsed(doc) is parsed(doc)
    assert parsed(parsed(doc)) is parsed(doc)
