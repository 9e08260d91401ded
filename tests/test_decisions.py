"""The user's corrections and checks: replayed, undone, outlived by their articles; and names forgotten for good."""

import random
from dataclasses import replace

import pytest

from kg import builder, corpus, decisions, forget, redaction
from kg.catalogue import Catalogue, Entry
from kg.catalogue import build as catalogue_of
from kg.decisions import Decision
from kg.errors import DataError
from kg.explore import find, open_build
from kg.records import Article, Entity, Evidence, Facts, Mention, Quote, Statement
from kg.redaction import Forgotten
from kg.resolve import corrected, resolve, trace

NOTHING = Catalogue()


def article(key, *names, text="", **rest):
    """Give the facts of an article that names each of (type, name, other names…), e1 first."""
    entities, mentions = [], []
    for number, (kind, *words) in enumerate(names, start=1):
        entities.append(Entity(id=f"e{number}", type=kind, name=words[0]))
        for word in words:
            mentions.append(Mention(start=len(text), end=len(text) + len(word), entity=f"e{number}"))
            text += word + " "
    return Facts(article=Article(key=key, text=text), entities=tuple(entities), mentions=tuple(mentions), **rest)


def names(facts, *taken, catalogue=NOTHING):
    return sorted((thing.type, thing.name) for thing in resolve(facts, catalogue, taken).things)


ONES = [article("a", ("PERSON", "Anne Morel")), article("b", ("PERSON", "Morel")), article("c", ("PERSON", "Paul Ory"))]


def test_merge_joins_two_things_under_the_first_name():
    (thing,) = resolve(ONES, NOTHING, [Decision(kind="merge", name="Anne Morel", other="Paul Ory")]).things
    assert (thing.name, thing.aliases) == ("Anne Morel", ("Morel", "Paul Ory"))
    assert "decision 1" in thing.reason


def test_split_makes_another_thing_in_one_article_only():
    facts = [*ONES, article("d", ("PERSON", "Anne Morel"))]
    apart = resolve(facts, NOTHING, [Decision(kind="split", name="anne morel", article="d")])
    assert apart.links["a", "e1"] != apart.links["d", "e1"]
    named = resolve(facts, NOTHING, [Decision(kind="split", name="Morel", article="b", value="Paul Ory")])
    assert named.links["b", "e1"] == named.links["c", "e1"] == "person/paul-ory"


def test_rename_retype_and_ignore():
    facts = [article("a", ("COMPANY", "Volute"), ("PLACE", "Bourse"))]
    taken = [
        Decision(kind="rename", name="Volute", type="COMPANY", value="Volute SA"),
        Decision(kind="retype", name="Volute SA", type="COMPANY", value="PRODUCT"),
        Decision(kind="ignore", name="Bourse"),
    ]
    assert names(facts, *taken) == [("PRODUCT", "Volute SA")]
    assert names(facts, taken[0]) == [("COMPANY", "Volute SA"), ("PLACE", "Bourse")]


def test_what_rests_on_an_ignored_thing_goes_but_quotes_keep_their_words():
    spoken = Quote(start=0, end=6, mode="direct", speaker="e2", about=("e2", "e1"), stance="negative")
    said = [
        Statement(subject="e1", predicate="partnerOf", object="e2", evidence=(Evidence(0, 6),)),
        Statement(subject="e1", predicate="raised", value="3", reporter="e2", evidence=(Evidence(0, 6),)),
    ]
    facts = [article("a", ("COMPANY", "Volute"), ("PLACE", "Bourse"), statements=tuple(said), quotes=(spoken,))]
    (left,), resolution = corrected(facts, NOTHING, [Decision(kind="ignore", name="Bourse")])
    assert [one.predicate for one in left.statements] == ["raised"]
    assert (left.statements[0].reporter, left.statements[0].reporter_text) == (None, "Bourse")
    assert (left.quotes[0].speaker, left.quotes[0].speaker_text, left.quotes[0].about, left.quotes[0].stance) == (
        None,
        "Bourse",
        ("e1",),
        "neutral",
    )
    assert list(resolution.links) == [("a", "e1")]


