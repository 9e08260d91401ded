"""Filling the slots of a pattern from the words around its trigger."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from kg.annotate.amounts import Amount, signed
from kg.annotate.countries import country_of
from kg.annotate.owners import owner
from kg.annotate.patterns_relations import Pattern
from kg.annotate.phrases import carried, listed
from kg.annotate.syntax import names_of, nearest_left, predicated, subject_of
from kg.annotate.view import Name, View
from kg.annotate.words import has, is_class_noun, is_finite, is_goods, is_passive, is_transparent

_OF: Final = ("de", "d'", "du", "des")
_STOPS: Final = frozenset({";", ":", "que", "qu'", "qui", "où", "car", "mais", "tandis", "alors", "lorsque", "si", "quand", "–", "—"})


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a text: first and last token of its trigger."""

    pattern: Pattern
    token: Token
    last: Token


def fill(seen: View, match: Match, slots: tuple[str, ...]) -> list[Name]:
    """Give the names that fill the first slot that any name fills."""
    for slot in slots:
        found = _SLOTS[slot](seen, match) if slot in _SLOTS else after_word(seen, match.last, slot)
        if found:
            return found
    return []


def fill_amount(seen: View, match: Match, slot: str) -> tuple[str, int] | None:
    """Give the sum or share that fills a slot, as written, and its token."""
    kind = "money" if slot == "money" else "percent"
    best: tuple[int, Amount, int] | None = None
    for index, (amount, _end) in sorted(seen.money.items()):
        if amount.kind != kind or not seen.floor(match.token.i) <= index < seen.ceiling(match.token.i):
            continue
        distance = index - match.last.i if index > match.last.i else 3 * (match.token.i - index) + 4
        if distance <= (20 if index > match.last.i else 28) and (best is None or distance < best[0]) \
                and not _finite_between(seen, match, index):
            best = (distance, amount, index)
    if best is None:
        return None
    text = seen.text[best[1].start:best[1].end]
    return (signed(text, slot[-1]) if kind == "percent" else text), best[2]


def _finite_between(seen: View, match: Match, index: int) -> bool:
    low, high = (match.last.i + 1, index) if index > match.last.i else (index, match.token.i)
    helpers = {child.i for child in match.token.children} | {match.token.head.i}
    return any(is_finite(token) and token.i not in helpers for token in seen.doc[low:high])


def _subject(seen: View, match: Match) -> list[Name]:
    if match.pattern.kind in ("verb", "pronominal") and is_passive(match.token):
        return after_word(seen, match.last, "par")
    return subject_of(seen, match.token)


def _object(seen: View, match: Match) -> list[Name]:
    if match.pattern.kind in ("verb", "pronominal") and is_passive(match.token):
        return subject_of(seen, match.token)
    clitic = next((child for child in match.token.children if child.dep_ == "obj" and child.i < match.token.i), None)
    if clitic is not None and (found := names_of(seen, clitic)):
        return found
    found = phrase(seen, match.last.i + 1, seen.ceiling(match.token.i))
    if found:
        return found
    arc = next((child for child in match.token.children if child.dep_ == "obj" and child.i > match.last.i), None)
    if arc is None:
        return []
    return listed(seen, one) if (one := seen.name(arc.i)) is not None else carried(seen, arc)


def phrase(seen: View, start: int, end: int, *, strict: bool = False) -> list[Name]:
    """Give the names of the noun phrase that begins at `start`, without following "de" into what only belongs to it.

    A strict phrase is headed by a name or a class noun.
    """
    doc = seen.doc
    for at in range(start, min(start + 7, end)):
        one = seen.name(at)
        word = doc[at]
        if one is not None:
            return listed(seen, one)
        if word.pos_ in ("NOUN", "PROPN") or is_class_noun(word):
            return carried(seen, word) if not strict or is_class_noun(word) or is_transparent(word) else []
        if word.pos_ not in ("DET", "ADJ", "ADV", "NUM") and word.lower_ not in ("des", "du", "de", "d'", "l'", "le", "la", "les", "«", '"'):
            return []
    return []


