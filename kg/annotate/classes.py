"""What the article itself says a name is: "X est un outil", "le framework X", "des langages comme X et Y".

All occurrences of one spelling vote together, a long name with its acronym, and the members of an enumeration share what one
of them is.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.annotate.candidates import Candidate
from kg.annotate.class_frames import NONE, Noun, find_nouns, frames
from kg.annotate.closed import GOODS
from kg.annotate.doubts import VETO, Span, doubts, plain_words, sure_types
from kg.annotate.parsed import Parsed
from kg.annotate.repeats import acronym_pairs
from kg.names import TYPES

#: How far a noun may stand from the name it classes, in characters.
_REACH: Final = 90
#: The most that all frames of one name say together.
_LIMIT: Final = 2.4
#: From here on the article is plain enough to contradict a doubtful line of the catalogue.
_STRONG: Final = 2.0
#: What each further occurrence adds.
_AGAIN: Final = 0.2
_DEPENDENT: Final = re.compile(r"(?:\b(?:de|du|des|en|par|aux?|à|pour) (?:la |l'|le |les )?|\bd')$")
_DEPENDENT_NAME: Final = re.compile(
    r"(?:\b(?:de|du|des|en|par|aux?|à|pour|avec|sur|dans|chez|via|sous|entre|et|ou) (?:la |l'|le |les )?|\bd')[\"«]?$"
)
#: What bears the name of who found it: "l'algorithme de Nagle".
_EPONYMS: Final = frozenset({"algorithme", "loi", "théorème", "théorie", "effet", "constante", "test", "principe", "paradoxe"})
#: "D'après Lumio, la faille est comblée": the noun opens the clause.
_SOURCE: Final = re.compile(r"(?:\b(?:par|chez|selon)|\bSelon|[Dd]'après) (?:le |la |l'|les )?$")
_OPENED: Final = re.compile(r"(?: :|\(|comme|que|qu'|notamment|dont) ?[\"«]?$")
_INDEFINITE: Final = re.compile(r"\b(?:une?|des|d'autres|plusieurs|quelques|chaque|certaine?s?) $", re.IGNORECASE)


class Judge:
    """Reads one article: which type its own words give to each name.

    Args:
        doc: the article, with parts of speech if there are any.
        text: its text.
        spans: where names may be, sorted.
    """

    def __init__(self, doc: Parsed, text: str, spans: Sequence[Span]) -> None:
        self.text = text
        self.spans = spans
        self.nouns = find_nouns(self.text)
        self._starts = [one.start for one in self.nouns]
        self._finite = [
            token.idx for token in doc if token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", [])
        ]
        self._common = [token.idx for token in doc if token.pos_ == "NOUN"]

    def votes(self) -> dict[str, dict[str, float]]:
        """Give for each spelling how much is said for each type."""
        found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        direct: dict[Span, dict[str, float]] = {}
        for span in self.spans:
            best: dict[str, float] = {}
            for label, weight in self._read(span):
                best[label] = max(best.get(label, 0.0), weight)
            if best:
                direct[span] = best
        for span, best in [*direct.items(), *self._enumerated(direct)]:
            for label, weight in best.items():
                found[self.text[slice(*span)]][label].append(weight)
        return {name: {label: _together(said) for label, said in table.items()} for name, table in found.items()}

    def _read(self, span: Span) -> Iterator[tuple[str, float]]:
        start, end = span
        low = bisect_left(self._starts, start - _REACH)
        for noun in self.nouns[low : bisect_left(self._starts, start)]:
            if noun.end <= start:
                yield from self._before(noun, span)
        for noun in self.nouns[bisect_left(self._starts, end) : bisect_right(self._starts, end + _REACH)]:
            yield from self._after(noun, span)

    def _before(self, noun: Noun, span: Span) -> Iterator[tuple[str, float]]:
        start = span[0]
        gap = self.text[noun.end : start]
        if gap in (" de ", " d'") and self.text[noun.start : noun.end].lower() in _EPONYMS:
            yield NONE, 1.5
            return
        before = self.text[max(0, noun.start - 24) : noun.start]
        if _DEPENDENT.search(before) and not noun.plural and gap.strip(' «"') and noun.type not in ("COMPANY", "ORG"):
            return
        if self._any(self._finite, noun.end, start) and "appelle" not in gap:
            return
        sides = ("left", "apposed") if self.text[span[1] : span[1] + 1] == "," else ("left",)
        for frame in frames():
            if frame.side in sides and frame.number in ("any", "p" if noun.plural else "s") and frame.gap.fullmatch(gap):
                bare = not gap.strip(' «"')
                chips = noun.type == "CHIP" and self.text[noun.start : noun.end].isupper()
                goods = chips or (noun.type in GOODS and _INDEFINITE.search(before))
                if not (bare and (noun.plural or goods)):
                    yield noun.type, frame.weight * noun.factor
                return

    def _after(self, noun: Noun, span: Span) -> Iterator[tuple[str, float]]:
        gap = self.text[span[1] : noun.start]
        for frame in frames():
            if frame.side != "right" or frame.number not in ("any", "p" if noun.plural else "s"):
                continue
            if frame.gap.fullmatch(gap) and not self._any(self._common, span[1], noun.start):
                if "," in gap[-24:] and (self._opens_clause(noun) or self._names_next(noun, gap)):
                    return
                if noun.type == NONE and _SOURCE.search(self.text[max(0, span[0] - 12) : span[0]]):
                    return
                if ":" in gap and (not self._starts_line(span[0]) or self._names_next(noun, gap)):
                    return
                if (
                    gap.startswith(" ")
                    and "(" not in gap[:2]
                    and _DEPENDENT_NAME.search(self.text[max(0, span[0] - 12) : span[0]])
                ):
                    return
                yield noun.type, frame.weight * noun.factor
                return

    def _opens_clause(self, noun: Noun) -> bool:
        """Tell whether a noun after a comma is the subject of what follows: "Avec X, l'outil fonctionne"."""
        stop = re.search(r"[,.;:!?)\n]| (?:qui|que|qu'|dont|où) ", self.text[noun.end : noun.end + 200])
        return self._any(self._finite, noun.end, noun.end + stop.start() if stop else noun.end + 60)

    def _names_next(self, noun: Noun, gap: str) -> bool:
        """Tell whether the noun belongs to the name that follows it: "X, le langage Y"."""
        if re.search(r"\bune? (?:\w+ )?$", gap):
            return False
        return bool(re.match(r" (?:[a-zà-ÿ-]+ )?[\"«]?[A-Z]", self.text[noun.end : noun.end + 40]))

    def _starts_line(self, start: int) -> bool:
        return not re.sub(r"[\s*•\d.)«\"–—-]", "", self.text[self.text.rfind("\n", 0, start) + 1 : start])

    @staticmethod
    def _any(places: Sequence[int], start: int, end: int) -> bool:
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end

    def _enumerated(self, direct: Mapping[Span, Mapping[str, float]]) -> Iterator[tuple[Span, dict[str, float]]]:
        """Give each member of an enumeration that has no class of its own the class of the others."""
        for chain in chains(self.text, self.spans):
            sums: dict[str, float] = defaultdict(float)
            for span in chain:
                for label, weight in direct.get(span, {}).items():
                    sums[label] += weight
            if sums and _is_enumeration(self.text, chain):
                label = max(sorted(sums), key=lambda name: sums[name])
                for span in chain:
                    if span not in direct:
                        yield span, {label: min(sums[label], 1.2)}


def _together(weights: Sequence[float]) -> float:
    """Give the best of several weights, and a little for each other one."""
    return min(_LIMIT, max(weights) + _AGAIN * (len(weights) - 1))


_LINK: Final = re.compile(
    r"(?: ?\([^()\n]{1,60}\))?(?:, (?:et |ou |puis )?| et | ou | ainsi que | / |, ainsi que |, mais aussi )"
    r"(?:(?:le |la |l'|les |de |d')?[\"«]? ?)?"
)


def chains(text: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Give the enumerations among `spans`: "A, B (b) et C".

    >>> list(chains("Ada, Bob (x) et Cy ou", [(0, 3), (5, 8), (16, 18)]))
    [[(0, 3), (5, 8), (16, 18)]]
    """
    following: dict[Span, Span] = {}
    for index, span in enumerate(spans):
        for other in spans[index + 1 : index + 6]:
            if other[0] >= span[1] and _LINK.fullmatch(text[span[1] : other[0]].rstrip('«"')):
                following[span] = other
                break
    targets = set(following.values())
    for span in spans:
        if span in following and span not in targets:
            chain = [span]
            while chain[-1] in following:
                chain.append(following[chain[-1]])
            yield chain


