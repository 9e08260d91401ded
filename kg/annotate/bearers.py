"""What a noun, an adjective or a phrase is said of: "la filiale X", "X, filiale de", "X est une filiale de", "Filiale de Y, X"."""

from typing import Final

from kg.annotate.closed import ASIDES, POSSESSIVES
from kg.annotate.fronts import fronted
from kg.annotate.parsed import Token
from kg.annotate.patterns_relations import Match
from kg.annotate.phrases import listed, phrase
from kg.annotate.syntax import names_of, predicated, subject_of
from kg.annotate.view import Name, View
from kg.annotate.words import is_any, is_class_noun, is_finite, words_of

#: What a name may be that stands behind a noun for what it runs on, is written in or comes from; and the articles before that noun.
_KINDS: Final = frozenset({"PRODUCT", "COMPANY"})
_ANY: Final = frozenset({"un", "une", "des"})

#: "jusqu'ici dans le giron de Y"
_SO_FAR: Final = frozenset({"jusqu'", "jusque", "ici", "là", "alors"})


def bearer(seen: View, match: Match) -> list[Name]:
    """Give what the trigger of `match` is said of."""
    doc, token = seen.doc, match.token
    if match.pattern.kind == "preposition":
        return _before_phrase(seen, token) or fronted(seen, token, match.last)
    if match.pattern.kind == "adjective":
        return (
            fronted(seen, token, match.last)
            or beside(seen, token)
            or ([] if _after_number(token) else subject_of(seen, token) or _of_quality(seen, token))
        )
    glued = seen.name(match.last.i + 1) if match.last.i + 1 < len(doc) else None
    if glued is not None and glued.start == match.last.i + 1 and not glued.anaphor:
        return listed(seen, glued)
    if renamed := _renamed(seen, match):
        return renamed
    own = seen.name(token.i)
    if own is not None and own.anaphor:
        return [own]
    return (
        _among(seen, match)
        or _apposed(seen, match)
        or _examples(seen, match.last)
        or predicated(seen, token)
        or _identified(seen, token)
        or fronted(seen, token, match.last)
    )


def _of_quality(seen: View, adjective: Token) -> list[Name]:
    """Follow "X offre des performances équivalentes à celles de Y": what is said of a quality is said of who has it."""
    noun = adjective.head
    if adjective.dep_ != "amod" or noun.lower_ not in words_of("quality") or noun.dep_ != "obj":
        return []
    return subject_of(seen, noun.head)


def _apposed(seen: View, match: Match) -> list[Name]:
    """Follow "son propriétaire, X," and "sa filiale, X.": the possessive says that there is one, and the commas who."""
    doc, at = seen.doc, match.last.i + 1
    end = seen.ceiling(match.token.i)
    at += at < end and doc[at].pos_ == "ADJ"  # "son fournisseur tiers, X"
    if not (match.token.i and doc[match.token.i - 1].lower_ in POSSESSIVES and at + 1 < end and doc[at].text == ","):
        return []
    at += 1 + (doc[at + 1].pos_ == "DET")
    one = seen.name(at) if at < end else None
    closes = one is not None and not one.anaphor and (one.end >= len(doc) or doc[one.end].is_punct or doc[one.end].is_space)
    return [one] if one is not None and closes else []


def _renamed(seen: View, match: Match) -> list[Name]:
    """Follow "son principal fournisseur, X," and "leur rival américain, X": the name in apposition after a definite noun."""
    doc, floor, end = seen.doc, seen.floor(match.token.i), seen.ceiling(match.token.i)
    first, at = match.token.i - 1, match.last.i + 1
    while first > floor and doc[first].pos_ == "ADJ":
        first -= 1
    if doc[first].lower_ not in POSSESSIVES or (first > floor and doc[first - 1].text in ASIDES):
        return []
    while at < end and doc[at].pos_ == "ADJ" and seen.name(at) is None:
        at += 1
    one = seen.name(at + 1) if at + 1 < end and doc[at].text == "," else None
    closed = one is not None and (one.end >= end or doc[one.end].is_punct or doc[one.end].is_space)
    return [one] if one is not None and closed and not one.anaphor and one.start == at + 1 else []


