"""The component that tells what is asserted from what is reported, hedged, denied or planned.

A noun phrase takes its fact for granted wherever it stands ("des puces de X", inside a quote too); a clause has the status
of its verb and of all verbs, nouns and prepositions that govern it.
"""

from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import attributes
from kg.annotate.claims import Claim, gather
from kg.annotate.moods import (
    before,
    followed,
    governing,
    introduced,
    is_asked,
    is_future_in_past,
    is_negated,
    is_told,
    marked_as,
    markers,
)
from kg.annotate.origins import named_source
from kg.annotate.parsed import Parsed, Token, parsed
from kg.annotate.particles import has_none, own_signs
from kg.annotate.predicates import predicate_of
from kg.annotate.words import has, is_any, is_conditional, is_finite, is_future, is_passive, words_of
from kg.records import Quote

NAME: Final = "kg_status"
#: The one that wins when several apply to one clause.
_ORDER: Final = ("denied", "hedged", "planned", "reported", "asserted")
#: Predicates of which an announcement is a promise: "annonce un investissement de".
_PROMISES: Final = frozenset({"spends", "investsIn", "acquired"})
#: Verbs that leave to others what their subject is: "est présenté comme un client de".
_PRESENTING: Final = frozenset({"présenter", "décrire", "dépeindre"})
#: Verbs whose adjunct is what they say: "passer sous la coupe de".
_PLACING: Final = frozenset({"passer", "tomber", "rester", "demeurer", "entrer", "être", "placer", "retrouver"})
#: Arcs through which a governor reaches down to what it governs.
_DOWN: Final = frozenset(
    {"xcomp", "obj", "ccomp", "nmod", "obl:arg", "acl", "obl:mod", "obl", "conj", "advcl", "nsubj", "nsubj:pass"}
)
_CLAUSAL: Final = frozenset({"ccomp", "advcl", "acl:relcl", "parataxis"})


def status_of(claim: Claim, doc: Parsed) -> str:
    """Give the status that the clause of `claim` has in the article's or the speaker's own words.

    A claim that a noun phrase takes for granted is asserted, or has the status of its own adjective ("son futur modèle").
    """
    if claim.status:
        return claim.status
    trigger = doc[claim.trigger]
    floor, ceiling = _bounds(trigger)
    if claim.presupposed:
        return str(min([*_predicated(trigger, claim, floor), _by_adjective(trigger)], key=_ORDER.index))
    found = [*_signs(trigger, claim), _by_adjective(trigger), *before(trigger, floor), *introduced(trigger, floor)]
    found += _cut_off(trigger, ceiling)
    if is_future_in_past(trigger, floor):
        found = ["planned" if one == "hedged" else one for one in found]
    if is_told(trigger, floor, ceiling):
        found = [one for one in found if one not in ("planned", "hedged")]
    if is_asked(trigger, floor, ceiling):
        found.append("hedged")
    return min([*found, *followed(trigger, ceiling), "asserted"], key=_ORDER.index)


def _cut_off(trigger: Token, ceiling: int) -> Iterator[str]:
    """Give what the next verb says of a noun that the parser hung on nothing: "Le rachat de X par Y serait acté"."""
    if trigger.pos_ == "NOUN" and trigger.head.i == trigger.i:
        verb = next((token for token in trigger.doc[trigger.i : ceiling] if is_finite(token)), None)
        if verb is not None and is_conditional(verb):
            yield "hedged"
        elif verb is not None and is_future(verb):
            yield "planned"


def _predicated(trigger: Token, claim: Claim, floor: int) -> Iterator[str]:
    """Give what is said of a noun that is a predicate: "n'est pas le PDG", "pourrait devenir PDG"."""
    if _is_predicate(trigger):
        yield from own_signs(predicate_of(trigger), claim)
    head = trigger.head
    if head.i < trigger.i and head.pos_ in ("VERB", "AUX") and is_any(head, words_of("becoming")):
        yield from own_signs(head, claim)
        yield from before(head, floor)
    if is_passive(head) and trigger.i > head.i and is_any(head, _PRESENTING):
        yield "hedged"
    elif head.pos_ == "VERB" and trigger.i > head.i and any(child.lower_ == "comme" for child in trigger.children):
        yield from own_signs(head, claim)  # "ne se considère pas comme un rival de"


