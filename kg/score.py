"""Precision, recall and F1 against annotated articles, in the gold format: what is right, counted the same way each time.

Predicted entities are first aligned one to one with gold ones by the mentions they share; relations, speakers and targets
are then compared through that alignment.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg.names import MODES, STANCES, SYMMETRIC, fold

Document = Mapping[str, Any]
Span = tuple[int, int]

#: Figures with precision, recall and F1, in the order in which they are printed.
FIGURES: Final = (
    "mentions",
    "mentions_lenient",
    "entities",
    "relations",
    "relations_open",
    "quotes",
    "quotes_half",
    "speakers",
    "who_what_whom",
)
#: Figures that are a share of what was matched.
SHARES: Final = ("status", "status_nonasserted", "evidence", "mode", "cue", *(f"recall:{mode}" for mode in MODES))

_WORD: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile(r"([+-]?)\s*(\d[\d ]*(?:[.,]\d+)?)")
_SCALES: Final = (("milliard", 1e9), ("billion", 1e12), ("million", 1e6), ("millier", 1e3), ("mille", 1e3))
_UNITS: Final = (
    ("dollar", "$"),
    ("$", "$"),
    ("usd", "$"),
    ("euro", "€"),
    ("€", "€"),
    ("yuan", "¥"),
    ("%", "%"),
    ("livre", "£"),
    ("£", "£"),
)
_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "−": "-", "–": "-"})


@dataclass(slots=True)
class Tally:
    """Counts of what was right, wrong and missed, by figure; shares count (right, all)."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str, right: float, wrong: float, missed: float) -> None:
        """Count `right` true positives, `wrong` false positives and `missed` false negatives."""
        for kind, number in (("tp", right), ("fp", wrong), ("fn", missed)):
            self.counts[name, kind] += number  # type: ignore[assignment]  # entities count in fractions

    def share(self, name: str, right: bool) -> None:
        """Count one case of a share."""
        self.counts[name, "n"] += 1
        self.counts[name, "ok"] += right

    def prf(self, name: str) -> dict[str, float]:
        """Give precision, recall, F1 and the size of gold, rounded to four digits."""
        right, wrong, missed = (self.counts[name, kind] for kind in ("tp", "fp", "fn"))
        p = right / (right + wrong) if right + wrong else 0.0
        r = right / (right + missed) if right + missed else 0.0
        return _row(p, r, round(right + missed, 2))


def _row(p: float, r: float, gold: float) -> dict[str, float]:
    return {"p": round(p, 4), "r": round(r, 4), "f": round(2 * p * r / (p + r), 4) if p + r else 0.0, "gold": gold}


def literal(value: str | None) -> tuple[float, str] | str:
    """Give number and unit of an amount, or the folded text if there is no number.

    >>> literal("80 milliards de dollars"), literal("−13 %")
    ((80000000000.0, '$'), (-13.0, '%'))
    """
    plain = (value or "").casefold().translate(_SPACES)
    found = _NUMBER.search(plain)
    if not found:
        return fold(value or "")
    number = float(found.group(2).replace(" ", "").replace(",", "."))
    number *= next((factor for word, factor in _SCALES if word in plain), 1.0)
    unit = next((sign for word, sign in _UNITS if word in plain), "")
    return round(-number if found.group(1) == "-" else number, 6), unit


def _tokens(text: str, span: Document) -> set[int]:
    start, end = span.get("start", 0), span.get("end", 0)
    return {found.start() + start for found in _WORD.finditer(text[start:end])}


