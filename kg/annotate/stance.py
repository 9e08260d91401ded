"""How a speaker judges what a quotation is about: words of the content, negation, contrast, and the verb that reports it.

Which word judges which entity is the business of :mod:`kg.annotate.stance_targets`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.tables import rows

_WORD = re.compile(r"[\w-]+|[!?.;,:]")
NEGATION: Final = frozenset({"ne", "n", "pas", "jamais", "aucun", "aucune", "sans", "ni", "non", "rien", "peu", "guère"})
#: Negation reaches this many words.
_REACH: Final = 4
_CONTRAST = re.compile(r"\b(?:mais|cependant|toutefois|pourtant|néanmoins|en revanche)\b")
#: What stands before a word of contrast counts less than what stands after it.
_CONCEDED: Final = 0.4
#: Words that tell what one wants or supposes, up to the next stop: they judge nothing.
_WISH = re.compile(
    r"(?:\bsi\b|\bs'ils?\b|\bje (?:veux|voudrais|souhaite|rêve)\b|\bnous (?:voulons|souhaitons|espérons)\b)[^,.;!?]{0,80}"
)
#: What the reporting verb alone adds.
_GROUPS: Final = {"positive": 1.0, "critical": -1.0, "conceding": 0.0}
#: Verbs with which a speaker stands by what it says.
_FIRM: Final = frozenset({"asserting", "neutral", "critical"})
#: From this sum on a quotation takes sides.
_SIDES: Final = 0.75


#: Parts of a pattern that a match may lack, or that stand for several letters: groups (one level deep), classes, marks of number.
_OPTIONAL: Final = re.compile(r"\((?:[^()]|\([^()]*\))*\)[?*]?|\[[^\]]*\][?*+]?|\\\w[?*+]?|\w[?*]|\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One judging word.

    Args:
        start, end: where it stands in the content.
        weight: after negation and contrast; below 0 against, above 0 for.
        target: ``subject``, ``object`` (a verb that judges its object) or ``victim`` (bad for whom it befalls, not about them).
    """

    start: int
    end: int
    weight: float
    target: str


@lru_cache(maxsize=1)
def lexicon() -> tuple[tuple[re.Pattern[str], float, str], ...]:
    """Give the single words that judge, as patterns of their stems, with a weight between -2 and 2 and what they judge.

    The strongest come first, so that "dangereux" is not read as any "danger".
    """
    table = [row for row in rows(files.rules("stance_words.csv")) if " " not in row["pattern"]]
    table.sort(key=lambda row: (-abs(float(row["weight"])), -len(row["pattern"]), row["pattern"]))
    return tuple((re.compile(row["pattern"] + r"\Z"), float(row["weight"]), row["target"] or "subject") for row in table)


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[str, re.Pattern[str], float, str], ...]:
    """Give the judging phrases, longest first: letters that a content must have, a pattern, its weight and its target."""
    table = sorted(
        (row for row in rows(files.rules("stance_words.csv")) if " " in row["pattern"]), key=lambda row: -len(row["pattern"])
    )
    return tuple(
        (
            _needed(row["pattern"]),
            re.compile(rf"\b(?:{row['pattern']})(?!\w)"),
            float(row["weight"]),
            row["target"] or "subject",
        )
        for row in table
    )


def _needed(pattern: str) -> str:
    """Give the longest letters in a row that every match of `pattern` has, which are quicker to look for.

    >>> _needed("pas (?:du tout )?à la hauteurs?"), _needed("bien|mieux")
    ('hauteur', '')
    """
    if "|" in _OPTIONAL.sub("", pattern):
        return ""
    return max(re.findall(r"[^\W\d_]+", _OPTIONAL.sub(" ", pattern)), key=len, default="")


