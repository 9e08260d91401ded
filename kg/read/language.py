"""Is it French? Function words tell; an article in another language is left out instead of misread."""

import re
from collections import Counter
from typing import Final

from kg.errors import ReadError

_WORDS: Final = {
    "French": "le la les des du une est dans pour qui que sur avec pas plus par ce cette sont aux ses mais ou et en il elle "
    "a été nous vous leur d l qu c s n j on au ont comme son sa",
    "English": "the of and to in is that for it with as was are on be this by at from have has not but or an their its they "
    "which will would said",
    "Spanish": "el los las una que del con por para es se su al como más pero sus fue este ha lo y",
    "German": "der die das und ist nicht ein eine den mit von zu für auf im dem sich des als auch wird werden",
    "Italian": "il che di è del della per una con non sono gli nel alla da più anche le ha",
}
_LISTS: Final = {name: frozenset(words.split()) for name, words in _WORDS.items()}

#: Below this number of words a text is taken as French: headlines and captions decide nothing.
_ENOUGH: Final = 40
_SAMPLE: Final = 20_000


def check(text: str) -> None:
    """Raise if `text` is long enough to tell and is not French.

    Raises:
        ReadError: with code ``not-french``, naming the language it looks like.
    """
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if len(words) < _ENOUGH:
        return
    counts = Counter(words)
    hits = {name: sum(counts[word] for word in known) for name, known in _LISTS.items()}
    found = max(hits, key=lambda name: (hits[name], name == "French"))
    if found != "French":
        raise ReadError(f"it looks like {found}: Quidit reads French articles only", code="not-french")
    if hits["French"] < 0.05 * len(words):
        raise ReadError("it does not look like French prose: check that the file is an article", code="not-french")