def _jaccard(one: set[Any], other: set[Any]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _spans(document: Document) -> dict[str, set[Span]]:
    found: dict[str, set[Span]] = {}
    for mention in document["mentions"]:
        found.setdefault(mention["entity"], set()).add((mention["start"], mention["end"]))
    return found


def _overlap(one: Iterable[Span], other: Iterable[Span]) -> bool:
    others = list(other)
    return any(a < d and c < b for a, b in one for c, d in others)


def align(gold: Document, found: Document) -> tuple[dict[str, str], float]:
    """Map predicted entity ids to gold ones: by shared mentions, then by overlap, then by name.

    Returns:
        The map, and the sum of the Jaccard indices of pairs of one type.
    """
    ours, theirs = _spans(found), _spans(gold)
    kinds = [{entity["id"]: entity["type"] for entity in document["entities"]} for document in (found, gold)]
    pairs = [
        (_jaccard(spans, others), kinds[0][one] == kinds[1][other], one, other)
        for one, spans in ours.items()
        if one in kinds[0]
        for other, others in theirs.items()
        if spans & others
    ]
    mapping: dict[str, str] = {}
    total = 0.0
    for share, same, one, other in sorted(pairs, key=lambda pair: (-pair[0], not pair[1], pair[2], pair[3])):
        if one not in mapping and other not in mapping.values():
            mapping[one] = other
            total += share if same else 0.0
    _align_rest(gold, found, ours, theirs, mapping)
    return mapping, total


def _align_rest(
    gold: Document, found: Document, ours: dict[str, set[Span]], theirs: dict[str, set[Span]], mapping: dict[str, str]
) -> None:
    for one, spans in ours.items():
        if one not in mapping:
            free = (other for other, others in theirs.items() if other not in mapping.values() and _overlap(spans, others))
            if (other := next(free, None)) is not None:
                mapping[one] = other
    names = {fold(entity["name"]): entity["id"] for entity in gold["entities"]}
    for entity in found["entities"]:
        other = names.get(fold(entity.get("name") or ""))
        if entity["id"] not in mapping and other is not None and other not in mapping.values():
            mapping[entity["id"]] = other


def _mentions(gold: Document, found: Document, tally: Tally) -> None:
    sides = []
    for document in (gold, found):
        kinds = {entity["id"]: entity["type"] for entity in document["entities"]}
        sides.append({(one["start"], one["end"], kinds.get(one["entity"])) for one in document["mentions"]})
    right, ours = sides
    tally.add("mentions", len(right & ours), len(ours - right), len(right - ours))
    for kind in sorted({one[2] for one in right | ours if one[2]}):
        of_gold, of_ours = ({one for one in side if one[2] == kind} for side in sides)
        tally.add(f"mentions:{kind}", len(of_gold & of_ours), len(of_ours - of_gold), len(of_gold - of_ours))
    for label, some, others in (("p", ours, right), ("r", right, ours)):
        hits = sum(any(a < d and c < b and kind == other for c, d, other in others) for a, b, kind in some)
        tally.counts["mentions_lenient", label + "-ok"] += hits
        tally.counts["mentions_lenient", label + "-n"] += len(some)
    for label, some in (("mention missed", right - ours), ("mention wrong", ours - right)):
        tally.errors += [(gold["id"], label, f"{gold['text'][a:b]} [{kind}]") for a, b, kind in sorted(some, key=str)]


def _key(relation: Document, mapping: Mapping[str, str]) -> tuple[Any, str, Any]:
    subject: Any = mapping.get(relation["subject"], ("?", relation["subject"]))
    target: Any = mapping.get(relation.get("object") or "", ("?", relation.get("object")))
    if "value" in relation and relation.get("object") is None:
        target = ("lit", literal(relation["value"]))
    if relation["predicate"] in SYMMETRIC:
        subject, target = sorted((subject, target), key=str)
    return subject, relation["predicate"], target


def _relations(gold: Document, found: Document, mapping: Mapping[str, str], tally: Tally) -> None:
    same = {entity["id"]: entity["id"] for entity in gold["entities"]}
    right = {_key(one, same): one for one in gold["relations"]}
    ours = {_key(one, mapping): one for one in found["relations"]}
    both = right.keys() & ours.keys()
    tally.add("relations", len(both), len(ours) - len(both), len(right) - len(both))
    for key in right.keys() | ours.keys():
        tally.add(f"relations:{key[1]}", key in both, key not in right, key not in ours)
    pairs = [{frozenset((str(key[0]), str(key[2]))) for key in side} for side in (right, ours)]
    tally.add("relations_open", len(pairs[0] & pairs[1]), len(pairs[1] - pairs[0]), len(pairs[0] - pairs[1]))
    for key in both:
        _details(gold["text"], right[key], ours[key], tally)
    names = {entity["id"]: entity["name"] for document in (found, gold) for entity in document["entities"]}
    for label, keys in (("relation missed", right.keys() - both), ("relation wrong", ours.keys() - both)):
        for key in sorted(keys, key=str):
            shown = (str(names.get(part, part) if isinstance(part, str) else names.get(part[1], part[1])) for part in key[::2])
            tally.errors.append((gold["id"], label, f" {key[1]} ".join(shown)))


def _details(text: str, gold: Document, found: Document, tally: Tally) -> None:
    tally.share("status", gold.get("status") == found.get("status"))
    if gold.get("status") != "asserted":
        tally.share("status_nonasserted", found.get("status") not in (None, "asserted"))
    tally.share("evidence", _jaccard(_tokens(text, gold), _tokens(text, found)) >= 0.5)


def match_quotes(gold: Document, found: Document, threshold: float) -> list[tuple[int, int]]:
    """Pair gold and predicted quotes whose words overlap by `threshold` (Jaccard) or more, best pairs first."""
    ours = [_tokens(gold["text"], quote) for quote in found["quotes"]]
    pairs = []
    for i, quote in enumerate(gold["quotes"]):
        words = _tokens(gold["text"], quote)
        pairs += [(_jaccard(words, other), i, j) for j, other in enumerate(ours) if words and other]
    matched: dict[int, int] = {}
    for share, i, j in sorted(pairs, reverse=True):
        if share >= threshold and i not in matched and j not in matched.values():
            matched[i] = j
    return list(matched.items())


def _quotes(gold: Document, found: Document, mapping: Mapping[str, str], tally: Tally) -> None:
    sizes = len(gold["quotes"]), len(found["quotes"])
    for name, threshold in (("quotes", 0.8), ("quotes_half", 0.5)):
        halves = match_quotes(gold, found, threshold)
        tally.add(name, len(halves), sizes[1] - len(halves), sizes[0] - len(halves))
    hit_gold, hit_ours = ({pair[side] for pair in halves} for side in (0, 1))
    for i, quote in enumerate(gold["quotes"]):
        tally.share(f"recall:{quote['mode']}", i in hit_gold)
        if i not in hit_gold:
            tally.errors.append((gold["id"], "quote missed", _shown(gold, quote)))
    tally.errors += [
        (gold["id"], "quote wrong", _shown(gold, quote)) for j, quote in enumerate(found["quotes"]) if j not in hit_ours
    ]
    right = targets = 0
    for i, j in halves:
        spoken, common = _pair(gold, found, (gold["quotes"][i], found["quotes"][j]), mapping, tally)
        right += spoken
        targets += common
    tally.add("speakers", right, sizes[1] - right, sizes[0] - right)
    wanted, given = (sum(max(1, len(quote.get("about", []))) for quote in side["quotes"]) for side in (gold, found))
    tally.add("who_what_whom", targets, given - targets, wanted - targets)


def _shown(gold: Document, quote: Document) -> str:
    return f"[{quote.get('mode')}] {gold['text'][quote['start'] : quote['end']][:90]!r}"


def _pair(
    gold: Document, found: Document, pair: tuple[Document, Document], mapping: Mapping[str, str], tally: Tally
) -> tuple[bool, int]:
    """Compare two quotes that match: was the speaker right, and how many targets are common if so."""
    right, ours = pair
    tally.share("mode", right["mode"] == ours.get("mode"))
    tally.share("cue", fold(right["cue"] or "").split()[-1:] == fold(ours.get("cue") or "").split()[-1:])
    if not _same_speaker(right, ours, mapping):
        names = {entity["id"]: entity["name"] for entity in found["entities"]}
        said = names.get(ours.get("speaker") or "", ours.get("speaker_text"))
        tally.errors.append((gold["id"], "speaker wrong", f"{_shown(gold, right)} gold={right['speaker_text']} got={said}"))
        return False, 0
    tally.share("stance", right["stance"] == ours.get("stance"))
    for stance in STANCES:
        is_gold, is_ours = right["stance"] == stance, ours.get("stance") == stance
        tally.add(f"stance:{stance}", is_gold and is_ours, is_ours and not is_gold, is_gold and not is_ours)
    wanted: set[str | None] = set(right["about"]) or {None}
    given: set[str | None] = {mapping.get(one, "?") for one in ours.get("about", [])} or {None}
    return True, len(wanted & given)


def _same_speaker(right: Document, ours: Document, mapping: Mapping[str, str]) -> bool:
    if right["speaker"] is not None:
        return ours.get("speaker") is not None and mapping.get(ours["speaker"]) == right["speaker"]
    words, others = (set(fold(quote.get("speaker_text") or "").split()) for quote in (right, ours))
    return ours.get("speaker") is None and bool(words & others)


def score(
    gold: Mapping[str, Document], found: Mapping[str, Document]
) -> tuple[dict[str, dict[str, float]], list[tuple[str, str, str]]]:
    """Score predicted documents against gold ones.

    Args:
        gold: id to document, in the gold format.
        found: the same for predictions; a document that is missing counts as empty.

    Returns:
        Figure to its values (``p``, ``r``, ``f``, ``gold`` or ``accuracy``, ``n``), and errors as (id, kind, text).
    """
    tally = Tally()
    for name, right in gold.items():
        ours = found.get(name) or {"entities": [], "mentions": [], "relations": [], "quotes": []}
        mapping, total = align(right, ours)
        _mentions(right, ours, tally)
        sizes = [len({one["entity"] for one in document["mentions"]}) for document in (right, ours)]
        tally.add("entities", total, sizes[1] - total, sizes[0] - total)
        _relations(right, ours, mapping, tally)
        _quotes(right, ours, mapping, tally)
    return _figures(tally), tally.errors


def _figures(tally: Tally) -> dict[str, dict[str, float]]:
    figures = {name: tally.prf(name) for name in sorted({key[0] for key in tally.counts if key[1] == "tp"})}
    lenient = {label: tally.counts["mentions_lenient", label] for label in ("p-ok", "p-n", "r-ok", "r-n")}
    figures["mentions_lenient"] = _row(
        lenient["p-ok"] / max(1, lenient["p-n"]), lenient["r-ok"] / max(1, lenient["r-n"]), lenient["r-n"]
    )
    for name in (*SHARES, "stance"):
        cases = tally.counts[name, "n"]
        figures[name] = {"accuracy": round(tally.counts[name, "ok"] / cases, 4) if cases else 0.0, "n": cases}
    figures["stance"]["macro_f"] = round(sum(tally.prf(f"stance:{one}")["f"] for one in STANCES) / len(STANCES), 4)
    return figures
