"""Sentences end where lines end: headlines and list items have no full stop."""

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

NAME: Final = "kg_lines"


def start_lines(doc: Doc) -> Doc:
    """Start a sentence at the first token after each line break, which the parser then respects."""
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.is_space and "\n" in before.text:
            token.is_sent_start = not token.is_space
        elif token.is_space:
            token.is_sent_start = False
    return doc


@Language.component(NAME, assigns=["token.is_sent_start"])
def lines(doc: Doc) -> Doc:
    """Apply :func:`start_lines`."""
    return start_lines(doc)
