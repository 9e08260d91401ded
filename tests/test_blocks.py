"""Resolution block by block gives what resolution of everything at once gives, whatever the articles and decisions."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import blocks
from kg.candidates import Row, gather, join_partial
from kg.catalogue import Entry, build
from kg.decisions import Decision
from kg.names import TYPES
from kg.replay import splits
from kg.resolve import link, numbered, plain_id, settled, thing
from kg.seats import seats

CATALOGUE = build(
    [
        Entry(id="brumeval", type="COMPANY", name="Brumeval", aliases=("Brumeval SA", "BV")),
        Entry(id="k100", type="CHIP", name="Brumeval K100", aliases=("K100",), maker="brumeval"),
        Entry(id="aor", type="ORG", name="Agence des ondes rares", aliases=("AOR",)),
    ]
)
WORDS = ("Anne", "Morel", "Le", "Goff", "Brumeval", "K100", "K-200", "AOR", "IA", "Agence", "des", "ondes", "rares", "Ory", "2")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
KINDS = st.sampled_from(list(TYPES))


@st.composite
def corpora(draw):
    """Give rows of up to a dozen articles, and decisions on what they name."""
    pool = draw(st.lists(NAMES, min_size=3, max_size=9, unique=True))
    some = st.sampled_from(pool)
    entities = st.lists(st.tuples(KINDS, some, st.lists(some, max_size=2)), max_size=4)
    found = []
    for number in range(draw(st.integers(1, 12))):
        for order, (kind, name, texts) in enumerate(draw(entities)):
            found.append(Row(f"a{number}", f"e{order}", kind, name, "", (name, *texts)))
    return found, draw(st.lists(decisions(st.one_of(some, some, some.map(str.upper), NAMES)), max_size=5))


def decisions(names):
    where = st.sampled_from(["a0", "a1", "a2"])
    return st.one_of(
        st.builds(Decision, kind=st.just("merge"), name=names, other=names),
        st.builds(Decision, kind=st.just("split"), name=names, article=where, value=st.one_of(st.just(""), names)),
        st.builds(Decision, kind=st.just("rename"), name=names, value=names),
        st.builds(Decision, kind=st.just("retype"), name=names, value=KINDS),
        st.builds(Decision, kind=st.just("ignore"), name=names),
        st.builds(Decision, kind=st.just("undo"), number=st.integers(1, 4)),
    )


def by_blocks(rows, taken, shards=3):
    """Resolve as a cluster does: seats by shard, two rounds of blocks, ids in the end."""
    seated = [
        list(seats([row for row in rows if int(row.article[1:]) % shards == shard], CATALOGUE, splits(taken)))
        for shard in range(shards)
    ]
    about = blocks.decided(taken)
    first = [blocks.pairs(blocks.first_pairs(gather(part, CATALOGUE), about)) for part in seated]
    first = blocks.components(np.concatenate(first))
    joints = [(block, blocks.joints(found)) for block, found, _ in _settled(seated, first, taken, None)]
    partial = blocks.pairs((block, one) for block, joint in joints for one in joint.partial)
    forms = blocks.pairs((block, one) for block, joint in joints for one in joint.forms)
    works = blocks.pairs(((block, *one) for block, joint in joints for one in joint.made), 3)
    companies = blocks.numbers(one for _, joint in joints for one in joint.companies)
    second = blocks.components(blocks.second_pairs(partial, forms, works, companies))
    clusters, unused = {}, []
    for _, found, left in _settled(seated, first, taken, second):
        join_partial(found, blocks.Known(companies, blocks.COMPANY))
        assert clusters.keys().isdisjoint(found)
        clusters |= found
        unused += left
    kept = {place: one for place, one in clusters.items() if not one.ignored}
    plain = {place: plain_id(one) for place, one in kept.items()}
    ids = {}
    for _, same in groupby(sorted(plain, key=lambda place: plain[place]), key=lambda place: plain[place]):
        ids |= numbered({place: plain[place] for place in same}, frozenset(plain.values()))
    things = sorted((thing(one, ids[place]) for place, one in kept.items()), key=lambda one: one.id)
    return things, {member: ids[place] for place, one in kept.items() for member in one.members}, sorted(unused)


def _settled(seated, first, taken, second):
    """Give each block with its settled clusters; the blocks of the first round, or those of the second."""

    def block(what):
        one = blocks.block_of(first, what)
        return one if second is None else blocks.block_of(second, one)

    home = block(blocks.DECIDED)
    found = {home: []}
    for seat in sorted((seat for part in seated for seat in part), key=lambda seat: seat.member[0]):
        found.setdefault(block(blocks.number(*seat.place)), []).append(seat)
    for number, part in found.items():
        yield number, *settled(part, CATALOGUE, taken if number == home else ())


@settings(max_examples=150, deadline=None)
@given(corpora())
def test_blocks_give_what_all_articles_at_once_give(corpus):
    rows, taken = corpus
    whole = link(rows, CATALOGUE, taken)
    things, links, unused = by_blocks(rows, taken)
    assert tuple(things) == whole.resolution.things
    assert links == whole.resolution.links
    assert tuple(unused) == whole.unused


def test_a_partial_name_meets_its_full_one_from_another_shard():
    rows = [Row("a0", "e0", "PERSON", "Anne Morel"), Row("a1", "e0", "PERSON", "Morel"), Row("a2", "e0", "CHIP", "Ory 2")]
    things, links, _ = by_blocks(rows, [])
    assert links["a1", "e0"] == links["a0", "e0"] == "person/anne-morel"
    assert len(things) == 2


def test_names_that_have_nothing_in_common_are_blocks_of_their_own():
    rows = [
        Row("a0", "e0", "PERSON", "Anne Morel"),
        Row("a1", "e0", "PERSON", "Paul Ory"),
        Row("a2", "e0", "COMPANY", "Volute"),
    ]
    found = gather(seats(rows, CATALOGUE, {}), CATALOGUE)
    assert len(blocks.components(blocks.pairs(blocks.first_pairs(found, blocks.decided([]))))) == 0


@pytest.mark.parametrize("length", [2, 3, 50, 1000])
def test_long_chains_are_one_component(length):
    chain = [(number, number) for number in range(length)] + [(number + 1, number) for number in range(length)]
    found = blocks.components(blocks.pairs(chain))
    assert len(found) == length + 1
    assert set(found[:, 1].tolist()) == {0}


def test_what_decisions_retype_meets_what_is_nearly_called_so():
    rows = [Row(f"a{number}", "e0", "PERSON", "Volute") for number in range(3)] + [Row("a3", "e0", "ORG", "Vo Lute")]
    taken = [Decision(kind="retype", name="Volute", value="COMPANY")]
    things, links, _ = by_blocks(rows, taken)
    assert set(links.values()) == {"company/vo-lute"} == set(link(rows, CATALOGUE, taken).resolution.links.values())
    assert len(things) == 1
