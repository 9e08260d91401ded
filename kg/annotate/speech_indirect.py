"""Reported clauses without marks, or with some: X affirme que P, X affirme avoir P, N selon lequel P."""

import re
from functools import lru_cache
from typing import Final

from spacy.tokens import Token

from kg import files
from kg.annotate.cues import Cue
from kg.annotate.drafts import Draft
from kg.annotate.extent import clause_end, fragments, shaped
from kg.annotate.frame import Frame, finite, verb_form
from kg.annotate.inflection import FINITE, GERUND, INFINITIVE, PARTICIPLE
from kg.annotate.sources import AUTHOR, impersonal, pronoun, subject
from kg.annotate.speakers import able
from kg.annotate.tables import column

_THAT: Final = frozenset({"que", "qu'"})
_WH: Final = frozenset({"comment", "pourquoi", "combien", "si"})
#: Before *que* these make another conjunction or a comparison.
_OTHER: Final = frozenset({
    "plus", "moins", "alors", "tandis", "ainsi", "parce", "bien", "dès", "afin", "pour", "sans", "depuis", "pendant", "tel", "tels",
    "telle", "telles", "autant", "aussi", "même", "lors", "ce", "avant", "après", "mieux", "ne", "n'", "autre", "autres", "tant",
})
#: What may introduce an infinitive that reports: "avant d'ajouter que", "pour expliquer que".
_BEFORE_INFINITIVE: Final = frozenset({"d'", "de", "pour", "à"})
_WHICH = re.compile(r"\bselon (?:laquelle|lequel|lesquelles|lesquels)\b")
_REACH: Final = 14


def indirect(frame: Frame, cues: list[Cue]) -> list[Draft]:
    """Give the quotations of reported clauses."""
    found: list[Draft] = []
    for cue in cues:
        if cue.negated or not frame.outside(cue.token) or cue.kind == PARTICIPLE:
            continue
        source = subject(frame, cue, cues)
        if _reports(frame, cue, source):
            ways = (_that, _infinitive, _colon, _qualified)
            found += next((drafts for way in ways if (drafts := way(frame, cue, source))), [])
    return found + which(frame)


def _reports(frame: Frame, cue: Cue, source: Token | None) -> bool:
    """Tell whether the subject can be one who speaks and is not the article itself."""
    if source is None:
        return False
    if (pronoun(source) in AUTHOR and source.pos_ not in {"NOUN", "PROPN"}) or impersonal(source):
        return False
    if cue.kind == INFINITIVE:
        before = frame.around(cue.token, -1)
        if before is None or before.lower_ not in _BEFORE_INFINITIVE or "w" in cue.rule.flags:
            return False
    return "w" not in cue.rule.flags or able(frame, source, evidence="e" in cue.rule.flags)


def _base(cue: Cue, source: Token | None, family: str) -> Draft:
    return Draft(start=0, end=0, mode="", family=family, cue=(cue.start, cue.end), rule=cue.rule, source=source)


def _that(frame: Frame, cue: Cue, source: Token | None) -> list[Draft]:
    """X V que P."""
    if {"m", "a"} & set(cue.rule.flags):
        return []
    end = frame.sentence(cue.token.idx)[1]
    word = _complementiser(frame, cue, end)
    if word is None:
        return []
    start = word.idx + len(word)
    stop = clause_end(frame, start, end)
    drafts = shaped(frame, start, stop, _base(cue, source, "que"))
    known = frame.clause(start, stop) or len(frame.text[start:stop].split()) > 2
    return drafts if known or any(frame.marked(one.start) for one in drafts) else []


def _complementiser(frame: Frame, cue: Cue, end: int) -> Token | None:
    """Give the word that opens the reported clause of a cue."""
    previous: Token | None = None
    governed, commas = False, 0
    for number, token in enumerate(frame.tokens(cue.end, end)):
        if number > _REACH or not frame.outside(token) or token.text in {":", ";", ".", ")"}:
            return None
        word = token.lower_
        commas += word == ","
        if word in _THAT and commas % 2:
            return None
        if word in _THAT and token.text == word and (previous is None or previous.lower_ not in _OTHER):
            noun = previous is not None and previous.pos_ in {"NOUN", "PROPN"}
            return None if noun and token.pos_ == "PRON" and not governed else token
        opens = word in _WH and (word != "si" or token.pos_ == "SCONJ")
        if opens and number < 4 and cue.rule.group in {"neutral", "asking"}:
            return token
        if finite(token) or (previous is not None and previous.text == "," and word.endswith("ant")) or (token.pos_ == "VERB" and verb_form(token) == "Inf"):
            return None
        governed = word in {"à", "au", "aux", "auprès"} or (governed and token.pos_ != "PUNCT")
        previous = token
    return None


