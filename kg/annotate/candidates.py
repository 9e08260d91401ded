"""Candidates for a name, and the one procedure that decides between them.

Every finder (catalogue, patterns, contexts, runs of capitals, trained NER) proposes spans with a type and a weight. The
weights of one span add up per type; the same name elsewhere in the article lends it its evidence; the longest accepted
span wins. Weights stand in ``data/rules/name_weights.csv``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg import files
from kg.annotate.overlap import room
from kg.annotate.tables import rows
from kg.names import TYPES

#: Part of the evidence of one occurrence that every other occurrence of the same name receives.
SHARED = 0.5


class Candidate(NamedTuple):
    """A span that may be a name.

    Args:
        start, end: offsets in the text.
        type: one of :data:`kg.names.TYPES`, or an empty string when only the extent is proposed.
        source: ``catalogue``, ``pattern``, ``context``, ``capitals`` or ``ner``.
        weight: how strong the evidence is; 1 is enough alone.
        entry: id in the catalogue, or an empty string.
    """

    start: int
    end: int
    type: str
    source: str
    weight: float
    entry: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """A span taken for a name.

    Args:
        confidence: between 0 and 1.
    """

    start: int
    end: int
    type: str
    source: str
    confidence: float
    entry: str = ""


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Read how much each kind of evidence counts."""
    return {row["evidence"]: float(row["weight"]) for row in rows(files.rules("name_weights.csv"))}


@lru_cache(maxsize=1)
def recogniser() -> Mapping[tuple[str, str], tuple[float, float]]:
    """Read how much the trained recogniser counts: by type and shape, for the type and for the extent."""
    return {
        (row["type"], row["shape"]): (float(row["weight"]), float(row["extent"]))
        for row in rows(files.rules("name_recogniser.csv"))
    }


@lru_cache(maxsize=1)
def confidences() -> Mapping[str, list[tuple[float, float]]]:
    """Read how often names are right, by the best kind of evidence: (least margin, share), widest margin first.

    The shares were measured on annotated articles, with and without the catalogue.
    """
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows(files.rules("name_confidence.csv")):
        found[row["kind"]].append((float(row["margin"]), float(row["confidence"])))
    return {kind: sorted(pairs, reverse=True) for kind, pairs in found.items()}


def shape(name: str) -> str:
    """Tell what a name looks like: ``digits``, ``several`` words, ``capitals`` or ``one`` word.

    >>> [shape(name) for name in ("GPT-5", "Ada Roy", "CNIL", "Nvidia")]
    ['digits', 'several', 'capitals', 'one']
    """
    if any(char.isdigit() for char in name):
        return "digits"
    return "several" if " " in name else "capitals" if name.isupper() else "one"


def decide(candidates: Iterable[Candidate], text: str) -> list[Choice]:
    """Choose the names among `candidates`: one type for each span, no overlap, in order.

    >>> nvidia = [Candidate(0, 6, "COMPANY", "catalogue", 1.0, "nvidia"), Candidate(0, 6, "PRODUCT", "context", 0.4)]
    >>> [(one.type, one.entry) for one in decide(nvidia, "Nvidia")]
    [('COMPANY', 'nvidia')]
    """
    spans: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for one in sorted(set(candidates)):
        spans[one.start, one.end].append(one)
    elsewhere = _elsewhere(spans, text)
    accepted = []
    for (start, end), found in spans.items():
        choice = _choose(found, _shared(elsewhere[text[start:end]], (start, end)))
        if choice:
            accepted.append(choice)
    return longest(accepted)


#: Evidence for a spelling: (source, type) to the two best (weight, span), of different spans.
Evidence = dict[tuple[str, str], list[tuple[float, tuple[int, int]]]]


def _elsewhere(spans: Mapping[tuple[int, int], list[Candidate]], text: str) -> dict[str, Evidence]:
    """Gather the evidence that occurrences of one spelling can lend each other."""
    result: dict[str, Evidence] = defaultdict(lambda: defaultdict(list))
    often = Counter(text[slice(*span)] for span in spans)
    for span, found in spans.items():
        if often[text[slice(*span)]] == 1:
            continue
        best: dict[tuple[str, str], float] = {}
        for one in found:
            if one.source not in ("catalogue", "pattern", "capitals"):
                best[one.source, one.type] = max(best.get((one.source, one.type), 0.0), one.weight)
        for kind, weight in best.items():
            result[text[slice(*span)]][kind].append((weight, span))
    for evidence in result.values():
        for ranked in evidence.values():
            ranked.sort(key=lambda pair: (-pair[0], pair[1]))
            del ranked[2:]
    return result


def _shared(evidence: Evidence, span: tuple[int, int]) -> Mapping[str, float]:
    """Sum what the other occurrences say: the best of each source and type, damped."""
    total: dict[str, float] = defaultdict(float)
    for (_, label), ranked in evidence.items():
        other = next((weight for weight, place in ranked if place != span), 0.0)
        total[label] += SHARED * other
    return total


def _choose(found: list[Candidate], shared: Mapping[str, float]) -> Choice | None:
    sums = _sums(found)
    own = {label: sums.get(label, 0.0) + shared.get(label, 0.0) for label in TYPES}
    untyped = sum(one.weight for one in found if not one.type) + shared.get("", 0.0)
    label = max(TYPES, key=own.__getitem__)  # the first of the order among equals
    limit = weights()["accept"]
    if own[label] <= 0 or own[label] + untyped < limit:
        return None
    same = [one for one in found if one.type == label] or found
    first = max(same, key=lambda one: (bool(one.entry), one.source != "coreference", one.weight, one.source))
    return Choice(found[0].start, found[0].end, label, first.source, _confidence(found, sums, label, shared), first.entry)


def _confidence(found: list[Candidate], sums: Mapping[str, float], label: str, shared: Mapping[str, float]) -> float:
    """Give how often names with this kind of evidence, summed by type, and this lead over the next type were right."""
    direct = [one for one in found if one.source != "coreference"]
    sums = sums if len(direct) == len(found) else _sums(direct)
    own = {name: sums.get(name, 0.0) + shared.get(name, 0.0) for name in TYPES}
    margin = own[label] - max(value for name, value in own.items() if name != label)
    sources = {one.source for one in direct if one.type == label and (one.source != "catalogue" or one.weight >= 1.0)}
    kind = next((name for name in ("catalogue", "pattern", "ner") if name in sources), "context" if sources else "coreference")
    return next(share for least, share in confidences()[kind] if margin >= least)


def _sums(found: list[Candidate]) -> dict[str, float]:
    """Sum the evidence for each type: the best of each source; contexts that agree do not add up beyond a limit."""
    contexts: dict[str, float] = {}
    best: dict[tuple[str, str], float] = {}
    for one in found:
        if one.source == "context":
            contexts[one.type] = contexts.get(one.type, 0.0) + one.weight
        elif one.type:
            kind = (one.type, one.source)
            best[kind] = max(best.get(kind, one.weight), one.weight)
    limit = weights()["context_limit"]
    sums = {label: min(weight, limit) for label, weight in contexts.items()}
    for (label, _), weight in best.items():
        sums[label] = sums.get(label, 0.0) + weight
    return sums


def longest(choices: Iterable[Choice]) -> list[Choice]:
    """Keep the longest of overlapping choices, the surer one among equally long ones; sorted by place."""
    kept: list[Choice] = []
    for one in sorted(choices, key=lambda one: (one.start - one.end, -one.confidence, one)):
        if (at := room(kept, one)) is not None:
            kept.insert(at, one)
    return kept
