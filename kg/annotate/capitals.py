"""Runs of capitalised words: where an unknown name may be, before anything is known about its type."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.gazetteer import plain
from kg.annotate.tables import column, rows

_WORD: Final = (
    r"(?:[A-ZÀ-ÝŁŠŽ][\w]*(?:[&'-](?=\w)[\w]+|\.(?:ai|com|fr|io|org|net|tv|js|\d+)(?!\w))*|[a-zé]{1,4}[A-Z][\w-]*"
    r"|\d+[A-Z][a-z]\w*)"
)
_JOIN: Final = r"(?: (?:(?:of|for|the|and|von|van|der|den|bin|ben|ibn|al|el|di|da|dos|del|della|y|&) )*| ?& ?)"
_RUN: Final = re.compile(rf"(?<![\w@#.])#?(?P<run>{_WORD}(?:{_JOIN}{_WORD})*)")
_PARTICLE: Final = re.compile(rf" (?:de |de la |du |d'|le |la )(?![A-Z]{{2}}){_WORD}")
_START: Final = re.compile(r"(?:^|[\n.!?…:;•|>–—*]|//|\A|TL;DR)[\s\"«»“”'•*–—-]*$")
_ABBREVIATION: Final = re.compile(r"\b(?:M|MM|Mme|Dr|Pr|St|Ste|Me|[A-Z])\. ?$")


_ELISION: Final = re.compile(r"(?:[LDJNSMCT]|Qu)'(?=[A-ZÀ-Ý])")


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Capitalised words in a row.

    Args:
        initial: its first word is capitalised in any case, since a sentence, a line or a quotation starts there.
    """

    start: int
    end: int
    initial: bool


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Read the words that never start a name, as they are written at the start of a sentence."""
    return column(files.rules("function_words.csv"), "word")


@lru_cache(maxsize=1)
def label_words() -> frozenset[str]:
    """Read the words that open headings, labels and sentences, and no name there ("Campagne", "Perspectives")."""
    return column(files.rules("label_words.csv"), "word")


@lru_cache(maxsize=1)
def acronyms() -> frozenset[str]:
    """Read the words in capitals that name nothing in particular ("PDG", "GPU")."""
    return column(files.rules("common_acronyms.csv"), "word")


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Read the words before a person's name that are no part of it."""
    return column(files.rules("titles.csv"), "title")


@lru_cache(maxsize=2)
def first_names(*, listed: bool = True) -> dict[str, tuple[str, bool]]:
    """Read the first names: gender ("m", "f" or "x"), and whether one alone is surely a person.

    Args:
        listed: False gives none, since lists of names are left out.
    """
    if not listed:
        return {}
    found = {row["name"]: (row["gender"], row["alone"] == "1") for row in rows(files.catalogue() / "first_names.csv")}
    return {plain(name): (gender, False) for name, (gender, _) in found.items()} | found


def is_initial(text: str, start: int) -> bool:
    """Tell whether a capital at `start` may be due to the start of a sentence, line or quotation.

    >>> is_initial("Oui. Le chat", 5), is_initial("chez Nvidia", 5)
    (True, False)
    """
    before = text[max(0, start - 12) : start]
    if start <= 12 and not before.strip(" \"«»'-"):
        return True
    return bool(_START.search(before)) and not _ABBREVIATION.search(before)


def runs(text: str, is_common: Callable[[int], bool], *, listed: bool = True) -> Iterator[Run]:
    """Give the runs of `text`.

    Args:
        is_common: whether the capitalised word that starts a sentence at this offset is an ordinary word.
        listed: first names may be looked up.
    """
    for match in _RUN.finditer(text):
        start, end = match.span("run")
        people = first_names(listed=listed)
        for group in _split(text, start, end, is_common, people):
            yield from _run(text, group, people)


def _split(
    text: str, start: int, end: int, is_common: Callable[[int], bool], people: Mapping[str, object]
) -> Iterator[list[tuple[int, int]]]:
    words = list(re.finditer(r"[^ ]+", text[start:end]))
    introduced = len(words) > 1 and is_first_name(words[0].group(), people) and words[1].group()[0].isupper()
    group: list[tuple[int, int]] = []
    for index, word in enumerate(words):
        span = (start + word.start(), start + word.end())
        elision = _ELISION.match(word.group()) if index == 0 and is_initial(text, span[0]) else None
        if elision:
            span = (span[0] + elision.end(), span[1])
        plain = text[slice(*span)].rstrip("'.")
        drop = plain in acronyms() or (
            not group and not (introduced and index == 0) and _is_ordinary(text, span[0], plain, index, is_common)
        )
        if drop:
            yield group
            group = []
        else:
            group.append(span)
    yield group


def is_first_name(word: str, people: Mapping[str, object]) -> bool:
    """Tell whether `word` is a known first name, or two with a hyphen of which the first is known.

    >>> is_first_name("Tim-Oliver", {"Tim": ("m", True)}), is_first_name("Saint-Malo", {"Tim": ("m", True)})
    (True, False)
    """
    return word in people or word.partition("-")[0] in people


def _is_ordinary(text: str, start: int, word: str, index: int, is_common: Callable[[int], bool]) -> bool:
    if not word[0].isupper():
        return not any(char.isupper() for char in word)
    if index == 0 and is_initial(text, start):
        return word.split("'")[0] in function_words() or word in label_words() or is_common(start)
    return False


def _run(text: str, group: list[tuple[int, int]], people: Mapping[str, object]) -> Iterator[Run]:
    while group and not any(char.isupper() or char.isdigit() for char in text[group[-1][0] : group[-1][1]]):
        group.pop()
    while group and text[slice(*group[-1])] in function_words():
        group.pop()
    while len(group) > 1 and text[slice(*group[0])] in titles():
        group.pop(0)
    if not group or (len(group) == 1 and text[slice(*group[0])] in titles()):
        return
    start, end = group[0][0], group[-1][1]
    if len(group) == 1 and text[start:end] in people:
        particle = _PARTICLE.match(text, end)
        end = particle.end() if particle else end
    while end > start and text[end - 1] in "'-.&":
        end -= 1
    if text[start:end].endswith((" Jr", " Sr", " Inc", " Corp", " Co", " Ltd")) and text[end : end + 1] == ".":
        end += 1
    if end > start:
        yield Run(start, end, is_initial(text, start))
