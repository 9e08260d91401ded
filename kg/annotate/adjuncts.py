"""The names that a preposition leads to: right of a trigger, in the relative word before it, or set before the whole clause."""

from typing import Final

from kg.annotate.closed import RELATIVES
from kg.annotate.parsed import Token
from kg.annotate.phrases import phrase
from kg.annotate.relatives import antecedent, cleft
from kg.annotate.syntax import names_of
from kg.annotate.view import Name, View
from kg.annotate.words import has, is_finite, is_participle

_OF: Final = ("de", "d'", "du", "des")
_STOPS: Final = frozenset(
    {";", ":", "que", "qu'", "qui", "où", "car", "mais", "tandis", "alors", "lorsque", "si", "quand", "–", "—"}
)


def after_word(seen: View, trigger: Token, preposition: str, head: Token | None = None) -> list[Name]:
    """Give the names after the first `preposition` right of `trigger` in its clause; `head` is its first word."""
    head = head or trigger
    if found := _relative(seen, head, preposition):
        return found
    doc, end = seen.doc, seen.ceiling(trigger.i)
    wanted = _OF if preposition == "de" else tuple(preposition.split("_"))
    for at in range(trigger.i + 1, min(trigger.i + 26, end)):
        word = doc[at]
        if word.lower_ in ("que", "qu'") and at + 1 < end and _stands(doc[at + 1], wanted, preposition):
            continue  # "ne collabore qu'avec Y"
        own = head.dep_.startswith("nsubj") and head.head.i in (at, word.head.i)  # "le siège de X se trouve à"
        if word.lower_ == "a" and doc[at - 1].lower_ == "y":
            continue  # "créée il y a trois ans par"
        if (word.lower_ in _STOPS and preposition != "que") or (is_finite(word) and at > trigger.i + 1 and not own):
            return []
        if preposition == "par" and at > trigger.i + 1 and word.pos_ != "AUX" and is_participle(word) and word.i != head.head.i:
            return []  # "X, entraîné sur Z, une puce conçue par Y"
        if at > trigger.i + 1 and trigger.pos_ != "NOUN" and _opens_clause(word):
            return []  # "conçu pour ceux ayant peu d'expérience avec Y"; what a noun names, its participle goes on about
        length = len(wanted) if len(wanted) > 1 and preposition != "de" else 1
        if _stands(word, wanted, preposition) and (found := phrase(seen, at + length, end)):
            return found
    return _leading(seen, head, wanted, preposition)


def _opens_clause(word: Token) -> bool:
    """Tell whether a present participle says something of the noun before it: "des clients ayant", not "en ayant" or ", ayant"."""
    noun = word.head
    return (
        word.lower_.endswith("ant")
        and word.pos_ in ("VERB", "AUX")
        and has(word, "VerbForm", "Part")
        and word.dep_ == "acl"
        and noun.pos_ in ("NOUN", "PRON")
        and noun.i < word.i
        and word.nbor(-1).lower_ not in ("en", ",")
    )


def _leading(seen: View, head: Token, wanted: tuple[str, ...], preposition: str) -> list[Name]:
    """Give what a sentence sets before its subject: "Chez Y, X travaille sur", "À Metz, X a son siège"."""
    doc, floor, length = seen.doc, seen.floor(head.i), len(wanted) if preposition != "de" else 1
    if preposition == "de" or head.pos_ not in ("VERB", "AUX") or not _stands(doc[floor], wanted, preposition):
        return []
    found = phrase(seen, floor + length, head.i)
    comma = found[-1].end if found else head.i
    if comma >= head.i or doc[comma].text != ",":
        return []
    clause = doc[comma + 1 : head.i]
    own = all(word.lower_ not in RELATIVES and (not is_finite(word) or word.head.i == head.i) for word in clause)
    return found if own else []


def _relative(seen: View, verb: Token, preposition: str) -> list[Name]:
    """Give what "sur lequel" before a verb takes up: "le modèle V, sur lequel repose W"."""
    doc, floor = seen.doc, seen.floor(verb.i)
    if found := antecedent(seen, verb, preposition) or cleft(seen, verb, preposition):
        return found  # "Z, dont il est dérivé", "C'est à Z que X a son siège"
    for at in range(verb.i - 1, max(verb.i - 8, floor), -1):
        if doc[at].lower_ in RELATIVES and doc[at - 1].lower_ == preposition:
            return names_of(seen, doc[at])
        if doc[at].text in (",", ";", ":"):
            return []
    return []


def _stands(word: Token, wanted: tuple[str, ...], preposition: str) -> bool:
    if preposition == "de":
        return word.lower_ in wanted
    if preposition == "à":
        return word.lower_ in ("à", "au", "aux")
    if preposition == "que":
        return word.lower_ in ("que", "qu'")
    following = [token.lower_ for token in word.doc[word.i : word.i + len(wanted)]]
    plain = {"du": "de", "des": "de", "d'": "de"}
    return [plain.get(text, text) if index else text for index, text in enumerate(following)] == list(wanted)
