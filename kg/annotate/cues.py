"""Reporting verbs in a text: where each cue stands, with its auxiliary, and how it is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from kg.annotate.frame import VERBAL, Frame, verb_form
from kg.annotate.inflection import FINITE, GERUND, INFINITIVE, PARTICIPLE, Rule, phrases, plainly_finite, vocabulary

CLITICS: Final = frozenset({"il", "elle", "ils", "elles", "on", "je", "nous", "vous", "ce", "t", "tu"})
_HAVE: Final = frozenset(["a", "ont", "avait", "avaient", "ayant", "avoir", "aurait", "auraient", "eut"])
_BE: Final = frozenset(["est", "sont", "était", "étaient", "étant", "être", "serait", "seraient", "fut", "furent"])
#: What begins an infinitive behind a verb that a parser takes for a noun: "Nordeo nie avoir menti".
_INFINITIVE: Final = frozenset({"avoir", "être", "ne", "n'", "vouloir", "pouvoir", "devoir"})
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
    return [cue for token in frame.doc if (cue := cue_at(frame, token)) is not None]


def cue_at(frame: Frame, token: Token) -> Cue | None:
    """Read one token as a cue, with its auxiliary, clitics and negation; None when it is none."""
    listed = vocabulary().get(token.lower_)
    if not listed or not _verbal(frame, token):
        return None
    left = list(_left(frame, token))
    words = [one.lower_ for one in left]
    reflexive = any(word in _REFLEXIVE for word in words)
    auxiliary = next((one for one in left if one.lower_ in _HAVE | _BE), None)
    for rule, kinds in listed:
        end, rule = _phrase(frame, token, rule)
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


def _verbal(frame: Frame, token: Token) -> bool:
    """Trust the parser on what is a verb, and the position against it right after a comma or a closing mark."""
    if token.pos_ in VERBAL:
        return True
    before, after = frame.around(token, -1), frame.around(token, 1)
    if before is None or after is None:
        return False
    if token.lower_ in plainly_finite() and before.pos_ not in {"DET", "ADP"}:
        return True
    if before.pos_ in {"PROPN", "X"} and after.lower_ in _INFINITIVE:
        return True
    if token.lower_.endswith("ant") and (
        before.text in {",", "en"} or before.lower_ in _PRONOUNS or after.lower_ in {"que", "qu'"}
    ):
        return True
    if after.lower_ in {"que", "qu'"} and before.pos_ in {"PROPN", "NOUN", "PRON", "PUNCT"}:
        return True
    if before.lower_ in _REFLEXIVE | {"dernier", "dernière"} or (
        token.dep_ in {"ROOT", "ccomp"} and before.pos_ in {"PROPN", "NOUN", "PRON"}
    ):
        return True
    if after.lower_.lstrip("-") in CLITICS and after.text.startswith("-"):
        return True
    return before.text in {",", "»", '"'} and after.pos_ in {"DET", "PROPN"} and token.lower_ == token.text


def _left(frame: Frame, token: Token) -> Iterator[Token]:
    """Give auxiliaries, clitics, pronouns and adverbs directly before a verb, nearest first."""
    one = frame.around(token, -1)
    for _ in range(6):
        if one is None:
            return
        word = one.lower_
        known = word in _HAVE | _BE | _PRONOUNS | _NEGATION or word in {"n'", "ne", "-t"}
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
    if auxiliary is None and len(kinds) > 1 and _named_so(token):
        return PARTICIPLE
    for kind in (FINITE, GERUND, INFINITIVE, PARTICIPLE):
        if kind in kinds:
            return kind
    return None


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


def _phrase(frame: Frame, token: Token, rule: Rule) -> tuple[int, Rule]:
    """Extend a light verb by the words that make it a cue."""
    end = token.idx + len(token)
    for pattern, found in phrases().get(rule.lemma, ()):
        match = pattern.match(frame.text, end)
        if match:
            return match.end(), found
    return end, rule
