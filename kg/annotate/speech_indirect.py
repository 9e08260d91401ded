"""Reported clauses without marks, or with some: X affirme que P, X affirme avoir P."""

import re
from dataclasses import replace
from typing import Final

from kg.annotate.cues import Cue, cue_at
from kg.annotate.drafts import Draft
from kg.annotate.extent import before_main, clause_end, shaped
from kg.annotate.frame import Frame, finite, verb_form
from kg.annotate.inflection import FINITE, GERUND, INFINITIVE, PARTICIPLE
from kg.annotate.parsed import Token
from kg.annotate.source_nouns import nouns
from kg.annotate.sources import AUTHOR, SUBJECTS, TIME, impersonal, phrase, pronoun, subject
from kg.annotate.speakers import able
from kg.annotate.speech_infinitive import infinitive
from kg.annotate.speech_judged import qualified

#: The conjunction *que*.
THAT: Final = frozenset({"que", "qu'"})
_WH: Final = frozenset({"comment", "pourquoi", "combien", "si", "où", "quand"})
#: Before *que* these make another conjunction or a comparison.
OTHER_THAT: Final = frozenset(
    {
        "plus",
        "moins",
        "alors",
        "tandis",
        "ainsi",
        "parce",
        "bien",
        "dès",
        "afin",
        "pour",
        "sans",
        "depuis",
        "pendant",
        "tel",
        "tels",
        "telle",
        "telles",
        "autant",
        "aussi",
        "même",
        "lors",
        "ce",
        "avant",
        "après",
        "mieux",
        "ne",
        "n'",
        "autre",
        "autres",
        "tant",
    }
)
#: What may introduce an infinitive that reports: "avant d'ajouter que", "pour expliquer que".
_BEFORE_INFINITIVE: Final = frozenset({"d'", "de", "pour", "à"})
_CARRIED: Final = re.compile(r"(?:Et|Puis|Avant|Mais)\s(?:aussitôt\s|même\s)?(?:de\s|d')(?:\w+ment\s)?")
#: Between a cue and what it announces: "l'assure, P", "le reconnaît volontiers : P".
_THEN: Final = re.compile(
    r"(?:\s(?:volontiers|d'ailleurs|lui-même|elle-même|hier|encore|à l'envi|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\w+ment))?(?:\s?:\s|,\s)"
)
_REACH: Final = 14
#: Adverbs of the verb, not of the conjunction, when they stand alone between the two: "estime aussi que".
_TOO: Final = frozenset({"aussi", "même", "bien", "ainsi", "alors"})
#: Objects that make the reader the one addressed: "si l'appel vous demande de payer".
_READER: Final = frozenset({"vous", "te", "t'"})
#: Verbs that take whom they tell and then the clause.
_INFORMING: Final = frozenset(
    {
        "informer",
        "prévenir",
        "avertir",
        "alerter",
        "assurer",
        "rassurer",
        "annoncer",
        "déclarer",
        "affirmer",
        "dire",
        "préciser",
        "indiquer",
    }
)
#: Verbs whose gerund before its subject tells what somebody noticed, not said: "En constatant que P, X a agi".
_NOTICING: Final = frozenset({"constater", "observer", "remarquer", "apprendre", "considérer", "estimer", "penser", "voir"})
#: Verbs whose gerund tells of an effect, not of words: "en garantissant que P".
_ENSURING: Final = frozenset({"garantir", "assurer"})


def indirect(frame: Frame, cues: list[Cue]) -> list[Draft]:
    """Give the quotations of reported clauses."""
    found: list[Draft] = []
    for cue in cues:
        if cue.negated or not frame.outside(cue.token) or cue.kind == PARTICIPLE:
            continue
        if carried(frame, cue):
            found += [replace(one, inherit=True) for one in _that(frame, cue, None)]
            continue
        source = subject(frame, cue, cues)
        if _reports(frame, cue, source, cues):
            ways = (_that, infinitive, _colon, qualified)
            found += next((drafts for way in ways if (drafts := way(frame, cue, source))), [])
    return found


def carried(frame: Frame, cue: Cue) -> bool:
    """Tell whether a cue goes on with the speaker of the sentence before: "Et d'ajouter que P", "Avant de conclure : « Q »"."""
    start = frame.sentence(cue.start)[0]
    return cue.kind == INFINITIVE and _CARRIED.fullmatch(frame.text, start, cue.start) is not None


def _reports(frame: Frame, cue: Cue, source: Token | None, cues: list[Cue]) -> bool:
    """Tell whether the subject can be one who speaks and is not the article itself."""
    if source is None:
        return False
    if (pronoun(source) in AUTHOR and source.pos_ not in {"NOUN", "PROPN"}) or impersonal(source):
        return False
    before = frame.around(frame.doc[frame.index(cue.start)], -1)
    if before is not None and before.lower_ in _READER:
        return False
    if cue.rule.lemma in _ENSURING and source.i not in frame.refs and source.pos_ == "PRON":
        return False
    if _supposed(frame, source):
        return False
    if cue.kind == GERUND and cue.rule.lemma in _NOTICING and source.idx > cue.start:
        return False
    if cue.kind == GERUND and cue.rule.lemma in _ENSURING and frame.types.get(frame.refs.get(source.i, "")) != "PERSON":
        return False
    noun = nouns().get(source.lower_)
    vague = noun is not None and (
        noun.kind == "document" or any(child.lower_ in {"ce", "cet", "cette"} for child in source.children)
    )
    if cue.rule.lemma == "promettre" and source.pos_ == "PROPN" and source.i not in frame.refs:
        return False  # "le CES promet d'être animé"
    if cue.rule.lemma in _ENSURING | {"promettre"} and vague and source.i not in frame.refs:
        return False
    if cue.kind == INFINITIVE:
        before = frame.around(cue.token, -1)
        if before is None or before.lower_ not in _BEFORE_INFINITIVE:
            return False
        other = frame.around(before, -1)
        told = (
            other is not None and other.lower_ == "avant" and any(one.kind == FINITE and one.start < cue.start for one in cues)
        )
        if "w" in cue.rule.flags and not told:
            return False
        if before.lower_ == "à" and other is not None and other.pos_ == "AUX":
            return False
    return "w" not in cue.rule.flags or able(frame, source, evidence="e" in cue.rule.flags)


