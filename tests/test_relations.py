import re

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg import files, train
from kg.annotate import attributes, lines
from kg.annotate.parsed import parsed
from kg.annotate.patterns_relations import Pattern, allowed, patterns
from kg.annotate.relations import claims, relations
from kg.annotate.triggers import _candidates
from kg.annotate.words import is_form
from kg.errors import DataError
from kg.facts import annotate
from kg.names import PREDICATES, SYMMETRIC
from kg.pipeline import load
from kg.records import Article, Entity, Mention

MARK = re.compile(r"\[(?:(?P<part>[so]) )?(?P<name>[^|\]]+)(?:\|(?P<type>[A-Z]+))?\]")


def marked(sentence: str) -> tuple[str, list[Entity], list[Mention], dict[str, str]]:
    """Read "[s Altaïr|COMPANY] a lancé [o Volta|MODEL]"; a part without a type is a literal."""
    text, entities, mentions, parts = "", {}, [], {}
    at = 0
    for match in MARK.finditer(sentence):
        text += sentence[at : match.start()]
        at = match.end()
        name, kind = match["name"], match["type"]
        if kind:
            one = entities.setdefault(name, Entity(id=f"e{len(entities) + 1}", type=kind, name=name))
            mentions.append(Mention(start=len(text), end=len(text) + len(name), entity=one.id))
        text += name
        if match["part"]:
            parts.setdefault(match["part"], entities[name].id if kind else name)
    return text + sentence[at:], list(entities.values()), mentions, parts


@pytest.fixture(scope="module")
def nlp() -> Language:
    try:
        folder = files.model()
    except DataError:
        pytest.skip("the French pipeline is not in data/models/fr")
    assert train
    parser = spacy.load(folder)
    if lines.NAME not in parser.pipe_names:
        parser.add_pipe(lines.NAME, before="parser")
    return parser


def read(nlp: Language, sentence: str) -> tuple[Doc, dict[str, str]]:
    text, entities, mentions, parts = marked(sentence)
    doc = nlp(text)
    doc._.entities, doc._.mentions = entities, mentions
    return doc, parts


def label(one: Pattern) -> str:
    return f"{one.kind}:{' '.join(one.words)}:{one.predicate}:{'|'.join(one.object)}"


@pytest.mark.model
@pytest.mark.parametrize("one", patterns(), ids=label)
def test_pattern_finds_its_own_example(nlp: Language, one: Pattern) -> None:
    doc, parts = read(nlp, one.yes)
    found = {(claim.subject, claim.object or claim.value) for claim in claims(parsed(doc)) if claim.predicate == one.predicate}
    wanted = (parts["s"], parts["o"])
    if one.predicate in SYMMETRIC:
        found |= {(b, a) for a, b in found}
    elif one.predicate == "stockChange":
        found = {(a, (b or "").removeprefix("-")) for a, b in found}
    assert wanted in found


@pytest.mark.model
@pytest.mark.parametrize("one", patterns(), ids=label)
def test_pattern_leaves_its_counterexample(nlp: Language, one: Pattern) -> None:
    doc, _ = read(nlp, one.no)
    assert not [claim for claim in claims(parsed(doc)) if claim.predicate == one.predicate]


def built(rows: str, names: dict[str, str]) -> Doc:
    """Build a Doc from lines of "text lemma pos head dep feats"; `names` gives words their entity types."""
    attributes.register()
    cells = [line.split() for line in rows.strip().splitlines()]
    doc = Doc(
        spacy.blank("fr").vocab,
        words=[row[0] for row in cells],
        lemmas=[row[1] for row in cells],
        pos=[row[2] for row in cells],
        heads=[int(row[3]) for row in cells],
        deps=[row[4] for row in cells],
        morphs=[row[5] if len(row) > 5 else "" for row in cells],
    )
    order = {name: f"e{index + 1}" for index, name in enumerate(names)}
    doc._.entities = [Entity(id=order[name], type=kind, name=name) for name, kind in names.items()]
    doc._.mentions = [
        Mention(start=token.idx, end=token.idx + len(token), entity=order[token.text]) for token in doc if token.text in order
    ]
    return doc


def triples(doc: Doc) -> set[tuple[str, str, str]]:
    label = {one.id: one.name for one in doc._.entities}
    found = claims(parsed(doc))
    label |= {one.id: one.name for one in doc._.entities}
    return {(label[one.subject], one.predicate, label.get(one.object or "", one.value or "")) for one in found}


