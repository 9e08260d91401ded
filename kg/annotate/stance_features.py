"""How the words of a quotation are built around what they are about: what the stance classifier looks at besides the lexicon."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.annotate.frame import VERBAL
from kg.annotate.parsed import Token
from kg.annotate.stance import NEGATION

_CONTRAST: Final = frozenset({"mais", "cependant", "pourtant", "toutefois", "néanmoins"})
_DENYING: Final = NEGATION | {"plus", "personne"}
_DEMANDING: Final = frozenset({"devoir", "falloir"})
#: First words, and words of the speaker's own side, by feature.
_FIRST: Final = {"que": "que", "qu": "que", "si": "if", "s": "if"}
_SIDE: Final = {
    "nous": "we",
    "notre": "we",
    "nos": "we",
    "je": "I",
    "j": "I",
    "me": "I",
    "m": "I",
    "mon": "I",
    "ma": "I",
    "mes": "I",
    "on": "on",
}
_TIMES: Final = ("Mood=Sub", "Mood=Cnd", "Tense=Fut", "Tense=Imp", "Tense=Past", "Tense=Pres")
_TELLING: Final = frozenset({"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "NOUN", "SCONJ", "VERB"})
_SHORT: Final = 8
#: So many steps up from a name to its verb.
_STEPS: Final = 4
#: The lemmas of this many words weigh one each; those of longer contents weigh less, or long sentences would always be sure.
_USUAL: Final = 9


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a quotation.

    Args:
        tokens: without spaces.
        named: indexes of tokens that stand for an entity, and whether it is the one that the quotation is about.
    """

    tokens: Sequence[Token]
    named: Mapping[int, bool]

    @property
    def target(self) -> Token | None:
        """Give the first word that stands for what the quotation is about, None when no word does."""
        return next((token for token in self.tokens if self.named.get(token.i)), None)


def shape(words: Words) -> dict[str, float]:
    """Give the features of a quotation that do not come from the lexicon: whole content, target and its verb, lemmas."""
    names = {*_whole(words), *_around(words)}
    lemmas = {
        f"lemma:{token.lemma_.lower()}" for token in words.tokens if token.pos_ in _TELLING and token.i not in words.named
    }
    weight = (_USUAL / max(_USUAL / 2, len(lemmas))) ** 0.5
    return dict.fromkeys(names, 1.0) | dict.fromkeys(lemmas, weight)


def _whole(words: Words) -> Iterator[str]:
    plain = [_plain(token) for token in words.tokens]
    shapes = " ".join(str(token.morph) for token in words.tokens)
    if not NEGATION.isdisjoint(plain):
        yield "negated"
    if not _CONTRAST.isdisjoint(plain):
        yield "contrast"
    if "?" in plain:
        yield "question"
    if "Tense=Fut" in shapes:
        yield "future"
    if "Mood=Cnd" in shapes:
        yield "conditional"
    if any(token.lemma_ == "avoir" and "Mood=Cnd" in str(token.morph) for token in words.tokens):
        yield "reproach"  # "aurait dû", "aurait suffi"
    if any(token.pos_ == "NUM" for token in words.tokens):
        yield "number"
    if len(plain) < _SHORT:
        yield "short"
    yield from (_SIDE[word] for word in plain if word in _SIDE)
    yield from (f"first:{_FIRST[word]}" for word in plain[:1] if word in _FIRST)


def _around(words: Words) -> Iterator[str]:
    """Give what concerns the target: its place, the others beside it, its verb with what hangs on it."""
    target = words.target
    others = [index for index, ours in words.named.items() if not ours]
    if others:
        yield "other"
    if target is None:
        return
    if words.tokens[0] is target:
        yield "leads"
    if others and min(others) < target.i:
        yield "other first"
    yield f"role:{target.dep_.split(':')[0]}"
    verb = _over(target, {token.i for token in words.tokens})
    near = [child for child in verb.children if child.i != verb.i]
    if not _DENYING.isdisjoint(map(_plain, near)):
        yield "its verb negated"
    if any(token.lemma_ in _DEMANDING for token in (verb, *near)):
        yield "demand"
    shapes = " ".join(str(token.morph) for token in (verb, *(one for one in near if one.pos_ == "AUX")))
    yield from (f"its verb:{time}" for time in _TIMES if time in shapes)


def _over(token: Token, inside: set[int]) -> Token:
    """Climb from a name to the verb over it, within the content."""
    for _ in range(_STEPS):
        if token.pos_ in VERBAL or token.head.i not in inside or token.head is token:
            return token
        token = token.head
    return token


def _plain(token: Token) -> str:
    """Give a word in lower case without the apostrophe of an elision."""
    return token.lower_.rstrip("'’")