def _phrase_hits(lower: str) -> dict[int, tuple[int, float, str]]:
    """Give the end, the weight and the target of the phrase at each start; phrases do not overlap."""
    found: dict[int, tuple[int, float, str]] = {}
    for needed, pattern, value, target in phrases():
        if needed in lower:
            for match in pattern.finditer(lower):
                found.setdefault(match.start(), (match.end(), value, target))
    last, kept = 0, {}
    for start in sorted(found):
        if start >= last:
            kept[start] = found[start]
            last = found[start][0]
    return kept


@lru_cache(maxsize=20000)
def weight(word: str) -> tuple[float, str]:
    """Give the weight of one word in lower case and what it judges; 0 when it does not judge."""
    return next(((value, target) for pattern, value, target in lexicon() if pattern.match(word)), (0.0, ""))


def hits(content: str) -> list[Hit]:
    """Give the words of a content that judge, in order; a negation just before turns one round.

    >>> [hit.weight for hit in hits("ce modèle n'est pas fiable")]
    [-0.8]
    """
    lower = content.lower()
    wished = [match.span() for match in _WISH.finditer(lower)]
    turn = max((match.start() for match in _CONTRAST.finditer(lower)), default=-1)
    found = []
    for one in _plain_hits(content, lower):
        if any(start <= one.start < end for start, end in wished):
            continue
        share = _CONCEDED if one.start < turn else 1.0
        found.append(Hit(one.start, one.end, one.weight * share, one.target))
    return found


def _plain_hits(content: str, lower: str) -> Iterator[Hit]:
    fixed = _phrase_hits(lower)
    reach, turn, first, done = 0, 1.0, True, 0
    for match in _WORD.finditer(content):
        word = lower[match.start() : match.end()]
        if match.start() in fixed:
            done, value, target = fixed[match.start()]
            turned = reach > 0 and word not in NEGATION  # "n'est | pas à la hauteur": one negation in two words
            yield Hit(match.start(), done, value * (turn if turned else 1.0), target)
        if match.start() < done:
            continue
        if word in NEGATION or word == "moins" or (word == "plus" and reach > 0):  # "n'est plus": the reach starts anew
            reach, turn = (1, -1.0) if word == "moins" else (_REACH, -0.8)
        elif not word[0].isalnum():
            reach = 0
        elif first or match.group().islower():  # a name judges nobody, whatever it looks like
            value, target = weight(word)
            if value:
                yield Hit(match.start(), match.end(), value * (turn if reach > 0 else 1.0), target)
            reach -= 1
        first = not word[0].isalnum()


def judged(content: str, share: Callable[[Hit], float] | None = None) -> list[float]:
    """Give the weights of the judging words of a content, in order.

    Args:
        content: the words.
        share: how far a word judges the entity in question, from 0 to 1 (or below, when it says the contrary); 1 when missing.

    >>> judged("ce modèle est impressionnant"), judged("ce modèle n'est pas fiable")
    ([2.0], [-0.8])
    """
    return [one.weight * (share(one) if share is not None else 1.0) for one in hits(content)]


def total(weights: Iterable[float], group: str, *, own: bool) -> float:
    """Sum the weights of judging words and what the class of the reporting verb adds.

    Args:
        own: the speaker talks about itself, where bad words are those it rejects.
    """
    found = sum(weights) + _GROUPS.get(group, 0.0)
    return found if not own or found > -_SIDES else _SIDES if group in _FIRM else 0.0


def side(total: float) -> str:
    """Give positive, negative or neutral for a sum of weights."""
    return "positive" if total >= _SIDES else "negative" if total <= -_SIDES else "neutral"


def stance(content: str, group: str = "", *, own: bool = False, share: Callable[[Hit], float] | None = None) -> str:
    """Give positive, negative or neutral for a content and the class of its reporting verb, by the lexicon alone.

    Args:
        content: the words.
        group: class of the reporting verb, or an empty string.
        own: see :func:`total`.
        share: see :func:`judged`.

    >>> stance("une avancée remarquable"), stance("le plan sera voté", "critical")
    ('positive', 'negative')
    """
    return side(total(judged(content, share), group, own=own))