def _is_enumeration(text: str, chain: Sequence[Span]) -> bool:
    """Tell an enumeration from an adverbial before a subject: "A, B et C", "A ou B", but not "A, B"."""
    opened = _OPENED.search(text[max(0, chain[0][0] - 12) : chain[0][0]])
    return len(chain) > 2 or bool(opened or re.search(r"\b(?:et|ou|que|aussi)\b|/", text[chain[0][1] : chain[1][0]]))


def judge(doc: Parsed, candidates: Sequence[Candidate], *, listed: bool = True) -> list[Candidate]:
    """Give what the article says about the spans of `candidates`, as further candidates.

    Args:
        candidates: what the other finders propose; they also tell which members of an enumeration are known.
        listed: names are looked up in lists, so that one that no list has is less likely a person or a place.
    """
    text = doc.text
    sure = sure_types(candidates)
    spans = sorted({(one.start, one.end) for one in candidates})
    plain = plain_words(doc, text, spans, sure)
    inner = {span[1]: span[0] for span in sorted(sure, reverse=True)}
    read = [span for span in spans if span not in plain and inner.get(span[1], span[0]) <= span[0]]
    votes = _with_acronyms(text, Judge(doc, text, read).votes())
    doubtful: dict[Span, set[str]] = defaultdict(set)
    for one in candidates:
        if one.source == "catalogue":
            doubtful[one.start, one.end].add(one.type)
    found = [Candidate(*span, "", "class", VETO) for span in sorted(plain)]
    for span in spans:
        if span not in sure and span not in plain:
            found += _said(*span, votes.get(text[slice(*span)], {}), doubtful.get(span, set()))
    found += _licensed(text, read, sure, votes)
    return [*found, *doubts(text, [span for span in spans if span not in plain], candidates, found, sure)] if listed else found


