"""The component that tells what is asserted from what is reported, hedged, denied or planned.

A noun phrase takes its fact for granted wherever it stands ("des puces de X", inside a quote too); a clause has the status
of its verb and of all verbs, nouns and prepositions that govern it.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import files
from kg.annotate import attributes
from kg.annotate.claims import Claim, gather
from kg.annotate.tables import rows
from kg.annotate.words import has, is_finite, is_word
from kg.records import Quote

NAME: Final = "kg_status"
#: The one that wins when several apply to one clause.
_ORDER: Final = ("denied", "hedged", "planned", "reported", "asserted")
#: Predicates of which an announcement is a promise: "annonce un investissement de".
_PROMISES: Final = frozenset({"spends", "investsIn", "acquired"})
#: Arcs through which a governor reaches down to what it governs.
_DOWN: Final = frozenset({"xcomp", "obj", "ccomp", "nmod", "obl:arg", "acl", "obl:mod", "obl", "conj", "advcl", "nsubj", "nsubj:pass"})
_CLAUSAL: Final = frozenset({"ccomp", "advcl", "acl:relcl", "parataxis"})


@lru_cache(maxsize=1)
def markers() -> Mapping[tuple[str, str], str]:
    """Read the markers: (kind, word) to status."""
    return {(row["kind"], row["marker"]): row["status"] for row in rows(files.rules("status.csv"))}


def status_of(claim: Claim, doc: Doc) -> str:
    """Give the status that the clause of `claim` has in the article's or the speaker's own words.

    A claim that a noun phrase takes for granted is asserted, or has the status of its own adjective ("son futur modèle").
    """
    if claim.status:
        return claim.status
    trigger = doc[claim.trigger]
    if claim.presupposed:
        return _by_adjective(trigger)
    found = [*_signs(trigger, claim), _by_adjective(trigger)]
    return min(found, key=_ORDER.index)


def _by_adjective(trigger: Token) -> str:
    known = markers()
    near = [child.lower_ for child in trigger.children if child.dep_ == "amod" or child.pos_ == "ADJ"]
    return next((known["adjective", word] for word in near if ("adjective", word) in known), "asserted")


def _signs(trigger: Token, claim: Claim) -> Iterator[str]:
    token: Token | None = trigger
    yield from _local(trigger, claim)
    for _ in range(6):
        assert token is not None
        above = _governor(token)
        if above is None:
            return
        word = above.lemma_.lower()
        if above.pos_ in ("VERB", "AUX", "ADJ"):
            if claim.predicate in _PROMISES and ("announcing", word) in markers() and trigger.pos_ == "NOUN":
                yield markers()["announcing", word]
            if (status := _governed(above, token)) is not None:
                yield status
            yield from _local(above, claim)
        elif ("noun", word) in markers():
            yield markers()["noun", word]
        token = above


def _governor(token: Token) -> Token | None:
    """Give what governs a token for good: never beyond a finite clause of its own."""
    head = token.head
    if head.i == token.i or token.dep_ not in _DOWN:
        return None
    if token.dep_ in ("acl", "amod", "appos") and not _is_infinitive(token):
        return None  # "X, développé par Y," is taken for granted
    if token.dep_ == "conj":
        return None if is_finite(token) or _has_own_helper(token) else head
    if token.dep_ in _CLAUSAL and (is_finite(token) or _has_own_helper(token)):
        return None
    if token.dep_ in ("nsubj", "nsubj:pass") and head.pos_ not in ("VERB", "AUX"):
        return None
    return head


def _is_infinitive(token: Token) -> bool:
    return has(token, "VerbForm", "Inf") or token.lower_.endswith(("er", "ir", "re"))


def _has_own_helper(token: Token) -> bool:
    return any(child.dep_.startswith(("aux", "cop", "nsubj")) and child.pos_ in ("AUX", "VERB") for child in token.children)


def _governed(above: Token, below: Token) -> str | None:
    if below.dep_ in ("nsubj", "nsubj:pass", "advcl", "obl:mod", "conj"):
        return None
    return next((status for word, status in _governors() if is_word(above, word)), None)


@lru_cache(maxsize=1)
def _governors() -> tuple[tuple[str, str], ...]:
    return tuple((word, status) for (kind, word), status in markers().items() if kind == "governor")


def _local(verb: Token, claim: Claim) -> Iterator[str]:
    """Give what a verb's own form and particles say."""
    known = markers()
    children = list(verb.children)
    words = [child.lower_ for child in children]
    negated = any(word in ("ne", "n'") for word in words)
    for child in children:
        word = child.lower_
        if ("negator", word) in known and (negated or word in ("aucun", "aucune")):
            yield known["negator", word]
        if ("adverb", word) in known:
            yield known["adverb", word]
        if child.dep_ == "mark" and ("conjunction", word) in known and child.pos_ == "SCONJ":
            yield known["conjunction", word]
        if child.dep_ in ("mark", "case") and ("preposition", word) in known:
            yield known["preposition", word]
    for token in (verb, *(child for child in children if child.pos_ == "AUX" or child.dep_.startswith(("aux", "cop")))):
        if has(token, "Mood", "Cnd") or (token.pos_ in ("VERB", "AUX") and token.lower_.endswith(("rait", "raient"))):
            yield "hedged"
        elif has(token, "Tense", "Fut"):
            yield "planned"
        if token is not verb and token.lemma_ in ("pouvoir", "devoir"):
            yield "hedged"
    if verb.pos_ in ("VERB", "AUX") and _deadline(verb, claim):
        yield "planned"


def _deadline(verb: Token, _claim: Claim) -> bool:
    return any(token.lower_ == "d'" and token.i + 1 < len(verb.doc) and verb.doc[token.i + 1].lower_ == "ici" for token in verb.subtree)


def reporter_of(claim: Claim, doc: Doc) -> Quote | None:
    """Give the innermost quote whose content holds the trigger of `claim`, or None."""
    if claim.presupposed:
        return None
    at = doc[claim.trigger].idx
    inside = [one for one in doc._.quotes if one.start <= at < one.end]
    return min(inside, key=lambda one: (one.end - one.start, one.start), default=None)


@Language.component(NAME, requires=["doc._.claims", "doc._.quotes"], assigns=["doc._.statements"])
def status(doc: Doc) -> Doc:
    """Give every statement its status and its reporter; one claim in two sentences may become two statements."""
    attributes.register()
    judged = []
    for claim in doc._.claims:
        own, quote = status_of(claim, doc), reporter_of(claim, doc)
        if quote is not None and own == "asserted":
            own = "reported"
        judged.append((claim, own, quote.speaker if quote else None, quote.speaker_text if quote and not quote.speaker else ""))
    if judged:
        doc._.statements = gather(judged)
    return doc
