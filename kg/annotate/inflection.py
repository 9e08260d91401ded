"""The inflection of reporting verbs, worked out from ``data/rules/reporting_verbs.csv`` and ``cue_phrases.csv``.

A verb that the parser's lemmatizer does not know must be found as well, so no lemma of the parser is used.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from kg import files
from kg.annotate.tables import rows

FINITE, PARTICIPLE, GERUND, INFINITIVE = "finite", "participle", "gerund", "infinitive"


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
    weak = re.sub(r"([aou])y$", r"\1i", weak)
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
    return FINITE if form.endswith(("t", "d", "ent", "ient", "ut", "sont")) or form == "va" else PARTICIPLE


def kinds_of(form: str) -> frozenset[str]:
    """Give the kinds that a listed form may be: *dit* and *maintint* look like participles as well."""
    kind = kind_of(form)
    both = kind == FINITE and form.endswith(("it", "int")) and not form.endswith(("oit", "ait", "ient"))
    return frozenset({FINITE, PARTICIPLE} if both else {kind})


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, list[tuple[Rule, frozenset[str]]]]:
    """Give every form of every reporting verb with its rules and the kinds it may be."""
    table: dict[str, list[tuple[Rule, frozenset[str]]]] = {}
    for row in rows(files.rules("reporting_verbs.csv")):
        rule = Rule(row["lemma"], row["class"], row["flags"])
        for form, kinds in _forms(rule.lemma, row["forms"]).items():
            table.setdefault(form, []).append((rule, kinds))
    return table


def _forms(lemma: str, listed: str) -> dict[str, frozenset[str]]:
    """Give the forms of a verb, the listed ones if it is irregular, with the kinds each may be."""
    if listed:
        return {form: kinds_of(form) for form in listed.split()}
    return {form: frozenset({kind}) for form, kind in inflect(lemma).items()}


@dataclass(frozen=True, slots=True)
class Assistant:
    """A verb that leans on an infinitive of saying: *finir par*, *se borner à*, *tenir à*.

    Args:
        joint: what may stand from the end of the verb to the infinitive.
        reflexive: whether it takes *se*.
        denied: it says something only when it is negated: "n'hésite pas à".
        conceding: it goes with verbs that concede alone: "doit reconnaître".
    """

    joint: re.Pattern[str]
    reflexive: bool
    denied: bool
    conceding: bool


@lru_cache(maxsize=1)
def assistants() -> dict[str, list[tuple[Assistant, frozenset[str]]]]:
    """Give every form of every semi-auxiliary with what it needs and the kinds it may be."""
    table: dict[str, list[tuple[Assistant, frozenset[str]]]] = {}
    for row in rows(files.rules("semi_auxiliaries.csv")):
        between = rf"(?:-t)?(?:-\w+)?\s(?:pas |\w+ment |même |aussi |d'ailleurs )*{row['joint']}(?:(?:lui|leur|le|la|les|nous|en|y) |l'|s'|se )*"
        one = Assistant(re.compile(between), *(flag in row["flags"] for flag in "rnc"))
        for form, kinds in _forms(row["verb"], row["forms"]).items():
            table.setdefault(form, []).append((one, kinds))
    return table


@lru_cache(maxsize=1)
def phrases() -> dict[str, list[tuple[re.Pattern[str], Rule]]]:
    """Give the phrases that begin with each light verb: *faire savoir*, *laisser entendre*…"""
    table: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
    for row in rows(files.rules("cue_phrases.csv")):
        rule = Rule(f"{row['verb']} {row['words']}", row["class"], row["flags"])
        table.setdefault(row["verb"], []).append((re.compile(r"\s(?:\w+ment )?" + row["words"] + r"\b"), rule))
    return table


@lru_cache(maxsize=1)
def plainly_finite() -> frozenset[str]:
    """Give the forms that can be nothing but a finite verb: plural ones, and those of irregular verbs."""
    finite = {form for form, found in vocabulary().items() if all(kinds == {FINITE} for _, kinds in found)}
    return frozenset(form for form in finite if form.endswith(("ent", "ait", "d", "et", "oit", "ient")))