def test_a_decision_that_no_longer_applies_is_reported():
    taken = [
        Decision(kind="merge", name="Anne Morel", other="Zoé Nulle"),
        Decision(kind="split", name="Morel", article="gone.txt"),
        Decision(kind="quote", article="a", value="verified", start=0, end=4),
    ]
    outcome = trace(ONES, NOTHING, taken)
    assert [(one.number, one.code, one.name) for one in outcome.unused] == [
        (1, "unknown", "Zoé Nulle"),
        (2, "unknown", "Morel"),
        (3, "unknown", ""),
    ]
    assert outcome.resolution == resolve(ONES, NOTHING)
    doubled = [*ONES, article("d", ("COMPANY", "Paul Ory"))]
    assert trace(doubled, NOTHING, [Decision(kind="ignore", name="Paul Ory")]).unused[0].code == "several"


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_articles_changes_no_decision(seed):
    facts = [
        *ONES,
        article("d", ("PERSON", "A. Morel")),
        article("e", ("COMPANY", "Volute")),
        article("f", ("PRODUCT", "Volute")),
    ]
    taken = [
        Decision(kind="merge", name="Paul Ory", other="Anne Morel"),
        Decision(kind="split", name="Morel", article="b"),
        Decision(kind="retype", name="Volute", type="PRODUCT", value="COMPANY"),
    ]
    wanted = resolve(facts, NOTHING, taken)
    random.Random(seed).shuffle(facts)
    assert resolve(facts, NOTHING, taken) == wanted


def test_a_check_follows_its_words_and_the_last_one_counts():
    text, spoken = "Rien. Tout va bien.", Quote(start=6, end=18, mode="direct", speaker_text="elle")
    taken = [
        Decision(kind="quote", article="a", value="disputed", name="Tout va bien", start=0, end=12),
        Decision(
            kind="quote", article="a", value="verified", name="Tout va bien", start=0, end=12, who="Jo", when="2025-02-03"
        ),
    ]
    (marked,), _ = corrected([Facts(article=Article(key="a", text=text), quotes=(spoken,))], NOTHING, taken)
    assert marked.quotes[0].check.verdict == "verified"
    moved = [replace(one, name="Tout va mal") for one in taken]
    assert corrected([Facts(article=Article(key="a", text=text), quotes=(spoken,))], NOTHING, moved)[0][0].quotes == (spoken,)


def test_a_statement_is_checked_by_its_sentence_and_predicate():
    said = tuple(
        Statement(subject="e1", predicate=one, object="e1", evidence=(Evidence(0, 6),)) for one in ("partnerOf", "competesWith")
    )
    facts = [article("a", ("COMPANY", "Volute"), statements=said)]
    one = Decision(kind="statement", article="a", value="wrong", other="partnerOf", start=0, end=6)
    (marked,), _ = corrected(facts, NOTHING, [one])
    assert [each.check and each.check.verdict for each in marked.statements] == ["wrong", None]


