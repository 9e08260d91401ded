"""Names of the catalogue found in a text, at character level so that no tokenizer can hide one.

A name matches with or without accents, with a space, a hyphen or nothing between its parts ("DeepSeek-R1",
"DeepSeek R1", "Gaudi3"), in capitals ("NVIDIA"), with its inner capitals lost ("Deepseek", "Open AI") and, what is no product, with a
capital on every word ("Union Européenne").
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.catalogue import Catalogue, Entry

_PIECE: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s-]|_")
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
#: Words of a name that get a capital where every word has one.
_LOWER: Final = re.compile(r"(?<!\w)(?!(?:pour|dans|avec|chez|entre|contre|sans|sous|leur|leurs)\b)[a-zà-ÿ]{4,}(?!\w)")
_SPLIT_LETTERS: Final = 3
_CASE_LETTERS: Final = 5


def plain(text: str) -> str:
    """Drop accents, character for character.

    >>> plain("Élysée")
    'Elysee'
    """
    if text.isascii():
        return text
    return text.translate(_BASES)


class _Bases(dict[int, str]):
    """The letter without its accents for each character, worked out when it first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFD", chr(code))[0]
        return self[code]


_BASES: Final = _Bases()


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of text that spells a name of some entries.

    Args:
        exact: it is spelt as in the catalogue, case included.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    exact: bool


class Gazetteer:
    """All names of a catalogue, ready to be looked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names: dict[tuple[str, ...], dict[str, tuple[Entry, bool, bool]]] = {}
        self._lengths: dict[str, set[int]] = {}
        for entry in catalogue:
            for name in entry.names:
                for form, exact in _forms(name, entry):
                    self._add(form, name, entry, exact)
        self._sorted = {first: sorted(lengths, reverse=True) for first, lengths in self._lengths.items()}

    def _add(self, form: str, name: str, entry: Entry, exact: bool) -> None:
        pieces = tuple(_PIECE.findall(plain(form)))
        if not pieces:
            return
        table = self._names.setdefault(pieces, {})
        spaced = " " in name or "-" in name
        if entry.id not in table or exact:
            table[entry.id] = (entry, exact, spaced)
        self._lengths.setdefault(pieces[0], set()).add(len(pieces))

    def find(self, text: str) -> Iterator[Found]:
        """Give every occurrence of a name in `text`, nested ones included."""
        folded = plain(text)
        spans = [(match.group(), match.start(), match.end()) for match in _PIECE.finditer(folded)]
        for index, (piece, start, _) in enumerate(spans):
            if start and (folded[start - 1].isalnum() or folded[start - 1] in "_@"):
                continue
            for length in self._sorted.get(piece, ()):
                found = self._match(folded, spans[index : index + length], length)
                if found:
                    yield found

    def _match(self, text: str, spans: list[tuple[str, int, int]], length: int) -> Found | None:
        table = self._names.get(tuple(piece for piece, _, _ in spans)) if len(spans) == length else None
        if not table:
            return None
        start, end = spans[0][1], spans[-1][2]
        if end < len(text) and (text[end].isalnum() or text[end] == "_"):
            return None
        gaps = [text[one[2] : two[1]] for one, two in pairwise(spans)]
        if any(gap not in ("", " ", "-") for gap in gaps):
            return None
        split = any(gap == " " and len(one[0]) < _SPLIT_LETTERS for gap, one in zip(gaps, spans, strict=False))
        hyphen = "-" in (text[start - 1 : start], text[end : end + 1])
        kept = [
            (entry, exact)
            for entry, exact, spaced in table.values()
            if (spaced or not split) and not (hyphen and entry.is_doubtful(text[start:end]))
        ]
        if not kept:
            return None
        return Found(start, end, tuple(entry for entry, _ in kept), any(exact for _, exact in kept))


def _forms(name: str, entry: Entry) -> Iterator[tuple[str, bool]]:
    """Give `name` and its variants, each with whether it is the name itself."""
    yield name, True
    if entry.type in ("PRODUCT", "CHIP", "MODEL") and len(name) > _SPLIT_LETTERS and name[-1].isalpha():
        yield name + "s", False
    letters = sum(char.isalpha() for char in name)
    if entry.is_doubtful(name) or letters < _CASE_LETTERS:
        return
    if name.upper() != name:
        yield name.upper(), False
    if entry.type in ("ORG", "COMPANY", "PLACE") and " " in name and _LOWER.search(name):
        yield _LOWER.sub(lambda word: word[0].capitalize(), name), False
    if " " not in name and _CAMEL.search(name):
        yield _CAMEL.sub(" ", name), False
        yield name[0].upper() + name[1:].lower(), False
