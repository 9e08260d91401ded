"""What speaks against a name: code, ordinary words with a capital, notions and techniques, people nobody introduces.

``data/rules/technologies.csv`` lists capitalised words that name no entity, ``data/rules/common_words.csv`` the English and
French words that never are part of a person's name.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.candidates import Candidate
from kg.annotate.capitals import acronyms, first_names, is_initial, label_words
from kg.annotate.class_frames import nouns
from kg.annotate.headings import title_lines
from kg.annotate.inflection import vocabulary
from kg.annotate.parsed import Parsed
from kg.annotate.repeats import acronym_pairs
from kg.annotate.source_nouns import nouns as speaking
from kg.annotate.tables import column
from kg.annotate.vocabulary import class_nouns, modifiers, roles
from kg.names import TYPES

Span = tuple[int, int]

VETO: Final = -4.0
_ORDINARY: Final = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV", "ADP", "DET", "PRON", "SCONJ", "CCONJ", "NUM"})
#: What a person or a place loses that no word of the article speaks for; what an acronym that nothing explains loses.
_DOUBT: Final = -0.5
_SLIGHT: Final = -0.3
#: The least that a piece of evidence must weigh to speak for a person, a place, any type.
_ENOUGH: Final = {"PERSON": 0.5, "PLACE": 0.7}
_ANY: Final = 0.5
#: Types that the trained recogniser sees in anything technical.
_TRAINED: Final = frozenset({"MODEL", "CHIP"})
_SHORT: Final = 4
#: Laws, vulnerabilities, single letters, quarters, numbered parts.
_NO_NAME: Final = re.compile(
    r"CVE-\d.*|.+ Act(?: \d{4})?|(?!X$)\W*\w?\W*|.*[↑↓→←|].*|[TQ][1-4](?: \d{4})?|P\d{2,3}|[A-Z]{2,6}s"
    r"|(?:Phase|Étape|Partie|Chapitre|Figure|Tableau|Niveau|Annexe|Section|Table|Step|Part|Jour|Point|Option) \w{1,3}"
)
#: Endings of French verbs, participles and abstract nouns, which labels start with.
_LABEL: Final = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]{2,}(?:er|ez|ée?s?|ages?|ités?|tions?|ments?|ances?|ences?|iques?|ables?|ismes?)")
_VERB: Final = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]{2,}(?:er|ez|ir|re|ant) ")
_VERSION: Final = re.compile(r" v?\d[\d.]*$")
#: An acronym after five words without a capital.
_COMMON_SHORT: Final = re.compile(r"(?:[a-zà-ÿ'-]+ ){4}[a-zà-ÿ'-]+ \((?P<short>[A-Z]{2,6}s?)\)")
_ACRONYM_LONG: Final = re.compile(r"\b(?P<short>[A-Z][A-Za-z0-9-]{1,7}) \((?P<long>[A-Z][^(),\n]+)")
#: What looks like a chip or a square and is none: "au T4 2025", "mettre en place X".
_FALSE: Final = re.compile(r"[TQ][1-4] 20\d\d\b|(?<=\ben )place (?:d[eu] |des |d')?[A-Z]")
_VERSION_GOES_ON: Final = re.compile(r"\.\d")
_COMPOUND_AFTER: Final = re.compile(r"/[A-Z]{2,4}\b|-[A-Z]{2}\b")
_COMPOUND_BEFORE: Final = re.compile(r"\b[A-Z]{2,4}/$")
_OF: Final = re.compile(r" (?:de |du |des |d')$")
_MADE: Final = ("MODEL", "CHIP", "PRODUCT", "ORG", "COMPANY")
#: Characters before and after a name that are looked at: a paragraph without an end must not cost more than one with.
_LINE: Final = 1000
_CODE_NAME: Final = re.compile(r"[{}<>=;$\\_]|::|\(\)")
_CODE_LINE: Final = re.compile(
    r"[{};]\s*$|^\s*\"[\w-]+\": |::\w|->|=>|</?\w+>|\w\(\w*\)"
    r"|^\s*(?:use|fn|let|const|class|public|private|import|from|def|return|FROM|RUN|COPY) .*[={};(:]"
)


@lru_cache(maxsize=1)
def technologies() -> frozenset[str]:
    """Read the capitalised words for techniques and notions, which are no entities."""
    return column(files.rules("technologies.csv"), "word")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Read the words that are no part of a person's name, in lower case."""
    return column(files.rules("common_words.csv"), "word")


@lru_cache(maxsize=1)
def technique_heads() -> frozenset[str]:
    """Read the last words of English names for techniques, in lower case."""
    return column(files.rules("technique_heads.csv"), "word")


