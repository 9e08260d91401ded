"""The component that tells what is asserted from what is reported, hedged, denied or planned.

A noun phrase takes its fact for granted wherever it stands ("des puces de X", inside a quote too); a clause has the status
of its verb and of all verbs, nouns and prepositions that govern it.
"""

from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

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
    markers,
    of_kind,
)
from kg.annotate.origins import named_source
from kg.annotate.words import has, is_conditional, is_finite, is_future, is_passive, is_past, is_word, words_of
from kg.records import Quote

NAME: Final = "kg_status"
#: The one that wins when several apply to one clause.
_ORDER: Final = ("denied", "hedged", "planned", "reported", "asserted")
#: Predicates of which an announcement is a promise: "annonce un investissement de".
_PROMISES: Final = frozenset({"spends", "investsIn", "acquired"})
#: Verbs whose object or attribute is what their subject comes to be.
_BECOMING: Final = ("compter", "figurer", "devenir", "deviendr", "deviendrait", "deviendra", "nommer", "élire", "redevenir")
#: Verbs that leave to others what their subject is: "est présenté comme un client de".
_PRESENTING: Final = ("présenter", "décrire", "dépeindre")
#: Verbs whose adjunct is what they say: "passer sous la coupe de".
_PLACING: Final = frozenset({"passer", "tomber", "rester", "demeurer", "entrer", "être", "placer", "retrouver"})
#: Arcs through which a governor reaches down to what it governs.
_DOWN: Final = frozenset(
    {"xcomp", "obj", "ccomp", "nmod", "obl:arg", "acl", "obl:mod", "obl", "conj", "advcl", "nsubj", "nsubj:pass"}
)
_CLAUSAL: Final = frozenset({"ccomp", "advcl", "acl:relcl", "parataxis"})


def status_of(claim: Claim, doc: Doc) -> str:
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
    if is_future_in_past(trigger, floor):
        found = ["planned" if one == "hedged" else one for one in found]
    if is_told(trigger, floor, ceiling):
        found = [one for one in found if one not in ("planned", "hedged")]
    if is_asked(trigger, floor, ceiling):
        found.append("hedged")
    return min([*found, *followed(trigger, ceiling), "asserted"], key=_ORDER.index)


def _predicated(trigger: Token, claim: Claim, floor: int) -> Iterator[str]:
    """Give what is said of a noun that is a predicate: "n'est pas le PDG", "pourrait devenir PDG"."""
    if any(child.dep_ == "cop" for child in trigger.children):
        yield from _local(trigger, claim)
    head = trigger.head
    if head.i < trigger.i and head.pos_ in ("VERB", "AUX") and any(is_word(head, word) for word in _BECOMING):
        yield from _local(head, claim)
        yield from before(head, floor)
    if is_passive(head) and trigger.i > head.i and any(is_word(head, word) for word in _PRESENTING):
        yield "hedged"


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
    near += [trigger.nbor(-1).lower_] if trigger.i > trigger.sent.start and trigger.pos_ in ("NOUN", "ADJ") else []
    return next((known["adjective", word] for word in near if ("adjective", word) in known), "asserted")


def _signs(trigger: Token, claim: Claim) -> Iterator[str]:
    token: Token | None = trigger
    yield from _local(trigger, claim)
    if trigger.dep_ == "case" and trigger.head.head.lemma_ in _PLACING:  # "passera sous la coupe de"
        token = trigger.head
    if claim.predicate in _PROMISES and (status := next((s for word, s in of_kind("self") if is_word(trigger, word)), None)):
        yield status
    for _ in range(6):
        assert token is not None
        above = _governor(token)
        if above is None:
            return
        word = above.lemma_.lower()
        if above.pos_ in ("VERB", "AUX", "ADJ"):
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
    if below.dep_.startswith("nsubj") and below.pos_ == "NOUN":
        return next((status for word, status in of_kind("happening") if is_word(above, word)), None)
    if below.dep_ in ("nsubj", "nsubj:pass", "advcl", "obl:mod", "conj"):
        return None
    return governing(above)


