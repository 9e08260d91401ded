"""Where a sentence starts for certain, and where none can: the parser decides about the rest.

A line break ends a sentence, for headlines and list items have no full stop, and so does a quotation that ends with one. Nothing
starts after a comma, at a closing mark, inside a word, at a small letter that no full stop precedes; nor inside « … », unless a
sentence ended there.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

NAME: Final = "kg_lines"

_YES: Final = np.uint64(1)
_NO: Final = np.int64(-1).astype(np.uint64)

_ENDS: Final = (".", "!", "?", "…")
_DASHES: Final = ("-", "–", "—")
_PAUSES: Final = (*_ENDS, *_DASHES, ":", ";", "»", '"', ")", "]", "•", "*", "/", "|")
_CLOSING: Final = frozenset({"»", ")", "]", ",", ";", ":", ".", "!", "?", "…", "..."})
_OPENING: Final = frozenset({"«", "(", "[", ","})
#: Words that end with a full stop and no sentence.
_SHORTENED: Final = frozenset(
    [
        "M",
        "MM",
        "Mme",
        "Mlle",
        "Dr",
        "Pr",
        "Me",
        "St",
        "Ste",
        "cf",
        "ex",
        "env",
        "art",
        "vol",
        "vs",
        "p",
        "pp",
        "av",
        "éd",
        "Cf",
        "Ex",
        "Art",
        "Vol",
    ]
)


def constrain(doc: Doc) -> Doc:
    """Mark the tokens of `doc` at which a sentence starts or cannot start; `doc` is not parsed yet.

    >>> import spacy
    >>> doc = constrain(spacy.blank("fr")("Paris, lundi\\nIl dort"))
    >>> [(token.text, token.is_sent_start) for token in doc if token.is_sent_start is not None]
    [('Paris', True), (',', False), ('lundi', False), ('\\n', False), ('Il', True), ('dort', False)]
    """
    starts: Any = doc.to_array("SENT_START")  # set at once: to set one token makes spaCy look whether the text is parsed
    for token, before, quoted in _steps(doc):
        if before.is_space and "\n" in before.text:
            starts[token.i] = _NO if token.is_space else _YES
        elif token.is_space or _is_inside(token, before, quoted):
            starts[token.i] = _NO
        elif _follows_quotation(token, before):
            starts[token.i] = _YES
    return doc.from_array(["SENT_START"], starts)


def _steps(doc: Doc) -> Iterator[tuple[Token, Token, bool]]:
    """Give each token but the first with the one before it, and whether a French quotation mark is open between them."""
    before, quoted = None, False
    for token in doc:
        if before is not None:
            yield token, before, quoted
        if token.text in ("«", "»"):
            quoted = token.text == "«"
        elif token.is_space and "\n" in token.text:
            quoted = False  # a mark that nobody closed spoils its paragraph at the most
        before = token


def _is_inside(token: Token, before: Token, quoted: bool) -> bool:
    """Tell whether a sentence goes on at `token`."""
    word, last = token.text, before.text
    glued = not before.whitespace_
    if word in _CLOSING or last in _OPENING or _is_shortened(before):
        return True
    if (word == '"' and _closes(token)) or (last == '"' and glued and not _closes(before)):
        return True
    if quoted and not last.endswith(_ENDS):
        return True
    if last.endswith(_DASHES) and not _stands_alone(before):
        return True
    return not last.endswith(_PAUSES) and (glued or word[:1].islower())


def _closes(mark: Token) -> bool:
    """Tell whether a straight mark closes: it is glued to the word before it, and not to the one after it."""
    glued = mark.i > 0 and not mark.nbor(-1).whitespace_
    return glued and (bool(mark.whitespace_) or mark.i + 1 == len(mark.doc) or mark.nbor().is_punct)


def _stands_alone(dash: Token) -> bool:
    """Tell whether a dash opens a list item or a reply: it is not glued to the word before it."""
    return len(dash.text) == 1 and (dash.i == 0 or bool(dash.nbor(-1).whitespace_) or dash.nbor(-1).is_space)


def _is_shortened(token: Token) -> bool:
    """Tell whether `token` is or ends an abbreviation: "ex.", which may be two tokens."""
    if token.text == "." and token.i > 0 and not token.nbor(-1).whitespace_:
        return token.nbor(-1).text in _SHORTENED
    return token.text.endswith(".") and token.text[:-1] in _SHORTENED


def _follows_quotation(token: Token, before: Token) -> bool:
    """Tell whether a quotation that ended with a full stop closed right before `token`, which has a capital."""
    closed = before.text == "»" or (before.text == '"' and _closes(before))
    return closed and token.is_title and before.i > 0 and before.nbor(-1).text.endswith(_ENDS)


@Language.component(NAME, assigns=["token.is_sent_start"])
def lines(doc: Doc) -> Doc:
    """Apply :func:`constrain`."""
    return constrain(doc)
