"""Where the trigger of a pattern stands in a text: forms of its words, in order and close to each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from kg.annotate.amounts import SLOTS
from kg.annotate.parsed import Token
from kg.annotate.patterns_relations import Match, Pattern, patterns
from kg.annotate.view import View
from kg.annotate.words import is_form, opens_as_participle, words_of

_CONTRACTED: Final = {"de": ("de", "d'", "du", "des"), "à": ("à", "au", "aux"), "que": ("que", "qu'")}


def _initial(word: str) -> str:
    """Give the first letter of a word in lower case, without the accents that "e" takes in some forms of a verb."""
    first = word[:1].lower()
    return "e" if first in ("é", "è") else first


@lru_cache(maxsize=1)
def _triggers() -> Mapping[str, tuple[str, ...]]:
    """Give the first words of all triggers by their initial, which every form of a word keeps."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in patterns():
        for start in one.words[0].split("/") if one.kind != "preposition" else ():
            found[_initial(start)].add(start)
    return {initial: tuple(sorted(starts)) for initial, starts in found.items()}


@lru_cache(maxsize=20000)
def _candidates(word: str, lemma: str) -> tuple[Pattern, ...]:
    """Give the patterns whose trigger begins with a form of a word."""
    near = {start for initial in (_initial(word), _initial(lemma)) for start in _triggers().get(initial, ())}
    starts = {start for start in near if is_form(word, lemma, start)}
    if not starts:
        return ()
    return tuple(one for one in patterns() if one.kind != "preposition" and not starts.isdisjoint(one.words[0].split("/")))


@lru_cache(maxsize=1)
def _prepositions() -> Mapping[str, list[Pattern]]:
    """Give the prepositional phrases by each form of their first word."""
    found: dict[str, list[Pattern]] = defaultdict(list)
    for one in patterns():
        for form in _variants(one.words[0]) if one.kind == "preposition" else ():
            found[form].append(one)
    return dict(found)


def matches(seen: View) -> Iterator[Match]:
    """Give every place where the trigger of a pattern stands."""
    for token in seen.doc:
        if token.is_punct or token.is_space or _inside_name(seen, token):
            continue
        word = token.lower_
        for one in _candidates(word, token.lemma_.lower()):
            gap = 7 if one.object[0] in SLOTS else 3
            if _kind_fits(seen, one, token) and (last := _rest(token, one.words[1:], gap)) is not None:
                yield Match(one, token, last)
        for one in _prepositions().get(word, ()):
            if (last := _rest(token, one.words[1:], gap=0)) is not None:
                yield Match(one, token, last)


def _inside_name(seen: View, token: Token) -> bool:
    one = seen.name(token.i)
    return one is not None and not one.anaphor


def _kind_fits(seen: View, one: Pattern, token: Token) -> bool:
    if one.kind in ("verb", "pronominal"):
        if one.kind == "verb" and one.words[0].split("/")[0] in words_of("never reflexive") and _is_pronominal(token):
            return False  # "se sert de X" hosts nothing
        return (one.kind == "verb" or _is_pronominal(token)) and (token.pos_ in ("VERB", "AUX") or _verbal(seen, token))
    if one.kind == "adjective":
        active = token.i > 0 and token.nbor(-1).lower_ in ("a", "ont", "avait", "avaient", "aura", "auront", "avoir", "ayant")
        return (
            token.pos_ in ("ADJ", "VERB", "NOUN") or token.is_sent_start is True
        ) and not active  # "Installée à" looks like a name
    return token.pos_ not in ("VERB", "AUX", "ADP") or any(child.dep_ == "cop" for child in token.children)


def _is_pronominal(token: Token) -> bool:
    return any(word.lower_ in ("se", "s'") for word in token.doc[max(token.i - 3, 0) : token.i])


def _verbal(seen: View, token: Token) -> bool:
    """Tell whether a word that the tagger did not know as a verb stands where one does: after a name, a helper or a clitic."""
    if opens_as_participle(token):
        return True
    if token.i == 0 or token.is_title:
        return False
    before = token.nbor(-1)
    if token.pos_ == "ADJ" and token.lemma_.endswith(("er", "ir", "re")):
        return True  # a participle
    if any(child.pos_ == "AUX" and child.i < token.i for child in token.children):
        return True  # "n'a ni investi dans"
    if token.pos_ in ("ADJ", "ADV", "X") and token.i + 1 < len(token.doc) and before.pos_ not in ("DET", "ADP", "ADV"):
        after = token.nbor(1)  # "Ce tour de table valorise X à"
        if (after.pos_ == "DET" or seen.name(after.i) is not None) and not token.lower_.endswith(("é", "ée", "és", "ées")):
            return True
    if _has_subject(token):
        return True
    infinitive = token.lower_.endswith(("er", "ir", "re"))
    if infinitive and (before.pos_ == "VERB" or before.lower_ in ("de", "d'", "à", "pour", "se", "s'", "sans", "l'")):
        return True  # "X compte publier Y"
    return before.pos_ in ("AUX", "PRON") or seen.name(before.i) is not None or token.lower_.endswith(("é", "ée", "és", "ées"))


def _has_subject(token: Token) -> bool:
    """Tell whether a plural form that the tagger took for a noun has a subject, or shares one: "X et Y ont cédé et collaborent avec"."""
    kinds = {child.dep_ for child in token.children}
    if not token.lower_.endswith("ent") or kinds & {"cop", "det"}:
        return False
    shared = token.dep_ == "conj" and token.head.pos_ == "VERB" and token.nbor(-1).lower_ in ("et", "ou", "puis", "mais", ",")
    return "nsubj" in kinds or shared


@lru_cache(maxsize=4096)
def _variants(word: str) -> frozenset[str]:
    """Give the forms that a word of a phrase may take: "de", "à" stand for their contractions, adjectives for all their forms.

    Args:
        word: several that may stand there are parted by "/".
    """
    found: set[str] = set()
    for one in word.split("/"):
        adjective = (one, one + "s", one + "e", one + "es", one.replace("er", "ère"), one[:-1] + "ère")
        found.update(_CONTRACTED.get(one, adjective))
    return frozenset(found)


def _rest(token: Token, words: tuple[str, ...], gap: int = 3) -> Token | None:
    doc, at, last = token.doc, token.i, token
    for word in words:
        forms = _variants(word)
        for step in range(1, gap + 2):
            if at + step >= len(doc):
                return None
            if doc[at + step].lower_ in forms:
                at += step
                last = doc[at]
                break
        else:
            return None
    return last
