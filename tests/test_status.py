"""Statuses on Docs built by hand: one row per word, ``text lemma pos head dep feats``."""

import csv
import re

import spacy
from spacy.tokens import Doc

from kg import files
from kg.annotate import attributes
from kg.annotate.claims import Claim
from kg.annotate.moods import markers
from kg.annotate.parsed import parsed
from kg.annotate.status import status, status_of
from kg.names import STATUSES
from kg.records import Evidence, Quote

VOCAB = spacy.blank("fr").vocab


def build(rows: str) -> Doc:
    """Build a Doc from lines of "text lemma pos head dep feats"; a head counts from 0, feats may be left out."""
    attributes.register()
    cells = [line.split() for line in rows.strip().splitlines()]
    return Doc(
        VOCAB,
        words=[row[0] for row in cells],
        lemmas=[row[1] for row in cells],
        pos=[row[2] for row in cells],
        heads=[int(row[3]) for row in cells],
        deps=[row[4] for row in cells],
        morphs=[row[5] if len(row) > 5 else "" for row in cells],
    )


def claim(trigger: int, **more: object) -> Claim:
    return Claim(subject="e1", predicate="develops", object="e2", trigger=trigger, evidence=Evidence(0, 5), **more)


def test_plain_clause_is_asserted() -> None:
    doc = build("Altaïr Altaïr PROPN 1 nsubj\nlance lancer VERB 1 ROOT VerbForm=Fin|Tense=Pres\nVolta Volta PROPN 1 obj")
    assert status_of(claim(1), parsed(doc)) == "asserted"


def test_negation_denies_what_it_governs() -> None:
    doc = build("""
Altaïr Altaïr PROPN 3 nsubj
ne ne ADV 3 advmod
va aller AUX 3 aux
lancer lancer VERB 3 ROOT VerbForm=Inf
pas pas ADV 3 advmod
Volta Volta PROPN 3 obj""")
    assert status_of(claim(3), parsed(doc)) == "denied"


def test_plus_without_ne_is_no_negation() -> None:
    doc = build("""
Altaïr Altaïr PROPN 1 nsubj
vend vendre VERB 1 ROOT VerbForm=Fin
plus plus ADV 1 advmod
Volta Volta PROPN 1 obj""")
    assert status_of(claim(1), parsed(doc)) == "asserted"


def test_conditional_of_hearsay_hedges() -> None:
    doc = build("""
Altaïr Altaïr PROPN 2 nsubj
aurait avoir AUX 2 aux:tense Mood=Cnd|VerbForm=Fin
lancé lancer VERB 2 ROOT VerbForm=Part|Tense=Past
Volta Volta PROPN 2 obj""")
    assert status_of(claim(2), parsed(doc)) == "hedged"


def test_modal_hedges_the_infinitive() -> None:
    doc = build("""
Altaïr Altaïr PROPN 1 nsubj
peut pouvoir VERB 1 ROOT VerbForm=Fin
lancer lancer VERB 1 xcomp VerbForm=Inf
Volta Volta PROPN 2 obj""")
    assert status_of(claim(2), parsed(doc)) == "hedged"


def test_future_and_intention_are_planned() -> None:
    future = build("Altaïr Altaïr PROPN 1 nsubj\nlancera lancer VERB 1 ROOT VerbForm=Fin|Tense=Fut\nVolta Volta PROPN 1 obj")
    assert status_of(claim(1), future) == "planned"
    intention = build("""
Altaïr Altaïr PROPN 1 nsubj
prévoit prévoir VERB 1 ROOT VerbForm=Fin
de de ADP 3 mark
lancer lancer VERB 1 xcomp VerbForm=Inf
Volta Volta PROPN 3 obj""")
    assert status_of(claim(3), intention) == "planned"


def test_without_denies() -> None:
    doc = build("""
Altaïr Altaïr PROPN 1 nsubj
grandit grandir VERB 1 ROOT VerbForm=Fin
sans sans ADP 3 mark
utiliser utiliser VERB 1 advcl VerbForm=Inf
Volta Volta PROPN 3 obj""")
    assert status_of(claim(3), parsed(doc)) == "denied"


