"""Every construction of reported speech on a parsed, invented sentence; what must stay out; and any text whatever."""

import ast
import re
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate.cues import cues
from kg.annotate.drafts import families
from kg.annotate.frame import Frame
from kg.annotate.inflection import inflect, vocabulary
from kg.annotate.marks import pair
from kg.annotate.parsed import parsed as read
from kg.annotate.quotes import extract
from kg.annotate.stance import stance
from kg.annotate.tokens import shadow, split_marks
from kg.records import Entity, Mention, Quote

NLP = split_marks(spacy.blank("fr"))
NAMES = {"Anne Morel": "PERSON", "Paul Lenoir": "PERSON", "Nordeo": "COMPANY"}
PARSED = Path(__file__).parent / "data" / "quotes.conllu"


def sentences() -> dict[str, tuple[str, list[list[str]]]]:
    """Read the parsed sentences: construction, text, rows of (id, form, part of speech, head, relation, verb form, misc)."""
    found = {}
    for block in PARSED.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        text = ast.literal_eval(lines[1].removeprefix("# text = "))
        found[lines[0].removeprefix("# construction = ")] = (text, [line.split("\t") for line in lines[2:]])
    return found


SENTENCES = sentences()


def parsed(construction: str) -> Doc:
    """Build the Doc of one sentence, with the invented names as entities."""
    text, rows = SENTENCES[construction]
    doc = Doc(
        NLP.vocab,
        words=[row[1].replace("\\n", "\n") for row in rows],
        spaces=[row[6] == "_" for row in rows],
        pos=[row[2] for row in rows],
        deps=[row[4] for row in rows],
        heads=[int(row[3]) - 1 if row[3] != "0" else number for number, row in enumerate(rows)],
        morphs=["" if row[5] == "_" else f"VerbForm={row[5]}" for row in rows],
    )
    assert doc.text == shadow(text)
    return named(doc)


def named(doc: Doc) -> Doc:
    """Put the invented names that stand in the text on a Doc."""
    spans = sorted((match.start(), match.end(), name) for name in NAMES for match in re.finditer(name, doc.text))
    known = sorted({name for _, _, name in spans})
    doc._.entities = [Entity(id=f"e{number}", type=NAMES[name], name=name) for number, name in enumerate(known)]
    doc._.mentions = [Mention(start=start, end=end, entity=f"e{known.index(name)}") for start, end, name in spans]
    return doc


def said(construction: str, doc: Doc | None = None) -> list[tuple[str, str, str | None, str | None]]:
    """Give mode, words, speaker and cue of each quotation of a sentence."""
    doc = doc if doc is not None else parsed(construction)
    text = SENTENCES[construction][0]
    names = {one.id: one.name for one in doc._.entities}
    return [(one.mode, text[one.start : one.end], names.get(one.speaker or ""), one.cue) for one in extract(read(doc))]


