"""Noun phrases read from the words: coordinations, and the names that common nouns carry."""

from typing import Final

from kg.annotate.parsed import Parsed, Token
from kg.annotate.view import Name, View
from kg.annotate.words import class_type, is_class_noun, is_joint, is_participle, is_transparent, words_of

_THOSE: Final = frozenset({"celui", "celle", "ceux", "celles"})


def listed(seen: View, first: Name) -> list[Name]:
    """Give `first` and the names coordinated with it: "X, Y (Z) et W"."""
    found, tail, at = [first], [], first.end
    closed = False
    while True:
        step = _next_listed(seen, at, first)
        if step is None:
            break
        other, joined = step
        tail.append(other)
        at = other.end
        if joined:
            found += tail
            tail, closed = [], True
            break
    if not closed and len(tail) >= 2:
        found += tail
    return found


def _next_listed(seen: View, at: int, first: Name) -> tuple[Name, bool] | None:
    doc = seen.doc
    at = _past_apposition(seen, _skip_parenthesis(doc, at), first)
    owner = seen.name(at + 1) if at + 1 < len(doc) and doc[at].lower_ in ("de", "d'") else None
    if owner is not None and owner.kin != first.kin:
        at = owner.end
    if at >= len(doc) or doc[at].lower_ not in (",", "et", "ou", "ni", "&", "ainsi", "mais", "puis", "comme"):
        return None
    joined = doc[at].lower_ != ","
    at += 1
    for _ in range(7):
        if at >= len(doc):
            return None
        other = seen.name(at)
        if other is not None:
            return (other, joined) if other.kin == first.kin and other.start == at else None
        word = doc[at].lower_
        if word in ("et", "ou", "ni", "ainsi", "mais"):
            joined = True
        elif not (
            word in ("que", "aussi", "comme", "même", "avec", "sur", "à", "de", "d'", "du", "des", "chez", "au", "aux", "dans")
            or doc[at].pos_ in ("DET", "ADJ")
            or is_class_noun(doc[at])
            or (first.type == "PERSON" and word in words_of("beside"))
        ):
            return None
        at += 1
    return None


def _past_apposition(seen: View, at: int, first: Name) -> int:
    """Give the comma that closes "chef de file" in "auprès de X, chef de file, de Y et de Z"; `at` when nothing is set in."""
    doc, case = seen.doc, seen.doc[first.start - 1].lower_ if first.start else ""
    if case not in ("de", "d'", "à", "chez", "avec") or at + 1 >= len(doc) or doc[at].text != ",":
        return at
    for index in range(at + 1, min(at + 9, len(doc) - 1)):
        if doc[index].text == "," and index > at + 1:
            after = doc[min(index + 1 + (doc[index + 1].lower_ == "et"), len(doc) - 1)]
            same = after.lower_ in {"d'": ("de", "d'", "du"), "de": ("de", "d'", "du")}.get(case, (case,))
            return index if same else at
        if seen.name(index) is not None or doc[index].pos_ in ("VERB", "AUX", "PRON") or doc[index].is_space:
            return at
    return at


def _skip_parenthesis(doc: Parsed, at: int) -> int:
    if at < len(doc) and doc[at].text == "(":
        for index in range(at, min(at + 8, len(doc))):
            if doc[index].text == ")":
                return index + 1
    return at


def carried(seen: View, noun: Token) -> list[Name]:
    """Give the names in the words after a common noun: "le modèle phare o1", "les performances de X", "des groupes comme Y"."""
    doc, end = seen.doc, seen.ceiling(noun.i)
    through, announced = is_transparent(noun), False
    if noun.lower_ in words_of("anybody") and noun.i + 1 < end and doc[noun.i + 1].lower_ == "chez":
        return phrase(seen, noun.i + 2, end, strict=True)  # "personne chez X ne se sert de Y"
    for at in range(noun.i + 1, min(noun.i + 9, end)):
        one = seen.name(at)
        if one is not None:
            if one.type == "PLACE" and "COMPANY" in class_type(noun) and not announced:
                return []  # "le groupe de Metz" is not Metz
            foreign = one.type == "CHIP" and not through and not announced and "CHIP" not in class_type(noun)
            return [] if foreign else listed(seen, one)  # "le PC X9" is no chip of whoever makes the PC
        word = doc[at]
        if is_joint(word):
            continue
        if word.lower_ in words_of("naming"):  # "des groupes comme X", "un modèle baptisé Y"
            announced = True
        elif word.lower_ in ("de", "du", "des", "d'", "en"):
            if not (through or announced or _describes(seen, at)):
                return []
        elif (
            (word.lower_ == "," and not (at + 1 < end and _renamed(seen, noun, at + 1)))
            or (word.is_punct and word.lower_ != ",")
            or (word.pos_ in ("ADP", "VERB", "AUX", "CCONJ", "SCONJ", "PRON") and not announced and not is_participle(word))
        ):
            return []
        elif word.pos_ == "ADV":
            through = False
    return []


def phrase(seen: View, start: int, end: int, *, strict: bool = False) -> list[Name]:
    """Give the names of the noun phrase that begins at `start`, without following "de" into what only belongs to it.

    A strict phrase is headed by a name or a class noun.
    """
    doc = seen.doc
    if start + 1 < end and doc[start].lower_ in _THOSE and doc[start + 1].lower_ in ("de", "d'", "du", "des"):
        start += 2  # "proches de celles de X"
    for at in range(start, min(start + 7, end)):
        one = seen.name(at)
        word = doc[at]
        if one is not None:
            return listed(seen, one)
        if word.pos_ in ("NOUN", "PROPN") or is_class_noun(word):
            if is_joint(word):
                continue
            glued = at + 1 < end and (after := seen.name(at + 1)) is not None and after.start == at + 1 and not after.anaphor
            return carried(seen, word) if not strict or glued or is_class_noun(word) or is_transparent(word) else []
        if word.pos_ not in ("DET", "ADJ", "ADV", "NUM") and word.lower_ not in (
            "des",
            "du",
            "de",
            "d'",
            "l'",
            "le",
            "la",
            "les",
            "ni",
            "«",
            '"',
        ):
            return []
    return []


def _describes(seen: View, at: int) -> bool:
    """Tell whether "de …" only describes the noun: "modèle de langage X" but not "filiale de X"."""
    doc = seen.doc
    after = at + 1
    while after < len(doc) and doc[after].pos_ in ("DET", "ADJ"):
        after += 1
    return after < len(doc) and seen.name(after) is None and doc[after].pos_ in ("NOUN", "PROPN", "VERB", "X")


def _renamed(seen: View, noun: Token, at: int) -> bool:
    doc = seen.doc
    if doc[at].lower_ in ("comme", "dont", "notamment", "tels", "telles", "à"):
        return class_type(noun) != "" or is_transparent(noun)
    at += doc[at].pos_ == "DET" and at + 1 < len(doc)  # "la puce suivante, la X9"
    one = seen.name(at)
    return one is not None and one.type in class_type(noun).split("|")


def respectively(seen: View, token: Token) -> bool:
    """Tell whether the sentence pairs the members of two lists: "X et Y ont levé respectivement 2 et 3 millions"."""
    return any(word.lower_ == "respectivement" for word in seen.doc[seen.floor(token.i) : seen.ceiling(token.i)])
