"""What nouns are predicated of whom: "X est l'un des clients de Y", "X s'impose comme une alternative", "on présente X comme une filiale"."""

from kg.annotate.parsed import Token
from kg.annotate.words import is_passive, words_of


def predicate_of(noun: Token) -> Token:
    """Give the word that says what a subject is: "l'un" in "X est l'un des clients de Y", the noun itself elsewhere."""
    head = noun.head
    one_of = noun.dep_ == "nmod" and head.lower_ in ("un", "une") and any(child.dep_ == "cop" for child in head.children)
    return head if one_of else noun


def presented(noun: Token) -> Token | None:
    """Give the verb of "X s'impose comme une alternative à", "X est présenté comme": the noun says what its subject is."""
    if not any(child.lower_ in ("comme", "en") and child.dep_ in ("case", "mark") for child in noun.children):
        return None
    verb = noun.head
    reflexive = any(child.lower_ in ("se", "s'") for child in verb.children)
    return verb if verb.i < noun.i and verb.pos_ == "VERB" and (reflexive or is_passive(verb)) else None


def shown(noun: Token) -> Token | None:
    """Give the object of "on présente X comme une filiale de": the noun says what it is."""
    verb = noun.head
    if not any(child.lower_ == "comme" and child.dep_ in ("case", "mark") for child in noun.children) or verb.i > noun.i:
        return None
    if verb.lemma_ not in words_of("showing"):
        return None
    return next((child for child in verb.children if child.dep_ == "obj" and child.i < noun.i), None)
