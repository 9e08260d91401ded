import re

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg import files, train
from kg.annotate import lines
from kg.annotate.patterns_relations import Pattern, patterns
from kg.annotate.relations import claims
from kg.errors import DataError
from kg.names import SYMMETRIC
from kg.records import Entity, Mention

MARK = re.compile(r"\[(?:(?P<part>[so]) )?(?P<name>[^|\]]+)(?:\|(?P<type>[A-Z]+))?\]")


def marked(sentence: str) -> tuple[str, list[Entity], list[Mention], dict[str, str]]:
    """Read "[s Altaïr|COMPANY] a lancé [o Volta|MODEL]"; a part without a type is a literal."""
    text, entities, mentions, parts = "", {}, [], {}
    at = 0
    for match in MARK.finditer(sentence):
        text += sentence[at:match.start()]
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
    found = {(claim.subject, claim.object or claim.value) for claim in claims(doc) if claim.predicate == one.predicate}
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
    assert not [claim for claim in claims(doc) if claim.predicate == one.predicate]
