"""Reporting verbs in a text: where each cue stands, with its auxiliary, and how it is used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.annotate.frame import VERBAL, Frame, finite, verb_form
from kg.annotate.inflection import (
    FINITE,
    GERUND,
    INFINITIVE,
    PARTICIPLE,
    Assistant,
    Rule,
    assistants,
    phrases,
    plainly_finite,
    vocabulary,
)
from kg.annotate.parsed import Token

CLITICS: Final = frozenset({"il", "elle", "ils", "elles", "on", "je", "nous", "vous", "ce", "t", "tu"})
_HAVE: Final = frozenset(["a", "ont", "avait", "avaient", "ayant", "avoir", "aurait", "auraient", "eut"])
_BE: Final = frozenset(["est", "sont", "était", "étaient", "étant", "être", "serait", "seraient", "fut", "furent"])
#: What begins an infinitive behind a verb that a parser takes for a noun: "Nordeo nie avoir menti".
_INFINITIVE: Final = frozenset({"avoir", "être", "ne", "n'", "vouloir", "pouvoir", "devoir"})
_INFINITIVES: Final = ("er", "ir", "re", "oir")
#: What stands before and behind an incise.
_STOPS: Final = frozenset({",", "»", '"', "?", "!", "…", "?!"})
_MARKS: Final = frozenset({"»", '"'})
_CLOSING: Final = frozenset({",", ".", ":", ";", "»", '"', "…", "!"})
#: Verbs that ask, or comment, with a pronoun behind them, but never report: "peut-être, semble-t-il,".
_NO_SPEECH: Final = re.compile(
    r"(?:a|arrive|aurait|avaient|avait|devrait|doit|doivent|est|existe|fait|fallait|faut|font|fut|importe|ont|parait"
    r"|paraît|peut|peuvent|pourrait|reste|sait|semble|serait|sont|suffit|va|veulent|veut|vient|vont|étaient|était|\w+r(?:ez|a|ai|ont))$"
)
#: What stands before a verb in "comme le rappelle Ada Brun"; with its pronoun, it makes a verb of whatever the parser takes for a noun.
LIKE: Final = re.compile(r"\b(?:[Cc]omme|[Aa]insi que)\s(?:le\s|l'|nous l'|me l')?$")
#: After these, a form before *que* is a verb: "n'en croit rien et juge que".
_LINKS: Final = frozenset({"et", "mais", "puis"})
#: Who all of them are stands between an auxiliary and its participle: "ont tous deux confirmé".
_ALL: Final = frozenset({"tous", "toutes", "deux", "trois", "chacun", "chacune"})
#: Tokens between a semi-auxiliary and its infinitive, at most.
_HELP: Final = 6
_REFLEXIVE: Final = frozenset({"se", "s'"})
_PRONOUNS: Final = frozenset({"le", "la", "l'", "les", "lui", "leur", "y", "en", "se", "s'", "m'", "me", "nous"})
_NEGATION: Final = frozenset({"pas", "jamais", "point", "guère", "aucunement", "nullement"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb where it stands.

    Args:
        token: the verb itself.
        start, end: the words of the cue with its auxiliary, in characters.
        kind: ``finite``, ``participle`` (passive or alone), ``gerund`` or ``infinitive``.
        clitic: the subject attached with a hyphen ("a-t-il"), or None.
        negated: whether it is denied that the words were said.
        first: first character of the verb group, with its pronouns ("lui a rétorqué").
    """

    token: Token
    start: int
    end: int
    rule: Rule
    kind: str
    clitic: Token | None = None
    negated: bool = False
    first: int = 0


def cues(frame: Frame) -> list[Cue]:
    """Find the reporting verbs that stand outside marks, and inside them when they may head an incise."""
    return [cue for token in frame.doc if (cue := cue_at(frame, token) or _any_verb(frame, token)) is not None]


def _any_verb(frame: Frame, token: Token) -> Cue | None:
    """Read a verb that no list knows as a cue between a comma and a stop: ", balaie-t-il.", and in marks ", peste Ada Brun."."""
    before = frame.around(token, -1) if token.is_lower else None
    if before is None or before.text not in _STOPS or frame.around(token, 1) is None:
        return None
    clitic = _clitic(frame, token)
    end: Token | None = clitic
    if clitic is not None:
        known = _NO_SPEECH.match(token.lower_) is not None
    else:
        end, known = _person(frame, token), frame.outside(token) or token.pos_ not in VERBAL
    stop = frame.around(end, 1) if end is not None else None
    if end is None or known or stop is None or stop.text not in _CLOSING:
        return None
    rule = Rule(token.lower_, "neutral", "i")
    return Cue(token, token.idx, token.end, rule, FINITE, clitic, first=token.idx)