def after_word(seen: View, trigger: Token, preposition: str) -> list[Name]:
    """Give the names after the first `preposition` right of `trigger` in its clause."""
    doc, end = seen.doc, seen.ceiling(trigger.i)
    wanted = _OF if preposition == "de" else tuple(preposition.split("_"))
    for at in range(trigger.i + 1, min(trigger.i + 26, end)):
        word = doc[at]
        if (word.lower_ in _STOPS and preposition != "que") or (is_finite(word) and at > trigger.i + 1):
            return []
        if _stands(word, wanted, preposition) and (found := phrase(seen, at + len(wanted) if len(wanted) > 1 and preposition != "de" else at + 1, end)):
            return found
    return []


def _stands(word: Token, wanted: tuple[str, ...], preposition: str) -> bool:
    if preposition == "de":
        return word.lower_ in wanted
    if preposition == "à":
        return word.lower_ in ("à", "au", "aux")
    if preposition == "que":
        return word.lower_ in ("que", "qu'")
    following = [token.lower_ for token in word.doc[word.i:word.i + len(wanted)]]
    return [{"du": "de", "des": "de", "d'": "de"}.get(text, text) if index else text for index, text in enumerate(following)] == list(wanted)


def _of(seen: View, match: Match) -> list[Name]:
    """Give what "de" right after a noun introduces; adjectives and "de + common noun" may stand between."""
    doc, end = seen.doc, seen.ceiling(match.token.i)
    for at in range(match.last.i + 1, min(match.last.i + 9, end)):
        word = doc[at]
        if word.lower_ in _OF and (found := phrase(seen, at + 1, end, strict=True)):
            return found
        if seen.name(at) is not None or word.is_punct or word.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ", "PRON"):
            return []
    return []


def _between(seen: View, match: Match) -> list[Name]:
    found = after_word(seen, match.last, "entre")
    if len(found) != 1:
        return found
    doc, at = seen.doc, found[0].end  # the two sides may be of different kinds: "entre X et le service Y"
    if at < seen.ceiling(match.token.i) and doc[at].lower_ == "et":
        return [*found, *phrase(seen, at + 1, seen.ceiling(match.token.i))]
    return found


def _self(seen: View, match: Match) -> list[Name]:
    """Give what a noun is said of: "la filiale X", "X, filiale de", "X est une filiale de", "filiale de Y, X"."""
    doc = seen.doc
    if match.pattern.kind == "preposition":
        return _before_phrase(seen, match.token)
    if match.pattern.kind == "adjective":
        return _beside(seen, match.token) or ([] if _after_number(match.token) else subject_of(seen, match.token))
    glued = seen.name(match.last.i + 1) if match.last.i + 1 < len(doc) else None
    if glued is not None and glued.start == match.last.i + 1 and not glued.anaphor:
        return listed(seen, glued)
    own = seen.name(match.token.i)
    if own is not None and own.anaphor:
        return [own]
    examples = _examples(seen, match.last)
    if examples:
        return examples
    return predicated(seen, match.token) or _after_comma(seen, match)


def _after_number(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).pos_ == "NUM"


def _beside(seen: View, token: Token) -> list[Name]:
    """Give the name that a bare participle or adjective follows: "X basé à", "X, basé à", "X, fournisseur de Y basé à"."""
    doc, floor, at = seen.doc, seen.floor(token.i), token.i - 1
    while at > floor and seen.name(at) is None and doc[at].pos_ in ("NOUN", "ADJ", "ADP", "DET", "ADV"):
        at -= 1
    if at > floor and doc[at].text == "," and (at + 1 == token.i or doc[at + 1].pos_ in ("NOUN", "DET", "ADV")):
        at -= 1
    elif at + 1 != token.i:
        return []
    one = seen.name(at)
    return [one] if one is not None and not one.anaphor else []


def _before_phrase(seen: View, token: Token) -> list[Name]:
    """Give what stands before a prepositional phrase: "X, à l'origine de", "X est derrière", "l'entreprise derrière"."""
    doc, floor, at = seen.doc, seen.floor(token.i), token.i - 1
    while at >= floor and (doc[at].text == "," or doc[at].pos_ in ("ADJ", "ADV")):
        at -= 1
    if at < floor:
        return []
    one = seen.name(at)
    if one is not None:
        return [one]
    if doc[at].pos_ in ("AUX", "VERB"):
        return subject_of(seen, token.head) or subject_of(seen, doc[at])
    return predicated(seen, doc[at])


