"""Sources that take up somebody named before: X, pour qui P; X, selon lequel P; à ses yeux, P; à l'entendre, P."""

import re
from typing import Final

from kg.annotate.drafts import Draft
from kg.annotate.extent import clause_end, shaped
from kg.annotate.frame import Frame
from kg.annotate.parsed import Token
from kg.annotate.sayings import sayings
from kg.annotate.sources import leading
from kg.annotate.speakers import able
from kg.annotate.speech_nouns import which_end
from kg.annotate.speech_source import held

_WHOM = re.compile(
    r"(?<=,)\s(?P<cue>pour(?=\squi\s(?!(?:ils?|elles?|je|nous)\s))|(?:selon|d'après|à en croire)\s(?:qui|lequel|laquelle|lesquels|lesquelles)"
    r"|aux yeux (?:de qui|desquels|desquelles|duquel))\s(?:qui\s)?"
)
#: A line that gives the source of the items below it, and one item.
_LIST: Final = re.compile(r"^(Selon|D'après) [^\n:«\"]{3,80}?\s?:[ ]*\n+", re.MULTILINE)
_ITEM: Final = re.compile(r"[-•*–\s]*([^\n]{10,600}[.;])[ ]*(?:\n|\Z)")
_HIS = re.compile(
    r"\b(?:à (?:ses|leurs) yeux|à (?:son|leur) avis|de (?:son|leur) point de vue"
    r"|à (?:l'|les )(?:entendre|écouter|lire)|à l'en croire|à les en croire|si on l'écoute)\b",
    re.IGNORECASE,
)
#: Words that P holds at least when the parser sees no verb in it.
_WORDS: Final = 3
#: Characters before "selon laquelle" within which a noun of saying makes it another construction.
_NEAR: Final = 60


def taken_up(frame: Frame) -> list[Draft]:
    """Give the clauses attributed by a preposition with a pronoun for a source."""
    return [*_whom(frame), *_his(frame), *_listed(frame)]


def _whom(frame: Frame) -> list[Draft]:
    """X, pour qui P and X, selon laquelle P, when X can speak and is no noun of saying."""
    found: list[Draft] = []
    for match in _WHOM.finditer(frame.text):
        start, end = frame.sentence(match.start())
        source = _antecedent(frame, start, match.start())
        if source is None or frame.marked(match.start()) is not None:
            continue
        base = Draft(start=0, end=0, mode="", family="selon", cue=match.span("cue"), source=source)
        stop = which_end(frame, source, match.end(), clause_end(frame, match.end(), end))
        found += shaped(frame, match.end(), stop, base) if frame.clause(match.end(), stop) else []
    return found


def _listed(frame: Frame) -> list[Draft]:
    """Selon X : and items below, up to the first line that no stop ends."""
    found: list[Draft] = []
    for match in _LIST.finditer(frame.text):
        source = held(frame, match.end(1), match.end(), needs="anybody", first=True)
        base = Draft(start=0, end=0, mode="", family="selon", cue=match.span(1), source=source)
        at = match.end()
        while source is not None and (item := _ITEM.match(frame.text, at)) and frame.clause(*item.span(1)):
            found += shaped(frame, *item.span(1), base)
            at = item.end()
    return found


def _antecedent(frame: Frame, start: int, end: int) -> Token | None:
    """Give the nearest name or noun before a comma that can speak: the last of an apposition, or the subject of an incise."""
    words = list(frame.tokens(max(start, end - _NEAR), end))
    if any(token.lower_.rstrip("s") in sayings() for token in words):
        return None
    for token in reversed(words):
        if token.i in frame.refs or token.pos_ == "NOUN":
            if able(frame, token):
                return _first(frame, token)
            if token.dep_ not in {"nmod", "obl", "obl:arg", "obl:mod", "appos", "flat:name"} and token.i not in frame.refs:
                return None
    return None


def _first(frame: Frame, token: Token) -> Token:
    """Give the first word of the name that a token ends."""
    before = frame.around(token, -1)
    while before is not None and token.i in frame.refs and frame.refs.get(before.i) == frame.refs[token.i]:
        token, before = before, frame.around(before, -1)
    return token


def _his(frame: Frame) -> list[Draft]:
    """À ses yeux, P and P, à l'entendre: the source is who the words before speak of."""
    found: list[Draft] = []
    for match in _HIS.finditer(frame.text):
        if frame.marked(match.start()) is not None:
            continue
        start, end = frame.sentence(match.start())
        before = frame.text[start : match.start()].rstrip()
        colon = max(frame.text.rfind(":", start, match.start()), frame.text.rfind(";", start, match.start()))
        source = leading(frame, start, max(start, colon)) if colon >= 0 else None
        source = source if source is not None and able(frame, source) else None
        begin = colon + 1 if colon >= 0 else start
        base = Draft(start=0, end=0, mode="", family="pour", cue=match.span(), source=source, inherit=source is None)
        if not before or before[-1] in ":;":
            content = (match.end(), clause_end(frame, match.end(), end))
        elif before[-1] == "," or frame.text[match.end() : match.end() + 1] in {".", ""}:
            content = (begin, clause_end(frame, match.end(), end))
        else:
            continue
        long = len(frame.text[content[0] : content[1]].split()) > _WORDS
        found += shaped(frame, *content, base) if long else []
    return found