def _person(frame: Frame, verb: Token) -> Token | None:
    """Give the last word of the person named right after a verb."""
    last: Token | None = None
    token = frame.around(verb, 1)
    person = frame.refs.get(token.i) if token is not None else None
    while token is not None and person is not None and frame.refs.get(token.i) == person:
        last, token = token, frame.around(token, 1)
    return (
        last
        if person is not None and frame.types.get(person) == "PERSON" and last is not None and last.pos_ == "PROPN"
        else None
    )


def cue_at(frame: Frame, token: Token) -> Cue | None:
    """Read one token as a cue, with its auxiliary, clitics and negation; None when it is none."""
    listed = vocabulary().get(token.lower_)
    if not listed:
        return None
    if (helped := _assisted(frame, token)) is not None or not _verbal(frame, token):
        return helped
    left = list(_left(frame, token))
    words = [one.lower_ for one in left]
    reflexive = any(word in _REFLEXIVE for word in words)
    auxiliary = next((one for one in left if one.lower_ in _HAVE | _BE), None)
    for rule, kinds in listed:
        end, rule = _phrase(frame, token.end, rule)
        kind = _kind(token, kinds, auxiliary, reflexive=reflexive)
        if kind is None or "l" in rule.flags or ("r" in rule.flags) != reflexive:
            continue
        clitic = _clitic(frame, auxiliary or token) or _clitic(frame, token)
        negated = any(word in _NEGATION or word in {"ne", "n'"} for word in words) or _negated(frame, token)
        starts = [one for one in left if one is auxiliary or one.lower_ in _REFLEXIVE]
        group = [one.idx for one in left if one.lower_ in _PRONOUNS or one in starts]
        return Cue(
            token, min([token.idx, *(one.idx for one in starts)]), end, rule, kind, clitic, negated, min([token.idx, *group])
        )
    return None


def _assisted(frame: Frame, token: Token) -> Cue | None:
    """Read an infinitive of saying that a semi-auxiliary carries: "finit par lâcher", "se borne à indiquer"."""
    if not token.lower_.endswith(_INFINITIVES):
        return None
    verb = frame.around(token, -1)
    for _ in range(_HELP):
        if verb is None or verb.is_punct:
            return None
        for one, kinds in assistants().get(verb.lower_, ()):
            if one.joint.fullmatch(frame.text, verb.end, token.idx):
                return _helped(frame, (verb, one, kinds), token)
        verb = frame.around(verb, -1)
    return None


def _helped(frame: Frame, helper: tuple[Token, Assistant, frozenset[str]], token: Token) -> Cue | None:
    """Give the cue of a semi-auxiliary and the infinitive behind it, used as the first of the two is."""
    verb, one, kinds = helper
    left = list(_left(frame, verb))
    words = {word.lower_ for word in left}
    auxiliary = next((word for word in left if word.lower_ in _HAVE | _BE), None)
    kind = _kind(verb, kinds, auxiliary, reflexive=one.reflexive or one.conceding)
    negated = bool(words & (_NEGATION | {"ne", "n'"}))
    if kind is None or bool(words & _REFLEXIVE) != one.reflexive or negated != one.denied:
        return None
    itself = (frame.around(token, -1) or token).lower_ in _REFLEXIVE
    for rule, forms in vocabulary()[token.lower_]:
        end, rule = _phrase(frame, token.end, rule)
        fits = ("r" in rule.flags) == itself and not {"l", "a"} & set(rule.flags)
        if INFINITIVE in forms and fits and (not one.conceding or rule.group == "conceding"):
            group = [word.idx for word in left if word.lower_ in _PRONOUNS or word is auxiliary]
            first = min([verb.idx, *group])
            clitic = _clitic(frame, auxiliary or verb) or _clitic(frame, verb)
            return Cue(token, first, end, rule, kind, clitic, first=first)
    return None


