"""What the article itself says a name is: "X est un outil", "le framework X", "des langages comme X et Y".

Nouns and their types stand in ``data/rules/class_nouns.csv`` and ``data/rules/name_classes.csv`` (``NONE`` for what is no
entity: protocols, laws, events), the frames between noun and name in ``data/rules/name_frames.csv``. All occurrences of one
spelling vote together, and the members of an enumeration share what one of them is.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc

from kg import files
from kg.annotate.candidates import Candidate
from kg.annotate.capitals import is_initial
from kg.annotate.tables import column, rows
from kg.annotate.vocabulary import alternatives, class_nouns
from kg.errors import DataError
from kg.names import TYPES

NONE: Final = "NONE"

#: How far a noun may stand from the name it classes, in characters.
_REACH: Final = 90
#: The most that all frames of one name say together.
_LIMIT: Final = 2.4
#: From here on the article is plain enough to contradict a doubtful line of the catalogue.
_STRONG: Final = 2.0
#: What each further occurrence adds.
_AGAIN: Final = 0.2
#: What takes away from a person or a place that no word of the article speaks for, and what counts as speaking for one.
_DOUBT: Final = -0.5
_ATTESTED: Final = {"PERSON": 0.5, "PLACE": 0.7}
_VETO: Final = -4.0
#: "les processeurs X", "un smartphone X": more often who makes them, so that these say nothing.
_GOODS: Final = frozenset({"CHIP", "MODEL", "PRODUCT"})
_WORDS: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*'?")
_CODE_NAME: Final = re.compile(r"[{}<>=;$\\_]|::|\(\)")
_CODE_LINE: Final = re.compile(
    r"[{};]\s*$|::\w|->|=>|</?\w+>|^\s*(?:use|fn|let|const|class|public|private|import|from|def|return|FROM|RUN|COPY) .*[={};(:]|\w\(\w*\)"
)
_ELIDED: Final = re.compile(r"^(?:[ldsnmcjt]|qu)'", re.IGNORECASE)
_DEPENDENT: Final = re.compile(r"(?:\b(?:de|du|des|en|par|aux?|à|pour) (?:la |l'|le |les )?|\bd')$")
_DEPENDENT_NAME: Final = re.compile(
    r"(?:\b(?:de|du|des|en|par|aux?|à|pour|avec|sur|dans|chez|via|sous|entre|et|ou) (?:la |l'|le |les )?|\bd')[\"«]?$"
)
_INDEFINITE: Final = re.compile(r"\b(?:une?|des|d'autres|plusieurs|quelques|chaque|certaine?s?) $", re.IGNORECASE)
_LONGEST: Final = 4

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Noun:
    """An occurrence of a noun for a class of things.

    Args:
        start, end: offsets in the text.
        type: one of :data:`kg.names.TYPES`, or :data:`NONE`.
        factor: how much it tells, 1 for a noun that stands for things of one type only.
        plural: it is in the plural.
    """

    start: int
    end: int
    type: str
    factor: float
    plural: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What may stand between a noun and a name.

    Args:
        side: ``left`` if the noun comes first, ``right`` if the name does.
        number: ``s``, ``p`` or ``any``, the number of the noun.
        weight: how much it tells.
        gap: a regular expression for all that stands between.
    """

    side: str
    number: str
    weight: float
    gap: re.Pattern[str]


@lru_cache(maxsize=1)
def nouns() -> Mapping[str, tuple[str, float, bool]]:
    """Read the nouns, each in the singular and the plural: type, factor, and whether this form is the plural."""
    known = {noun: (one.types[0], 1.0) for noun, one in class_nouns().items()}
    known |= {row["noun"]: (row["type"], float(row["factor"])) for row in rows(files.rules("name_classes.csv"))}
    found = {_plural(noun): (label, factor, True) for noun, (label, factor) in known.items() if label}
    return found | {noun: (label, factor, False) for noun, (label, factor) in known.items() if label}


def _plural(noun: str) -> str:
    head, _, rest = noun.partition(" ")
    if head.endswith(("s", "x", "z")):
        plural = head
    elif head.endswith(("eau", "eu")):
        plural = head + "x"
    else:
        plural = head[:-2] + "aux" if head.endswith("al") else head + "s"
    return f"{plural} {rest}" if rest else plural


