"""What speaks against a name: code, ordinary words with a capital, notions and techniques, people nobody introduces.

``data/rules/technologies.csv`` lists capitalised words that name no entity, ``data/rules/common_words.csv`` the English and
French words that never are part of a person's name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc

from kg import files
from kg.annotate.candidates import Candidate
from kg.annotate.capitals import acronyms, is_initial
from kg.annotate.class_frames import nouns
from kg.annotate.tables import column
from kg.names import TYPES

Span = tuple[int, int]

VETO: Final = -4.0
_ORDINARY: Final = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV", "ADP", "DET", "PRON", "SCONJ", "CCONJ", "NUM"})
#: What a person or a place loses that no word of the article speaks for; what an acronym that nothing explains loses.
_DOUBT: Final = -0.5
#: The least that a piece of evidence must weigh to speak for a person, a place, any type.
_ENOUGH: Final = {"PERSON": 0.5, "PLACE": 0.7}
_ANY: Final = 0.5
_SHORT: Final = 4
_CODE_NAME: Final = re.compile(r"[{}<>=;$\\_]|::|\(\)")
_CODE_LINE: Final = re.compile(
    r"[{};]\s*$|::\w|->|=>|</?\w+>|\w\(\w*\)"
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


def sure_types(candidates: Sequence[Candidate]) -> dict[Span, str]:
    """Give the spans that the catalogue or a pattern knows for certain, and their types."""
    return {(one.start, one.end): one.type for one in candidates if one.source in ("catalogue", "pattern") and one.weight >= 1.0}


def plain_words(doc: Doc, spans: Sequence[Span], sure: Mapping[Span, str]) -> set[Span]:
    """Give the spans that are no names: code, techniques, ordinary words with the capital of a sentence or a label."""
    text = doc.text
    pos = {token.idx: token.pos_ for token in doc}
    places: dict[str, list[int]] = defaultdict(list)
    for start, end in spans:
        places[text[start:end]].append(start)
    found: set[Span] = set()
    for name, starts in places.items():
        first = name.split(" ")[0]
        verb = {start for start in starts if pos.get(start) in ("VERB", "AUX") and is_initial(text, start)}
        ordinary = " " not in name and all(is_initial(text, start) and pos.get(start) in _ORDINARY for start in starts)
        never = ordinary or name in technologies() or first in nouns()
        found.update((start, start + len(name)) for start in starts if never or start in verb or _is_code(text, start, name))
    return found - set(sure)


def _is_code(text: str, start: int, name: str) -> bool:
    """Tell whether a name stands in a line of code, or has marks in it that only code has."""
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    return bool(_CODE_NAME.search(name) or _CODE_LINE.search(line))


def doubts(text: str, spans: Sequence[Span], candidates: Sequence[Candidate], said: Sequence[Candidate]) -> Iterator[Candidate]:
    """Doubt people, places and acronyms that nothing speaks for but the trained recogniser, or a preposition.

    Args:
        said: what the article itself says, see :mod:`kg.annotate.classes`.
    """
    attested = _attested(text, candidates, said)
    for start, end in spans:
        name = text[start:end]
        last = name.split(" ")[-1]
        attesting = [label for label in TYPES if attested[label] & {name, last}]
        for label in TYPES:
            if label == "PERSON" and _is_common(name):
                yield Candidate(start, end, label, "doubt", VETO)
            elif label not in attesting and (label in _ENOUGH or attesting):
                yield Candidate(start, end, label, "doubt", _DOUBT)
        if name.isupper() and len(name) <= _SHORT and not attesting:
            yield Candidate(start, end, "", "doubt", _DOUBT)


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


def _is_common(name: str) -> bool:
    """Tell whether a word of a name is an ordinary one or an acronym, which people's names do not have."""
    return any(word.lower() in common_words() or word in acronyms() for word in re.split(r"[ -]", name))