def _supposed(frame: Frame, source: Token) -> bool:
    """Tell whether the one who speaks stands in an *if* clause: "si un utilisateur déclare être majeur"."""
    before = frame.around(frame.doc[frame.index(phrase(frame, source)[0])], -1)
    if before is None or before.lower_ not in {"si", "s'"} or source.i in frame.refs:
        return False
    first = frame.around(before, -1)
    return first is None or first.lower_ != "même"


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
    start = word.end
    stop = clause_end(frame, start, end)
    stop = _joined(frame, cue, start, before_main(frame, cue, start, stop))
    if cue.kind == GERUND and not frame.clause(frame.sentence(cue.start)[0], cue.start):
        commas = [start + match.start() for match in re.finditer(",", frame.text[start:stop])]
        stop = next((at for at in commas if frame.clause(start, at) and frame.clause(at, stop)), stop)
    drafts = shaped(frame, start, stop, _base(cue, source, "que"))
    known = frame.clause(start, stop) or sum(not token.is_punct for token in frame.tokens(start, stop)) > 2
    return drafts if known or any(frame.marked(one.start) for one in drafts) else []


def _joined(frame: Frame, cue: Cue, start: int, end: int) -> int:
    """Stop before *et* and a verb that goes on with what the speaker does: "estime que P et refuse de répondre"."""
    for token in frame.tokens(start, end):
        before = frame.around(token, -1)
        if before is None or before.lower_ != "et" or not finite(token) or before.idx <= start or frame.marked(token.idx):
            continue
        if (token.head == cue.token and token.dep_ == "conj") or (cue_at(frame, token) and _mute(frame, start, before.idx)):
            return before.idx
    return end


def _mute(frame: Frame, start: int, end: int) -> bool:
    """Tell whether the subject of a clause is nobody who says anything, so that a verb of saying has another one."""
    subjects = [token for token in frame.tokens(start, end) if token.dep_ in SUBJECTS]
    return bool(subjects) and not able(frame, subjects[0])


def _complementiser(frame: Frame, cue: Cue, end: int) -> Token | None:
    """Give the word that opens the reported clause of a cue."""
    previous: Token | None = None
    governed, commas = False, 0
    for number, token in enumerate(frame.tokens(cue.end, end)):
        if number > _REACH or not frame.outside(token) or token.text in {":", ";", ".", ")"}:
            return None
        word = token.lower_
        commas += word == ","
        if word in THAT and commas % 2:
            return None
        plain = previous is None or previous.lower_ not in OTHER_THAT or (number == 1 and previous.lower_ in _TOO)
        if word in THAT and token.text == word and plain:
            noun = (
                previous is not None and previous.pos_ in {"NOUN", "PROPN"} and not governed and not TIME.match(previous.lower_)
            )
            relative = noun and (token.pos_ == "PRON" or cue.rule.lemma not in _INFORMING)
            return None if relative or _inverting(frame, previous, token) else token
        opens = word in _WH and (word != "si" or token.pos_ == "SCONJ")
        if opens and number < 4 and cue.rule.group in {"neutral", "asking"}:
            return token
        if (
            finite(token)
            or (previous is not None and previous.text == "," and word.endswith("ant"))
            or (token.pos_ == "VERB" and verb_form(token) == "Inf")
        ):
            return None
        governed = word in {"à", "au", "aux", "auprès"} or (governed and token.pos_ != "PUNCT")
        previous = token
    return None


def _inverting(frame: Frame, noun: Token | None, that: Token) -> bool:
    """Tell whether *que* opens a relative clause whose verb comes first: "le défi que représente P"."""
    after = frame.around(that, 1)
    return noun is not None and noun.pos_ in {"NOUN", "PROPN"} and after is not None and after.pos_ == "VERB" and finite(after)


def _colon(frame: Frame, cue: Cue, source: Token | None) -> list[Draft]:
    """X est clair : P, X prévient : P, where P has no marks."""
    end = frame.sentence(cue.token.idx)[1]
    after = _THEN.match(frame.text, cue.end, end)
    before = frame.around(cue.token, -1)
    taken = before is not None and before.lower_ in {"l'", "le"}
    if (
        after is None
        or (after.group().endswith(", ") and not taken)
        or cue.kind != FINITE
        or "m" in cue.rule.flags
        or labelled(frame, cue)
    ):
        return []
    if source is not None and source.lower_ in {"chose", "enjeu", "défi", "question", "résultat", "objectif", "but"}:
        return []
    start = after.end()
    if frame.marked(start) is not None or not frame.clause(start, end):
        return []
    return shaped(frame, start, end, _base(cue, source, "statement_colon"))


def labelled(frame: Frame, cue: Cue) -> bool:
    """Tell whether a cue before a colon is an adjective of a label at the start of a line: "Amélioration continue : …"."""
    start = frame.text.rfind("\n", 0, cue.start) + 1
    first = frame.doc[frame.index(start)]
    return cue.start - start < 50 and first.pos_ == "NOUN" and first.lower_ not in nouns() and first.i not in frame.refs