def _infinitive(frame: Frame, cue: Cue, source: Token | None) -> list[Draft]:
    """X affirme avoir P, X accuse Y de P: the infinitive and what depends on it."""
    if not {"f", "d"} & set(cue.rule.flags) or cue.kind not in {FINITE, GERUND}:
        return []
    end = frame.sentence(cue.token.idx)[1]
    word = _first_infinitive(frame, cue, end)
    if word is None:
        return []
    return shaped(frame, word.idx, clause_end(frame, word.idx, end), _base(cue, source, "infinitive"))


def _first_infinitive(frame: Frame, cue: Cue, end: int) -> Token | None:
    """Give the first word of the infinitive, with its negation and pronouns."""
    opening: Token | None = None
    ready = "f" in cue.rule.flags
    for number, token in enumerate(frame.tokens(cue.end, end)):
        if number > _REACH or finite(token) or token.text in {":", ";", ".", "(", "»", "«"}:
            return None
        if verb_form(token) == "Inf":
            return (opening or token) if ready else None
        if token.lower_ in {"ne", "n'", "pas", "plus", "le", "la", "l'", "les", "se", "s'", "y", "en", "lui", "leur", "jamais"} and (
            opening is not None or token.pos_ in {"ADV", "PRON"}
        ):
            opening = opening or token
            continue
        opening = None
        if "d" in cue.rule.flags:
            ready = token.lower_ in {"de", "d'"}
        else:
            ready = token.pos_ == "ADV" or _adverbial(token)
    return None


def _adverbial(token: Token) -> bool:
    return bool(re.match(r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|soir|matin|\d+|dernier"
                         r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)$", token.lower_))


def _colon(frame: Frame, cue: Cue, source: Token | None) -> list[Draft]:
    """X est clair : P, X prévient : P, where P has no marks."""
    end = frame.sentence(cue.token.idx)[1]
    after = re.match(r"\s?:\s", frame.text[cue.end : end])
    if after is None or cue.kind != FINITE:
        return []
    start = cue.end + after.end()
    if frame.marked(start) is not None or not frame.clause(start, end):
        return []
    return shaped(frame, start, end, _base(cue, source, "statement_colon"))


def _qualified(frame: Frame, cue: Cue, source: Token | None) -> list[Draft]:
    """X qualifie Y de P, X les qualifie de P: a judgement without marks."""
    if cue.rule.lemma != "qualifier":
        return []
    end = clause_end(frame, cue.end, frame.sentence(cue.token.idx)[1])
    joint = re.search(r"\s(?:de |d')(?!\w+tion de\b)", frame.text[cue.end : end])
    if joint is None or fragments(frame, cue.end, end):
        return []
    start = cue.end + joint.end() if joint.start() == 0 else cue.end
    return shaped(frame, start, end, _base(cue, source, "complement"))


@lru_cache(maxsize=1)
def _sayings() -> frozenset[str]:
    """Give the nouns whose clause says something: "l'accusation selon laquelle", not "la règle selon laquelle"."""
    return frozenset(noun.rstrip("s") for noun in column(files.rules("saying_nouns.csv"), "noun"))


def which(frame: Frame) -> list[Draft]:
    """N selon laquelle P: the speaker is the complement of the noun, else the noun."""
    found: list[Draft] = []
    for match in _WHICH.finditer(frame.text):
        if frame.marked(match.start()) is not None:
            continue
        end = frame.sentence(match.start())[1]
        before = reversed(list(frame.tokens(max(0, match.start() - 60), match.start())))
        noun = next((token for token in before if token.lower_.rstrip("s") in _sayings()), None)
        if noun is None:
            continue
        base = Draft(start=0, end=0, mode="", family="noun_which", cue=match.span(), source=noun)
        found += shaped(frame, match.end(), clause_end(frame, match.end(), end), base)
    return found
