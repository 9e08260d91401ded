"""Clauses that a noun reports: the accusation of X selon laquelle P, son avis que P."""

import re
from typing import Final

from kg.annotate.closed import POSSESSIVES
from kg.annotate.drafts import SPEAKING, Draft
from kg.annotate.extent import clause_end, shaped
from kg.annotate.frame import VERBAL, Frame, finite
from kg.annotate.parsed import Token
from kg.annotate.sayings import sayings
from kg.annotate.source_nouns import nouns
from kg.annotate.sources import SUBJECTS
from kg.annotate.speech_indirect import OTHER_THAT, THAT

_WHICH = re.compile(r"\bselon (?:laquelle|lequel|lesquelles|lesquels)\b")
_CLITICS: Final = frozenset({"ne", "n'", "se", "s'", "en", "y", "lui", "leur", "nous"})
#: After one of these, a finite verb belongs to what came before.
_JOINS: Final = frozenset(
    {"et", "ou", "mais", "que", "qu'", "qui", "dont", "où", "si", "s'", "car", "comme", "quand", "lorsque", ":", ";"}
)


def which(frame: Frame) -> list[Draft]:
    """N selon laquelle P: the speaker is the complement of the noun, else the noun."""
    found: list[Draft] = []
    for match in _WHICH.finditer(frame.text):
        if frame.marked(match.start()) is not None:
            continue
        end = frame.sentence(match.start())[1]
        before = reversed(list(frame.tokens(max(0, match.start() - 60), match.start())))
        noun = next((token for token in before if token.lower_.rstrip("s") in sayings()), None)
        if noun is None or (sayings()[noun.lower_.rstrip("s")] == "holder" and not _held(frame, noun, match.start())):
            continue
        base = Draft(start=0, end=0, mode="", family="noun_which", cue=match.span(), source=noun)
        found += shaped(frame, match.end(), which_end(frame, noun, match.end(), clause_end(frame, match.end(), end)), base)
    return found


def _held(frame: Frame, noun: Token, end: int) -> bool:
    """Tell whether a name stands between a noun and its clause."""
    return any(frame.types.get(frame.refs.get(token.i, "")) in SPEAKING for token in frame.tokens(noun.idx, end))


def _main_verb(frame: Frame, noun: Token, start: int, end: int) -> int | None:
    """Give where the verb group begins whose subject is the noun: "L'idée selon laquelle P | ne tient pas"."""
    verb = noun.head
    if noun.dep_ in SUBJECTS and verb.idx > start:
        first = min(
            [
                verb,
                *(
                    child
                    for child in verb.children
                    if start < child.idx < verb.idx and child.dep_.startswith(("aux", "cop", "expl", "advmod"))
                ),
            ],
            key=lambda token: token.i,
        )
        if first.idx < end and frame.clause(start, first.idx):
            return first.idx
    opening = frame.sentence(noun.idx)[0]
    if noun.idx - opening > 40 or frame.clause(opening, noun.idx):
        return None
    return _second_verb(frame, start, end)


def _second_verb(frame: Frame, start: int, end: int) -> int | None:
    """Give where the second of two finite verbs begins that no word joins: "P qui Q | ne tient pas" has none before "tient"."""
    seen = False
    for token in frame.tokens(start, end):
        if token.lower_ in _JOINS or (token.dep_ == "nsubj" and token.pos_ == "PRON"):
            seen = False
        elif finite(token) and frame.outside(token):
            if seen:
                return _clitics(token).idx
            seen = True
    return None


def _clitics(verb: Token) -> Token:
    """Give the first of the small words that stand right before a verb: "ne", "se", "en"."""
    while verb.i > 0 and verb.nbor(-1).lower_ in _CLITICS:
        verb = verb.nbor(-1)
    return verb


def noun_that(frame: Frame) -> list[Draft]:
    """N de X que P, son N que P: a noun of saying with its holder and a clause."""
    found: list[Draft] = []
    for token in frame.doc:
        if token.pos_ != "NOUN" or token.lower_.rstrip("s") not in sayings() or not frame.outside(token):
            continue
        end = frame.sentence(token.idx)[1]
        that = next((one for number, one in enumerate(frame.tokens(token.idx, end)) if number < 9 and one.lower_ in THAT), None)
        last = frame.around(that, -1) if that is not None else None
        if last is not None and last.lower_ in OTHER_THAT:
            continue
        if that is None or that.pos_ != "SCONJ" or frame.clause(token.idx, that.idx):
            continue
        between = list(frame.tokens(token.end, that.idx))
        owned = any(child.lower_ in POSSESSIVES for child in token.children if child.idx < token.idx)
        if between and not _held(frame, token, that.idx) and not any(one.lower_ in nouns() for one in between):
            continue
        if (not between and not owned) or any(one.is_punct or one.pos_ in VERBAL for one in between):
            continue
        start = that.end
        stop = which_end(frame, token, start, clause_end(frame, start, end))
        base = Draft(start=0, end=0, mode="", family="noun_which", cue=(token.idx, token.end), source=token)
        found += shaped(frame, start, stop, base) if frame.clause(start, stop) else []
    return found


def which_end(frame: Frame, noun: Token, start: int, end: int) -> int:
    """Stop at the comma after which the main clause begins: "Contrairement à la rumeur selon laquelle P, P2"."""
    main = _main_verb(frame, noun, start, end)
    if main is not None:
        return main
    opening = frame.sentence(noun.idx)[0]
    if noun.idx - opening > 50 or frame.clause(opening, noun.idx) or noun.dep_ in SUBJECTS:
        return end
    commas = [start + match.start() for match in re.finditer(",", frame.text[start:end])]
    return next((at for at in commas if frame.clause(start, at) and frame.clause(at, end)), end)