def _local(verb: Token, claim: Claim) -> Iterator[str]:
    """Give what a verb's own form and particles say."""
    known = markers()
    children = [child for one in (verb, *(child for child in verb.children if child.dep_ == "cop")) for child in one.children]
    words = [child.lower_ for child in children]
    if any(word in ("ne", "n'") for word in words) and any(token.lower_ == "ni" for token in verb.sent):
        yield "denied"
    after = " ".join(token.lower_ for token in verb.doc[verb.i - 1 : verb.i + 4])
    if "sans doute" in after or "peut - être" in after or "peut-être" in after:
        yield "hedged"
    negated = any(word in ("ne", "n'") for word in words)
    for child in children:
        word = child.lower_
        if negated and child.dep_.startswith("nsubj") and any(("negator", one.lower_) in known for one in child.children):
            yield "denied"  # "aucun accord ne lie X à Y"
        if (word == "rien" and child.nbor(-1).lower_ != "en") or (word == "plus" and claim.predicate.startswith("former")):
            continue  # "n'a rien à envier à" denies nothing, and "n'est plus à la tête de" is what the predicate says
        if word == "pas" and child.i + 1 < len(verb.doc) and child.nbor(1).lower_ in ("que", "qu'"):
            continue  # "ne fait pas qu'adopter" says that it adopts
        if ("negator", word) in known and (negated or word in ("aucun", "aucune")):
            yield known["negator", word]
        if ("adverb", word) in known:
            yield known["adverb", word]
        if (
            child.dep_ == "mark"
            and ("conjunction", word) in known
            and child.pos_ == "SCONJ"
            and not (child.i and child.nbor(-1).lower_ == "même")
        ):
            yield known["conjunction", word]
        if child.dep_ in ("mark", "case") and ("preposition", word) in known:
            yield known["preposition", word]
    for token in (verb, *(child for child in children if child.pos_ == "AUX" or child.dep_.startswith(("aux", "cop")))):
        if is_conditional(token):
            yield "hedged"
        elif is_future(token):
            yield "planned"
        if token is not verb and token.lemma_ in ("pouvoir", "devoir"):
            yield "denied" if negated and token.lemma_ == "pouvoir" else "hedged"
    if verb.pos_ in ("VERB", "AUX") and _deadline(verb, claim):
        yield "planned"


def _deadline(verb: Token, _claim: Claim) -> bool:
    """Tell whether a date to come stands in the clause: "d'ici 2027", "lance X la semaine prochaine"."""
    within = list(verb.subtree)
    if any(token.lower_ == "d'" and token.i + 1 < len(verb.doc) and verb.doc[token.i + 1].lower_ == "ici" for token in within):
        return True
    return not is_past(verb) and any(
        token.lower_ in ("prochain", "prochaine") and token.i and token.nbor(-1).lower_ in words_of("time") for token in within
    )


def is_claimed(claim: Claim, doc: Doc) -> bool:
    """Tell whether a clause says it, as in "X est une filiale de Y", and no noun phrase takes it for granted."""
    return not claim.presupposed or any(child.dep_ == "cop" for child in doc[claim.trigger].children)


def reporter_of(claim: Claim, doc: Doc) -> Quote | None:
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
    judged = []
    for claim in doc._.claims:
        own, quote = status_of(claim, doc), reporter_of(claim, doc)
        who, text = (quote.speaker, quote.speaker_text if not quote.speaker else "") if quote else (None, "")
        if quote is None and is_claimed(claim, doc) and own in ("asserted", "hedged"):
            who, text = named_source(claim, doc)
        if own == "asserted" and (quote is not None or who or text):
            own = "reported"
        judged.append((claim, own, who, text))
    if judged:
        doc._.statements = gather(judged)
    return doc