def sure_types(candidates: Sequence[Candidate]) -> dict[Span, str]:
    """Give the spans that the catalogue or a pattern knows for certain, and their types."""
    return {
        (one.start, one.end): one.type for one in candidates if one.source in ("catalogue", "pattern") and one.weight >= 1.0
    }


def plain_words(doc: Parsed, text: str, spans: Sequence[Span], sure: Mapping[Span, str]) -> set[Span]:
    """Give the spans that are no names: code, techniques, ordinary words with the capital of a sentence or a label."""
    pos = {token.idx: token.pos_ for token in doc}
    places: dict[str, list[int]] = defaultdict(list)
    for start, end in spans:
        places[text[start:end]].append(start)
    generic = _generic(text)
    found: set[Span] = set()
    for name, starts in places.items():
        first = name.split(" ")[0]
        verb = {start for start in starts if pos.get(start) in ("VERB", "AUX") and is_initial(text, start)}
        initial = all(is_initial(text, start) for start in starts)
        ordinary = " " not in name and (_LABEL.fullmatch(name) or all(pos.get(start) in _ORDINARY for start in starts))
        ordered = _VERB.match(name) and name.partition(" ")[2] in places
        listed = name in technologies() or first in nouns() or (first in technologies() and _VERSION.search(name))
        never = (initial and (ordinary or ordered)) or listed or name in generic or _NO_NAME.fullmatch(name)
        found.update((start, start + len(name)) for start in starts if never or start in verb or _is_code(text, start, name))
    false = {match.start() for match in _FALSE.finditer(text)}
    return (found - set(sure)) | {span for span in spans if span[0] in false or _is_cut(text, span)}


def _is_cut(text: str, span: Span) -> bool:
    """Tell whether a name is but a part of a compound or a version: "SOME/IP", "JAX-RS", "v0.4"."""
    name, before, after = text[slice(*span)], text[max(0, span[0] - 6) : span[0]], text[span[1] : span[1] + 6]
    if name[-1].isdigit() and _VERSION_GOES_ON.match(after):
        return True
    return name.isupper() and bool(_COMPOUND_AFTER.match(after) or _COMPOUND_BEFORE.search(before))


def _generic(text: str) -> set[str]:
    """Give the acronyms of common nouns, "réseaux de neurones (RDN)", and what acronyms of common nouns stand for."""
    found = {match["short"] for match in _COMMON_SHORT.finditer(text)}
    for long, short in acronym_pairs(text, []):
        form = text[slice(*short)]
        if form in acronyms() | technologies() or form.rstrip("s") in acronyms() | technologies():
            found.add(text[slice(*long)])
    for match in _ACRONYM_LONG.finditer(text):
        if {match["short"], match["short"].rstrip("s")} & (acronyms() | technologies()):
            found.add(match["long"])
    return found


def _is_code(text: str, start: int, name: str) -> bool:
    """Tell whether a name stands in a line of code, or has marks in it that only code has."""
    begin, end = max(text.rfind("\n", 0, start) + 1, start - _LINE), text.find("\n", start, start + _LINE)
    line = text[begin : end if end >= 0 else start + _LINE]
    return bool(_CODE_NAME.search(name) or _CODE_LINE.search(line))


def doubts(
    text: str, spans: Sequence[Span], candidates: Sequence[Candidate], said: Sequence[Candidate], sure: Mapping[Span, str]
) -> Iterator[Candidate]:
    """Doubt people, places and acronyms that nothing speaks for but the trained recogniser, or a preposition.

    Args:
        said: what the article itself says, see :mod:`kg.annotate.classes`.
        sure: the types that are certain.
    """
    attested = _attested(text, candidates, said)
    headed, certain = _only_in_headings(text, spans), sorted(sure.items())
    for start, end in spans:
        name = text[start:end]
        last = name.split(" ")[-1]
        inner = [] if name.isalnum() or (start, end) in sure else _inner(start, end, certain)
        for label in (
            ("PERSON",)
            if _holds_thing(end, inner) and not _is_full_name(name)
            else _MADE
            if any(_OF.search(text[start : one[0][0]]) for one in inner)
            else ()
        ):
            yield Candidate(start, end, label, "inner", VETO)
        if any(span[0] == start and _is_pair(text, span, end, label, attested["PERSON"], sure) for span, label in inner):
            yield Candidate(start, end, "", "inner", VETO)
        attesting = [label for label in TYPES if attested[label] & {name, last}]
        for label in TYPES:
            if label == "PERSON" and _is_common(name) and not (name in attested["PERSON"] and _opens_person(name)):
                yield Candidate(start, end, label, "doubt", VETO)
            elif label not in attesting and (label in _ENOUGH or attesting or label in _TRAINED):
                yield Candidate(start, end, label, "doubt", _DOUBT)
        unsure = not attesting and (start, end) not in sure
        if unsure and (name.lower() in common_words() or name in headed or _is_technique(name)):
            yield Candidate(start, end, "", "doubt", VETO)
        elif not attesting and (name.isupper() or not _is_person_like(name)):
            yield Candidate(start, end, "", "doubt", _DOUBT if name.isupper() and len(name) <= _SHORT else _SLIGHT)


