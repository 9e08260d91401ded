"""Comparisons: "X est plus rapide que Y", "X consomme moins que Y", "aussi précis que Y, X …"."""

from collections.abc import Iterator
from typing import Final

from kg.annotate.closed import GOODS
from kg.annotate.fronts import fronted
from kg.annotate.parsed import Token
from kg.annotate.phrases import phrase
from kg.annotate.shapes import Fact
from kg.annotate.syntax import subject_of
from kg.annotate.view import Name, View
from kg.annotate.words import is_any, is_finite, words_of

_DEGREES: Final = frozenset({"plus", "moins", "aussi", "autant", "mieux", "même", "mêmes"})
_REACH: Final = 8


def compared(seen: View) -> Iterator[Fact]:
    """Give what is said to be better than, worse than or as good as something else."""
    for token in seen.doc:
        if token.lower_ in ("que", "qu'"):
            degree = _degree(seen, token)
            if degree is not None:
                yield from _facts(seen, degree, token)


def _degree(seen: View, than: Token) -> Token | None:
    doc, low = seen.doc, max(seen.floor(than.i), than.i - _REACH)
    for at in range(than.i - 1, low - 1, -1):
        if doc[at].lower_ in _DEGREES:
            return doc[at]
        if doc[at].is_punct or seen.name(at) is not None or (is_finite(doc[at]) and doc[at].pos_ == "VERB"):
            return None
    return None


def _facts(seen: View, degree: Token, than: Token) -> Iterator[Fact]:
    verdict, head = _verdict(seen, degree, than)
    if not verdict:
        return
    others = _others(seen, than)
    subjects = (
        fronted(seen, degree, than) or subject_of(seen, head) or (subject_of(seen, head.head) if head.head.i != head.i else [])
    )
    for one in subjects:
        for other in others:
            if (
                one.entity == other.entity
                or one.kin != other.kin
                or (one.kin == "firm" and {one.type, other.type} != {"COMPANY"})
            ):
                continue
            if verdict == "same":
                if one.type in GOODS and other.type in GOODS:
                    yield Fact(one.entity, "comparableTo", other.entity, head.i, 0.7)
            else:
                better, worse = (one, other) if verdict == "better" else (other, one)
                yield Fact(better.entity, "outperforms", worse.entity, head.i, 0.7)


def _others(seen: View, than: Token) -> list[Name]:
    doc, end = seen.doc, seen.ceiling(than.i)
    start = than.i + 1
    if (
        start + 1 < end
        and doc[start].lower_ in ("celui", "celle", "ceux", "celles")
        and doc[start + 1].lower_ in ("de", "d'", "du", "des")
    ):
        start += 2
    return phrase(seen, start, end)


def _verdict(seen: View, degree: Token, than: Token) -> tuple[str, Token]:
    """Give ``better``, ``worse``, ``same`` or an empty string, and the word that the comparison is said with."""
    doc, word = seen.doc, degree.lower_
    between = list(doc[degree.i + 1 : than.i])
    quality = next((token for token in between if token.pos_ in ("ADJ", "VERB", "ADV", "NOUN")), None)
    verb = _verb_before(seen, degree)
    if word in ("aussi", "même", "mêmes", "autant"):
        alike = word in ("aussi", "autant") or any(token.lower_ in words_of("quality") for token in between)
        return ("same" if alike and between else ""), (verb if verb is not None and word != "aussi" else quality or degree)
    if word == "mieux":
        return "better", verb or degree
    good = _polarity(quality, verb)
    if not good:
        return "", degree
    better = (good == "good") == (word == "plus")
    head = verb if quality is None or quality.pos_ != "ADJ" or verb is None else quality
    return "better" if better else "worse", head if head is not None else degree


def _polarity(quality: Token | None, verb: Token | None) -> str:
    if quality is not None and quality.pos_ in ("ADJ", "ADV", "VERB"):
        for kind in ("good", "bad"):
            if is_any(quality, words_of(kind)) or quality.lower_.startswith(tuple(word[:-1] for word in words_of(kind))):
                return kind
    for kind in ("good", "bad"):
        if verb is not None and is_any(verb, words_of(f"{kind}_verb")):
            return kind
    return ""


def _verb_before(seen: View, degree: Token) -> Token | None:
    doc = seen.doc
    for at in range(degree.i - 1, max(seen.floor(degree.i), degree.i - 6) - 1, -1):
        if doc[at].pos_ in ("VERB", "AUX"):
            return doc[at] if doc[at].pos_ == "VERB" else doc[at].head
        if doc[at].is_punct or seen.name(at) is not None:
            return None
    return None
