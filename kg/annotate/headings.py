"""Headings in title case, where a capital says nothing: "Créer le Premier Cadre Ouvert d'Analyse"."""

import re
from collections.abc import Iterator
from typing import Final

_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_MOST: Final = 160
_FEWEST: Final = 3
#: The share of longer words with a capital.
_SHARE: Final = 0.75


def title_lines(text: str) -> Iterator[tuple[int, int]]:
    """Give the lines of `text` without a full stop in which nearly every longer word has a capital.

    >>> text = "Les Trois Piliers de la Sécurité\\nLa sécurité repose sur Lumio.\\nRoy et Lumio"
    >>> [text[start:end] for start, end in title_lines(text)]
    ['Les Trois Piliers de la Sécurité']
    """
    for line in _LINE.finditer(text):
        words = _WORD.findall(line.group())
        if len(words) < _FEWEST or len(line.group()) > _MOST or line.group().rstrip()[-1:] in ".,;":
            continue
        ordinary = [word for word in words if word[1:].islower() or word.islower()]
        capital = sum(word[0].isupper() for word in ordinary)
        if len(ordinary) >= _FEWEST and capital >= _SHARE * len(ordinary):
            yield line.span()
