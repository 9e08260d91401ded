"""Who tells what a clause says, by the clause above it: "X raconte dans ses Mémoires que P", "Une étude l'affirme : P".

Quotations have their own search; this one serves facts whose clause no quotation holds.
"""

from typing import Final

from kg.annotate.parsed import Parsed, Token
from kg.annotate.sourced import source
from kg.annotate.telling import telling
from kg.annotate.words import has, is_any, is_passive, words_of

#: How far "que" may stand before a trigger, and the verb before "que".
_CLAUSE: Final = 16
_VERB: Final = 12
#: How far a verb of saying may stand before a colon.
_HEAD: Final = 30
_SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:caus")
NOBODY: Final[tuple[None, str]] = (None, "")


def teller(trigger: Token) -> tuple[str | None, str]:
    """Give the entity that tells what the clause of `trigger` says, or the words for it; (None, "") without one."""
    for find in (_of_clause, _before_colon, _claimer):
        if (found := find(trigger)) != NOBODY:
            return found
    return NOBODY


def _of_clause(trigger: Token) -> tuple[str | None, str]:
    doc = trigger.doc
    for at in range(trigger.i - 1, max(trigger.i - _CLAUSE, trigger.sent.start), -1):
        if doc[at].text in (":", ";", ".", "«", "»"):
            return NOBODY
        if doc[at].lower_ in ("que", "qu'", "comment") and doc[at - 1].text != ",":
            verb = _verb_before(doc, at, trigger.sent.start)
            return _subject(verb) if verb is not None else NOBODY
    return NOBODY


def _verb_before(doc: Parsed, at: int, floor: int) -> Token | None:
    for step in range(at - 1, max(at - _VERB, floor - 1), -1):
        word = doc[step]
        if word.text in (",", ":", ";", "«", "»") or word.lower_ in ("plus", "moins", "aussi", "ne", "n'"):
            return None
        if word.pos_ in ("VERB", "AUX") and not has(word, "VerbForm", "Inf"):
            return word if is_any(word, telling()) else None
    return None


def _before_colon(trigger: Token) -> tuple[str | None, str]:
    """Follow "X accuse : P", "Une étude l'affirme : P" and "C'est confirmé par X : P"."""
    doc = trigger.doc
    colon = next((at for at in range(trigger.i - 1, max(trigger.i - _HEAD, 0), -1) if doc[at].text == ":"), None)
    if colon is None:
        return NOBODY
    for at in range(colon - 1, max(colon - _HEAD, -1), -1):
        word = doc[at]
        if word.text in (".", "!", "?", "«", "»", ";") or "\n" in word.text:
            return NOBODY
        if word.lower_ in words_of("convinced") and any(child.dep_ == "cop" for child in word.children):
            return _subject(word)
        if not is_any(word, telling()) or word.pos_ == "DET":
            continue
        clitic = any(token.lower_ in ("l'", "le") and token.pos_ != "NOUN" for token in doc[max(at - 3, 0) : at])
        if is_passive(word) and (agent := next((i for i in range(at + 1, colon) if doc[i].lower_ == "par"), None)):
            return source(doc, agent + 1, colon)
        if at and doc[at - 1].text in (",", "»") and colon - at > 1 and _is_inverted(doc, at + 1, colon):
            return source(doc, at + 1, colon)
        if at == colon - 1 or clitic:
            return _subject(word) if word.pos_ in ("VERB", "AUX") else _leading(word)
    return NOBODY


def _is_inverted(doc: Parsed, start: int, end: int) -> bool:
    """Tell whether only a subject stands between two tokens: "« C'est fait », souffle X : P"."""
    return all(word.pos_ in ("PROPN", "NOUN", "DET", "ADJ", "ADP") for word in doc[start:end])


def _claimer(trigger: Token) -> tuple[str | None, str]:
    """Follow "X revendique la fabrication de Z", "X se targue d'avoir racheté Y" and "Les analystes évaluent Y à …"."""
    verb = trigger.head
    if is_any(trigger, words_of("estimating")) and not is_passive(trigger):
        return _subject(trigger)
    if verb.i >= trigger.i or verb.pos_ not in ("VERB", "AUX"):
        return NOBODY
    infinite = has(trigger, "VerbForm", "Inf") or any(has(child, "VerbForm", "Inf") for child in trigger.children)
    told = infinite and trigger.dep_ in ("xcomp", "ccomp") and is_any(verb, telling())
    return _subject(verb) if told or is_any(verb, words_of("claiming")) else NOBODY


def _subject(verb: Token) -> tuple[str | None, str]:
    own = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if own is None and verb.dep_ == "conj":
        return _subject(verb.head)
    if own is None or own.lower_ in words_of("nobody"):
        return NOBODY
    start, end = (own.left_edge.i, own.right_edge.i + 1) if own.i < verb.i else (own.i, verb.sent.end)
    found = source(verb.doc, start, end)
    return (None, verb.doc.words(start, own.i + 1)) if found == NOBODY and own.pos_ == "NOUN" else found


def _leading(word: Token) -> tuple[str | None, str]:
    """Give the source that a sentence begins with, when the parser did not know its verb."""
    return source(word.doc, word.sent.start, word.i)