def _verbal(frame: Frame, token: Token) -> bool:
    """Trust the parser on what is a verb, and the position against it right after a comma or a closing mark."""
    if token.pos_ in VERBAL:
        return True
    before, after = frame.around(token, -1), frame.around(token, 1)
    if before is None or after is None:
        return False
    if token.lower_ in plainly_finite() and before.pos_ not in {"DET", "ADP"}:
        return True
    if before.lower_ in {"le", "l'"} and LIKE.search(frame.text, max(0, token.idx - 20), token.idx):
        return True
    if before.pos_ in {"PROPN", "X", "ADJ", "PRON"} and after.lower_ in _INFINITIVE:
        return True
    if token.lower_.endswith("ant") and (
        before.text in {",", "en"} or before.lower_ in _PRONOUNS or after.lower_ in {"que", "qu'"}
    ):
        return True
    if after.lower_ in {"que", "qu'"} and (before.pos_ in {"PROPN", "NOUN", "PRON", "PUNCT"} or before.lower_ in _LINKS):
        return True
    if before.text == "," and any(child.dep_ == "nsubj" and child.i < token.i for child in token.children):
        return True
    if before.lower_ in _REFLEXIVE | {"dernier", "dernière"} or (
        token.dep_ in {"ROOT", "ccomp"} and before.pos_ in {"PROPN", "NOUN", "PRON"}
    ):
        return True
    if after.lower_.lstrip("-") in CLITICS and after.text.startswith("-"):
        return True
    if (before.text in {",", ")"} or before.pos_ in {"NOUN", "PROPN", "X", "ADJ"}) and _lone(frame, token):
        return True
    if after.lower_.endswith("ment"):  # "commente sobrement un dirigeant"
        after = frame.around(after, 1) or after
    marked = before.text in _MARKS or (before.text == "," and (frame.around(before, -1) or before).text in _MARKS)
    follows = after.pos_ in {"DET", "PROPN"} or (marked and (after.pos_ in {"ADP", "ADV"} or after.text == ","))
    return (marked or before.text == ",") and follows and token.lower_ == token.text


def _lone(frame: Frame, token: Token) -> bool:
    """Tell whether a form that can be a finite verb is the only one of its sentence, before an infinitive or marks."""
    finite_form = any(FINITE in kinds for _, kinds in vocabulary()[token.lower_])
    start, end = frame.sentence(token.idx)
    following = list(frame.tokens(token.end, min(end, token.idx + 40)))[:4]
    quoted = any(one.text in {"«", '"'} for one in following[:2])
    if not finite_form or not (quoted or any(verb_form(one) == "Inf" for one in following)):
        return False
    return not any(finite(one) and frame.outside(one) for one in frame.tokens(start, end))


def _left(frame: Frame, token: Token) -> Iterator[Token]:
    """Give auxiliaries, clitics, pronouns and adverbs directly before a verb, nearest first."""
    one = frame.around(token, -1)
    for _ in range(6):
        if one is None:
            return
        word = one.lower_
        known = word in _HAVE | _BE | _PRONOUNS | _NEGATION | _ALL or word in {"n'", "ne", "-t"}
        if not (known or one.pos_ == "ADV" or (one.text.startswith("-") and word.lstrip("-") in CLITICS | {"t-il", "t-elle"})):
            return
        yield one
        if word in {"n'", "ne"}:
            return
        one = frame.around(one, -1)


def _kind(token: Token, kinds: frozenset[str], auxiliary: Token | None, *, reflexive: bool) -> str | None:
    """Tell how a form is used: a participle counts as finite after *avoir*, or after *être* with *se*."""
    if auxiliary is not None and PARTICIPLE in kinds:
        return FINITE if auxiliary.lower_ in _HAVE or reflexive else PARTICIPLE
    if auxiliary is None and len(kinds) > 1 and not _governs(token) and _named_so(token):
        return PARTICIPLE
    for kind in (FINITE, GERUND, INFINITIVE, PARTICIPLE):
        if kind in kinds:
            return kind
    return None


def _governs(token: Token) -> bool:
    """Tell whether an infinitive or *que* follows, which a participle such as *dit* alone does not take."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return after.lower_ in {"que", "qu'", "ne"} or verb_form(after) == "Inf"


def _named_so(token: Token) -> bool:
    """Tell "le modèle dit « X »" from "il dit « X »"."""
    before = token.doc[token.i - 1] if token.i else token
    if before.text == "(":
        return True
    return verb_form(token) == "Part" or (before.pos_ in {"NOUN", "ADJ"} and token.dep_ != "ROOT")


def _clitic(frame: Frame, token: Token) -> Token | None:
    """Give the pronoun that follows a verb after a hyphen."""
    one = frame.around(token, 1)
    for _ in range(2):
        if one is None or not one.text.startswith("-"):
            return None
        if one.lower_.split("-")[-1] in CLITICS - {"t"}:
            return one
        one = frame.around(one, 1)
    return None


def _negated(frame: Frame, token: Token) -> bool:
    after = frame.around(token, 1)
    return after is not None and after.lower_ in _NEGATION and after.pos_ != "NOUN"


def _phrase(frame: Frame, end: int, rule: Rule) -> tuple[int, Rule]:
    """Extend a light verb that ends at a character by the words that make it a cue."""
    for pattern, found in phrases().get(rule.lemma, ()):
        match = pattern.match(frame.text, end)
        if match:
            return match.end(), found
    return end, rule