def _bounds(trigger: Token) -> tuple[int, int]:
    sentence = trigger.sent
    return int(sentence.start), int(sentence.end)


def _by_adjective(trigger: Token) -> str:
    known = markers()
    if trigger.i + 2 < len(trigger.doc) and [token.lower_ for token in trigger.doc[trigger.i + 1 : trigger.i + 3]] == [
        "à",
        "venir",
    ]:
        return markers()["after noun", "à venir"]
    near = [child.lower_ for child in trigger.children if child.dep_ == "amod" or child.pos_ == "ADJ"]
    near += [trigger.nbor(-1).lower_] if trigger.i > trigger.sent.start and trigger.pos_ not in ("VERB", "AUX") else []
    return next((known["adjective", word] for word in near if ("adjective", word) in known), "asserted")


def _signs(trigger: Token, claim: Claim) -> Iterator[str]:
    token: Token | None = trigger
    yield from own_signs(trigger, claim)
    if trigger.dep_ == "case" and _is_predicate(trigger.head):  # "n'est pas à l'origine de"
        yield from own_signs(trigger.head, claim)
    if trigger.dep_ == "acl" and is_passive(trigger) and _is_predicate(trigger.head):  # "serait une coquille détenue par Y"
        yield from own_signs(trigger.head, claim)
    if trigger.dep_ == "case" and (trigger.head.head.lemma_ in _PLACING or trigger.head.dep_ == "obl:arg"):
        token = trigger.head
    if trigger.dep_ == "advmod" and trigger.lower_ in words_of("degree"):  # "n'est pas plus rapide que"
        yield from own_signs(trigger.head, claim)
        token = trigger.head
    for child in trigger.children:
        if child.dep_ == "nsubj" and _is_infinitive(trigger) and ("noun", child.lemma_.lower()) in markers():
            yield markers()["noun", child.lemma_.lower()]  # "L'objectif de X est de racheter Y"
    if claim.predicate in _PROMISES and (status := marked_as(trigger, "self")):
        yield status
    if trigger.pos_ == "NOUN" and (not claim.presupposed) and ("noun", trigger.lemma_.lower()) in markers():
        yield markers()["noun", trigger.lemma_.lower()]
    for _ in range(6):
        assert token is not None
        above = _governor(token)
        if above is None:
            return
        word = above.lemma_.lower()
        if above.pos_ in ("VERB", "AUX", "ADJ") or (token.dep_ == "nsubj" and _is_state(above)):
            if (
                claim.predicate in _PROMISES
                and ("announcing", word) in markers()
                and trigger.pos_ == "NOUN"
                and named_source(claim, trigger.doc) == (None, "")
            ):
                yield markers()["announcing", word]
            if (status := _governed(above, token)) is not None:
                yield status
            if not (is_negated(above) and governing(above) not in (None, "denied")):
                yield from own_signs(above, claim)
        elif ("noun", word) in markers():
            yield markers()["noun", word]
        elif has_none(above, {}):
            yield "denied"
        token = above


def _is_state(noun: Token) -> bool:
    """Tell whether a noun says with a preposition what becomes of its subject: "est à l'étude", "n'est pas à exclure"."""
    return _is_predicate(noun) and any(child.dep_ == "case" for child in noun.children)


def _is_fate(adjective: Token) -> bool:
    """Tell whether an adjective says what becomes of an event and does not judge it: "est probable", but not "est anodin"."""
    return adjective.pos_ == "ADJ" and marked_as(adjective, "happening") is not None


