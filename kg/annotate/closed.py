"""Words of the closed classes of French, and groups of types, that many rules share."""

from typing import Final

#: Definite articles, elided too.
ARTICLES: Final = frozenset({"l'", "la", "le", "les"})
#: "de" with its contractions.
OF: Final = frozenset({"d'", "de", "des", "du"})
#: Demonstratives.
THESE: Final = frozenset({"ce", "ces", "cet", "cette"})
#: What stands before a noun that takes up something named before.
TAKING_UP: Final = frozenset({"ce", "cet", "cette", "l'", "la", "le"})
#: Possessives of the third person.
POSSESSIVES: Final = frozenset({"leur", "leurs", "sa", "ses", "son"})
#: Relative pronouns that a preposition may stand before.
RELATIVES: Final = frozenset({"laquelle", "lequel", "lesquelles", "lesquels", "qui"})
#: First person plural.
OURS: Final = frozenset({"nos", "notre", "nous"})
#: Marks that part an apposition or aside from its noun.
ASIDES: Final = frozenset({"(", ",", "–", "—"})
#: Prepositions between a title or team and where it is held.
INTO: Final = frozenset({"au", "aux", "chez", "d'", "de", "des", "du", "à"})
#: Types of those that employ people.
FIRMS: Final = frozenset({"COMPANY", "ORG"})
#: Types of what firms make.
GOODS: Final = frozenset({"CHIP", "MODEL", "PRODUCT"})
