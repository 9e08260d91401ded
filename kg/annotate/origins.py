"""Who a clause is reported from when no quote holds it: "selon X", "d'après X", "X rapporte le rachat de Y par Z"."""

from functools import lru_cache
from typing import Final

from kg import files
from kg.annotate.claims import Claim
from kg.annotate.parsed import Parsed, Token
from kg.annotate.sourced import source, source_nouns
from kg.annotate.tables import column, rows
from kg.annotate.tellers import teller
from kg.annotate.telling import telling
from kg.annotate.words import is_any, is_finite, is_participle, words_of

#: How far a paper or page may stand after "peut-on lire".
_REACH: Final = 6


@lru_cache(maxsize=1)
def _prepositions() -> dict[str, list[tuple[str, ...]]]:
    """Give the prepositions as words, longest first, by their first word."""
    found = {
        tuple(row["words"].replace("'", "' ").split())
        for row in rows(files.rules("source_prepositions.csv"))
        if row["where"] == "any"
    } | {tuple(words.replace("'", "' ").split()) for words in words_of("source phrase")}
    ordered = sorted(found, key=lambda words: (-len(words), words))
    return {first: [words for words in ordered if words[0] == first] for first in dict.fromkeys(words[0] for words in ordered)}


def named_source(claim: Claim, doc: Parsed) -> tuple[str | None, str]:
    """Give the entity that the sentence of `claim` names as its source, or the words for it; (None, "") without one."""
    trigger = doc[claim.trigger]
    sentence = trigger.sent
    for at in range(sentence.start, sentence.end):
        words = next((one for one in _prepositions().get(doc[at].lower_, ()) if _stands(doc, at, one)), None)
        free = at == sentence.start or at > trigger.i or doc[at - 1].is_punct
        if words is not None and free and not _judges(doc, trigger.i, at):
            found = source(doc, at + len(words), sentence.end)
            if found != (None, ""):
                return found
    if "à l'en croire" in doc.words(*sentence).lower() and claim.trigger > sentence.start:
        return claim.subject, ""
    found = _teller(trigger, doc, claim)
    if found == (None, "") and (start := _likeness(doc, sentence.start, sentence.end)) is not None:
        found = source(doc, start, sentence.end)
    found = found if found != (None, "") else _incise(doc, sentence.start, trigger.i, sentence.end)
    return found if found != (None, "") else teller(trigger)


def _judges(doc: Parsed, start: int, at: int) -> bool:
    """Tell whether a source stands only for the apposition before it: "a levé 3 millions, un montant « modeste » selon X"."""
    comma = next((i for i in range(at - 2, start, -1) if doc[i].text == ","), None)
    if comma is None or doc[at - 1].text == "," or doc[comma + 1].lower_ not in ("un", "une"):
        return False
    return not any(is_finite(token) for token in doc[comma + 1 : at])


def _likeness(doc: Parsed, start: int, end: int) -> int | None:
    """Give where the source stands in "Comme l'écrit X, …", "…, comme l'a révélé X" and "À ce que raconte X, …"."""
    for at in range(start, end - 3):
        if at > start and not doc[at - 1].is_punct:
            continue
        words = [token.lower_ for token in doc[at : at + 3]]
        verb = at + 2 if words[0] == "comme" and words[1] in ("l'", "le") else at + 3 if words == ["à", "ce", "que"] else end
        verb += verb < end and doc[verb].lower_ in ("a", "ont", "avait")
        if verb < end and is_any(doc[verb], _reporting()):
            return verb + 1
    return None


def _incise(doc: Parsed, floor: int, start: int, end: int) -> tuple[str | None, str]:
    """Follow "…, affirme X", "…, a appris X" and "…, peut-on lire sur la fiche"."""
    for at in range(floor + 1, end - 2):
        if doc[at].text != "," or at == start:
            continue
        if doc[at + 2].lower_ == "-on" or doc[at + 1].lower_ in ("lit-on", "apprend-on"):
            noun = next((i for i in range(at + 2, min(at + 2 + _REACH, end)) if doc[i].pos_ == "NOUN"), None)
            return (None, doc[noun].text) if noun is not None else (None, "")
        verb = at + 2 if doc[at + 1].lower_ in ("a", "ont") else at + 1
        if doc[verb].lower_ == "dixit":
            return source(doc, verb + 1, end)
        if at < start and (verb >= start or not is_any(doc[verb], telling()) or is_participle(doc[verb])):
            continue  # before the trigger, only a verb of saying makes an incise: "X, croit savoir Y, a levé"
        if _is_about(doc, start, verb) or (at < start and _is_relative(doc, verb, start)):
            continue
        if doc[verb].pos_ in ("VERB", "AUX", "NOUN") and is_any(doc[verb], _reporting()):
            return source(doc, verb + (2 if doc[verb + 1].lower_ == "savoir" else 1), end)
    return None, ""


def _is_about(doc: Parsed, start: int, verb: int) -> bool:
    """Tell whether a verb of saying has the event for its subject: "Le rachat de X par Y, bouclé vendredi, inquiète Z"."""
    return doc[start].head.i == verb and doc[start].dep_.startswith("nsubj")


def _is_relative(doc: Parsed, verb: int, start: int) -> bool:
    """Tell whether a clause says something of who spoke before: "« C'est un pari », reconnaît X, qui dirige Y"."""
    return doc[verb - 1].text == "," and any(token.lower_ in ("qui", "dont") for token in doc[verb + 1 : start])


@lru_cache(maxsize=1)
def _reporting() -> frozenset[str]:
    return frozenset(column(files.rules("reporting_verbs.csv"), "lemma")) | {"apprendre", "appris"} | words_of("reckoning")


def _stands(doc: Parsed, at: int, words: tuple[str, ...]) -> bool:
    return at + len(words) <= len(doc) and all(doc[at + step].lower_ == word for step, word in enumerate(words))


def _teller(trigger: Token, doc: Parsed, claim: Claim) -> tuple[str | None, str]:
    """Follow "X rapporte le rachat de Y": a verb of telling whose object is the event."""
    if trigger.pos_ != "NOUN" or trigger.dep_ not in ("obj", "nsubj:pass", "obl:arg", "nmod"):
        return None, ""
    verb = trigger.head.head if trigger.head.lower_ == "état" else trigger.head
    if not is_any(verb, words_of("telling")):
        return None, ""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None:
        return None, ""
    at = next((token.i for token in subject.subtree if token.i in doc._.referents), None)
    entity = doc._.referents[at] if at is not None else None
    if entity is None and subject.lemma_.lower() in source_nouns():
        return None, doc.words(subject.left_edge.i, subject.i + 1)
    return (entity, "") if entity is not None and entity not in (claim.subject, claim.object) else (None, "")