def _governor(token: Token) -> Token | None:
    """Give what governs a token for good: never beyond a finite clause of its own."""
    head = token.head
    if head.i == token.i or token.dep_ not in _DOWN:
        return None
    if token.dep_ in ("acl", "amod", "appos") and not _is_infinitive(token):
        return None  # "X, développé par Y," is taken for granted
    if token.dep_ == "conj":
        shared = token.lower_.endswith(("é", "ée", "és", "ées")) and is_passive(token)
        return head if shared or not (is_finite(token) or _has_own_helper(token)) else None
    if token.dep_ in _CLAUSAL and (is_finite(token) or _has_own_helper(token)):
        return None
    if token.dep_ in ("nsubj", "nsubj:pass") and head.pos_ not in ("VERB", "AUX"):
        return head if token.pos_ == "NOUN" and (_is_state(head) or _is_fate(head)) else None
    return head


def _is_infinitive(token: Token) -> bool:
    return has(token, "VerbForm", "Inf") or token.lower_.endswith(("er", "ir", "re"))


def _has_own_helper(token: Token) -> bool:
    return any(child.dep_.startswith(("aux", "cop")) and is_finite(child) for child in token.children)


def _governed(above: Token, below: Token) -> str | None:
    if below.dep_.startswith("nsubj") and below.pos_ == "NOUN":
        if is_negated(above):  # "un rachat n'est pas à écarter", "l'accord n'a pas été confirmé"
            return marked_as(above, "negated governor")
        return marked_as(above, "happening")
    if below.dep_ == "advcl" and any(child.lower_ == "pour" for child in below.children):
        return marked_as(above, "purpose governor")
    if below.dep_ in ("nsubj", "nsubj:pass", "advcl", "obl:mod", "conj"):
        return None
    return governing(above)


def is_claimed(claim: Claim, doc: Parsed) -> bool:
    """Tell whether a clause says it, as in "X est une filiale de Y", and no noun phrase takes it for granted."""
    trigger = doc[claim.trigger]
    return _is_predicate(trigger) if claim.presupposed else not _is_judged(trigger)


def _is_judged(event: Token) -> bool:
    """Tell whether an event is but the subject of a judgement: "Le rachat de X par Y, bouclé en mai, est une folie"."""
    head = event.head
    if event.pos_ != "NOUN" or event.dep_ != "nsubj" or head.pos_ not in ("NOUN", "ADJ"):
        return False
    copula = next((child for child in head.children if child.dep_ == "cop"), None)
    known = any(marked_as(head, kind) is not None for kind in ("happening", "that"))
    return copula is not None and is_finite(copula) and not (known or is_conditional(copula) or is_future(copula))


def _is_predicate(noun: Token) -> bool:
    """Tell whether a noun or adjective is what a form of "être" says of its subject."""
    noun = predicate_of(noun)
    return any(child.dep_ == "cop" or (child.lemma_ == "être" and child.i < noun.i) for child in noun.children)


def reporter_of(claim: Claim, doc: Parsed) -> Quote | None:
    """Give the innermost quote whose content holds the trigger of `claim`, or None."""
    if not is_claimed(claim, doc):
        return None
    at = doc[claim.trigger].idx
    inside = [one for one in doc._.quotes if one.start <= at < one.end]
    return min(inside, key=lambda one: (one.end - one.start, one.start), default=None)


@Language.component(NAME, requires=["doc._.claims", "doc._.quotes"], assigns=["doc._.statements"])
def status(doc: Doc) -> Doc:
    """Give every statement its status and its reporter; one claim in two sentences may become two statements."""
    attributes.register()
    read, judged = parsed(doc), []
    for claim in doc._.claims:
        own, quote = status_of(claim, read), reporter_of(claim, read)
        who, text = (quote.speaker, quote.speaker_text if not quote.speaker else "") if quote else (None, "")
        if quote is None and is_claimed(claim, read) and own in ("asserted", "hedged"):
            who, text = named_source(claim, read)
        if own == "asserted" and (quote is not None or who or text):
            own = "reported"
        judged.append((claim, own, who, text))
    if judged:
        doc._.statements = gather(judged)
    return doc
