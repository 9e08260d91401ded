"""Names as the trained recogniser proposes them, cut to what can be one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.annotate.candidates import Candidate, recogniser, shape
from kg.annotate.capitals import acronyms, first_names, function_words, is_first_name, is_initial, label_words
from kg.annotate.closed import ARTICLES
from kg.annotate.doubts import is_rare
from kg.annotate.parsed import Parsed, Stretch, Token
from kg.names import TYPES

#: The size of a model ("7B") is no name.
_SIZE: Final = re.compile(r"\d+(?:[.,]\d+)?[BMbm]")

#: What is no part of the name: "ex-Capgemini".
_FORMER: Final = re.compile(r"[Ee]x-(?=[A-ZÀ-Ý])")

#: Dashes between two parts of a title.
_DASHES: Final = frozenset({"–", "—"})

#: What stands between two names that are set against each other: "Volta vs Milo".
_AGAINST: Final = frozenset({"vs", "vs.", "versus"})

_BEFORE_ARTICLES: Final = frozenset(
    {"de", "à", "et", "pour", "contre", "sur", "sous", "dans", "ou", "par", "avec", "sans", "chez"}
)

#: Parts of speech of a small word that ends no name: the recogniser went too far.
_NEVER_LAST: Final = frozenset({"VERB", "AUX", "ADP", "DET", "PRON", "ADV", "CCONJ", "SCONJ"})

#: Parts of speech that the parser gives to a word it never saw.
_OPEN: Final = frozenset({"NOUN", "VERB", "ADJ"})

#: Words that never start a name, but titles.
_ARTICLES: Final = frozenset({"The", "A", "Le", "La", "Les", "L'", "Un", "Une", "Des"})

#: Tokens that a trained recogniser took for a name, and its type.
Recognised = tuple[Stretch, str]


def recognised(doc: Parsed, seen: Sequence[Recognised], firms: Mapping[int, int]) -> Iterator[Candidate]:
    """Give what a trained recogniser found, but for words that name nothing; its extents are surer than its types.

    Args:
        firms: known companies; what follows one is most often not a part of its name.
    """
    for place, label in seen:
        start, end = _trimmed(doc, place, label)
        text = doc.text[start:end]
        common = (
            text in acronyms() or text in function_words() or not any(char.isupper() for char in text) or _SIZE.fullmatch(text)
        )
        if label in TYPES and not common and not any(token.is_space for token in doc[slice(*place)]):
            weight, extent = recogniser()[label, shape(text)]
            if weight and not (label == "COMPANY" and firms.get(start, end) < end):
                yield Candidate(start, end, label, "ner", weight)
            yield Candidate(start, end, "", "ner", extent)


def _trimmed(doc: Parsed, place: Stretch, label: str) -> tuple[int, int]:
    """Give the offsets of tokens that the recogniser gave the type `label`, without the ordinary words before the name and the marks after it."""
    first, end = place
    while first < end and (doc[first].is_lower or _is_plain_start(doc[first], doc.text, label if first + 2 == end else "")):
        first += 1
    last = next((word.i for word in doc[first:end] if word.i > first and _is_after_name(word)), end)
    while last > first and _is_too_far(doc[last - 1], last - 1 == first):
        last -= 1
    if first == last:
        return doc[end - 1].end, doc[end - 1].end
    start = doc[first].idx
    name = doc.words(first, last).rstrip(" .,'-™®©")
    prefix = _FORMER.match(name)
    return start + (prefix.end() if prefix else 0), start + len(name)


def _is_after_name(token: Token) -> bool:
    """Tell whether no name goes on here: at a dash, at a pronoun that looks like an article ("le Conseil d'État la soutient")."""
    if token.text in _DASHES or token.lower_ in _AGAINST:
        return True
    clitic = token.text in ARTICLES and token.nbor(-1).text.islower() and token.nbor(-1).pos_ not in ("ADP", "CCONJ", "DET")
    return clitic and token.nbor(-1).text not in _BEFORE_ARTICLES


def _is_too_far(token: Token, alone: bool) -> bool:
    """Tell whether the last word of a name is none of it: a small word, or any word right after a version."""
    after_version = not alone and any(char.isdigit() for char in token.nbor(-1).text)
    return token.is_lower and token.is_alpha and (token.pos_ in _NEVER_LAST or after_version)


def _is_plain_start(token: Token, text: str, label: str) -> bool:
    """Tell whether a capital is due to the start of a sentence, by the word or its part of speech.

    Args:
        label: the type of the name of two words that it begins for the recogniser, or an empty string.
    """
    if not is_initial(text, token.idx):
        return False
    if token.text in label_words() or (token.text in function_words() and token.text not in _ARTICLES):
        return True
    if token.pos_ in ("PROPN", "X", "NUM", "SYM", "") or is_first_name(token.text, first_names(listed=token.doc._.listed)):
        return False
    guessed = label == "PERSON" and token.pos_ in _OPEN
    return not guessed or not is_rare(token.text)
