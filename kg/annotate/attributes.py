"""What the components leave on a Doc for each other: declared once, here.

====================  =================================================================================================
``doc._.entities``    list[Entity]; ids ``e1``… in order of first mention; entities without a mention come last
``doc._.mentions``    list[Mention], sorted, none overlapping; offsets in code points
``doc._.referents``   dict[int, str]: token index -> entity id, for every token of a named mention and for the head token
                      of each pronoun or common noun phrase that was resolved ("il", "la start-up chinoise", "son PDG")
``doc._.quotes``      list[Quote], sorted by start
``doc._.statements``  list[Statement]; before the status component all are ``asserted``
``doc._.claims``      list[Claim]: what the relations component hands to the status component, and to nobody else
``doc._.article``     the Article it comes from, or None
``doc._.listed``      lists of names may be read; the entities component says False when the catalogue is left out
====================  =================================================================================================
"""

from spacy.tokens import Doc

FIELDS = ("entities", "mentions", "quotes", "statements", "claims")


def register() -> None:
    """Declare the attributes; calling it again changes nothing."""
    for name in FIELDS:
        _declare(name, [])
    _declare("referents", {})
    _declare("article", None)
    _declare("listed", True)


def _declare(name: str, default: object) -> None:
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=default)


register()
