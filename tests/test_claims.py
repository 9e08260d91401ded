from kg.annotate.claims import Claim, gather, trim
from kg.records import Evidence

FIRST, SECOND = Evidence(0, 10), Evidence(20, 30)


def claim(subject: str, predicate: str, target: str, evidence: Evidence, confidence: float = 0.5) -> Claim:
    return Claim(subject=subject, predicate=predicate, object=target, evidence=evidence, confidence=confidence)


def test_symmetric_relation_is_kept_once_whatever_the_order() -> None:
    there, back = claim("e2", "partnerOf", "e10", FIRST), claim("e10", "partnerOf", "e2", SECOND)
    (one,) = gather((each, "asserted", None, "") for each in (there, back))
    assert (one.subject, one.object, one.evidence) == ("e2", "e10", (FIRST, SECOND))


def test_directed_relations_stay_apart() -> None:
    assert (
        len(
            gather(
                (each, "asserted", None, "") for each in (claim("e1", "sues", "e2", FIRST), claim("e2", "sues", "e1", FIRST))
            )
        )
        == 2
    )


def test_best_evidence_comes_first_and_two_sentences_are_surer_than_one() -> None:
    weak, strong = claim("e1", "develops", "e2", FIRST, 0.4), claim("e1", "develops", "e2", SECOND, 0.8)
    (one,) = gather((each, "asserted", None, "") for each in (weak, strong))
    assert one.evidence == (SECOND, FIRST)
    assert one.confidence == 0.88


def test_one_sentence_counts_once() -> None:
    twice = [claim("e1", "develops", "e2", FIRST, 0.8), claim("e1", "develops", "e2", FIRST, 0.4)]
    (one,) = gather((each, "asserted", None, "") for each in twice)
    assert (one.evidence, one.confidence) == ((FIRST,), 0.8)


def test_statuses_and_reporters_make_separate_statements() -> None:
    same = claim("e1", "develops", "e2", FIRST)
    found = gather([(same, "asserted", None, ""), (same, "reported", "e3", ""), (same, "reported", None, "des experts")])
    assert [(one.status, one.reporter, one.reporter_text) for one in found] == [
        ("asserted", None, ""),
        ("reported", None, "des experts"),
        ("reported", "e3", ""),
    ]


def test_trim_leaves_white_space_out() -> None:
    assert trim("\n Oui. \n", 0, 8) == Evidence(2, 6)
