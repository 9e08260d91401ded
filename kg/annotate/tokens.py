"""Tokens of French press text: a shadow copy the parser understands, and marks split off after an elision.

The shadow has one character for each character of the article, so every offset in it is an offset in the article.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.util import compile_infix_regex, compile_suffix_regex

from kg.annotate.wrapping import unwrapped

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
        **dict.fromkeys("\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000", " "),
        # What nobody sees between two words: it stands at the edges of names copied from pages and newsletters.
        **dict.fromkeys("\u200b\u200c\u200e\u200f\u2060\ufeff\u034f\u061c", " "),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", " "),
    }
)

#: A mark glued to an elision (``l'«urgence``, ``qu'«il``) or standing inside a word run.
INNER_MARKS = [r"[«»“”„]", r"(?<=['’])\"", r"(?<=\w)\"(?=[,;:.!?])"]

#: The apostrophe of an elided word stays with it (``qu'`` before a mark), any other one is split off.
APOSTROPHE = r"(?<!^[cdjlmnstCDJLMNST])(?<!^[qQ][uU])'"

#: The full stop that ends a sentence behind an acronym when the space after it is missing.
_GLUED = r"(?<=[A-ZÉ]{2})\.(?=[A-ZÀÂÇÉÈÊÎÔ][a-zàâçéèêëîïôûù])"
_PLAIN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ALL_LETTERS = re.compile(r"(\[[^\]]{500,}\][+*]?)")


def shadow(text: str) -> str:
    """Give `text` with typographic variants made plain, character for character.

    Cells of a table end a line, and so does no line that only the width of a page or mail has ended.

    >>> shadow("L’IA\u00a0: “oui”")
    "L'IA : «oui»"
    """
    whole = (_cells(text) if "\t" in text else text).replace("\r\n", " \n")
    return unwrapped(_PLAIN.sub(" ", whole.translate(SHADOW)))


def _cells(text: str) -> str:
    """Put each cell of a line that holds three or more, with tabs between them, on a line of its own."""
    lines = text.split("\n")
    return "\n".join(line.replace("\t", "\n") if line.strip().count("\t") > 1 else line for line in lines)


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


def split_glued(nlp: Language) -> Language:
    """Change the tokenizer of `nlp` so that a full stop between an acronym and a capitalised word is a token: no space was typed.

    >>> import spacy
    >>> [token.text for token in split_glued(spacy.blank("fr"))("de l'IA.Selon Ada, X.AI")]
    ['de', "l'", 'IA', '.', 'Selon', 'Ada', ',', 'X.AI']
    """
    tokenizer: Any = nlp.tokenizer
    known = tokenizer.infix_finditer.__self__.pattern
    tokenizer.infix_finditer = re.compile(f"{known}|{_GLUED}").finditer
    return nlp


def split_marks(nlp: Language) -> Language:
    """Change the tokenizer of `nlp` so that quotation marks are tokens even after an elision, and so that it loads fast.

    >>> import spacy
    >>> [token.text for token in split_marks(spacy.blank("fr"))("qu'«il parle»")]
    ["qu'", '«', 'il', 'parle', '»']
    """
    suffixes = [APOSTROPHE if rule == r"\'" else rule for rule in nlp.Defaults.suffixes or ()]
    infixes = [*INNER_MARKS, *(nlp.Defaults.infixes or ())]
    tokenizer: Any = nlp.tokenizer
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.token_match = re.compile(compounds()).match
    return nlp


@lru_cache(maxsize=1)
def compounds() -> str:
    """Give spaCy's expression for French compounds that are one token ("faux-semblant"), but short.

    spaCy repeats the classes of all letters in hundreds of branches, a megabyte that takes more than a second to compile;
    here the branches with the same classes are one.
    """
    from spacy.lang.fr.tokenizer_exceptions import TOKEN_MATCH  # slow, and only for those who train

    branches: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    whole: Any = TOKEN_MATCH
    for branch in whole.__self__.pattern.removeprefix("(?iu)(?:^").removesuffix("$)").split("$)|(?:^"):
        parts = _ALL_LETTERS.split(branch)
        branches[tuple(parts[1::2])].append(parts)
    joined = ("".join(map(_either, zip(*parts, strict=True))) for parts in branches.values())
    return "(?iu)^(?:" + "|".join(joined) + ")$"


def _either(parts: tuple[str, ...]) -> str:
    """Give what stands at one place of branches that differ nowhere else."""
    return parts[0] if len(set(parts)) == 1 else "(?:" + "|".join(parts) + ")"