def _among(seen: View, match: Match) -> list[Name]:
    """Follow "parmi les clients de Y figurent X et Z" and "Y compte X parmi ses clients"."""
    doc, floor, end = seen.doc, seen.floor(match.token.i), seen.ceiling(match.token.i)
    start = next(
        (at for at in range(match.token.i - 1, max(match.token.i - 4, floor - 1), -1) if doc[at].lower_ == "parmi"), None
    )
    if start is None:
        return []
    if start <= floor + 1:
        verb = next((at for at in range(match.last.i + 1, min(match.last.i + 14, end)) if is_finite(doc[at])), None)
        return phrase(seen, verb + 1, end) if verb is not None else []
    before = seen.name(start - 1)
    if before is None:
        verb = next((at for at in (start - 1, start - 2) if is_any(doc[at], words_of("counting"))), None)
        return subject_of(seen, doc[verb]) if verb is not None else []  # "X compte parmi les clients de Y"
    first = before
    for at in range(floor, before.start):
        one = seen.name(at)
        if one is not None and before in listed(seen, one):
            first = one
            break
    return listed(seen, first) if doc[first.start - 1].pos_ in ("VERB", "ADV", "DET", "NOUN") else []


def _identified(seen: View, noun: Token) -> list[Name]:
    """Follow "son prestataire est désormais X": the noun is the subject and the name what it is."""
    head = noun.head
    if noun.dep_ not in ("nsubj", "nsubj:pass"):
        return []
    if seen.name(head.i) is not None and any(child.dep_ == "cop" for child in head.children):
        return names_of(seen, head)
    return phrase(seen, head.i + 1, seen.ceiling(noun.i)) if head.lemma_ in ("être", "devenir", "appeler", "nommer") else []


def _after_number(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).pos_ == "NUM"


def beside(seen: View, token: Token) -> list[Name]:
    """Give the name that a bare participle or adjective follows: "X basé à", "X, basé à", "X, fournisseur de Y basé à"."""
    doc, floor, at = seen.doc, seen.floor(token.i), token.i - 1
    while at > floor and seen.name(at) is None and doc[at].pos_ in ("NOUN", "ADJ", "ADP", "DET", "ADV"):
        at -= 1
    if at > floor and doc[at].text == "," and (at + 1 == token.i or doc[at + 1].pos_ in ("NOUN", "DET", "ADV")):
        if doc[at + 1].lower_ in ("le", "la", "les") and at + 2 < token.i and not is_class_noun(doc[at + 2]):
            return []  # "Publiés dans X, les travaux menés par"
        at -= 1
    elif at + 1 != token.i:
        return []
    one = seen.name(at)
    return meant(seen, [one]) if one is not None and (not one.anaphor or doc[at].pos_ == "NOUN") else []


def meant(seen: View, names: list[Name]) -> list[Name]:
    """Give, in place of names that only say of what kind a thing is, that thing: "X est une application macOS développée en"."""
    found: list[Name] = []
    for one in names:
        noun = _qualified(seen, one)
        found += [one] if noun is None else [name for name in predicated(seen, noun) if name.entity != one.entity]
    return found


def _qualified(seen: View, one: Name) -> Token | None:
    """Give the noun of which a name only says what kind of thing it is: "une application macOS", "un moteur JavaScript"."""
    doc, at = seen.doc, one.start - 1
    if one.type not in _KINDS or one.anaphor or at < 1 or doc[at].pos_ != "NOUN":
        return None
    first = at - 1
    while first > 0 and doc[first].pos_ == "ADJ":
        first -= 1
    return doc[at] if doc[first].lower_ in _ANY else None


def _before_phrase(seen: View, token: Token) -> list[Name]:
    """Give what stands before a prepositional phrase: "X, à l'origine de", "X est derrière", "l'entreprise derrière"."""
    doc, floor, at = seen.doc, seen.floor(token.i), token.i - 1
    while at >= floor and (doc[at].text == "," or doc[at].pos_ in ("ADJ", "ADV") or doc[at].lower_ in _SO_FAR):
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
