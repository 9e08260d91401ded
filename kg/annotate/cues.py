"""Reporting verbs in a text: where each cue stands, what kind it is, and how it is inflected.

The vocabulary is ``data/rules/reporting_verbs.csv`` and ``cue_phrases.csv``; forms are worked out here, because a verb
that the parser's lemmatizer does not know must be found as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Token

from kg import files
from kg.annotate.frame import VERBAL, Frame
from kg.annotate.tables import rows

FINITE, PARTICIPLE, GERUND, INFINITIVE = "finite", "participle", "gerund", "infinitive"
CLITICS: Final = frozenset({"il", "elle", "ils", "elles", "on", "je", "nous", "vous", "ce", "t", "tu"})
_HAVE: Final = frozenset(["a", "ont", "avait", "avaient", "ayant", "avoir", "aurait", "auraient", "eut"])
_BE: Final = frozenset(["est", "sont", "était", "étaient", "étant", "être", "serait", "seraient", "fut", "furent"])
_REFLEXIVE: Final = frozenset({"se", "s'"})
_PRONOUNS: Final = frozenset({"le", "la", "l'", "les", "lui", "leur", "y", "en", "se", "s'", "m'", "me", "nous"})
_NEGATION: Final = frozenset({"pas", "jamais", "point", "guère", "aucunement", "nullement"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of reporting verbs: see its first lines for the flags."""

    lemma: str
    group: str
    flags: str

    @property
    def incise(self) -> bool:
        """Whether the verb heads an incise: « … », V X."""
        return "i" in self.flags


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb where it stands.

    Args:
        token: the verb itself.
        start, end: the words of the cue with its auxiliary, in characters.
        kind: ``finite``, ``participle`` (passive or alone), ``gerund`` or ``infinitive``.
        clitic: the subject attached with a hyphen ("a-t-il"), or None.
        negated: whether it is denied that the words were said.
    """

    token: Token
    start: int
    end: int
    rule: Rule
    kind: str
    clitic: Token | None = None
    negated: bool = False


def inflect(lemma: str) -> dict[str, str]:
    """Give the third persons, participles and infinitive of a verb like *parler* or *finir*, with their kind.

    >>> sorted(inflect("annoncer"))[:6]
    ['annonce', 'annoncent', 'annoncer', 'annoncèrent', 'annoncé', 'annoncée']
    """
    if lemma.endswith("ir"):
        stem = lemma[:-1]
        table = {FINITE: "t ssent ssait ssaient", PARTICIPLE: " e s es", GERUND: "ssant", INFINITIVE: "r"}
        return {stem + end: kind for kind, ends in table.items() for end in ends.split(" ")}
    stem = lemma[:-2]
    soft = re.sub("c$", "ç", re.sub("g$", "ge", stem))
    weak = re.sub(r"é([^aeiouyéè]+)$", r"è\1", stem)
    weak = re.sub(r"e([ltv])$", "ell" if lemma.endswith("peler") else r"è\1", weak)
    finite = [weak + "e", weak + "ent", soft + "ait", soft + "aient", soft + "a", stem + "èrent"]
    forms = dict.fromkeys(finite, FINITE)
    forms |= dict.fromkeys([stem + end for end in ("é", "ée", "és", "ées")], PARTICIPLE)
    return forms | {soft + "ant": GERUND, lemma: INFINITIVE}


def kind_of(form: str) -> str:
    """Give the kind of a listed form of an irregular verb by its ending."""
    if form.endswith("ant"):
        return GERUND
    if form.endswith(("re", "oir", "ir")):
        return INFINITIVE
    return FINITE if form.endswith(("t", "d", "ent", "ient", "ut", "sont")) else PARTICIPLE


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, list[tuple[Rule, frozenset[str]]]]:
    """Give every form of every reporting verb with its rules and the kinds it may be."""
    table: dict[str, list[tuple[Rule, frozenset[str]]]] = {}
    for row in rows(files.rules("reporting_verbs.csv")):
        rule = Rule(row["lemma"], row["class"], row["flags"])
        forms = inflect(rule.lemma)
        if row["forms"]:
            forms = {form: kind_of(form) for form in row["forms"].split()}
        for form, kind in forms.items():
            both = kind == FINITE and row["forms"] and form.endswith(("it", "int"))
            kinds = frozenset({FINITE, PARTICIPLE} if both else {kind})
            table.setdefault(form, []).append((rule, kinds))
    return table


@lru_cache(maxsize=1)
def phrases() -> dict[str, list[tuple[re.Pattern[str], Rule]]]:
    """Give the phrases that begin with each light verb: *faire savoir*, *laisser entendre*…"""
    table: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
    for row in rows(files.rules("cue_phrases.csv")):
        rule = Rule(f"{row['verb']} {row['words']}", row["class"], row["flags"])
        table.setdefault(row["verb"], []).append((re.compile(r"\s(?:\w+ment )?" + row["words"] + r"\b"), rule))
    return table


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
        kind = _kind(kinds, auxiliary, reflexive=reflexive)
        if kind is None or "l" in rule.flags or ("r" in rule.flags) != reflexive:
            continue
        clitic = _clitic(frame, auxiliary or token) or _clitic(frame, token)
        negated = any(word in _NEGATION for word in words) or _negated(frame, token)
        starts = [one for one in left if one is auxiliary or one.lower_ in _REFLEXIVE]
        return Cue(token, min([token.idx, *(one.idx for one in starts)]), end, rule, kind, clitic, negated)
    return None


def _verbal(frame: Frame, token: Token) -> bool:
    """Trust the parser on what is a verb, and the position against it right after a comma or a closing mark."""
    if token.pos_ in VERBAL:
        return True
    before, after = frame.around(token, -1), frame.around(token, 1)
    if before is None or after is None:
        return False
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


def _kind(kinds: frozenset[str], auxiliary: Token | None, *, reflexive: bool) -> str | None:
    """Tell how a form is used: a participle counts as finite after *avoir*, or after *être* with *se*."""
    if auxiliary is not None and PARTICIPLE in kinds:
        return FINITE if auxiliary.lower_ in _HAVE or reflexive else PARTICIPLE
    for kind in (FINITE, GERUND, INFINITIVE, PARTICIPLE):
        if kind in kinds:
            return kind
    return None


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
