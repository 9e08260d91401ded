"""One article as the search for quotations sees it: marks, sentences and tokens, all found by character."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from kg.annotate.inflection import plainly_finite
from kg.annotate.marks import Marked, pair
from kg.annotate.parsed import Parsed, Token

#: A full stop ends no sentence after these.
_ABBREVIATION = re.compile(r"(?:\b(?:M|MM|Mme|Dr|Me|Pr|St|Cf|cf|etc|ex|art|av|env|vol|no|J|Inc|Corp|Ltd|Co)|\b[A-Z])$")
#: A colon glued to a capital, and a clause opener after a word without a stop, are what is left of a lost line break.
_STOP = re.compile(
    r"[.!?…]+(?=[\s»\")\]]|[A-ZÀ-Ý«]|$)|\n+|(?<=[a-zà-ÿ]\s):(?=[A-ZÀ-Ý][a-zà-ÿ])"
    r"|(?<=[a-zà-ÿ]{3})\s(?=(?:C'est|C'était|Ce n'est|Il y a|Il s'agit|Cependant|Toutefois|Pourtant|En effet)\s)"
)
EDGES = " \n\t,;:.…-–—"
#: No sentence is longer, in characters: text without any stop must not cost more than text with some.
LONGEST: Final = 3000
#: Parts of speech of verbs, as the parser gives them.
VERBAL = frozenset({"VERB", "AUX"})


class Frame:
    """The marks, sentences and tokens of one Doc.

    Args:
        doc: the parsed article, on the shadow copy of its text. One that no parser saw is read too, each word its own head.
    """

    def __init__(self, doc: Parsed) -> None:
        self.doc = doc
        self.text = doc.text
        self.pairs = pair(self.text)
        self.marks: list[Marked] = [one for one in self.pairs if one.level == 0]
        self._starts = [token.idx for token in doc]
        self._marked = [one.start for one in self.marks]

    def marked(self, at: int) -> Marked | None:
        """Give the outermost marked stretch around a character, None when it stands outside marks."""
        number = bisect_right(self._marked, at) - 1
        return self.marks[number] if number >= 0 and at < self.marks[number].end else None

    def outside(self, token: Token) -> bool:
        """Tell whether a token stands outside all marks."""
        return self.marked(token.idx) is None

    def index(self, at: int) -> int:
        """Give the index of the first token that ends after a character; the number of tokens past the end."""
        number = bisect_right(self._starts, at) - 1
        if number >= 0 and self.doc[number].end > at:
            return number
        return bisect_left(self._starts, at)

    def tokens(self, start: int, end: int) -> Iterator[Token]:
        """Give the tokens between two characters, spaces left out."""
        for number in range(self.index(start), len(self.doc)):
            token = self.doc[number]
            if token.idx >= end:
                return
            if not token.is_space:
                yield token

    def around(self, token: Token, step: int) -> Token | None:
        """Give the token before (-1) or after (+1), spaces left out."""
        number = token.i + step
        while 0 <= number < len(self.doc):
            if not self.doc[number].is_space:
                return self.doc[number]
            number += step
        return None

    @cached_property
    def refs(self) -> dict[int, str]:
        """The entity of each token known to stand for one; of names alone when nothing was resolved."""
        if self.doc._.referents:
            return dict(self.doc._.referents)
        spans = [(self.doc.covering(one.start, one.end), one.entity) for one in self.doc._.mentions]
        return {index: entity for span, entity in spans if span is not None for index in range(*span)}

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each entity."""
        return {one.id: one.name for one in self.doc._.entities}

    @cached_property
    def types(self) -> dict[str, str]:
        """Type of each entity."""
        return {one.id: one.type for one in self.doc._.entities}

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Sentences by punctuation and line breaks; whatever stands in marks never ends one."""
        done: list[tuple[int, int]] = []
        start = 0
        for match in _STOP.finditer(self.text):
            end = self._end(match)
            if end is not None and end > start:
                done.append((start, end))
                start = end
        done.append((start, len(self.text)))
        pieces = [(at, min(at + LONGEST, end)) for start, end in done for at in range(start, end, LONGEST)]
        return [span for span in (self._strip(*span) for span in pieces) if span[0] < span[1]]

    def _end(self, match: re.Match[str]) -> int | None:
        """Give where the sentence ends at a stop, or None: after the mark when the stop is the last thing in marks."""
        inside = self.marked(match.start())
        if inside is not None:
            last = inside.inner_end <= match.end()
            return inside.end if last and self._begins(inside.end) else None
        if match.group() == "." and _ABBREVIATION.search(self.text, max(0, match.start() - 5), match.start()):
            return None
        return match.end() if "\n" in match.group() or self._begins(match.end()) else None

    def _begins(self, at: int) -> bool:
        """Tell whether something new can begin at a character: no small letter, no punctuation follows."""
        after = self.text[at : at + 8].lstrip(" ")[:1]
        return not after or not (after.islower() or after in ",;:)-–—(")

    def _strip(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def sentence(self, at: int) -> tuple[int, int]:
        """Give the sentence around a character, or the one before when it stands between two."""
        number = max(0, bisect_right(self.sentences, (at, len(self.text) + 1)) - 1)
        return self.sentences[number] if self.sentences else (0, 0)

    def before(self, at: int) -> tuple[int, int] | None:
        """Give the sentence before the one around a character."""
        number = bisect_right(self.sentences, (at, len(self.text) + 1)) - 2
        return self.sentences[number] if number >= 0 else None

    def after(self, at: int) -> tuple[int, int] | None:
        """Give the sentence after the one around a character."""
        number = bisect_right(self.sentences, (at, len(self.text) + 1))
        return self.sentences[number] if number < len(self.sentences) else None

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Take spaces and punctuation off both ends; a question or exclamation mark stays."""
        while start < end and self.text[start] in EDGES + ")":
            start += 1
        while end > start and self.text[end - 1] in EDGES + "(":
            end -= 1
        if self.text.count(")", start, end) > self.text.count("(", start, end) and self.text[end - 1] == ")":
            end -= 1
        return start, end

    def clause(self, start: int, end: int) -> bool:
        """Tell whether a finite verb stands outside marks between two characters."""
        return any(finite(token) and self.outside(token) for token in self.tokens(start, end))

    def share(self, start: int, end: int) -> float:
        """Give the share of the words between two characters that stands in marks."""
        words = [match.start() for match in re.finditer(r"\w+", self.text[start:end])]
        return sum(self.marked(start + at) is not None for at in words) / len(words) if words else 0.0


def finite(token: Token) -> bool:
    """Tell whether a token is a finite verb, for the parser or by its form."""
    if token.pos_ in VERBAL:
        return verb_form(token) == "Fin"
    return token.pos_ != "NOUN" and token.lower_ in plainly_finite()


def verb_form(token: Token) -> str:
    """Give ``Fin``, ``Inf`` or ``Part`` as the parser says, or an empty string."""
    return next(iter(token.morph.get("VerbForm", [])), "")
