"""Damaged articles through the whole build: a few of the ten thousand of ``make mutations``, and each that once went wrong."""

import random
from dataclasses import replace

import pytest
from bench_mutations import damaged, run, sources, written
from mutations import MUTATIONS, excerpt, mutated
from soundness import facts_problems, graph_problems

from kg.facts import annotate
from kg.pipeline import load
from kg.records import Article, Resolution

#: What once raised, or gave an offset or a name that was not the text's.
ONCE = {
    "heads before the words said": "NVIDIA.MICROSOFT AURAIT ACHETÉ META,SELON CABINET DELTA DÉPENDANCE,L'ENTREPRISE ",
    "a name with a space at its end": 'À L"Ia `, ',
    "words that go on in the next paragraph": "»Silence.«\u00a0´,finit par lâcher le prévenu.\nn”est ",
    "a country that nothing needs": "Reddit australienne.\nL'interdiction australienne ",
}


def problems(text):
    (facts,) = annotate([Article(key="a", text=text)], load())
    links = {("a", one.id): f"thing/{one.id}" for one in facts.entities}
    return [*facts_problems(facts), *graph_problems(facts, Resolution(links=links))]


@pytest.mark.model
@pytest.mark.parametrize("text", ONCE.values(), ids=ONCE)
def test_what_once_went_wrong_is_sound(text):
    assert not problems(text)


def test_each_mutation_gives_the_same_text_for_the_same_seed_and_mostly_another_one():
    text = sources()[0][0]
    for name, change in MUTATIONS.items():
        first, again = (change(random.Random(5), text) for _ in range(2))
        assert first == again, name
        assert first != text or name == "compatible", name
    assert mutated(random.Random(1), text) != mutated(random.Random(2), text)
    assert 0 < len(excerpt(random.Random(1), text)) <= len(text)


def test_a_damaged_article_depends_on_seed_and_number_alone():
    groups = sources()
    (alone,) = damaged(groups, 1, [77])
    assert alone == list(damaged(groups, 1, range(70, 80)))[7]
    assert written(alone).encode()


def test_what_is_wrong_is_seen(facts, resolution):
    known = len(list(facts_problems(facts)))  # the fixture has a role and an occasion that its text does not
    first, said = facts.mentions[0], facts.quotes[0]
    for bad in (
        replace(facts, mentions=(replace(first, end=first.end + 1), *facts.mentions[1:])),
        replace(facts, mentions=facts.mentions[::-1]),
        replace(facts, quotes=(replace(said, speaker_text="Personne"), *facts.quotes[1:])),
        replace(facts, quotes=(replace(said, end=10**6), *facts.quotes[1:])),
        replace(facts, entities=(replace(facts.entities[0], name="Zoé"), *facts.entities[1:])),
    ):
        assert len(list(facts_problems(bad))) > known
    assert not list(graph_problems(facts, resolution))


@pytest.mark.model
def test_some_damaged_articles_are_built():
    found = run(count=150, seed=7, workers=1)
    assert (found.raised, found.wrong) == ([], [])
    assert found.articles >= 145
    assert found.quotes > 50
    assert found.thorough == 1


@pytest.mark.model
@pytest.mark.slow
def test_more_damaged_articles_are_built():
    found = run(count=250, seed=8, workers=2)
    assert (found.raised, found.wrong) == ([], [])
