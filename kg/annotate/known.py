"""The catalogue as an article may use it: nothing of it when lists of names are left out."""

from typing import Final

from spacy.tokens import Doc

from kg import catalogue
from kg.annotate.parsed import Parsed
from kg.catalogue import Catalogue

_NOTHING: Final = Catalogue()


def listed(doc: Doc | Parsed) -> Catalogue:
    """Give the catalogue for the components after the names, an empty one if ``doc._.listed`` is False.

    >>> import spacy
    >>> doc = spacy.blank("fr")("Nvidia")
    >>> doc._.listed = False
    >>> len(listed(doc))
    0
    """
    return catalogue.load() if doc._.listed else _NOTHING
