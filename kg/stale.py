"""What makes the facts of an article stale, and which entries of the catalogue they rest on. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from kg.annotate.gazetteer import plain
from kg.catalogue import Catalogue, Entry

#: What an article must be annotated for whatever the user wants: it is not there, damaged, or says something else now.
NEEDED: Final = ("new", "damaged", "text", "layout")
#: Part of a recipe to the reason that people are told; in order of precedence, the catalogue last since it touches the fewest.
_CHANGES: Final = {"version": "program", "code": "program", "model": "model", "rules": "rules", "own": "own", "lists": "lists"}
REASONS: Final = (*NEEDED, *dict.fromkeys(_CHANGES.values()), "catalogue")
_PIECE: Final = re.compile(r"[^\W\d_]+|\d+")
#: Letters by which most stretches of a text are seen to begin no name.
_HEAD: Final = 4
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")


def reasons(stored: Mapping[str, str], fresh: Mapping[str, str]) -> tuple[str, ...]:
    """Say why facts are stale, in order of precedence; nothing when they are as good as new.

    Args:
        stored: hashes of what the facts were made from: text (``content``), parts of the recipe, and ``names``, the part of the
            catalogue that their article can name.
        fresh: the same as it is now.

    >>> made = {"content": "a", "model": "m", "catalogue": "c", "names": "n"}
    >>> reasons(made, made | {"content": "b", "model": "o"}), reasons(made, made | {"catalogue": "d"})
    (('text', 'model'), ())
    >>> reasons(made, made | {"catalogue": "d", "names": "o"})
    ('catalogue',)
    """
    found = [
        reason
        for part, reason in {"content": "text", "layout": "layout", **_CHANGES}.items()
        if stored.get(part) != fresh.get(part)
    ]
    if stored.get("catalogue") != fresh.get("catalogue") and stored.get("names") != fresh.get("names"):
        found.append("catalogue")
    return tuple(dict.fromkeys(found))


class Spellings:
    """How the entries of a catalogue may be spelt in a text, however loosely the components that annotate compare.

    Case, accents, hyphens, spaces, an inner capital and the « s » of a plural make no difference, so that all entries which a
    component could ever take up for a text are found, and some more.

    Args:
        catalogue: what is known.
        adjectives: French name of a place to the adjectives that mean it: « chinois » brings in China where nothing else does.
    """

    def __init__(self, catalogue: Catalogue, adjectives: Mapping[str, frozenset[str]]) -> None:
        borne: dict[str, list[str]] = {}
        self._longest, self._heads = 1, set[str]()
        for entry in catalogue:
            mark = repr(replace(entry, wikidata=""))  # all that annotation may read of it
            for name in dict.fromkeys(_written(entry, adjectives)):
                bare = _squeezed(name)
                self._longest = max(self._longest, len(_PIECE.findall(_CAMEL.sub(" ", name))))
                self._heads.update(bare[:end] for end in range(1, _HEAD + 1))
                borne.setdefault(bare.removesuffix("s"), []).append(mark)
        self._always = "".join(borne.pop("", []))  # names without a letter or digit could be anywhere
        # The order counts: of two entries with one name the first is taken.
        self._marks = {spelling: _digest("".join(marks)) for spelling, marks in borne.items()}
        self._none = not len(catalogue)

    def part(self, text: str) -> str:
        """Give a digest of all that the catalogue says of what `text` can name; it changes when a part that matters does.

        >>> nvidia, apple = (Entry(id=name.lower(), type="COMPANY", name=name) for name in ("Nvidia", "Apple"))
        >>> from kg.catalogue import build
        >>> before, after = Spellings(build([nvidia]), {}), Spellings(build([nvidia, apple]), {})
        >>> [before.part(text) == after.part(text) for text in ("NVIDIA gagne.", "Nvidia bat APPLE.", "Une pomme.")]
        [True, False, True]
        """
        found = sorted(self._marks.keys() & self._spelt(text))
        return _digest("\n".join([str(self._none), self._always, *(f"{one} {self._marks[one]}" for one in found)]))[:32]

    def _spelt(self, text: str) -> set[str]:
        """Give all stretches of words in `text`, squeezed, that may be a name."""
        folded, found = plain(text).casefold(), set[str]()
        pieces = [piece if piece.isascii() else _squeezed(piece) for piece in _PIECE.findall(folded)]
        for start in range(len(pieces)):
            run = ""
            for piece in pieces[start : start + self._longest]:
                run += piece
                found.add(run)
                if run[-1:] == "s":
                    found.add(run[:-1])
                if run[:_HEAD] not in self._heads:
                    break
        return found


def _written(entry: Entry, adjectives: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Give all words that may bring an entry into an article."""
    yield from entry.names
    yield from entry.demonyms
    for name in entry.names:
        yield from sorted(adjectives.get(name, ()))


def _squeezed(name: str) -> str:
    """Give what is left of a name without case, accents, marks and spaces."""
    folded = plain(name).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
    return folded if folded.isalnum() else "".join(char for char in folded if char.isalnum())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