FIRMS = {"Altaïr": "COMPANY", "Tessor": "COMPANY", "Volta": "MODEL", "Sirius": "MODEL"}
ACTIVE = """
Altaïr Altaïr PROPN 3 nsubj
et et CCONJ 2 cc
Tessor Tessor PROPN 0 conj
publient publier VERB 3 ROOT VerbForm=Fin
Volta Volta PROPN 3 obj
et et CCONJ 6 cc
Sirius Sirius PROPN 4 conj"""


def test_coordination_is_given_to_each_member() -> None:
    assert triples(built(ACTIVE, FIRMS)) == {
        (firm, "develops", model) for firm in ("Altaïr", "Tessor") for model in ("Volta", "Sirius")
    }


def test_passive_turns_the_arguments_round() -> None:
    doc = built(
        """
Volta Volta PROPN 2 nsubj:pass
est être AUX 2 aux:pass VerbForm=Fin
développé développer VERB 2 ROOT VerbForm=Part|Tense=Past
par par ADP 4 case
Altaïr Altaïr PROPN 2 obl:agent""",
        FIRMS,
    )
    assert triples(doc) == {("Altaïr", "develops", "Volta")}


def test_control_gives_the_infinitive_its_subject() -> None:
    doc = built(
        """
Altaïr Altaïr PROPN 1 nsubj
décide décider VERB 1 ROOT VerbForm=Fin
de de ADP 3 mark
lancer lancer VERB 1 xcomp VerbForm=Inf
Volta Volta PROPN 3 obj""",
        FIRMS,
    )
    assert triples(doc) == {("Altaïr", "develops", "Volta")}


def test_types_are_checked() -> None:
    assert triples(built(ACTIVE, {**FIRMS, "Volta": "PLACE", "Sirius": "PERSON"})) == set()


def test_an_adjective_of_country_adds_the_country() -> None:
    doc = built(
        """
la le DET 1 det
société société NOUN 4 nsubj Number=Sing
belge belge ADJ 1 amod
Altaïr Altaïr PROPN 1 appos
recrute recruter VERB 4 ROOT VerbForm=Fin""",
        {"Altaïr": "COMPANY"},
    )
    assert triples(doc) == {("Altaïr", "basedIn", "Belgique")}
    added = doc._.entities[-1]
    assert (added.id, added.type) == ("e2", "PLACE")


def test_statements_are_asserted_with_the_sentence_as_evidence() -> None:
    doc = relations(built(ACTIVE, FIRMS))
    assert {one.status for one in doc._.statements} == {"asserted"}
    assert {doc.text[one.evidence[0].start : one.evidence[0].end] for one in doc._.statements} == {doc.text.strip()}


def test_every_predicate_has_types_and_at_least_one_pattern() -> None:
    assert set(allowed()) == set(PREDICATES)
    by_roles = {"formerCeoOf"}
    assert set(PREDICATES) - {one.predicate for one in patterns()} <= by_roles


@pytest.mark.model
def test_a_subtitle_does_not_say_whose_model_it_is() -> None:
    """A line that opens with "qui" tells of something in another line, not of the firm that happens to stand last in it."""
    text = "Altaïr rend hommage à la recette de Plumoria, selon Microsoft\n\nqui a ébranlé la Bourse avec son modèle GPT-4o\n"
    (facts,) = annotate([Article(key="a", text=text)], load())
    assert [one for one in facts.statements if one.predicate == "develops"] == []


def test_looking_triggers_up_by_their_initial_misses_none() -> None:
    """Compare with trying each trigger on each word, its own forms and those of verbs with accents among them."""
    starts = sorted({start for one in patterns() if one.kind != "preposition" for start in one.words[0].split("/")})
    words = [
        (form.lower(), start) for start in starts for form in (start, *(start[:-2] + end for end in ("é", "it", "u", "es")))
    ]
    for word, lemma in [*words, *((word, word) for word, _ in words), ("va", "aller"), ("èrre", "?"), ("", "")]:
        tried = [
            one
            for one in patterns()
            if one.kind != "preposition" and any(is_form(word, lemma, start) for start in one.words[0].split("/"))
        ]
        assert list(_candidates(word, lemma)) == tried, word