def _only_in_headings(text: str, spans: Sequence[Span]) -> set[str]:
    """Give the names that only headings in title case hold, so that their capitals say nothing."""
    headings = list(title_lines(text))
    inside = {text[slice(*span)] for span in spans if any(start <= span[0] < end for start, end in headings)}
    outside = {text[slice(*span)] for span in spans if not any(start <= span[0] < end for start, end in headings)}
    return inside - outside


def _is_technique(name: str) -> bool:
    """Tell whether a name is made like that of a technique: "Group Policy Optimization", "Prior-Fitted Networks"."""
    words = re.split(r"[ -]", name)
    return len(words) > 1 and words[-1].lower() in technique_heads()


def _inner(start: int, end: int, sure: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Give the certain names inside a longer one; all certain ones are sorted."""
    first, last = (bisect_left(sure, at, key=_start) for at in (start, end))
    return [one for one in sure[first:last] if one[0][1] <= end and one[0] != (start, end)]


def _start(one: tuple[Span, str]) -> int:
    return one[0][0]


def _is_pair(text: str, first: Span, end: int, label: str, people: set[str], sure: Mapping[Span, str]) -> bool:
    """Tell two names side by side from one: "a dit à l'AFP Ada Roy", "à la Maison Blanche Stargate"."""
    rest = (first[1] + 1, end)
    words = text[slice(*rest)].split(" ")
    person = " ".join(words) in people or (len(words) > 1 and words[0] in first_names())
    return person or (label == "ORG" and rest in sure)


def _is_full_name(name: str) -> bool:
    """Tell whether `name` is a sure first name and one word more: "Gerald Ford"."""
    words = name.split(" ")
    return len(words) == 2 and first_names().get(words[0], ("", False))[1]


def _opens_person(name: str) -> bool:
    """Tell whether the first of several words is a first name: "Melanie Bridge"."""
    words = name.split(" ")
    return len(words) > 1 and words[0] in first_names()


def _holds_thing(end: int, inner: Sequence[tuple[Span, str]]) -> bool:
    """Tell whether a longer name holds a firm or a thing, or ends in a place: "Microsoft Danemark" is nobody."""
    return any(label not in ("PERSON", "PLACE") or (label == "PLACE" and span[1] == end) for span, label in inner)


def _attested(text: str, candidates: Sequence[Candidate], said: Sequence[Candidate]) -> Mapping[str, set[str]]:
    """Give for each type the names, and the last words of names, that something speaks for."""
    found: dict[str, set[str]] = {label: set() for label in TYPES}
    places = {(one.start, one.end) for one in candidates if one.source == "ner" and one.type == "PLACE"}
    for one in [*candidates, *said]:
        sure_place = one.type == "PLACE" and (one.start, one.end) in places
        enough = 0.1 if sure_place else _ENOUGH.get(one.type, _ANY)
        if one.type and one.source != "ner" and one.weight >= enough:
            name = text[one.start : one.end]
            found[one.type].update((name, name.split(" ")[-1]))
    return found


def _is_person_like(name: str) -> bool:
    """Tell whether a name may be a first name and a surname."""
    return " " in name and not _is_common(name)


def is_rare(word: str) -> bool:
    """Tell whether a capitalised word is none that sentences of articles begin with: a first name that no list has."""
    lower = word.lower()
    known = (common_words(), class_nouns(), roles(), modifiers(), speaking(), vocabulary())
    plural = lower.endswith(("eaux", "aux", "ions", "eurs"))
    return not plural and not any(lower in words for words in known) and _LABEL.fullmatch(word) is None


def _is_common(name: str) -> bool:
    """Tell whether a word of a name is an ordinary one or an acronym, which people's names do not have."""
    opening = name.split(" ")[0]
    return (
        opening in label_words()
        or (name.isupper() and len(name) <= _SHORT)
        or any(word.lower() in common_words() or word in acronyms() for word in re.split(r"[ -]", name))
    )
