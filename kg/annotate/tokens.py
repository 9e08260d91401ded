"""Tokens of French press text: a shadow copy the parser understands, and marks split off after an elision.

The shadow has one character for each character of the article, so every offset in it is an offset in the article.
"""

import re
from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.util import compile_infix_regex, compile_suffix_regex

#: Typographic variants the treebanks do not know, each mapped to one character they do know.
SHADOW = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2007": " ",
        "\t": " ",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2018": "'",
        "\u00b4": "'",
        "`": "'",
        "\u201c": "«",
        "\u201d": "»",
        "\u201e": "«",
        "\u2039": "«",
        "\u203a": "»",
        "\u2010": "-",
        "\u2011": "-",
        "\u00ad": "-",
        "\u2212": "-",
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u000b": "\n",
        "\u000c": "\n",
        "\u0085": "\n",
    }
)

#: A mark glued to an elision (``l'«urgence``, ``qu'«il``) or standing inside a word run.
INNER_MARKS = [r"[«»“”„]", r"(?<=['’])\"", r"(?<=\w)\"(?=[,;:.!?])"]

#: The apostrophe of an elided word stays with it (``qu'`` before a mark), any other one is split off.
APOSTROPHE = r"(?<!^[cdjlmnstCDJLMNST])(?<!^[qQ][uU])'"

_PLAIN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def shadow(text: str) -> str:
    """Give `text` with typographic variants made plain, character for character.

    >>> shadow("L’IA\u00a0: “oui”")
    "L'IA : «oui»"
    """
    return _PLAIN.sub(" ", text.translate(SHADOW))


def keep_whole(nlp: Language, words: Iterable[str]) -> Language:
    """Change the tokenizer of `nlp` so that each of `words` ("start-up") is one token, as are its plural and its capitals.

    >>> import spacy
    >>> [token.text for token in keep_whole(spacy.blank("fr"), ["start-up"])("Les start-ups.")]
    ['Les', 'start-ups', '.']
    """
    for word in sorted(set(words)):
        for form in (word, word + "s", word[:1].upper() + word[1:], word[:1].upper() + word[1:] + "s"):
            nlp.tokenizer.add_special_case(form, [{"ORTH": form}])  # type: ignore[union-attr]
    return nlp


def split_marks(nlp: Language) -> Language:
    """Change the tokenizer of `nlp` so that quotation marks are tokens even after an elision.

    >>> import spacy
    >>> [token.text for token in split_marks(spacy.blank("fr"))("qu'«il parle»")]
    ["qu'", '«', 'il', 'parle', '»']
    """
    suffixes = [APOSTROPHE if rule == r"\'" else rule for rule in nlp.Defaults.suffixes or ()]
    infixes = [*INNER_MARKS, *(nlp.Defaults.infixes or ())]
    tokenizer: Any = nlp.tokenizer
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp
