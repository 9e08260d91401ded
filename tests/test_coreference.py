"""What refers back, in hand-parsed sentences."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.coreference import coreference
from kg.annotate.parsed import parsed as read_off
from kg.annotate.roles import roles
from kg.facts import annotate
from kg.pipeline import load
from kg.records import Article, Entity, Mention

VOCAB = spacy.blank("fr").vocab
ADA = Entity(id="ada", type="PERSON", name="Ada Roy")
PLUMORIA = Entity(id="plum", type="COMPANY", name="Plumoria")
ZUBRIN = Entity(id="zub", type="MODEL", name="Zubrin")


def parsed(rows: str, entities: dict[str, Entity]) -> Doc:
    """Build a Doc from lines "word pos head dep [morph]"; each root makes a sentence."""
    cells = [line.split() for line in rows.strip().splitlines() if line.strip()]
    doc = Doc(
        VOCAB,
        words=[cell[0] for cell in cells],
        pos=[cell[1] for cell in cells],
        heads=[int(cell[2]) for cell in cells],
        deps=[cell[3] for cell in cells],
        morphs=[cell[4] if len(cell) > 4 else "" for cell in cells],
        lemmas=[cell[0].lower() for cell in cells],
    )
    doc._.entities = list({one.id: one for one in entities.values()}.values())
    doc._.mentions = sorted(
        (
            Mention(start=doc.text.index(name), end=doc.text.index(name) + len(name), entity=one.id)
            for name, one in entities.items()
        ),
        key=lambda one: one.start,
    )
    return doc


FIRST = """
Ada PROPN 2 nsubj
Roy PROPN 0 flat:name
travaille VERB 2 ROOT
"""


@pytest.mark.parametrize(("pronoun", "expected"), [("Elle", "ada"), ("Il", None)])
def test_a_pronoun_takes_the_subject_of_its_gender(pronoun: str, expected: str | None) -> None:
    doc = parsed(f"{FIRST}\n{pronoun} PRON 4 nsubj\npart VERB 4 ROOT", {"Ada Roy": ADA})
    assert coreference(doc)._.referents.get(3) == expected


def test_an_impersonal_pronoun_stands_for_nothing() -> None:
    first = FIRST.replace("Ada", "Marc")
    doc = parsed(
        first + "\nIl PRON 4 expl:subj\nfaut VERB 4 ROOT", {"Marc Roy": Entity(id="m", type="PERSON", name="Marc Roy")}
    )
    assert 3 not in coreference(doc)._.referents


def test_an_inverted_pronoun_speaks_for_the_last_person_outside_the_quotation() -> None:
    rows = FIRST + "\n« PUNCT 7 punct\nOui INTJ 7 obj\n» PUNCT 7 punct\n, PUNCT 7 punct\ndit VERB 7 ROOT\n-elle PRON 7 nsubj"
    assert coreference(parsed(rows, {"Ada Roy": ADA}))._.referents[8] == "ada"


SECOND = """
Plumoria PROPN 1 nsubj
grandit VERB 1 ROOT

L' DET 3 det
entreprise NOUN 4 nsubj Gender=Fem|Number=Sing
recrute VERB 4 ROOT
"""


def test_a_class_noun_takes_up_the_company() -> None:
    assert coreference(parsed(SECOND, {"Plumoria": PLUMORIA}))._.referents == {0: "plum", 3: "plum"}


def test_an_indefinite_class_noun_takes_up_nothing() -> None:
    assert 3 not in coreference(parsed(SECOND.replace("L'", "Une"), {"Plumoria": PLUMORIA}))._.referents


def test_a_class_noun_never_takes_up_another_type() -> None:
    assert 3 not in coreference(parsed(SECOND.replace("Plumoria", "Zubrin"), {"Zubrin": ZUBRIN}))._.referents


APPOSITION = """
Ada PROPN 6 nsubj
Roy PROPN 0 flat:name
, PUNCT 3 punct
PDG NOUN 0 appos
de ADP 5 case
Plumoria PROPN 3 nmod
parle VERB 6 ROOT
"""


def test_an_apposition_gives_a_role() -> None:
    (fact,) = roles(read_off(parsed(APPOSITION, {"Ada Roy": ADA, "Plumoria": PLUMORIA})))
    assert (fact.person, fact.kind, fact.organisation, fact.former) == ("ada", "ceo", "plum", False)


def test_a_former_role_is_told() -> None:
    rows = APPOSITION.replace("PDG NOUN", "ex-PDG NOUN")
    (fact,) = roles(read_off(parsed(rows, {"Ada Roy": ADA, "Plumoria": PLUMORIA})))
    assert fact.former


def test_the_holder_of_a_role_is_found_again() -> None:
    rows = APPOSITION + "\nLa DET 8 det\npatronne NOUN 9 nsubj Gender=Fem|Number=Sing\nsourit VERB 9 ROOT"
    assert coreference(parsed(rows, {"Ada Roy": ADA, "Plumoria": PLUMORIA}))._.referents[8] == "ada"


def test_a_role_after_another_speaker_is_no_apposition() -> None:
    rows = """
    Selon ADP 1 case
    Ada PROPN 8 obl
    Roy PROPN 1 flat:name
    , PUNCT 1 punct
    le DET 5 det
    PDG NOUN 8 nsubj
    de ADP 7 case
    Plumoria PROPN 5 nmod
    ment VERB 8 ROOT
    """
    (fact,) = roles(read_off(parsed(rows, {"Ada Roy": ADA, "Plumoria": PLUMORIA})))
    assert fact.person is None
    assert fact.organisation == "plum"


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        (
            "DeepSeek progresse vite. Selon le cabinet SemiAnalysis, elle aurait dépensé plus de 500 millions de dollars.",
            "DeepSeek",
            "SemiAnalysis",
        ),
        ("OpenAI se tait. Selon la société Plumoria, le marché va doubler d'ici à la fin de l'année.", "OpenAI", "Plumoria"),
    ],
)
def test_a_class_noun_stands_for_the_name_beside_it(text, wrong, right):
    (facts,) = annotate([Article(key="a", text=text)], load())
    names = {entity.id: entity.name for entity in facts.entities}
    assert [names.get(quote.speaker) for quote in facts.quotes] == [right] != [wrong]


@pytest.mark.model
def test_son_entreprise_is_that_of_the_person_or_nobodys():
    text = "DeepSeek progresse. Dario Amodei, le patron d'Anthropic, reste prudent. Claude 4, le modèle de son entreprise, a coûté cher."
    (facts,) = annotate([Article(key="a", text=text)], load())
    names = {entity.id: entity.name for entity in facts.entities}
    makers = {names[one.subject] for one in facts.statements if one.predicate == "develops"}
    assert makers <= {"Anthropic"}
