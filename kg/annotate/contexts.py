"""What the words around a possible name, and the name itself, say about its type.

The table is ``data/rules/name_contexts.csv``: side (``left``, ``right``, ``name``, or ``near`` for names with digits), type, weight and a regular expression
in which ``{ROLE}``, ``{COMPANY}``… stand for the shared vocabulary.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Final

from kg import files
from kg.annotate.candidates import Candidate, weights
from kg.annotate.capitals import Run, first_names
from kg.annotate.tables import rows
from kg.annotate.vocabulary import alternatives
from kg.errors import DataError

_WINDOW: Final = 56
_NEAR: Final = 80
_ACRONYM: Final = 5
#: Types whose names hold no digits.
_NEVER_CODED: Final = ("PERSON", "PLACE")
#: How the expressions of each side are looked for.
_SOUGHT: Final[Mapping[str, Callable[[re.Pattern[str]], Callable[[str], re.Match[str] | None]]]] = {
    "left": attrgetter("search"),
    "right": attrgetter("match"),
    "near": attrgetter("search"),
    "name": attrgetter("fullmatch"),
}
_OPENING: Final = re.compile(r"[\"«] ?$")
_CLOSING: Final = re.compile(r"^ ?[\"»]")


#: A type, the weight of the evidence for it, and how its expression is looked for.
Context = tuple[str, float, Callable[[str], re.Match[str] | None]]


@lru_cache(maxsize=2)
def _contexts(coded: bool) -> Mapping[str, list[Context]]:
    """Read the table: what counts on each side of names with digits (`coded`) or without."""
    compiled: dict[str, list[Context]] = {side: [] for side in _SOUGHT}
    for number, row in enumerate(rows(files.rules("name_contexts.csv")), start=2):
        regex = row["regex"]
        for part, value in alternatives().items():
            regex = regex.replace("{" + part + "}", value)
        try:
            look = _SOUGHT[row["side"]](re.compile(regex))
            weight = float(row["weight"])
        except (re.error, KeyError, ValueError) as error:
            raise DataError(f"name_contexts.csv, line {number}: {error}") from error
        if row["type"] not in _NEVER_CODED if coded else row["side"] != "near":
            compiled[row["side"]].append((row["type"], weight, look))
    return compiled


def evidence(text: str, run: Run, *, known: bool = False, listed: bool = True) -> Iterator[Candidate]:
    """Give what speaks for `run` as a name of each type.

    Args:
        known: the catalogue or a pattern has it already, so that contexts only have to choose between types.
        listed: first names may be looked up.
    """
    table = weights()
    factor = table["context_of_known"] if known else 1.0
    name = text[run.start : run.end]
    left, right = text[max(0, run.start - _WINDOW) : run.start], text[run.end : run.end + _WINDOW]
    near = f"{text[max(0, run.start - _NEAR) : run.start]} {text[run.end : run.end + _NEAR]}"
    if _OPENING.search(left) and _CLOSING.match(right):  # a title or a label, no person
        yield Candidate(run.start, run.end, "PRODUCT", "context", table["quoted_product"] * factor)
        yield Candidate(run.start, run.end, "PERSON", "context", table["quoted_person"] * factor)
    left, right = _OPENING.sub("", left), _CLOSING.sub("", right)
    coded = any(char.isdigit() for char in name)
    yield Candidate(run.start, run.end, "", "capitals", table[_capital(name, run)])
    yield from _person(name, run, first_names(listed=listed))
    beside = {"left": left, "right": right, "near": near, "name": name}
    for side, contexts in _contexts(coded).items():
        words = beside[side]
        for label, weight, look in contexts:
            if look(words):
                yield Candidate(run.start, run.end, label, "context", weight * factor)


def _capital(name: str, run: Run) -> str:
    """Give the kind of evidence that the capitals of `name` are."""
    if run.initial:  # the capital of a second word is not due to the start of the sentence
        return "capital_initial_several" if re.search(r" [A-ZÀ-Ý]", name) else "capital_initial"
    return "capital_acronym" if name.isupper() and name.isalpha() and len(name) <= _ACRONYM else "capital"


def _person(name: str, run: Run, people: Mapping[str, tuple[str, bool]]) -> Iterator[Candidate]:
    """A known first name and a surname, or a first name that is nothing else."""
    words = name.split(" ")
    gender, alone = people.get(words[0]) or people.get(words[0].partition("-")[0], ("", False))
    if not gender:
        return
    table = weights()
    if len(words) == 1:
        weight = table["first_name_alone"] if alone else 0.0
    elif any(char.isdigit() for char in name) or name.isupper():
        weight = 0.0
    else:
        weight = table["first_name" if alone else "first_name_ambiguous"]
    if weight:
        yield Candidate(run.start, run.end, "PERSON", "context", weight)
