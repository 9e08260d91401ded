"""Reported infinitives: X affirme avoir P, X demande à Y de P."""

import re
from typing import Final

from kg.annotate.cues import Cue
from kg.annotate.drafts import Draft
from kg.annotate.extent import before_main, clause_end, shaped
from kg.annotate.frame import Frame, finite, verb_form
from kg.annotate.inflection import FINITE, GERUND
from kg.annotate.parsed import Token
from kg.annotate.sources import TIME, phrase

#: Tokens between a cue and its infinitive, at most.
_REACH: Final = 14
#: Pronouns and negations that belong to the infinitive.
_SMALL: Final = frozenset({"ne", "n'", "pas", "plus", "le", "la", "l'", "les", "se", "s'", "y", "en", "lui", "leur", "jamais"})

#: Verbs whose direct object is a person; any other noun behind a verb governs the "de" that follows it: "propose un moyen de payer".
_OF_PERSONS: Final = frozenset(
    {
        "accuser",
        "soupçonner",
        "exhorter",
        "appeler",
        "menacer",
        "féliciter",
        "excuser",
        "plaindre",
        "alarmer",
        "inquiéter",
        "convaincre",
    }
)
#: Verbs before "à" and what somebody is to do.
_URGING: Final = frozenset({"demander", "engager", "appeler", "exhorter"})
_TO: Final = frozenset({"à", "au", "aux", "auprès"})


def infinitive(frame: Frame, cue: Cue, source: Token | None) -> list[Draft]:
    """X affirme avoir P, X accuse Y de P: the infinitive and what depends on it."""
    if not {"f", "d"} & set(cue.rule.flags) or cue.kind not in {FINITE, GERUND}:
        return []
    end = frame.sentence(cue.token.idx)[1]
    word = _first_infinitive(frame, cue, end)
    relative = source is not None and cue.token.dep_.startswith("acl") and _after_that(frame, source)
    if word is None or relative:
        return []
    base = Draft(start=0, end=0, mode="", family="infinitive", cue=(cue.start, cue.end), rule=cue.rule, source=source)
    return shaped(frame, word.idx, before_main(frame, cue, word.idx, clause_end(frame, word.idx, end)), base)


def _after_that(frame: Frame, source: Token) -> bool:
    """Tell whether *que* stands before a subject: "l'avancée que X promet de livrer" reports nothing."""
    before = frame.around(frame.doc[frame.index(phrase(frame, source)[0])], -1)
    return before is not None and before.lower_ in {"que", "qu'"}


def _first_infinitive(frame: Frame, cue: Cue, end: int) -> Token | None:
    """Give the first word of the infinitive, with its negation and pronouns."""
    opening: Token | None = None
    ready, aside, governed, inside = "f" in cue.rule.flags, False, False, False
    for number, token in enumerate(frame.tokens(cue.end, end)):
        if number > _REACH or finite(token) or token.text in {":", ";", ".", "(", "»", "«"}:
            return None
        if verb_form(token) == "Inf":
            return (opening or token) if ready else None
        if token.text == ",":
            aside = not aside
        if aside or token.text == ",":
            continue
        if token.lower_ in _SMALL and (opening is not None or ready or token.pos_ in {"ADV", "PRON"}):
            opening = opening or token
            continue
        opening = None
        if "d" in cue.rule.flags:
            if token.pos_ == "NOUN" and not governed and cue.rule.lemma not in _OF_PERSONS and not TIME.match(token.lower_):
                return None
            if token.lower_.endswith("ant") and token.pos_ == "VERB":
                return None  # "propose une option permettant de payer"
            governed = token.pos_ == "ADP" or token.lower_ in _TO or (governed and token.pos_ != "NOUN")
            ready = token.lower_ in {"de", "d'"} or (token.lower_ == "à" and cue.rule.lemma in _URGING)
        else:
            inside = token.pos_ == "ADP" or (inside and not finite(token))  # "indique dans un communiqué avoir levé"
            bare = token.pos_ not in {"ADP", "CCONJ", "SCONJ"} and token.lower_ not in {"de", "d'", "à", "pour"}
            ready = token.pos_ == "ADV" or _adverbial(token) or (inside and bare)
    return None


def _adverbial(token: Token) -> bool:
    return bool(
        re.match(
            r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|soir|matin|\d+|dernier"
            r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)$",
            token.lower_,
        )
    )
