"""Which word above an infinitive has its subject: "X est en train de racheter Y", "X est le seul à utiliser Y"."""

from typing import Final

from kg.annotate.parsed import Token

_ENDINGS: Final = ("er", "ir", "re")


def _is_misread(head: Token, verb: Token) -> bool:
    """Tell whether a verb was taken for a noun: "X prévoit de racheter Y", "X compte nouer", "X jure avoir racheté Y"."""
    known = [child.dep_ for child in head.children if child.i < head.i]
    return head.pos_ == "NOUN" and head.i < verb.i and "nsubj" in known and not {"det", "cop", "case"} & set(known)


def controller(verb: Token) -> Token | None:
    """Give the verb or predicate whose subject an infinitive has, where the arcs alone lead elsewhere; None in other cases.

    Args:
        verb: any verb; the parser takes some infinitives for something else ("a exclu d'interdire Y").
    """
    if verb.i < 2:
        return None
    if verb.dep_ in ("acl", "ccomp", "xcomp") and _is_misread(verb.head, verb):
        return verb.head
    if not verb.lower_.endswith(_ENDINGS):
        return None
    before = [word.lower_ for word in verb.doc[max(verb.i - 3, 0) : verb.i]]
    if verb.pos_ != "VERB" and verb.nbor(-1).pos_ == "VERB":
        return verb.nbor(-1)  # "compte publier Y"
    if verb.pos_ != "VERB" and before[-1] in ("de", "d'", "à") and verb.nbor(-2).pos_ == "VERB":
        return verb.nbor(-2)
    if before[:-1] == ["en", "vue"]:  # "a signé une promesse en vue d'acquérir Y"
        return next((word for word in verb.ancestors if word.pos_ == "VERB"), None)
    if verb.head.lower_ == "en" and verb.head.head.i != verb.head.i and verb.head.nbor().lower_ == "train":
        return verb.head.head
    through = verb.dep_ == "xcomp" and verb.head.lower_.endswith(_ENDINGS)  # "les seuls à pouvoir concurrencer Y"
    head = verb.head.head if through else verb.head
    predicate = head.pos_ in ("ADJ", "NOUN", "NUM") and any(child.dep_ == "cop" for child in head.children)
    return head if predicate and head.i < verb.i and any(word in ("à", "de", "d'") for word in before) else None
