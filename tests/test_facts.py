import pytest
import spacy
from spacy.language import Language
from threadpoolctl import threadpool_info

from kg import facts as module
from kg import files
from kg.annotate.tokens import shadow, split_marks
from kg.facts import annotate, gather, strongest
from kg.pipeline import load
from kg.read import read
from kg.records import Article, Entity, Evidence, Mention, Quote, Statement


@pytest.fixture
def doc():
    text = "L’Oréal\u00a0: “oui”, dit l’équipe. L’Oréal a levé 3\u202f000 millions d’euros."
    made = split_marks(spacy.blank("fr"))(shadow(text))
    plain = shadow(text)
    made._.entities = [Entity(id="e1", type="COMPANY", name="L'Oréal")]
    made._.mentions = [Mention(start=0, end=7, entity="e1")]
    made._.statements = [
        Statement(subject="e1", predicate="raised", value="3 000 millions d'euros", evidence=(Evidence(32, len(plain)),)),
        Statement(subject="e1", predicate="stockChange", value="-3 000", evidence=(Evidence(32, len(plain)),)),
    ]
    made._.quotes = [Quote(start=11, end=14, mode="direct", speaker_text="l'équipe", cue="dit")]
    return made, Article(key="a", text=text)


def test_words_are_those_of_the_article_not_of_its_shadow(doc):
    facts = gather(*doc)
    assert facts.entities[0].name == "L’Oréal"
    assert facts.statements[0].value == "3\u202f000 millions d’euros"
    assert facts.statements[1].value == "-3\u202f000"
    assert facts.quotes[0].speaker_text == "l’équipe"


def test_the_strongest_status_wins():
    spans = (Evidence(0, 1),)
    rows = [
        Statement(subject="e1", predicate="uses", object="e2", status=status, evidence=spans)
        for status in ("hedged", "reported", "denied")
    ]
    assert [one.status for one in strongest(rows)] == ["reported"]


def test_matrices_are_multiplied_on_one_core():
    seen = []

    @Language.component("threads_seen")
    def look(doc):
        seen.extend(one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas")
        return doc

    nlp = spacy.blank("xx")
    nlp.add_pipe("threads_seen")
    assert [facts.article.key for facts in annotate([Article(key="a", text="Bonjour.")], nlp)] == ["a"]
    assert set(seen) == {1}


@pytest.mark.model
def test_a_very_long_text_is_parsed_in_pieces_with_the_same_outcome(monkeypatch):
    articles = [one for one in read([files.samples()]) if isinstance(one, Article)][:4]
    whole = list(annotate(articles, load()))
    monkeypatch.setattr(module, "_LONG", 100)
    monkeypatch.setattr(module, "_PIECE", 60)
    parted = list(annotate(articles, load()))
    assert [one.mentions for one in parted] == [one.mentions for one in whole]
    assert [[(quote.start, quote.end) for quote in one.quotes] for one in parted] == [
        [(quote.start, quote.end) for quote in one.quotes] for one in whole
    ]


def test_pieces_hold_every_token_once_and_end_with_a_sentence_or_line(monkeypatch):
    monkeypatch.setattr(module, "_PIECE", 4)
    made = split_marks(spacy.blank("fr"))("Un mot suit un mot. Un autre\nvient sans fin " + "et encore " * 20)
    pieces = list(module._pieces(made))
    assert [number for start, end in pieces for number in range(start, end)] == list(range(len(made)))
    assert made[pieces[0][1] - 1].text == "."
    assert all(end - start <= 8 for start, end in pieces)