def test_a_governor_in_another_clause_does_not_reach() -> None:
    doc = build("""
Tessor Tessor PROPN 1 nsubj
craint craindre VERB 1 ROOT VerbForm=Fin
Altaïr Altaïr PROPN 1 obj
, , PUNCT 5 punct
qui qui PRON 5 nsubj
lance lancer VERB 2 acl:relcl VerbForm=Fin
Volta Volta PROPN 5 obj""")
    assert status_of(claim(5), parsed(doc)) == "asserted"


def test_noun_phrase_stays_asserted_unless_its_adjective_says_otherwise() -> None:
    doc = build("""
Altaïr Altaïr PROPN 1 nsubj
pourrait pouvoir VERB 1 ROOT Mood=Cnd|VerbForm=Fin
gagner gagner VERB 1 xcomp VerbForm=Inf
avec avec ADP 5 case
son son DET 5 det
modèle modèle NOUN 2 obl
futur futur ADJ 5 amod
Volta Volta PROPN 5 appos""")
    assert status_of(claim(4, presupposed=True), parsed(doc)) == "asserted"
    assert status_of(claim(5, presupposed=True), parsed(doc)) == "planned"
    assert status_of(claim(4, presupposed=True, status="planned"), parsed(doc)) == "planned"


def quoted() -> Doc:
    doc = build("""
Tessor Tessor PROPN 1 nsubj
affirme affirmer VERB 1 ROOT VerbForm=Fin
que que SCONJ 4 mark
Altaïr Altaïr PROPN 4 nsubj
lance lancer VERB 1 ccomp VerbForm=Fin
Volta Volta PROPN 4 obj""")
    start = doc[3].idx
    doc._.quotes = [Quote(start=start, end=len(doc.text), mode="indirect", speaker="e9", speaker_text="Tessor", cue="affirme")]
    return doc


def test_a_clause_in_a_quote_is_reported_by_its_speaker() -> None:
    doc = quoted()
    doc._.claims = [claim(4)]
    (found,) = status(doc)._.statements
    assert (found.status, found.reporter, found.reporter_text) == ("reported", "e9", "")


def test_an_unnamed_speaker_keeps_its_words() -> None:
    doc = quoted()
    doc._.quotes = [Quote(start=doc[3].idx, end=len(doc.text), mode="indirect", speaker_text="des experts")]
    doc._.claims = [claim(4)]
    (found,) = status(doc)._.statements
    assert (found.status, found.reporter, found.reporter_text) == ("reported", None, "des experts")


def test_presupposed_fact_in_a_quote_is_asserted() -> None:
    doc = quoted()
    doc._.claims = [claim(4, presupposed=True)]
    (found,) = status(doc)._.statements
    assert (found.status, found.reporter) == ("asserted", None)


def test_one_fact_with_two_statuses_gives_two_statements() -> None:
    doc = quoted()
    doc._.claims = [claim(4), claim(4, presupposed=True)]
    assert sorted(one.status for one in status(doc)._.statements) == ["asserted", "reported"]


def test_statements_without_claims_are_left_alone() -> None:
    doc = quoted()
    doc._.statements = ["kept"]
    assert status(doc)._.statements == ["kept"]


def test_every_marker_has_a_known_status() -> None:
    assert set(markers().values()) <= set(STATUSES)


def test_a_participle_or_adjective_that_frames_a_clause_has_all_its_forms() -> None:
    with (files.rules("status.csv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for kind in ("frame", "happening"):
        have = {row["marker"] for row in rows if row["kind"] == kind}
        for marker in have:
            word, _, rest = marker.partition(" ")
            if re.search("(?<!it)é$", word):
                forms = {f"{word}{ending} {rest}".strip() for ending in ("", "e", "s", "es")}
                assert forms <= have, (kind, forms - have)
