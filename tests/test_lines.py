import pytest
import spacy

from kg.annotate.lines import constrain
from kg.annotate.tokens import shadow, split_marks


@pytest.fixture(scope="module")
def tokens():
    return split_marks(spacy.blank("fr"))


def starts(nlp, text, word, turn=1):
    """Tell what is said of the sentence start at a word: True, False, or None when the parser may decide."""
    doc = constrain(nlp.make_doc(shadow(text)))
    return [token.is_sent_start for token in doc if token.text == word][turn - 1]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mistral lève des fonds\nLa somme reste secrète", "La"),
        ("« Une question ouverte\nElle le restera", "Elle"),
        ('Il parle de "guerre froide." Paris se tait.', "Paris"),
        ("« Nous partons. » Paris se tait.", "Paris"),
    ],
)
def test_a_sentence_starts_after_a_line_and_after_a_quotation_that_ended(text, word, tokens):
    assert starts(tokens, text, word) is True


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Il refuse, Marie aussi.", "Marie"),
        ("« Le plan Stargate Avance bien », dit-il.", "Avance"),
        ("Il parle de “guerre froide.” Paris se tait.", "»"),
        ('Il parle de "guerre froide." Paris se tait.', "froide"),
        ("Selon M. Dupont, tout va bien.", "Dupont"),
        ("Des puces (par ex. Ascend) manquent.", "Ascend"),
        ("Les modèles ouverts dominent le marché chinois.", "dominent"),
        ("Le quartier d'Arc-Les-Bains", "Arc-Les-Bains"),
        ("Pages 5- Le Duché paie.", "Le"),
    ],
)
def test_no_sentence_starts_inside_one(text, word, tokens):
    assert starts(tokens, text, word) is False


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Nvidia gagne. Intel perd.", "Intel"),
        ("Les faits Nvidia gagne", "Nvidia"),
        ("« Nous partons. Paris nous attend », dit-il.", "Paris"),
        ("Trois faits : Paris paie.", "Paris"),
        ("Trois faits. - Paris paie.", "Paris"),
    ],
)
def test_the_parser_decides_where_a_sentence_may_start(text, word, tokens):
    assert starts(tokens, text, word) is None


def test_a_mark_that_nobody_closes_spoils_its_paragraph_only(tokens):
    assert starts(tokens, "« Une idée Folle\nNvidia gagne Intel perd", "Folle") is False
    assert starts(tokens, "« Une idée Folle\nNvidia gagne Intel perd", "Intel") is None
