"""Relative and cleft clauses whose words stand in another order: "Z, que fabrique X", "X, dont Y est la filiale", "C'est à Z que"."""

from typing import Final

from kg.annotate.parsed import Token
from kg.annotate.phrases import listed
from kg.annotate.view import Name, View
from kg.annotate.words import has

#: Relative words after which the subject may follow its verb, and the prepositions that they hold.
_HELD: Final = {
    "dont": ("de",),
    "duquel": ("de",),
    "desquels": ("de",),
    "desquelles": ("de",),
    "auquel": ("à",),
    "auxquels": ("à",),
    "auxquelles": ("à",),
    "où": ("à", "dans", "en", "au_sein_de", "chez"),
    "que": (),
    "qu'": (),
}
_PRONOUNS: Final = frozenset({"il", "elle", "ils", "elles", "on", "nous", "je", "j'", "vous", "qui"})
#: How many tokens may stand between a relative word and its verb when the subject follows the verb, or precedes it.
_CLITICS: Final = 4
_CLAUSE: Final = 9


def postposed(seen: View, verb: Token) -> list[Name]:
    """Give the subject after its verb: "que fabrique X", "dont se sert X", "où siège X"."""
    after = verb.i + 1
    one = seen.name(after) if after < seen.ceiling(verb.i) else None
    if one is None or one.start != after or one.anaphor:
        return []
    return listed(seen, one) if _relative(seen, verb, _CLITICS, bare=True) is not None else []


def antecedent(seen: View, verb: Token, preposition: str = "") -> list[Name]:
    """Give what the relative word of a clause takes up.

    Args:
        verb: the verb, or the noun that is said of the subject.
        preposition: what the word must hold ("de" for "dont"); "que" when empty.
    """
    word = _relative(seen, verb, _CLAUSE, bare=False)
    if word is None or (preposition not in _HELD[word.lower_] if preposition else word.lower_ not in ("que", "qu'")):
        return []
    before = word.i - 2 if word.i > 1 and seen.doc[word.i - 1].text == "," else word.i - 1
    one = seen.name(before) if before >= seen.floor(verb.i) else None
    return [one] if one is not None else []


def _relative(seen: View, verb: Token, reach: int, *, bare: bool) -> Token | None:
    """Give the relative word before a verb; a bare one with nothing but helpers and clitics between."""
    doc = seen.doc
    for at in range(verb.i - 1, max(verb.i - 1 - reach, seen.floor(verb.i) - 1), -1):
        word = doc[at]
        if word.lower_ in _HELD:
            return word
        subject = word.lower_ in _PRONOUNS
        if word.is_punct or (bare and (subject or word.pos_ not in ("AUX", "PRON", "ADV"))):
            return None
        if word.pos_ == "VERB" and not _governs(word, verb):
            return None
    return None


def _governs(above: Token, word: Token) -> bool:
    """Tell whether a verb between a relative word and a trigger leaves the clause to it: "que X veut racheter", "dont Y devint PDG"."""
    if word.pos_ == "NOUN":
        return word.head.i == above.i
    return has(word, "VerbForm", "Inf") and (above.i in (word.head.i, word.head.head.i) or above.pos_ == "AUX")


def cleft(seen: View, token: Token, preposition: str) -> list[Name]:
    """Give what "C'est à Z que X a son siège" sets before its clause."""
    doc, floor = seen.doc, seen.floor(token.i)
    if [word.lower_ for word in doc[floor : floor + 2]] not in (["c'", "est"], ["c'", "était"]) or floor + 4 >= token.i:
        return []
    wanted = {"à": ("à", "au", "aux"), "de": ("de", "d'", "du")}.get(preposition, (preposition,))
    one = seen.name(floor + 3) if doc[floor + 2].lower_ in wanted else None
    return [one] if one is not None and doc[one.end].lower_ in ("que", "qu'") else []
