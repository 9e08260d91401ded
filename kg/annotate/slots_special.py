"""Slots that few patterns ask for: shares and rounds of capital, chips and models of a training, whose people act."""

from typing import Final

from kg.annotate.parsed import Token
from kg.annotate.patterns_relations import Match
from kg.annotate.phrases import listed, phrase
from kg.annotate.roles import roles
from kg.annotate.syntax import subject_of
from kg.annotate.view import Name, View
from kg.annotate.words import has, is_any, is_finite, is_goods, is_passive, words_of

_OF: Final = ("de", "d'", "du", "des")
_SCHOOLING: Final = frozenset({"entraîner", "former", "préentraîner"})
_ROUNDS: Final = ("levée", "tour", "financement", "série")


def genitive(seen: View, noun: Token) -> list[Name]:
    """Give what "de" after a noun leads to: "les clients de X"."""
    return next(
        (
            found
            for child in noun.subtree
            if child.lower_ in _OF and child.i > noun.i
            if (found := phrase(seen, child.i + 1, seen.ceiling(noun.i), strict=True))
        ),
        [],
    )


def share(seen: View, match: Match) -> list[Name]:
    """Give whose share follows: "8 % de X", "un tiers du capital de X"."""
    doc, end = seen.doc, seen.ceiling(match.token.i)
    for at in range(match.last.i + 1, min(match.last.i + 7, end)):
        amount = seen.money.get(at)
        after = amount[1] if amount and amount[0].kind == "percent" else 0
        if doc[at].lower_ in ("capital", "parts", "actions", "participation", "tiers", "quart", "moitié"):
            after = at + 1
        if after and after + 1 < end and doc[after].lower_ in (*_OF, "dans"):
            if doc[after + 1].lower_ in ("capital", "parts", "actions"):
                after += 2
            return phrase(seen, after + 1, end, strict=True)
    return []


def round_of(seen: View, match: Match) -> list[Name]:
    """Give whose fund-raising follows: "la levée de fonds de X", "un tour de table de 3 millions dans X"."""
    doc, end = seen.doc, seen.ceiling(match.token.i)
    reach = range(match.last.i + 1, min(match.last.i + 7, end))
    start = next((at for at in reach if doc[at].lower_ in ("levée", "tour", "financement")), None)
    for at in range(start + 1, min(start + 12, end)) if start is not None else ():
        if doc[at].lower_ in (*_OF, "dans", "chez") and (found := phrase(seen, at + 1, end, strict=True)):
            return found
    return []


def employed(seen: View, match: Match) -> list[Name]:
    """Give who is a worker at: "X est vigile chez"."""
    doc, at = seen.doc, match.token.i - 1
    while at > 0 and doc[at].pos_ == "ADJ" and doc[at].dep_ == "amod":
        at -= 1
    noun = doc[at]
    if noun.pos_ not in ("NOUN", "ADJ", "PROPN") or at < 2 or doc[at - 1].lower_ not in ("est", "comme", "une", "un"):
        return []
    return subject_of(seen, noun) if any(child.dep_ == "cop" for child in noun.children) else []


def of_subject(seen: View, match: Match) -> list[Name]:
    """Give whose people do it: "les clients de X accèdent à"."""
    own = next((child for child in match.token.children if child.dep_.startswith("nsubj") and seen.name(child.i) is None), None)
    return genitive(seen, own) if own is not None else []


def staff(seen: View, match: Match) -> list[Name]:
    """Give whose own people do it: "les pilotes de X utilisent Y", but not "les clients de X"."""
    own = next((child for child in match.token.children if child.dep_.startswith("nsubj") and seen.name(child.i) is None), None)
    if own is None or own.i > match.token.i or {own.lower_, own.lemma_.lower()} & words_of("outsider"):
        return []
    return genitive(seen, own)


def represented(seen: View, verb: Token) -> list[Name]:
    """Give the firm that the subject of a verb heads or speaks for: "Le PDG de X a annoncé un partenariat"."""
    own = next((child for child in verb.children if child.dep_.startswith("nsubj")), None)
    if own is None:
        return []
    here = seen.name(own.i)
    person = here.entity if here is not None and here.type == "PERSON" else None
    for one in roles(seen.doc):
        same = one.start <= own.i < one.end or (person is not None and one.person == person and one.start < verb.i)
        if same and one.organisation in seen.entities and one.start >= seen.floor(verb.i) and not one.former:
            return [Name(one.head, one.head + 1, one.organisation, seen.entities[one.organisation].type, anaphor=True)]
    return []


def needed(seen: View, match: Match) -> list[Name]:
    """Give the only chip of the sentence: "il a fallu 500 puces Z pour entraîner", "l'entraînement a mobilisé 500 Z"."""
    chips = {
        one.entity: one
        for index in range(seen.floor(match.token.i), seen.ceiling(match.token.i))
        if (one := seen.name(index)) is not None and one.type == "CHIP"
    }
    return list(chips.values()) if len(chips) == 1 else []


def trained(seen: View, match: Match) -> list[Name]:
    """Give the model after "à entraîner", "à l'entraînement de", "l'apprentissage de"."""
    doc, end = seen.doc, seen.ceiling(match.token.i)
    for at in range(match.last.i + 1, min(match.last.i + 7, end)):
        if doc[at].lower_.startswith(("entraîn", "entrain", "apprentissage", "préentraîn")):
            return phrase(seen, at + 1, end, strict=True)
    return []


def raiser(seen: View, match: Match) -> list[Name]:
    """Give whose round a participle speaks of: "X a levé 3 millions lors d'un tour de table mené par", "la levée de X menée par"."""
    doc, floor, token = seen.doc, seen.floor(match.token.i), match.token
    for at in range(token.i - 1, max(token.i - 14, floor - 1), -1):
        if doc[at].lower_ in _ROUNDS:
            noun = doc[at]
            own = next(
                (
                    found
                    for i in range(at + 1, token.i)
                    if doc[i].lower_ in _OF and (found := phrase(seen, i + 1, token.i, strict=True))
                ),
                [],
            )
            verb = next((above for above in noun.ancestors if above.pos_ == "VERB"), None)
            return own or (subject_of(seen, verb) if verb is not None and verb.i != token.i else [])
    return []


def schooled(seen: View, match: Match) -> list[Name]:
    """Give the model that the sentence says was trained: "X a formé son modèle avec 500 Z, pour un coût de"."""
    doc, floor, token = seen.doc, seen.floor(match.token.i), match.token
    for at in range(token.i - 1, floor - 1, -1):
        verb = doc[at]
        if is_any(verb, _SCHOOLING) and seen.name(at) is None and verb.pos_ in ("VERB", "AUX"):
            found = subject_of(seen, verb) if is_passive(verb) else phrase(seen, at + 1, token.i)
            return [one for one in found if one.type == "MODEL"]
    return []


def goods(seen: View, match: Match) -> list[Name]:
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