def _with_acronyms(text: str, votes: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Let a long name and its acronym vote together."""
    for long, short in acronym_pairs(text, []):
        names = text[slice(*long)], text[slice(*short)]
        both: dict[str, float] = {}
        for name in names:
            for label, weight in votes.get(name, {}).items():
                both[label] = max(both.get(label, 0.0), weight)
        if both:
            votes.update(dict.fromkeys(names, both))
    return votes


def _said(start: int, end: int, votes: Mapping[str, float], doubtful: set[str]) -> Iterator[Candidate]:
    """Give what `votes` say; of a name that the catalogue half knows, only what supports it or is plain."""
    heard = {name: weight for name, weight in votes.items() if not doubtful or name in doubtful or weight >= _STRONG}
    if not heard:
        return
    label = max(sorted(heard), key=lambda name: heard[name])
    if label == NONE:
        yield Candidate(start, end, "", "class", VETO)
        return
    for name in TYPES:
        if name in heard:
            yield Candidate(start, end, name, "class", round(heard[name] * (1.0 if name == label else 0.5), 3))


def _licensed(
    text: str, spans: Sequence[Span], sure: Mapping[Span, str], votes: Mapping[str, Mapping[str, float]]
) -> Iterator[Candidate]:
    """Give the unknown members of an enumeration the type on which the known ones agree."""
    for chain in chains(text, spans):
        types = {sure[span] for span in chain if span in sure}
        if len(types) != 1 or not _is_enumeration(text, chain):
            continue
        label = types.pop()
        for start, end in chain:
            name = text[start:end]
            shaped = label != "PERSON" or " " in name
            if (start, end) not in sure and name not in votes and shaped:
                yield Candidate(start, end, label, "class", 0.8)