@pytest.mark.parametrize(
    ("construction", "expected"),
    [
        ("D1 cue after", [("direct", "La turbine restera fermée", "Anne Morel", "a déclaré")]),
        ("D1 straight marks", [("direct", "Le prix du sel va doubler", "Paul Lenoir", "affirme")]),
        ("D3 colon", [("direct", "Les ponts restent ouverts.", "Paul Lenoir", "précise")]),
        ("D3 name and colon", [("direct", "Nous partirons demain matin.", "Anne Morel", None)]),
        (
            "D4 incise inside",
            [
                ("direct", "Le port est sûr", "Paul Lenoir", "insiste"),
                ("direct", "et nos grues tiennent.", "Paul Lenoir", "insiste"),
            ],
        ),
        (
            "D4 two pairs",
            [
                ("direct", "Le port est sûr", "Paul Lenoir", "insiste"),
                ("direct", "et nos grues tiennent", "Paul Lenoir", "insiste"),
            ],
        ),
        ("D5 signature", [("direct", "Les cristaux gardent la mémoire du sel.", "Anne Morel", None)]),
        ("D6 floating", [("direct", "Le sel manque déjà dans trois ports.", "Anne Morel", None)]),
        ("D7 two paragraphs", [("direct", "Nous avons tout perdu.\n« Puis le sel est revenu.", "Paul Lenoir", "raconte")]),
        ("D9 post", [("direct", "Le sel de Nordeo est le meilleur du monde.", "Anne Morel", None)]),
        ("D10 passive", [("direct", "vive le sel libre", None, "était écrit")]),
        (
            "D12 chain",
            [
                ("direct", "Nous partons", "Paul Lenoir", "a expliqué"),
                ("indirect", "la grue sera vendue", "Paul Lenoir", "ajoutant"),
            ],
        ),
        ("I1 que", [("indirect", "le budget sera voté", "Anne Morel", "assure")]),
        ("I1 addressee", [("indirect", "la tempête approchait", "Paul Lenoir", "a informé")]),
        ("I1 phrase", [("indirect", "le chantier reprendra", "Nordeo", "a fait savoir")]),
        ("I2 infinitive", [("indirect", "avoir respecté la loi", "Nordeo", "affirme")]),
        ("I2 accuse", [("indirect", "cacher ses pertes", "Anne Morel", "accuse")]),
        ("I3 wh", [("indirect", "le sel manque", "Paul Lenoir", "explique")]),
        ("I4 incise", [("indirect", "La facture va doubler", "Anne Morel", "prévient")]),
        ("I4 medial", [("indirect", "Le port, a reconnu Paul Lenoir, perdait de l'argent", "Paul Lenoir", "a reconnu")]),
        ("I5 selon first", [("indirect", "le sel va manquer", "Anne Morel", "Selon")]),
        ("I5 selon last", [("indirect", "Le sel va manquer", "Nordeo", "selon")]),
        ("I5 d'après", [("indirect", "le sel va manquer", None, "D'après")]),
        ("I5 pour", [("indirect", "cette grue est inutile", "Anne Morel", "Pour")]),
        ("I5 comme", [("indirect", "la mer ne pardonne pas", "Paul Lenoir", "a dit")]),
        ("I6 selon lequel", [("indirect", "Nordeo vendrait ses ponts", None, "selon laquelle")]),
        ("I10 headline", [("direct", "Un vent de sel", "Anne Morel", "s'enthousiasme")]),
        ("M1 island", [("mixed", "un recul « sans précédent » du droit des marins", "Paul Lenoir", "dénonce")]),
        ("M1 alone", [("direct", "désastre", "Paul Lenoir", "qualifie")]),
        ("M2 que", [("mixed", "le projet est « mal préparé »", "Anne Morel", "ajoute")]),
        ("M3 que and marks", [("direct", "tout est à refaire", "Anne Morel", "juge")]),
        ("M4 selon", [("mixed", "le chantier reste « très fragile »", "Paul Lenoir", "Selon")]),
        ("M5 says of oneself", [("direct", "confiante", "Anne Morel", "se dit")]),
    ],
)
def test_construction(construction, expected):
    assert said(construction) == expected


@pytest.mark.parametrize("construction", [name for name in SENTENCES if name.startswith("trap")])
def test_trap(construction):
    assert said(construction) == []


def test_a_clitic_is_resolved_by_its_referent():
    doc = parsed("D2 clitic")
    doc._.referents = {0: "e0", 1: "e0", next(token.i for token in doc if token.text.endswith("elle")): "e0"}
    assert said("D2 clitic", doc) == [("direct", "La facture va doubler", "Anne Morel", "estime")]


def test_a_negated_target_is_criticised():
    assert stance("cette grue n'est pas fiable") == "negative"
    assert stance("cette grue est fiable et performante") == "positive"
    assert stance("cette grue est verte") == "neutral"


def test_a_negation_in_two_words_is_one():
    assert stance("cette grue n'est pas à la hauteur") == "negative"
    assert stance("cette grue n'est plus un engin vraiment fiable") == "negative"
    assert stance("je n'ai plus aucune confiance en cette grue") == "negative"
    assert stance("cette grue ne se trompe jamais") == "positive"


def test_what_is_fought_or_still_to_come_judges_nothing():
    assert stance("cette grue doit lutter contre les fraudes") == "neutral"
    assert stance("cette grue n'a pas encore reçu de moteur") == "neutral"
    assert stance("il est trop tôt pour juger cette grue") == "neutral"


def test_what_is_conceded_or_wished_judges_less():
    assert stance("cette grue est belle, mais elle est très dangereuse") == "negative"
    assert stance("je veux une meilleure grue") == "neutral"
    assert stance("cette grue change la donne") == "positive"


def test_a_lost_line_break_ends_a_sentence():
    frame = Frame(read(NLP("Le port de Morlec :Nordeo vend ses grues. Le sel baisse C'est un risque.")))
    assert [frame.text[start:end] for start, end in frame.sentences] == [
        "Le port de Morlec :",
        "Nordeo vend ses grues.",
        "Le sel baisse",
        "C'est un risque.",
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Pour tirer parti de Zorvex, il est essentiel de former les équipes.",
        "Trouver le bon rythme demande de choisir ses grues.",
        "Surveillance continue : la tour est contrôlée chaque nuit.",
        "Le système établit un « consensus » entre les balances.",
        "Si un appel vous demande de payer, raccrochez.",
    ],
)
def test_nobody_speaks(text):
    from kg.pipeline import load

    assert load()(shadow(text))._.quotes == []


