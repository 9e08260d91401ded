"""Where reported content ends, and whether it is direct, indirect or mixed."""

import re
from typing import Final

from kg.annotate.circumstances import leading
from kg.annotate.cues import Cue, cue_at
from kg.annotate.drafts import DIRECT, INDIRECT, MIXED, Draft
from kg.annotate.frame import Frame, finite, verb_form
from kg.annotate.inflection import FINITE, GERUND, vocabulary
from kg.annotate.marks import Marked
from kg.annotate.parsed import Token

#: Parts of speech that add nothing of their own beside words in marks.
_LIGHT: Final = frozenset({"DET", "ADP", "CCONJ", "PUNCT", "SPACE", "SCONJ", "PRON", "SYM"})
#: What somebody who speaks leaves out: "sans donner de date".
_WITHHOLDING: Final = frozenset(
    {"donner", "fournir", "livrer", "nommer", "étayer", "entrer", "plus", "avancer", "apporter", "vouloir", "pouvoir"}
)
#: Pronouns that are the subject of what stands in marks: "juge qu'on « habille une coupe »".
_SUBJECTS: Final = frozenset({"on", "il", "elle", "ils", "elles"})
_BEFORE_VERB: Final = frozenset({"ne", "n'", "se", "s'", "le", "la", "l'", "les", "lui", "leur", "en", "y"})
_CONTRAST: Final = frozenset({"mais", "tandis", "alors", "quand", "avant", "or", "pendant"})
#: Subjects that take up the one who speaks: "…, et il maintient que".
_AGAIN: Final = frozenset({"il", "elle", "ils", "elles"})
#: From this share of its words in marks on, content counts as direct.
_MOSTLY: Final = 0.8


def fragments(frame: Frame, start: int, end: int) -> list[Marked]:
    """Give the marked stretches that lie wholly between two characters."""
    return [one for one in frame.marks if start <= one.start and one.end <= end]


def shaped(frame: Frame, start: int, end: int, base: Draft) -> list[Draft]:
    """Give the drafts for content between two characters: one for each fragment when all else is light, else one.

    Args:
        frame: the article.
        start, end: the content, as found.
        base: everything but the span and the mode.
    """
    start, end = frame.trim(start, end)
    if start >= end:
        return []
    inside = fragments(frame, start, end)
    if not inside:
        return [_with(base, start, end, INDIRECT)]
    words = [token for token in frame.tokens(start, end) if frame.outside(token)]
    if all(token.pos_ in _LIGHT and token.lower_ not in _SUBJECTS for token in words) or frame.share(start, end) >= _MOSTLY:
        return [_with(base, one.inner_start, one.inner_end, DIRECT) for one in inside]
    return [_with(base, start, end, MIXED)]


def complement(frame: Frame, words: list[Token]) -> list[Token]:
    """Leave out the first of the words behind a cue that only say when or through what: "lundi soir sur X une erreur"."""
    if not words:
        return words
    start, end = words[0].idx, words[-1].end
    start += leading(frame.text[start:end], listed=frame.doc._.listed)
    return [token for token in words if token.idx >= start]


def _with(base: Draft, start: int, end: int, mode: str) -> Draft:
    return Draft(
        start=start,
        end=end,
        mode=mode,
        family=base.family,
        cue=base.cue,
        rule=base.rule,
        source=base.source,
        inherit=base.inherit,
    )


def direct(one: Marked, base: Draft) -> Draft:
    """Give the draft for words wholly in marks."""
    return _with(base, one.inner_start, one.inner_end, DIRECT)


def opened(frame: Frame, start: int, end: int) -> int:
    """Give the end of content that begins with marks when nothing of it follows them, else the end given."""
    first = next((one for one in fragments(frame, start, end) if not frame.text[start : one.start].strip()), None)
    if first is None or not re.match(r"\s*(?:[,.;:]|et\b|mais\b|avant\b|lors\b|tout\b|dans\b|$)", frame.text[first.end : end]):
        return end
    return end if _fronted(frame, first) else first.end


def _fronted(frame: Frame, first: Marked) -> bool:
    """Tell whether words in marks are but the subject of the verb behind them: « personne, pas même l'État », ne paierait."""
    if any(map(finite, frame.tokens(first.inner_start, first.inner_end))):
        return False
    after = (
        token for token in frame.tokens(first.end, first.end + 40) if token.text != "," and token.lower_ not in _BEFORE_VERB
    )
    verb = next(after, None)
    return verb is not None and finite(verb) and cue_at(frame, verb) is None


