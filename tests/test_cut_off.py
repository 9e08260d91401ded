"""Texts that end anywhere: the summaries of feeds are cut off in the middle of a sentence."""

import time

import pytest
from test_relations import marked

from kg.annotate.patterns_relations import patterns
from kg.facts import annotate
from kg.pipeline import load
from kg.read.agency import credited
from kg.read.press import in_text
from kg.records import Article


@pytest.mark.model
def test_a_share_may_be_cut_off_before_the_name():
    for text in (
        "Nvidia possède 8 % de",
        "Le fonds détient 8 % d'",
        "Nvidia possède 8 % du capital",
        "Nvidia possède 8 % de capital de",
    ):
        assert len(list(annotate([Article(key="a", text=text)], load()))) == 1


@pytest.mark.model
@pytest.mark.slow
def test_every_example_may_be_cut_off_at_each_word():
    texts = set()
    for one in patterns():
        words = marked(one.yes)[0].split(" ")
        texts |= {" ".join(words[:end]) for end in range(3, len(words))}
    articles = [Article(key=str(number), text=text) for number, text in enumerate(sorted(texts))]
    assert sum(1 for _ in annotate(articles, load())) == len(articles) > 2000


@pytest.mark.parametrize(
    "read",
    [
        lambda: credited("(AFP" + " et ab" * 40),
        lambda: credited("Texte.\nAvec AFP" + ", et ab" * 40 + " !"),
        lambda: list(in_text("Document AB" + "0" * 20_000)),
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(read):
    start = time.process_time()
    read()
    assert time.process_time() - start < 2


def test_agencies_in_a_list_are_still_credited():
    assert credited("La puce arrive (AFP, Reuters et Le Monde).") == "AFP"