def test_the_file_is_appended_to_and_undone_by_number(tmp_path):
    first = Decision(kind="ignore", name="Bourse", who="Jo", when="2025-02-03", note="un mot")
    assert [decisions.append(tmp_path, one) for one in (first, Decision(kind="undo", number=1))] == [1, 2]
    assert decisions.load(tmp_path)[0] == first
    assert list(decisions.active(decisions.load(tmp_path))) == []


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"kind": "explode"}',
        '{"kind": "merge", "name": "A"}',
        '{"kind": "quote", "article": "a", "value": "oui"}',
        '{"kind": "undo", "number": "1"}',
        '{"kind": "retype", "name": "A", "value": "THING"}',
        '{"kind": []}',
        '{"kind": "ignore", "name": 5}',
        '{"kind": "undo", "number": true}',
        "[" * 100_000,
    ],
)
def test_a_malformed_line_is_named(line, tmp_path):
    (tmp_path / decisions.FILE).write_text('{"kind": "ignore", "name": "A"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        decisions.load(tmp_path)


@pytest.fixture
def out(tmp_path):
    """Give a build in which Anne Morel speaks, is spoken about, and has a namesake."""
    text = (
        "Anne Morel quitte Brumeval\n\nAnne Morel dirige Brumeval. « Brumeval ira loin », dit Mme MOREL. "
        "« Morel exagère », répond Paul Morel. Voir anne-morel et @annemorel."
    )
    people = (("e1", "PERSON", "Anne Morel"), ("e2", "COMPANY", "Brumeval"), ("e3", "PERSON", "Paul Morel"))
    mentions = [
        Mention(start=start, end=start + len(name), entity=entity)
        for entity, _, name in people
        for start in range(len(text))
        if text.startswith(name, start)
    ]
    mentions.append(Mention(start=text.index("MOREL"), end=text.index("MOREL") + 5, entity="e1"))
    first, second = text.index("Brumeval ira"), text.index("Morel exagère")
    facts = Facts(
        article=Article(
            key="lundi.txt", text=text, title="Anne Morel quitte Brumeval", author="Anne Morel", outlet="Le Relais"
        ),
        entities=tuple(Entity(id=one, type=kind, name=name) for one, kind, name in people),
        mentions=tuple(sorted(mentions, key=lambda one: one.start)),
        statements=(
            Statement(subject="e1", predicate="ceoOf", object="e2", evidence=(Evidence(28, 55),)),
            Statement(subject="e3", predicate="worksFor", object="e2", evidence=(Evidence(28, 55),)),
        ),
        quotes=(
            Quote(
                start=first,
                end=first + 17,
                mode="direct",
                speaker="e1",
                speaker_text="Mme MOREL",
                about=("e2",),
                stance="positive",
            ),
            Quote(
                start=second,
                end=second + 13,
                mode="direct",
                speaker="e3",
                speaker_text="Paul Morel",
                about=("e1",),
                stance="negative",
            ),
        ),
    )
    folder = tmp_path / "out"
    (folder / "facts").mkdir(parents=True)
    corpus.save(folder, facts, {"layout": "1"})
    builder.build([], folder, builder.Settings(from_facts=True, title="Le titre", base="https://exemple.test/"))
    return folder


def test_a_person_is_forgotten_everywhere(out):
    decisions.append(out, Decision(kind="rename", name="Anne Morel", value="Anne Morel-Ory", when="2025-02-03"))
    decisions.append(
        out, Decision(kind="rename", name="Brumeval", value="Brumeval SA", note="dit Anne Morel", when="2025-02-03")
    )
    text = next(corpus.load(out)).article.text
    start = text.index("Morel exagère")
    check = Decision(kind="quote", article="lundi.txt", name="Morel exagère", value="verified", start=start, end=start + 13)
    decisions.append(out, check)
    builder.rebuild(out)
    (thing,) = find(open_build(out).resolution.things, "Anne Morel")
    lost = forget.forget(out, thing)
    assert (lost.statements, lost.quotes, lost.articles) == (1, 1, ("lundi.txt",))
    assert forget.remaining(out, [name for name in lost.names if name not in ("Morel", "MOREL")]) == []
    for path in out.rglob("*"):  # what the check above says is true byte by byte, whatever the case
        data = path.read_bytes().lower() if path.is_file() else b""
        assert not any(name in data for name in (b"anne morel", b"annemorel", b"anne-morel", b"mme morel")), path
    left = open_build(out)
    (facts,) = left.facts
    assert [thing.name for thing in left.resolution.things] == ["Brumeval SA", "Paul Morel"]
    assert [(one.speaker, one.about, one.stance) for one in facts.quotes] == [("e3", (), "neutral")]
    (quote,) = facts.quotes
    assert facts.article.text[quote.start : quote.end] == "█████ exagère"
    assert (facts.article.author, facts.article.title) == ("██████████", "██████████ quitte Brumeval")
    assert [one.kind for one in decisions.load(out)] == ["forgotten", "rename", "quote"]
    assert quote.check.verdict == "verified"
    assert "https://exemple.test/" in (out / "graph.trig").read_text(encoding="utf-8")
    assert "Le titre" in (out / "graph.html").read_text(encoding="utf-8")


@pytest.mark.model
def test_a_build_without_new_articles_replays_new_decisions(out):
    assert builder.build([], out).files == []
    (out / decisions.FILE).write_text('{"kind": "rename", "name": "Brumeval", "value": "Brumeval SA"}\n', encoding="utf-8")
    assert builder.build([], out).files
    assert "Brumeval SA" in (out / "entities.csv").read_text(encoding="utf-8")
    assert builder.build([], out).files == []


def test_forgetting_leaves_one_generation_of_the_store(out):
    (thing,) = find(open_build(out).resolution.things, "Anne Morel")
    forget.forget(out, thing)
    assert len([path for path in (out / "store").iterdir() if path.is_dir()]) == 1


def test_a_forgotten_name_is_kept_out_of_new_articles(out):
    (thing,) = find(open_build(out).resolution.things, "Anne Morel")
    forget.forget(out, thing)
    gone = redaction.load(out)
    fresh = gone.article(Article(key="b", text="Selon Anne\u00a0Morel et Jean Morel, Paul Morel part.", author="Anne Morel"))
    assert (fresh.text, fresh.author) == ("Selon ██████████ et Jean █████, Paul Morel part.", "██████████")
    again = article("b", ("PERSON", "█████"), ("COMPANY", "Brumeval"))
    assert [one.name for one in redaction.remove(again, frozenset(), gone).entities] == ["Brumeval"]


def test_redaction_reads_decomposed_accents_and_other_dashes():
    gone = redaction.add(Forgotten(salt="s"), ["Zoé Ory-Le Goff"])
    text = "Zoe\u0301 Ory‑Le\u202fGoff, ZOÉ ORY LE GOFF ; Zoé seule."
    assert gone.text(text) == f"{'█' * 16}, {'█' * 15} ; Zoé seule."
    assert len(gone.text(text)) == len(text)


def test_a_surname_that_is_a_word_is_blacked_out_only_as_a_name():
    gone = redaction.add(Forgotten(salt="s"), ["Zoé Petit", "Petit"])
    assert (
        gone.text("Un petit mot de Petit, PETIT, @zoepetit et zoé petit.")
        == "Un petit mot de █████, █████, @████████ et █████████."
    )


def test_what_remains_is_named(tmp_path):
    for name, text in (("a.txt", "voir ZoÉ PETIT"), ("b.txt", "un petit mot"), ("c.txt", "M. Petit"), ("d.txt", "Petitjean")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert forget.remaining(tmp_path, ["Zoé Petit", "Petit"]) == ["a.txt", "c.txt"]


def test_a_malformed_list_of_forgotten_names_stops_the_build(tmp_path):
    (tmp_path / redaction.FILE).write_text("{}\n", encoding="utf-8")
    with pytest.raises(DataError, match="come back"):
        redaction.load(tmp_path)


def test_a_catalogue_thing_goes_with_all_its_names():
    entry = Entry(id="ory", type="PERSON", name="Zoé Ory", aliases=("Zoé O.", "Zozo"))
    (thing,) = resolve([article("a", ("PERSON", "Zoé Ory"))], catalogue_of([entry])).things
    assert forget.names_of(thing, entry.names) == ("Ory", "Zozo", "Zoé O.", "Zoé Ory")


def test_a_note_may_hold_what_ends_a_line_elsewhere(tmp_path):
    first = decisions.Decision(kind="ignore", name="A", note="deux\u2028lignes\x85 et\x0c plus")
    decisions.append(tmp_path, first)
    assert decisions.append(tmp_path, first) == 2
    assert decisions.load(tmp_path) == (first, first)


def test_files_in_an_old_encoding_are_told(tmp_path):
    (tmp_path / decisions.FILE).write_bytes('{"kind": "ignore", "name": "Été"}'.encode("cp1252"))
    with pytest.raises(DataError, match="UTF-8"):
        decisions.load(tmp_path)
    (tmp_path / redaction.FILE).write_bytes(b'{"names": ["\xe9"]}')
    with pytest.raises(DataError, match="malformed"):
        redaction.load(tmp_path)


def test_a_file_with_other_line_ends_loses_nothing(tmp_path):
    lines = [decisions.dumps(decisions.Decision(kind="ignore", name=f"Nom {number}")) for number in range(9)]
    (tmp_path / decisions.FILE).write_bytes("".join(line + "\r\n" for line in lines).encode())
    assert decisions.append(tmp_path, decisions.Decision(kind="ignore", name="Dix")) == 10
    assert [one.name for one in decisions.load(tmp_path)] == [*(f"Nom {number}" for number in range(9)), "Dix"]
