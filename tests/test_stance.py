"""The stance classifier beside the lexicon: what it looks at, when it is heard, and that its weights can be made again."""

import csv
from functools import lru_cache

import pytest
import spacy
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from kg import files, stancetraining
from kg.annotate.stance_features import Words, shape
from kg.annotate.stance_model import Said, decide, weights
from kg.errors import TrainingError
from kg.pipeline import load

#: Macro-F on the sentences kept aside may fall to this.
FLOORS = {"lexicon": 0.66, "classifier": 0.62, "both": 0.69}
SURE = {"": (0.0, 2.0, 0.0)}


def spoken(*, about=0, total=0.0, lexical="neutral", own=False):
    words = ["Nordeo", "doit", "rendre", "les", "clés"]
    doc = Doc(
        spacy.blank("fr").vocab,
        words=words,
        heads=[2, 2, 2, 4, 2],
        deps=["nsubj", "aux", "ROOT", "det", "obj"],
        pos=["PROPN", "AUX", "VERB", "DET", "NOUN"],
        lemmas=["Nordeo", "devoir", "rendre", "le", "clé"],
    )
    return Said(Words(tuple(doc), {} if about is None else {about: True}), (), total, lexical, own)


def test_how_the_words_are_built_around_what_they_are_about():
    found = shape(spoken().words)
    assert {"leads", "demand", "role:nsubj", "short", "lemma:rendre"} <= set(found)
    assert "lemma:nordeo" not in found
    assert "demand" not in shape(spoken(about=None).words)


def test_the_lemmas_of_long_contents_weigh_less_each():
    short, long = spoken().words, Doc(spacy.blank("fr").vocab, words=[f"mot{number}" for number in range(40)])
    for token in long:
        token.pos_, token.lemma_ = "NOUN", token.text
    found = shape(Words(tuple(long), {}))
    assert found["lemma:mot3"] < shape(short)["lemma:rendre"]


def test_the_classifier_is_heard_where_it_is_sure_and_the_lexicon_is_not():
    assert decide(spoken(), SURE).stance == "negative"
    assert decide(spoken(), {"": (0.0, 0.3, 0.0)}).stance == "neutral"
    assert decide(spoken(total=1.0, lexical="positive"), SURE).stance == "negative"


@pytest.mark.parametrize("more", [{"own": True}, {"about": None}, {"total": 2.0, "lexical": "positive"}])
def test_the_classifier_is_not_heard_on_what_it_never_learnt(more):
    said = spoken(**more)
    judged = decide(said, SURE)
    assert judged.stance == said.lexical
    assert judged.confidence < 0.2  # and the confidence tells that it disagrees


def test_a_line_of_another_form_is_named(tmp_path):
    path = tmp_path / "stance.txt"
    for line in ("+ saluer", "? dire | [X] est là", "+ dire | X est là", "+ dire | [X|SHIP] est là"):
        path.write_text(f"# heading\n{line}\n", encoding="utf-8")
        with pytest.raises(TrainingError, match=r"stance\.txt, line 2"):
            stancetraining.read(path)


def test_every_stance_has_a_hundred_sentences_and_none_stands_twice():
    found = stancetraining.read(files.training("stance.txt"))
    assert len({(one.text, one.verb) for one in found}) == len(found)
    for stance in ("positive", "negative", "neutral"):
        assert sum(one.stance == stance for one in found) >= 100


@lru_cache(maxsize=1)
def known():
    examples = stancetraining.read(files.training("stance.txt"))
    with threadpool_limits(1):
        return dict(zip(examples, stancetraining.seen(examples, load()), strict=True))


@pytest.mark.model
@pytest.mark.slow
def test_the_weights_are_those_of_the_sentences_and_the_annotation():
    """``make stance`` writes the same bytes again on one machine; another processor may round a parse otherwise."""
    learnt = stancetraining.learn(list(known()), known())
    assert learnt == stancetraining.learn(list(known()), known())
    made, stored = (
        {row["feature"]: row for row in csv.DictReader(text.splitlines())}
        for text in (learnt, files.rules("stance_model.csv").read_text(encoding="utf-8"))
    )
    assert len(made.keys() & stored.keys()) >= 0.97 * len(made.keys() | stored.keys())
    apart = [
        abs(float(made[name][stance]) - float(stored[name][stance]))
        for name in made.keys() & stored.keys()
        for stance in ("positive", "negative", "neutral")
    ]
    assert max(apart) <= 0.04, "run make stance"


@pytest.mark.model
@pytest.mark.slow
def test_lexicon_classifier_and_both_on_sentences_kept_aside():
    aside = [one for one in known() if one.aside]
    found = stancetraining.compare(aside, known(), weights())
    figures = {name: one["macro_f"] for name, one in found.items()}
    assert {name: one for name, one in figures.items() if one < FLOORS[name]} == {}
    assert found["both"]["macro_f"] > found["lexicon"]["macro_f"]
