"""Verdicts are applied to what is in memory: with the same outcome as if everything were resolved anew."""

import re
from dataclasses import replace

import newsroom
import pytest

from kg.catalogue import Catalogue
from kg.cli import cards
from kg.decisions import Decision
from kg.records import Article, Entity, Facts, Mention, Quote
from kg.serve import faceting, reading, shaping
from kg.serve.faceting import Filters
from kg.serve.renewing import recheck, renew, same_things
from kg.serve.snapshot import named_part, search, take

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


MERGE = Decision(kind="merge", name="Norlane", type="COMPANY", other="Zéphyr IA", other_type="COMPANY")
RENAME = Decision(kind="rename", name="Élodie Brassac", type="PERSON", value="Elodie B.")
RETYPE = Decision(kind="retype", name="K-100", type="CHIP", value="PRODUCT")
IGNORE = Decision(kind="ignore", name="Élodie Brassac", type="PERSON")
SPLIT = Decision(kind="split", name="Zéphyr IA", article="a1.txt", value="Zéphyr IA Lyon")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (MERGE,)),
        ((MERGE,), (MERGE, Decision(kind="undo", number=1))),
        ((), (RENAME, RETYPE)),
        ((SAID,), (SAID, IGNORE)),
        ((IGNORE,), (IGNORE, Decision(kind="undo", number=1), SAID)),
        ((), (SPLIT,)),
        ((SPLIT, MERGE), (SPLIT, MERGE, Decision(kind="undo", number=1), FACT)),
    ],
)
def test_a_renewed_snapshot_is_as_one_made_anew(before, after):
    old, whole = taking(*before), taking(*after)
    faceting.prepare(old)
    fresh = renew(old, Catalogue(), after, "g000001")
    for part in ("outcome", "library", "parts", "said", "stated", "articles", "by", "of", "touching", "places", "naming"):
        assert getattr(fresh, part) == getattr(whole, part), part
    assert (fresh.weight, fresh.names, fresh.taken, fresh.memory) == (whole.weight, whole.names, after, {})
    faceting.prepare(fresh, old)
    for asked in (Filters(), Filters(q="brasse"), Filters(mode="direct")):
        assert faceting.narrow(fresh, asked) == faceting.narrow(whole, asked)


def test_what_a_merge_does_not_touch_is_taken_over():
    old = taking()
    fresh = renew(old, Catalogue(), (RETYPE,), "g000001")
    named = {article for (article, _), thing in old.library.resolution.links.items() if thing == "chip/k-100"}
    assert named
    assert {key for key in fresh.parts if fresh.parts[key] is not old.parts[key]} == named
    assert fresh.library.echoes is old.library.echoes
    joined = Decision(kind="merge", name="Élodie Brassac", type="PERSON", other="Norlane", other_type="COMPANY")
    assert renew(old, Catalogue(), (joined,), "g000001").library.echoes == old.library.echoes


def brest():
    """Write two articles in which two people say the same."""
    text = "« notre usine de Brest ouvrira en mars prochain », dit {}."
    facts = []
    for number, name in enumerate(("Ada Brun", "Ida Brun")):
        said = text.format(name)
        facts.append(
            Facts(
                article=Article(key=f"{number}.txt", text=said, date=f"2026-01-0{number + 1}"),
                entities=(Entity(id="e1", type="PERSON", name=name),),
                mentions=(Mention(start=said.index(name), end=len(said) - 1, entity="e1", source="test"),),
                quotes=(Quote(start=2, end=46, mode="direct", speaker="e1", about=("e1",), stance="positive"),),
            )
        )
    return facts


def test_echoes_are_sought_anew_when_voices_are_joined_parted_or_taken_away():
    facts = brest()
    merge = Decision(kind="merge", name="Ada Brun", type="PERSON", other="Ida Brun", other_type="PERSON")
    old = take(facts, Catalogue(), (), "g000001")
    assert not old.library.echoes
    joined = renew(old, Catalogue(), (merge,), "g000001")
    assert len(joined.library.echoes) == 1
    gone = Decision(kind="ignore", name="Ada Brun", type="PERSON")
    for before, after in ((joined, (merge, gone)), (take(facts, Catalogue(), (gone,), "g000001"), ()), (joined, ())):
        fresh = renew(before, Catalogue(), after, "g000001")
        whole = take(facts, Catalogue(), after, "g000001")
        assert fresh.library.echoes == whole.library.echoes
        assert fresh.said == whole.said


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


def test_the_desk_counts_as_kg_who_does():
    """What an agency's copy repeats counts once, words about oneself do not count as said by others, one fact is one."""
    first = newsroom.facts()
    copies = [replace(one, article=replace(one.article, key=f"copy-{one.article.key}", outlet="Le Relais")) for one in first]
    merge = Decision(kind="merge", name="Ada Brun", type="PERSON", other="Ida Brun", other_type="PERSON")
    joined = take(brest(), Catalogue(), (merge,), "g000001")
    (said,) = reading.card(joined, joined.library.things["person/ada-brun"]).quotes_by
    assert said.articles == 2
    for whole in (take([*first, *copies], Catalogue(), (), "g000001"), joined):
        for thing in whole.library.things.values():
            same_counts(whole, thing)


def same_counts(whole, thing):
    shown, told = shaping.entity(whole, thing), "\n".join(cards.card(whole.library, thing))
    share = re.search(r"(\d+) propos sur \d+ .* (\d+) propos à son sujet", told)
    assert (shown.quotes_by, shown.quotes_about) == tuple(map(int, share.groups())), thing.id
    card = reading.card(whole, thing)
    assert (shown.quotes_by, shown.quotes_about) == (len(card.quotes_by), len(card.quotes_about))
    facts = told.partition("Relations\n")[2].partition("\n\n")[0]
    assert shown.statements == len(card.statements) == len(re.findall(r"^  \S", facts, re.MULTILINE)), told