@lru_cache(maxsize=1)
def frames() -> Sequence[Frame]:
    """Read the frames."""
    parts = {"MOD": rf" (?:(?:de |d'|en |à |pour |par |sur )?{alternatives()['ADJ']}|(?:d')?(?:IA|AI|CLI|TUI|API|3D|PC|LLM)|open source)",
             "PRE": rf"(?:{alternatives()['ADJ']} )"}
    found = []
    for number, row in enumerate(rows(files.rules("name_frames.csv")), start=2):
        gap = row["gap"]
        for part, value in parts.items():
            gap = gap.replace("{" + part + "}", value)
        try:
            found.append(Frame(row["side"], row["number"], float(row["weight"]), re.compile(gap)))
        except (re.error, ValueError) as error:
            raise DataError(f"name_frames.csv, line {number}: {error}") from error
    return found


@lru_cache(maxsize=1)
def technologies() -> frozenset[str]:
    """Read the capitalised words for techniques and notions, which are no entities."""
    return column(files.rules("technologies.csv"), "word")


def find_nouns(text: str) -> list[Noun]:
    """Give the class nouns of `text`, the longest at each place.

    >>> [(one.type, one.plural) for one in find_nouns("des frameworks et un langage de programmation")]
    [('PRODUCT', True), ('PRODUCT', False)]
    """
    words = []
    for match in _WORDS.finditer(text):
        elided = _ELIDED.match(match.group())
        words.append((match.start() + (elided.end() if elided else 0), match.end()))
    table = nouns()
    found: list[Noun] = []
    index = 0
    while index < len(words):
        for length in range(min(_LONGEST, len(words) - index), 0, -1):
            start, end = words[index][0], words[index + length - 1][1]
            form = text[start:end]
            known = table.get(form) or (table.get(form[:1].lower() + form[1:]) if is_initial(text, start) else None)
            if known:
                found.append(Noun(start, end, *known))
                index += length - 1
                break
        index += 1
    return found