def _examples(seen: View, noun: Token) -> list[Name]:
    """Give the names that "comme", "tels que", "dont" or a bracket introduce soon after a noun."""
    doc = seen.doc
    for at in range(noun.i + 1, min(noun.i + 10, seen.ceiling(noun.i) - 1)):
        word = doc[at]
        if word.lower_ in ("comme", "dont", "notamment", "tels", "telles", "tel", "("):
            return phrase(seen, at + (2 if doc[at + 1].lower_ == "que" else 1), seen.ceiling(noun.i))
        if word.pos_ in ("VERB", "AUX") and is_finite(word):
            return []
    return []


def _after_comma(seen: View, match: Match) -> list[Name]:
    """Give the name after "Filiale de Y, X …" at the head of a sentence."""
    doc, floor, end = seen.doc, seen.floor(match.token.i), seen.ceiling(match.token.i)
    if match.token.i > floor + 3:
        return []
    for at in range(match.last.i + 1, min(match.last.i + 12, end - 1)):
        if doc[at].text == ",":
            one = seen.name(at + 1)
            return [one] if one is not None and one.start == at + 1 else []
        if is_finite(doc[at]):
            return []
    return []


def _left(seen: View, match: Match) -> list[Name]:
    """Give the name right before the trigger."""
    one = seen.name(match.token.i - 1) if match.token.i > seen.floor(match.token.i) else None
    return [one] if one is not None else []


def _demonym(seen: View, match: Match) -> list[Name]:
    """Give the country of an adjective right after a noun: "restrictions d'exportation américaines"."""
    for word in seen.doc[match.last.i + 1:min(match.last.i + 5, seen.ceiling(match.token.i))]:
        if seen.name(word.i) is not None or word.is_punct:
            return []
        country = country_of(seen, word.i)
        if country is not None:
            return [Name(word.i, word.i + 1, country, "PLACE", anaphor=True)]
    return []


def _owner(seen: View, match: Match) -> list[Name]:
    return owner(seen, match.token)


def _actor(seen: View, match: Match) -> list[Name]:
    """Give who does what an event noun says: the subject of the verb that governs it."""
    token, steps = match.token, 0
    while token.head.i != token.i and steps < 6:
        token, steps = token.head, steps + 1
        if token.pos_ in ("VERB", "AUX") or any(child.dep_ == "cop" for child in token.children):
            return par if is_passive(token) and (par := after_word(seen, token, "par")) else subject_of(seen, token)
        if seen.name(token.i) is not None and match.pattern.kind == "event":
            return names_of(seen, token)
    return nearest_left(seen, match.token)


def _goods(seen: View, match: Match) -> list[Name]:
    """Give whose goods are meant by "50 000 GPU X" or "les services de X"."""
    doc, end = seen.doc, seen.ceiling(match.token.i)
    for at in range(match.last.i + 1, min(match.last.i + 9, end)):
        word = doc[at]
        if seen.name(at) is not None or (is_finite(word) and at > match.last.i + 1):
            return []
        if is_goods(word):
            return _makers(seen, at + 1, end)
    return []


def _makers(seen: View, start: int, end: int) -> list[Name]:
    doc = seen.doc
    for at in range(start, min(start + 8, end)):
        one = seen.name(at)
        if one is not None:
            after = seen.name(one.end) if one.end < len(doc) else None
            return listed(seen, one) if one.type == "COMPANY" and (after is None or after.kin != "thing") else []
        word = doc[at]
        if word.is_punct or word.pos_ in ("AUX", "CCONJ", "PRON", "SCONJ") or (word.pos_ == "VERB" and not _participle(word)):
            return []
    return []


def _participle(word: Token) -> bool:
    return has(word, "VerbForm", "Part") or word.lower_.endswith(("é", "és", "ée", "ées"))


_SLOTS: Final[dict[str, Callable[[View, Match], list[Name]]]] = {
    "subject": _subject, "object": _object, "self": _self, "of": _of, "owner": _owner, "actor": _actor, "goods": _goods,
    "between": _between, "left": _left, "demonym": _demonym,
}
