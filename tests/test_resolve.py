import random

import pytest

from kg.catalogue import Catalogue, Entry, build
from kg.records import Article, Entity, Facts, Mention
from kg.resolve import bare, best_name, resolve, variants

NVIDIA = Entry(id="nvidia", type="COMPANY", name="Nvidia", aliases=("NVIDIA Corporation",), wikidata="")
NOTHING = Catalogue()


def article(key, *names, text=""):
    entities, mentions = [], []
    for number, (kind, name, *others) in enumerate(names, start=1):
        entities.append(Entity(id=f"e{number}", type=kind, name=name, catalogue="nvidia" if name == "NVIDIA" else ""))
        for other in (name, *others):
            mentions.append(Mention(start=len(text), end=len(text) + len(other), entity=f"e{number}"))
            text += other + " "
    return Facts(article=Article(key=key, text=text), entities=tuple(entities), mentions=tuple(mentions))


def test_catalogue_joins_spellings_under_the_preferred_name():
    found = resolve([article("a", ("COMPANY", "NVIDIA")), article("b", ("COMPANY", "NVIDIA Corporation"))], build([NVIDIA]))
    (thing,) = found.things
    assert (thing.id, thing.name, thing.aliases, thing.catalogue) == (
        "company/nvidia",
        "Nvidia",
        ("NVIDIA", "NVIDIA Corporation"),
        "nvidia",
    )


def test_names_that_differ_in_case_accents_or_hyphen_are_one():
    found = resolve([article("a", ("MODEL", "Mistoufle-2")), article("b", ("MODEL", "mistoufle 2"))], NOTHING)
    assert [thing.id for thing in found.things] == ["model/mistoufle-2"]


def test_a_surname_joins_the_only_bearer_and_says_why():
    found = resolve([article("a", ("PERSON", "Anaïs Le Goff")), article("b", ("PERSON", "Goff"))], NOTHING)
    (thing,) = found.things
    assert thing.name == "Anaïs Le Goff"
    assert "Goff" in thing.reason


def test_a_surname_with_two_bearers_stays_alone():
    facts = [article("a", ("PERSON", "Anne Morel")), article("b", ("PERSON", "Paul Morel")), article("c", ("PERSON", "Morel"))]
    assert [thing.name for thing in resolve(facts, NOTHING).things] == ["Anne Morel", "Morel", "Paul Morel"]


def test_an_acronym_seen_beside_its_full_name_joins_it_elsewhere():
    facts = [article("a", ("ORG", "Agence des ondes rares", "AOR")), article("b", ("ORG", "AOR"))]
    (thing,) = resolve(facts, NOTHING).things
    assert (thing.name, thing.aliases) == ("Agence des ondes rares", ("AOR",))


def test_types_keep_homonyms_apart():
    found = resolve([article("a", ("COMPANY", "Aurore")), article("b", ("PERSON", "Aurore"))], NOTHING)
    assert [thing.id for thing in found.things] == ["company/aurore", "person/aurore"]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_articles_changes_nothing(seed):
    names = ["Anne Morel", "Morel", "Paul Ory", "Ory", "Ada Byron", "ADA BYRON"]
    facts = [article(f"k{number}", ("PERSON", name), ("COMPANY", f"Firme {number % 2}")) for number, name in enumerate(names)]
    shuffled = facts[:]
    random.Random(seed).shuffle(shuffled)
    assert resolve(shuffled, NOTHING) == resolve(facts, NOTHING)


def test_helpers():
    assert bare("Zéphyrine SAS") == "zephyrine"
    assert best_name({"NVIDIA": 3, "Nvidia": 1}) == "Nvidia"


def test_a_version_points_to_its_family_only_where_both_are_named():
    known = build(
        [Entry(id="aurore", type="MODEL", name="Aurore"), Entry(id="aurore-2", type="MODEL", name="Aurore 2", family="aurore")]
    )
    both = resolve([article("a", ("MODEL", "Aurore"), ("MODEL", "Aurore 2"))], known)
    alone = resolve([article("a", ("MODEL", "Aurore 2"))], known)
    assert variants(both, known) == {"model/aurore-2": "model/aurore"}
    assert variants(alone, known) == {}