class Judge:
    """Reads one article: which type its own words give to each name.

    Args:
        doc: the article, with parts of speech if there are any.
        spans: where names may be, sorted.
    """

    def __init__(self, doc: Doc, spans: Sequence[Span]) -> None:
        self.text = doc.text
        self.spans = spans
        self.nouns = find_nouns(doc.text)
        self._starts = [one.start for one in self.nouns]
        self._finite = [token.idx for token in doc if token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", [])]
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
                yield from self._before(noun, start)
        for noun in self.nouns[bisect_left(self._starts, end) : bisect_right(self._starts, end + _REACH)]:
            yield from self._after(noun, span)

    def _before(self, noun: Noun, start: int) -> Iterator[tuple[str, float]]:
        gap = self.text[noun.end : start]
        before = self.text[max(0, noun.start - 24) : noun.start]
        if _DEPENDENT.search(before) and not noun.plural and gap.strip(" «\""):
            return
        if self._any(self._finite, noun.end, start) and "appelle" not in gap:
            return
        for frame in frames():
            if frame.side == "left" and frame.number in ("any", "p" if noun.plural else "s") and frame.gap.fullmatch(gap):
                bare = not gap.strip(" «\"")
                chips = noun.type == "CHIP" and self.text[noun.start : noun.end].isupper()
                goods = chips or (noun.type in _GOODS and _INDEFINITE.search(before))
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
                if ":" in gap and (not self._starts_line(span[0]) or self._names_next(noun, gap)):
                    return
                if gap.startswith(" ") and "(" not in gap[:2] and _DEPENDENT_NAME.search(self.text[max(0, span[0] - 12) : span[0]]):
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
            if sums:
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
            if other[0] >= span[1] and _LINK.fullmatch(text[span[1] : other[0]].rstrip("«\"")):
                following[span] = other
                break
    targets = set(following.values())
    for span in spans:
        if span in following and span not in targets:
            chain = [span]
            while chain[-1] in following:
                chain.append(following[chain[-1]])
            yield chain


def judge(doc: Doc, candidates: Sequence[Candidate], *, listed: bool = True) -> list[Candidate]:
    """Give what the article says about the spans of `candidates`, as further candidates.

    Args:
        candidates: what the other finders propose; they also tell which members of an enumeration are known.
        listed: names are looked up in lists, so that one that no list has is less likely a person or a place.
    """
    text = doc.text
    sure = _sure(candidates)
    spans = sorted({(one.start, one.end) for one in candidates})
    verbs = {token.idx for token in doc if token.pos_ in ("VERB", "AUX") and is_initial(text, token.idx)}
    plain = {span for span in spans if span not in sure and (span[0] in verbs or _is_code(text, span))}
    inner = {span[1]: span[0] for span in sorted(sure, reverse=True)}
    read = [span for span in spans if span not in plain and inner.get(span[1], span[0]) <= span[0]]
    votes = Judge(doc, read).votes()
    doubtful: dict[Span, set[str]] = defaultdict(set)
    for one in candidates:
        if one.source == "catalogue":
            doubtful[one.start, one.end].add(one.type)
    found: list[Candidate] = []
    for start, end in spans:
        name = text[start:end]
        if (start, end) in sure:
            continue
        if name in technologies() or (start, end) in plain or name.split(" ")[0] in nouns():
            found.append(Candidate(start, end, "", "class", _VETO))
            continue
        found += _said(start, end, votes.get(name, {}), doubtful.get((start, end), set()))
    found += _licensed(text, read, sure, votes)
    return [*found, *_unattested(text, spans, candidates, votes)] if listed else found


def _is_code(text: str, span: Span) -> bool:
    """Tell whether a name stands in a line of code, or has marks in it that only code has."""
    line = text[text.rfind("\n", 0, span[0]) + 1 :].partition("\n")[0]
    return bool(_CODE_NAME.search(text[slice(*span)]) or _CODE_LINE.search(line))


def _sure(candidates: Sequence[Candidate]) -> dict[Span, str]:
    """Give the spans that the catalogue or a pattern knows for certain, and their types."""
    found: dict[Span, str] = {}
    for one in candidates:
        if one.source in ("catalogue", "pattern") and one.weight >= 1.0:
            found[one.start, one.end] = one.type
    return found


def _said(start: int, end: int, votes: Mapping[str, float], doubtful: set[str]) -> Iterator[Candidate]:
    """Give what `votes` say; of a name that the catalogue half knows, only what supports it or is plain."""
    heard = {name: weight for name, weight in votes.items() if not doubtful or name in doubtful or weight >= _STRONG}
    if not heard:
        return
    label = max(sorted(heard), key=lambda name: heard[name])
    if label == NONE:
        yield Candidate(start, end, "", "class", _VETO)
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
        if len(types) != 1:
            continue
        label = types.pop()
        for start, end in chain:
            name = text[start:end]
            shaped = label != "PERSON" or " " in name
            if (start, end) not in sure and name not in votes and shaped and name not in technologies():
                yield Candidate(start, end, label, "class", 0.8)


def _unattested(
    text: str, spans: Sequence[Span], candidates: Sequence[Candidate], votes: Mapping[str, Mapping[str, float]]
) -> Iterator[Candidate]:
    """Doubt the people and places for whom nothing speaks but the trained recogniser, or a preposition."""
    attested: dict[str, set[str]] = {"PERSON": set(), "PLACE": set()}
    recognised = {(one.start, one.end) for one in candidates if one.source == "ner" and one.type == "PLACE"}
    for one in candidates:
        enough = _ATTESTED.get(one.type)
        if (one.start, one.end) in recognised and one.type == "PLACE":
            enough = 0.1
        if enough is not None and one.source not in ("ner", "class") and one.weight >= enough:
            attested[one.type].update((text[one.start : one.end], text[one.start : one.end].split(" ")[-1]))
    for start, end in spans:
        name = text[start:end]
        for label, seen in attested.items():
            if not votes.get(name, {}).get(label) and not seen & {name, name.split(" ")[-1]}:
                yield Candidate(start, end, label, "class", _DOUBT)