def clause_end(frame: Frame, start: int, end: int) -> int:
    """Give the character where a reported clause ends: before the next thing that the main clause says.

    Args:
        frame: the article.
        start: first character of the clause.
        end: end of the sentence.
    """
    end = opened(frame, start, end)
    for token in frame.tokens(start, end):
        if frame.outside(token) and token.idx > start + 3 and _restarts(frame, token):
            return _cut(frame, token)
        if frame.outside(token) and token.text == ")" and "(" not in frame.text[start : token.idx]:
            return token.idx
    return end


def _cut(frame: Frame, token: Token) -> int:
    """Go back over the comma and conjunction before a token."""
    before = frame.around(token, -1)
    while before is not None and (before.lower_ in {",", "et", "mais", "tout", "en", "ou", ";"} | _AGAIN):
        token = before
        before = frame.around(token, -1)
    return token.idx


def _restarts(frame: Frame, token: Token) -> bool:
    """Tell whether the main clause goes on at a token."""
    before = frame.around(token, -1)
    if before is None:
        return False
    if before.text == "," and token.lower_ in _CONTRAST and _reports(frame, token):
        return True
    if before.text == "," and _comments(frame, token):
        return True
    if before.lower_ == "et" and token.lower_ in {"comment", "pourquoi"}:
        return True
    other = cue_at(frame, token)
    if other is None or other.negated or not _follows(frame, other):
        return False
    first = frame.around(other.token, -1) if other.start == token.idx else None
    if first is not None and first.lower_ in _AGAIN:
        first = frame.around(first, -1)
    word = first.lower_ if first is not None else ""
    return word in {",", "en", "et"} if other.kind == GERUND else other.kind == FINITE and word in {"et", "mais"}


def _comments(frame: Frame, token: Token) -> bool:
    """Tell whether the article adds a remark after a comma: ", sans donner de chiffre", ", ce que dément X", ", même s'il reconnaît que"."""
    following = list(frame.tokens(token.end, token.idx + 50))[:4]
    words = [one.lower_ for one in following]
    if token.lower_ == "sans":
        verb = next((one for one in following if verb_form(one) == "Inf"), None)
        return verb is not None and (verb.lower_ in _WITHHOLDING or cue_at(frame, verb) is not None)
    if token.lower_ == "tout" and words[:1] == ["en"]:
        return True
    if token.lower_ == "ce" and words[:1] in (["que"], ["qu'"]):
        return any(one.lower_ in vocabulary() for one in following[1:])
    return token.lower_ == "même" and words[:1] in (["si"], ["s'"]) and _reports(frame, token)


def _follows(frame: Frame, cue: Cue) -> bool:
    """Tell whether words that a cue can report follow it."""
    after = frame.text[cue.end : cue.end + 40]
    return bool(re.match(r"\s(?:[\wéè' ]{0,25}?\s)?(?:que\b|qu'|«|\"|:|de\b|d'|être\b|avoir\b)", after))


def _reports(frame: Frame, token: Token) -> bool:
    """Tell whether another cue or a new main clause follows a contrast word in the same sentence."""
    if token.lower_ in {"or", "avant"}:
        return token.lower_ == "or" or frame.text[token.idx :].startswith(("avant d'ajouter", "avant de "))
    end = min(token.idx + 80, frame.sentence(token.idx)[1])
    return any(cue_at(frame, other) is not None for other in frame.tokens(token.end, end))


def before_main(frame: Frame, cue: Cue, start: int, end: int) -> int:
    """Stop at the comma that closes the relative clause of a cue: "Ada Brun, qui affirme que P, sera reçue"."""
    relative = frame.around(frame.doc[frame.index(cue.first)], -1)
    comma = frame.around(relative, -1) if relative is not None and relative.lower_ == "qui" else None
    if comma is None or comma.text != ",":
        return end
    for token in frame.tokens(start, end):
        after = frame.around(token, 1)
        while after is not None and after.lower_ in _BEFORE_VERB:
            after = frame.around(after, 1)
        goes_on = token.text == "," and frame.outside(token) and after is not None and after.idx < end and finite(after)
        if goes_on and (verb_form(frame.doc[frame.index(start)]) == "Inf" or frame.clause(start, token.idx)):
            return token.idx
    return end
