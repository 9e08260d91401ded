"""A parsed text as the rules read it: the tokens of a spaCy Doc in plain Python, read off once.

spaCy makes an object for each token that is asked for and puts each of its strings together anew; the rules ask for the same
few words hundreds of times. Names of attributes and their meaning are spaCy's.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, count, pairwise, repeat
from operator import add
from typing import Final, NamedTuple

from spacy.tokens import Doc

#: Where the tokens are kept on the Doc.
_KEPT: Final = "kg_parsed"
#: What is read, in the order of the attributes of a token.
_STRINGS: Final = ("ORTH", "LOWER", "LEMMA", "POS", "DEP", "MORPH")
_NUMBERS: Final = ("SENT_START", "SPACY", "IS_SPACE", "IS_PUNCT", "LIKE_NUM", "HEAD")


#: What spaCy says of a sentence that starts here: unknown, yes, no.
_BEGINS: Final[Mapping[int, bool | None]] = {0: None, 1: True, -1: False}


class Stretch(NamedTuple):
    """Tokens from `start` up to, but not including, `end`."""

    start: int
    end: int


class Morph(dict[str, list[str]]):
    """The values of each grammatical feature of a token.

    >>> morph("Gender=Fem|Number=Sing").get("Number", []), str(morph("Gender=Fem"))
    (['Sing'], 'Gender=Fem')
    """

    def __str__(self) -> str:
        return "|".join(f"{feature}={','.join(values)}" for feature, values in self.items())


@cache
def morph(feats: str) -> Morph:
    """Read features as Universal Dependencies write them."""
    pairs = (one.partition("=") for one in feats.split("|") if "=" in one)
    return Morph({feature: values.split(",") for feature, _, values in pairs})


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """One token. Its attributes are those of spaCy's, but for:

    Args:
        end: the character after it.
        children: those that hang on it, in order.
    """

    doc: "Parsed"
    i: int
    idx: int
    end: int
    text: str
    whitespace_: str
    lower_: str
    lemma_: str
    pos_: str
    dep_: str
    morph: Morph
    is_sent_start: bool | None
    is_space: bool
    is_punct: bool
    like_num: bool
    head: "Token" = field(init=False)
    sent: Stretch = field(init=False)
    children: Sequence["Token"] = ()

    def __repr__(self) -> str:
        return self.text

    @property
    def is_title(self) -> bool:
        """Tell whether it begins with a capital and goes on in small letters."""
        return self.text.istitle()

    @property
    def is_lower(self) -> bool:
        """Tell whether it has small letters only."""
        return self.text.islower()

    @property
    def is_alpha(self) -> bool:
        """Tell whether it has letters only."""
        return self.text.isalpha()

    @property
    def text_with_ws(self) -> str:
        """Give the text with the space after it."""
        return self.text + self.whitespace_

    def nbor(self, step: int = 1) -> "Token":
        """Give the token so many further on.

        Raises:
            IndexError: the text ends before.
        """
        at = self.i + step
        if at < 0:
            raise IndexError(f"no token {at}")
        return self.doc[at]

    @property
    def ancestors(self) -> Iterator["Token"]:
        """Give its head, the head of that, and so on."""
        one = self
        for _ in range(len(self.doc)):
            if one.head is one:
                return
            one = one.head
            yield one

    @property
    def subtree(self) -> Iterator["Token"]:
        """Give it and all that hang on it, directly or not, in order."""
        todo = [(self, False)]
        while todo:
            one, opened = todo.pop()
            if opened or not one.children:
                yield one
                continue
            left = [(child, False) for child in one.children if child.i < one.i]
            right = [(child, False) for child in one.children[len(left) :]]
            todo += [*reversed(right), (one, True), *reversed(left)]

    @property
    def left_edge(self) -> "Token":
        """Give the first token of the subtree."""
        return min(self.subtree, key=lambda one: one.i)

    @property
    def right_edge(self) -> "Token":
        """Give the last token of the subtree."""
        return max(self.subtree, key=lambda one: one.i)


class Parsed(list[Token]):
    """The tokens of one text; where no parser saw it, each is its own head.

    Args:
        doc: what spaCy made of the text.
    """

    def __init__(self, doc: Doc) -> None:
        self._ = doc._
        self.user_data = doc.user_data
        self.is_parsed: bool = doc.has_annotation("DEP")
        self.is_cut: bool = doc.has_annotation("SENT_START")
        super().__init__(self._read(doc))
        self.text = "".join([one.text + one.whitespace_ for one in self])
        self._starts = [one.idx for one in self]
        self.sents = self._cut()

    def _read(self, doc: Doc) -> list[Token]:
        """Make all tokens, attribute by attribute, which is many times as fast as token by token."""
        strings = doc.vocab.strings
        hashes: list[list[int]] = doc.to_array(list(_STRINGS)).T.tolist()
        known = {key: strings[key] for key in set().union(*hashes)}
        texts, *others, feats = ([known[key] for key in column] for column in hashes)
        begins, spaced, *flags, steps = doc.to_array(list(_NUMBERS)).astype("int64").T.tolist()
        lengths = [len(text) for text in texts]
        starts = list(accumulate(map(add, lengths, spaced), initial=0))
        made = list(
            map(
                Token,
                repeat(self),
                count(),
                starts,
                map(add, starts, lengths),
                texts,
                map(" ".__mul__, spaced),
                *others,
                map(morph, feats),
                map(_BEGINS.get, begins),
                *(map(bool, flag) for flag in flags),
            )
        )
        hanging: dict[int, list[Token]] = defaultdict(list)
        for one, step in zip(made, steps, strict=True):
            one.head = made[one.i + step] if self.is_parsed else one
            if one.head is not one:
                hanging[one.head.i].append(one)
        for index, children in hanging.items():
            made[index].children = children
        return made

    def _cut(self) -> list[Stretch]:
        starts = [0, *(one.i for one in self[1:] if one.is_sent_start), len(self)]
        found = [Stretch(*ends) for ends in pairwise(starts)] if self else []
        for sent in found:
            for one in self[sent.start : sent.end]:
                one.sent = sent
        return found

    def covering(self, start: int, end: int) -> Stretch | None:
        """Give the tokens that hold some of the text from the character `start` to `end`; None when it ends before."""
        if not 0 <= start < len(self.text) or not 0 < end <= len(self.text):
            return None
        first, last = (bisect_right(self._starts, at) - 1 for at in (start, end - 1))
        first += start == self[first].end  # the space after a token is none of it
        return Stretch(first, last + 1)

    def words(self, start: int, end: int) -> str:
        """Give the text of the tokens from `start` to `end`."""
        inside = self[start:end]
        return self.text[inside[0].idx : inside[-1].end] if inside else ""

    def root(self, start: int, end: int) -> Token:
        """Give the token from `start` to `end` that hangs highest."""
        inside = self[start:end]
        top = [one for one in inside if one.head is one]
        out = top[:1] or [one for one in inside if not start <= one.head.i < end] or inside[:1]
        return min(out, key=_depth)


def _depth(token: Token) -> int:
    """Give how many tokens stand above one; a mark or space on which nothing hangs is as low as can be."""
    bare = (token.is_punct or token.is_space) and not token.children
    return len(token.doc) - 1 if bare else sum(1 for _ in token.ancestors)


def parsed(doc: Doc | Parsed) -> Parsed:
    """Read a Doc, once: what the parser says of it must not change any more."""
    if isinstance(doc, Parsed):
        return doc
    kept: Parsed | None = doc.user_data.get(_KEPT)
    if kept is None:
        kept = doc.user_data[_KEPT] = Parsed(doc)
    return kept