@pytest.mark.model
def test_turns_behind_a_dash_are_direct():
    from kg.pipeline import load

    doc = load()(shadow("— Le sel va manquer, annonce Jeanne Ravel.\n— C'est une honte, répond Paul Lenoir."))
    assert [(one.mode, doc.text[one.start : one.end]) for one in doc._.quotes] == [
        ("direct", "Le sel va manquer"),
        ("direct", "C'est une honte"),
    ]


def test_target_and_stance_of_an_accusation():
    doc = parsed("I2 accuse")
    found = extract(read(doc))
    assert [one.about for one in found] == [("e1",)]
    assert found[0].stance == "negative"


def test_every_verb_has_forms_and_every_family_a_confidence():
    assert {"prévient", "suggère", "appelle", "annonça", "réagit"} <= vocabulary().keys()
    assert inflect("réagir")["réagissant"] == "gerund"
    assert all(0 < one.confidence < 1 for one in families().values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Il dit "oui" et "non".', ["oui", "non"]),
        ('Un écran de 13" et un "grand" mot.', ["grand"]),
        ('" Bien sûr ", dit-il.', ["Bien sûr"]),
        ("« Il a crié “au feu” hier », dit-elle.", ["Il a crié «au feu» hier", "au feu"]),
        ("Un « jamais fermé\nUn « mot ».", ["mot"]),
        ('l\'"abandon" d\'un "plan', ["abandon"]),
        ("Elle dit : « On part\n« On reste. »", ["On part\n« On reste."]),
        ("« On part.\n» On reste. »", ["On part.\n» On reste."]),
        ("'Non, jamais l'île ne vendra', dit-elle à l'aube.", ["Non, jamais l'île ne vendra"]),
    ],
)
def test_marks_are_paired(text, expected):
    plain = shadow(text)
    assert [plain[one.inner_start : one.inner_end] for one in pair(plain)] == expected


PIECES = [
    "«",
    "»",
    '"',
    "“",
    "”",
    "\n",
    "\n\n",
    " ",
    ", ",
    ". ",
    " : ",
    "?",
    "!",
    "…",
    "(",
    ")",
    "— ",
    "'",
    "Anne Morel",
    "Nordeo",
    "a déclaré",
    "dit-il",
    "selon",
    "que",
    "affirme",
    "le sel",
    "est prêt",
    "pour",
    "qu'",
    "🚀",
    "\u00a0",
    "@a",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_gives_sorted_spans_inside_it(text):
    doc = named(NLP(shadow(text)))
    found: list[Quote] = extract(read(doc))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    assert all(0 <= mark.start <= mark.inner_start < mark.inner_end <= mark.end <= len(text) for mark in pair(shadow(text)))


def test_text_that_no_parser_saw_is_read_without_touching_foreign_memory():
    """spaCy leaves the edges of tokens it has cached unset, and gives their children from wherever those point to."""
    text = " ".join(["0  ", *PIECES])
    docs = [read(NLP(shadow(text))) for _ in range(3)]
    assert all(token.left_edge is token is token.right_edge and not token.children for doc in docs for token in doc)


def test_sentences_are_not_cut_inside_marks():
    frame = Frame(read(NLP("Il a dit « Non. Jamais. Partez ! » puis il sort. Elle reste.")))
    assert [frame.text[start:end] for start, end in frame.sentences] == [
        "Il a dit « Non. Jamais. Partez ! » puis il sort.",
        "Elle reste.",
    ]


def test_a_cue_has_its_auxiliary_and_its_pronoun():
    doc = parsed("I4 medial")
    assert [doc.text[cue.start : cue.end] for cue in cues(Frame(read(doc)))] == ["a reconnu"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "words", "cue"),
    [
        ("« Le sel est rare », a déclaré Jeanne Ravel.", "Le sel est rare", "a déclaré"),
        ("Jeanne Ravel affirme que le sel est rare.", "le sel est rare", "affirme"),
        ("Selon Jeanne Ravel, le sel est rare.", "le sel est rare", "Selon"),
    ],
)
def test_with_the_trained_pipeline(text, words, cue):
    from kg.pipeline import load

    doc = load()(shadow(text))
    assert [(text[one.start : one.end], one.cue) for one in doc._.quotes] == [(words, cue)]
