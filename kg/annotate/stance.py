"""How a speaker judges what a quotation is about: words of the content, negation, and the verb that reports it."""

import re
from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.tables import rows

_WORD = re.compile(r"[\w-]+|[!?.;,]")
_NEGATION: Final = frozenset({"ne", "n", "pas", "jamais", "aucun", "aucune", "sans", "ni", "non", "rien"})
#: Negation reaches this many words.
_REACH: Final = 4
#: What the reporting verb alone adds.
_GROUPS: Final = {"positive": 1.0, "critical": -1.0, "conceding": 0.0}
#: Verbs with which a speaker stands by what it says.
_FIRM: Final = frozenset({"asserting", "neutral", "critical"})
#: From this sum on a quotation takes sides.
_SIDES: Final = 0.75


@lru_cache(maxsize=1)
def lexicon() -> tuple[tuple[re.Pattern[str], float], ...]:
    """Give the words that judge, as patterns of their stems, with a weight between -2 and 2."""
    return tuple((re.compile(row["pattern"] + r"\Z"), float(row["weight"])) for row in rows(files.rules("stance_words.csv")))


@lru_cache(maxsize=20000)
def weight(word: str) -> float:
    """Give the weight of one word in lower case, 0 when it does not judge."""
    return next((value for pattern, value in lexicon() if pattern.match(word)), 0.0)


def score(content: str) -> float:
    """Sum the weights of the words of a content; a negation just before turns one round.

    >>> score("ce modèle est impressionnant") > 0 > score("ce modèle n'est pas fiable")
    True
    """
    total, reach, turn, first = 0.0, 0, 1.0, True
    for match in _WORD.finditer(content):
        word = match.group().lower()
        if word in _NEGATION or word == "moins":
            reach, turn = (1, -1.0) if word == "moins" else (_REACH, -0.8)
        elif not word[0].isalnum():
            reach = 0
        elif first or match.group().islower():  # a name judges nobody, whatever it looks like
            total += weight(word) * (turn if reach > 0 else 1.0)
            reach -= 1
        first = not word[0].isalnum()
    return total


def stance(content: str, group: str = "", *, own: bool = False) -> str:
    """Give positive, negative or neutral for a content and the class of its reporting verb.

    Args:
        content: the words.
        group: class of the reporting verb, or an empty string.
        own: the speaker talks about itself, where bad words are those it rejects.

    >>> stance("une avancée remarquable"), stance("le plan sera voté", "critical")
    ('positive', 'negative')
    """
    total = score(content) + _GROUPS.get(group, 0.0)
    if own and total <= -_SIDES:
        return "positive" if group in _FIRM else "neutral"
    return "positive" if total >= _SIDES else "negative" if total <= -_SIDES else "neutral"
