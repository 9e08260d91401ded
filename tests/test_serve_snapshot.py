"""Verdicts are applied to what is in memory: with the same outcome as if everything were resolved anew."""

from dataclasses import replace

import newsroom
import pytest

from kg.catalogue import Catalogue
from kg.decisions import Decision
from kg.serve import faceting
from kg.serve.faceting import Filters
from kg.serve.snapshot import named_part, recheck, same_things, search, take

SAID = Decision(kind="quote", article="a1.txt", name="Mistigri 3 ira loin", value="verified", start=113, end=132, who="Jo")
FACT = Decision(kind="statement", article="a2.txt", name="Norlane nie fabriquer K-100.", other="manufactures", value="wrong")
GONE = Decision(kind="quote", article="a1.txt", name="Personne ne dit cela", value="wrong")


def taking(*taken):
    return take(newsroom.facts(), Catalogue(), taken, "g000001")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (SAID,)),
        ((), (SAID, FACT, GONE)),
        ((SAID,), (SAID, Decision(kind="undo", number=1))),
        ((SAID, GONE), (SAID, GONE, Decision(kind="undo", number=2), FACT)),
    ],
)
def test_only_verdicts_are_looked_at_again(before, after):
    fresh, whole = recheck(taking(*before), after, "g000002"), taking(*after)
    assert fresh.said == whole.said
    assert fresh.stated == whole.stated
    assert fresh.outcome.facts == whole.outcome.facts
    assert fresh.outcome.unused == whole.outcome.unused
    assert fresh.articles == whole.articles
    assert fresh.places == whole.places
    assert [named_part(fresh, name) for name in fresh.places] == [named_part(whole, name) for name in whole.places]
    assert (fresh.taken, fresh.generation, fresh.memory) == (after, "g000002", {})
    assert any(one.quote.check for one in fresh.said) == (SAID in after and len(after) != 2)


def test_facets_of_other_verdicts():
    old, whole = taking(SAID), taking(SAID, GONE, Decision(kind="undo", number=1))
    faceting.prepare(old)
    fresh = recheck(old, whole.taken, "g000002")
    faceting.prepare(fresh, old)
    for asked in (Filters(), Filters(check="verified"), Filters(check="none", mode="direct")):
        assert faceting.narrow(fresh, asked) == faceting.narrow(whole, asked)
    assert faceting.narrow(old, Filters(check="verified")).places
    assert not faceting.narrow(fresh, Filters(check="verified")).places


def test_a_verdict_leaves_alone_what_bears_none():
    old = taking()
    fresh = recheck(old, (SAID,), "g000002")
    assert sum(one is not other for one, other in zip(fresh.said, old.said, strict=True)) == len(
        [one for one in fresh.said if one.article.key == SAID.article]
    )
    assert all(one is other for one, other in zip(fresh.stated, old.stated, strict=True) if one.article.key != SAID.article)
    assert fresh.by is old.by
    assert fresh.places is old.places


def test_only_what_no_verdict_changes_is_remembered():
    old = taking()
    old.memory.update({("voice", "speaker"): 1, "outlets": 2, ("card", "person/x", 40): 3, "left said": 4})
    assert recheck(old, (SAID,), "g000002").memory == {("voice", "speaker"): 1, "outlets": 2}


def test_what_changes_things_is_told_from_verdicts():
    merge = Decision(kind="merge", name="Norlane", other="Zéphyr IA")
    assert same_things((), (SAID, FACT))
    assert same_things((merge,), (merge, SAID))
    assert not same_things((), (merge,))
    assert not same_things((merge,), (merge, Decision(kind="undo", number=1)))


def test_names_that_are_what_was_typed_come_first():
    whole = taking()
    assert [one.name for one in search(whole, "k 100")] == ["K-100"]
    assert search(whole, "zephyr")[0].name == "Zéphyr IA"
    assert search(whole, "")[0].name == "Zéphyr IA"
    assert search(whole, "ie", limit=1, kind="PLACE")[0].name == "Bretonie"
    assert search(whole, "nulle part") == []


def test_answers_are_made_once_and_forgotten_in_time():
    whole, made = taking(), []
    for number in (1, 1, *range(2, 500), 1):
        whole.once(number, lambda number=number: made.append(number))
    assert made.count(1) == 2
    assert made.count(499) == 1
    assert list(whole.memory) == [*range(101, 500), 1]


def test_an_answer_is_given_even_if_all_is_forgotten_while_it_is_made():
    whole = taking()
    for number in range(399):
        whole.once(number, lambda: None)

    def make():  # what another thread may do meanwhile
        whole.memory.update({("other", number): None for number in range(400)})
        return "made"

    assert whole.once("one", make) == "made"
    assert len(whole.memory) == 400

    class Forgetful(dict):
        def __setitem__(self, key, value):
            pass

    assert replace(whole, memory=Forgetful()).once("one", lambda: "made") == "made"
