"""A small classifier beside the lexicon: multinomial logistic regression on what the lexicon finds, on how the sentence is built
around what it is about, and on the lemmas of the content.

Its weights stand in ``data/rules/stance_model.csv``; :mod:`kg.stancetraining` fits them. It has a say only where the words name
what they are about and it is not the speaker, since those are the sentences that it learnt from.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.frame import Frame
from kg.annotate.stance import judged, side, total
from kg.annotate.stance_features import Words, shape
from kg.annotate.stance_targets import share
from kg.annotate.tables import rows
from kg.names import STANCES

#: How sure it must be to take sides where the lexicon takes none, and to contradict the lexicon.
_SURE: Final = 0.55
_SURER: Final = 0.6
#: A sum of this size, of one strong word or several weak ones, is the lexicon's to judge.
_STRONG: Final = 1.5


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a quotation when its stance is asked for.

    Args:
        words: its words, and which stand for whom.
        judged: weights of the judging words, as far as they judge what it is about.
        total: their sum with what the verb adds.
        lexical: what the lexicon alone answers.
        own: the speaker talks about itself.
    """

    words: Words
    judged: tuple[float, ...]
    total: float
    lexical: str
    own: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stance and how probable the classifier finds it; low where it disagrees with the lexicon.

    >>> Judgement("neutral", 0.8).stance
    'neutral'
    """

    stance: str
    confidence: float


def said(frame: Frame, span: tuple[int, int], group: str, target: str, refs: Mapping[int, str], *, own: bool) -> Said:
    """Gather what is known of a quotation.

    Args:
        frame: the article.
        span: first character of the content and the one after the last.
        group: class of the reporting verb, or an empty string.
        target: the entity that it is about.
        refs: token to entity.
        own: the speaker talks about itself.
    """
    tokens = tuple(frame.tokens(*span))
    named = {token.i: refs[token.i] == target for token in tokens if token.i in refs}
    found = tuple(judged(frame.text[span[0] : span[1]], share(frame, span[0], target, refs)))
    whole = total(found, group, own=own)
    return Said(Words(tokens, named), found, whole, side(whole), own)


def features(said: Said) -> dict[str, float]:
    """Give what the classifier looks at, by name; what is missing is 0."""
    found = {
        "total": max(-3.0, min(3.0, said.total)) / 2,
        "for": min(3.0, sum(one for one in said.judged if one > 0)) / 2,
        "against": min(3.0, -sum(one for one in said.judged if one < 0)) / 2,
        f"lexical:{said.lexical}": 1.0,
        "unjudged": float(not said.judged),
    }
    return {name: value for name, value in found.items() if value} | shape(said.words)


@lru_cache(maxsize=1)
def weights() -> Mapping[str, tuple[float, ...]]:
    """Read the weights of every feature, in the order of :data:`kg.names.STANCES`."""
    table = rows(files.rules("stance_model.csv"))
    return {row["feature"]: tuple(float(row[stance]) for stance in STANCES) for row in table}


def probabilities(found: Mapping[str, float], table: Mapping[str, tuple[float, ...]]) -> dict[str, float]:
    """Give how probable each stance is.

    >>> probabilities({"total": 1.0}, {"": (0.0,) * 3, "total": (1.0, 0.0, -1.0)})["positive"] > 0.6
    True
    """
    known = [(table[name], value) for name, value in (("", 1.0), *sorted(found.items())) if name in table]
    sums = [math.exp(sum(row[place] * value for row, value in known)) for place in range(len(STANCES))]
    return {stance: one / sum(sums) for stance, one in zip(STANCES, sums, strict=True)}


def decide(said: Said, table: Mapping[str, tuple[float, ...]] | None = None) -> Judgement:
    """Give the lexicon's answer, unless the classifier may speak and is sure of another one."""
    likely = probabilities(features(said), weights() if table is None else table)
    best = max(STANCES, key=lambda stance: likely[stance])
    heard = not said.own and said.words.target is not None and abs(said.total) < _STRONG
    sure = likely[best] > (_SURE if said.lexical == "neutral" else _SURER)
    answer = best if heard and sure else said.lexical
    return Judgement(answer, round(likely[answer], 2))
