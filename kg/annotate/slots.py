"""Filling the slots of a pattern from the words around its trigger."""

from collections.abc import Callable
from typing import Final

from kg.annotate.adjuncts import after_word
from kg.annotate.bearers import bearer, beside, meant
from kg.annotate.clitics import clitic, fitting, taken_up
from kg.annotate.countries import country_of
from kg.annotate.fronts import fronted, headed, topic
from kg.annotate.owners import owner
from kg.annotate.parsed import Token
from kg.annotate.patterns_relations import Match
from kg.annotate.phrases import carried, listed, phrase
from kg.annotate.relatives import antecedent, postposed
from kg.annotate.slots_special import (
    employed,
    genitive,
    goods,
    needed,
    of_subject,
    raiser,
    represented,
    round_of,
    schooled,
    share,
    staff,
    trained,
)
from kg.annotate.syntax import doc_word, names_of, nearest_left, subject_of
from kg.annotate.telling import telling
from kg.annotate.times import past_aside
from kg.annotate.view import Name, View
from kg.annotate.words import is_any, is_finite, is_participle, is_passive, is_transparent, words_of

_OF: Final = ("de", "d'", "du", "des")
_JOINING: Final = frozenset({"et", "ou", "mais", "puis", ","})
#: Prepositions for which "y" may stand.
_PLACES: Final = frozenset({"dans", "chez", "à", "au_sein_de"})


def fill(seen: View, match: Match, slots: tuple[str, ...]) -> list[Name]:
    """Give the names that fill the first slot that any name fills."""
    for slot in slots:
        found = _SLOTS[slot](seen, match) if slot in _SLOTS else after_word(seen, match.last, slot, match.token)
        if found or (slot in _PLACES and (found := _taken_up(seen, match, place=True))):
            return found
    return []


def _taken_up(seen: View, match: Match, *, place: bool = False) -> list[Name]:
    """Give what "l'" or "y" before the verb takes up."""
    one = match.pattern
    word = clitic(match.token, seen.floor(match.token.i), place=place) if one.kind in ("verb", "pronominal") else None
    if word is None or is_any(match.token, telling()):  # "sans l'avoir annoncé" takes up a clause
        return []
    return taken_up(seen, word, one.objects, {name.entity for name in _subject(seen, match)})


def _subject(seen: View, match: Match) -> list[Name]:
    token = match.token
    if match.pattern.kind in ("verb", "pronominal") and is_passive(match.token):
        return after_word(seen, match.last, "par")
    found = subject_of(seen, token)
    own = next((child for child in token.children if child.dep_.startswith("nsubj")), None)
    if own is not None and not any(name.type in match.pattern.subjects for name in found):
        found = fitting(seen, own, match.pattern.subjects) or found
    if not found and own is not None and is_transparent(own):
        found = owner(seen, own) or genitive(seen, own)  # "Son action s'envole", "X, dont le cours a fondu"
    return found or (fronted(seen, token, match.last) if token.lower_.endswith("ant") else headed(seen, token))


def _object(seen: View, match: Match) -> list[Name]:
    if match.pattern.kind in ("verb", "pronominal") and is_passive(match.token):
        return _patient(seen, match)
    if postposed(seen, match.token) and (found := antecedent(seen, match.token)):
        return found
    children = match.token.children
    before = next((one for one in children if one.dep_ == "obj" and one.i < match.token.i and one.pos_ == "PRON"), None)
    direct = phrase(seen, match.last.i + 1, seen.ceiling(match.token.i)) if before is not None else []
    if before is not None and (found := direct or names_of(seen, before)):
        return found
    if found := _taken_up(seen, match):
        return found
    end = seen.ceiling(match.token.i)
    start = match.last.i + 1
    while start < end and doc_word(seen, start).startswith("-"):  # "fournit-elle", "a-t-elle"
        start += 1
    if start + 1 < end and doc_word(seen, start) in ("de", "d'", "à") and _is_infinitive(seen.doc[start + 1]):
        return []  # "a exclu d'interdire Y"
    found = phrase(seen, past_aside(seen, start, end), end) or phrase(seen, match.token.i + 1, match.last.i)
    if found:
        return found
    arc = next((child for child in match.token.children if child.dep_ == "obj" and child.i > match.last.i), None)
    if arc is not None and (last := _named_last(seen, match, arc)):
        return last
    if arc is None:
        return _shared_object(seen, match) or antecedent(seen, match.token)
    direct = listed(seen, one) if (one := seen.name(arc.i)) is not None else carried(seen, arc)
    return direct or (
        antecedent(seen, match.token) if arc.lower_ in words_of("time") else []
    )  # "Z, que X veut acquérir cet été"


def _named_last(seen: View, match: Match, noun: Token) -> list[Name]:
    """Give the name after a comma that says what is meant: "sortira en mai un outil d'aide à l'écriture, X."."""
    doc, end = seen.doc, seen.ceiling(match.token.i)
    if seen.name(noun.i) is not None or not any(child.lower_ in ("un", "une") for child in noun.children):
        return []
    for at in range(noun.i + 1, end - 1):
        if is_finite(doc[at]):
            return []
        one = seen.name(at + 1) if doc[at].text == "," else None
        if one is not None and one.start == at + 1 and not one.anaphor and one.type in match.pattern.objects:
            closes = one.end >= end or doc[one.end].is_punct or doc[one.end].is_space
            return [one] if closes else []
    return []


def _is_infinitive(word: Token) -> bool:
    return word.pos_ != "NOUN" and word.lower_.endswith(("er", "ir", "re"))


def _shared_object(seen: View, match: Match) -> list[Name]:
    """Give the object of the verb that follows "et": "X conçoit et vend Z", "égale mais dépasse souvent Z"."""
    doc, end, at = seen.doc, seen.ceiling(match.token.i), match.last.i + 1
    while at < end and (doc[at].lower_ in _JOINING or doc[at].pos_ in ("ADV", "AUX", "PRON")):
        at += 1
    joined = any(word.lower_ in _JOINING for word in doc[match.last.i + 1 : at])
    if not joined or at >= end or doc[at].pos_ != "VERB" or seen.name(at) is not None:
        return []
    while at + 1 < end and doc[at + 1].pos_ == "ADV":
        at += 1
    return phrase(seen, at + 1, end)


def _patient(seen: View, match: Match) -> list[Name]:
    """Give what a passive verb does something to; a participle may open the sentence: "Conçu par Y, X …"."""
    bare = not any(child.pos_ == "AUX" for child in match.token.children)
    found = fronted(seen, match.token, match.last) if bare else []
    if bare and match.token.i == seen.floor(match.token.i):
        return found
    found = found or (beside(seen, match.token) if bare else []) or subject_of(seen, match.token)
    found = meant(seen, found) if bare else found
    own = next((child for child in match.token.children if child.dep_.startswith("nsubj")), None)
    if own is not None and not any(name.type in match.pattern.objects for name in found):
        found = fitting(seen, own, match.pattern.objects) or found
    return found


def _of(seen: View, match: Match) -> list[Name]:
    """Give what "de" right after a noun introduces; adjectives, "de + common noun" and "par X" may stand between."""
    doc, end = seen.doc, seen.ceiling(match.token.i)
    past = match.last.i + 1
    if past + 1 < end and doc[past].lower_ == "par" and (agent := phrase(seen, past + 1, end)):
        past = agent[-1].end
    for at in range(past, min(past + 8, end)):
        word = doc[at]
        if word.lower_ == "des" and doc[at - 1].pos_ == "ADP":
            break  # "des collaborations avec des studios comme X"
        if word.lower_ in _OF and (found := phrase(seen, at + 1, end, strict=True)):
            return found
        if word.lower_ in ("venir", "à", "%") or word.like_num or is_participle(word):
            continue  # "l'acquisition à venir de", "version spécialisée de", "filiale à 60 % de"
        if seen.name(at) is not None or word.is_punct or word.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ", "PRON"):
            break
    if any(child.dep_ == "cop" or child.lemma_ in ("être", "devenir") for child in (*match.token.children, match.token.head)):
        return antecedent(seen, match.token, "de")  # "X, dont Y est la filiale"
    return []


def _between(seen: View, match: Match) -> list[Name]:
    found = after_word(seen, match.last, "entre") or _between_before(seen, match)
    if len(found) != 1:
        return found
    doc, at = seen.doc, found[0].end  # the two sides may be of different kinds: "entre X et le service Y"
    if at < seen.ceiling(match.token.i) and doc[at].lower_ == "et":
        return [*found, *phrase(seen, at + 1, seen.ceiling(match.token.i))]
    return found


def _between_before(seen: View, match: Match) -> list[Name]:
    """Give the two sides that a sentence names first: "Les discussions entre X et Y en vue d'une alliance"."""
    doc, floor = seen.doc, seen.floor(match.token.i)
    for at in range(match.token.i - 2, max(match.token.i - 16, floor - 1), -1):
        if doc[at].lower_ == "entre" and (found := phrase(seen, at + 1, match.token.i)):
            free = not any(is_finite(word) or word.text in (",", ";", ":") for word in doc[found[-1].end : match.token.i])
            return found if len(found) > 1 and free else []
    return []


def _left(seen: View, match: Match) -> list[Name]:
    """Give the name right before the trigger."""
    one = seen.name(match.token.i - 1) if match.token.i > seen.floor(match.token.i) else None
    return [one] if one is not None else []


def _demonym(seen: View, match: Match) -> list[Name]:
    """Give the country of an adjective right after a noun: "restrictions d'exportation américaines"."""
    for word in seen.doc[match.last.i + 1 : min(match.last.i + 5, seen.ceiling(match.token.i))]:
        if seen.name(word.i) is not None or word.is_punct:
            return []
        country = country_of(seen, word.i)
        if country is not None:
            return [Name(word.i, word.i + 1, country, "PLACE", anaphor=True)]
    return []


def _fronted(seen: View, match: Match) -> list[Name]:
    return fronted(seen, match.token, match.last)


def _topic(seen: View, match: Match) -> list[Name]:
    return topic(seen, match.token.i)


def _owner(seen: View, match: Match) -> list[Name]:
    found = owner(seen, match.token)
    return found or (owner(seen, match.last) if match.last.i != match.token.i else [])  # "entrer à son capital"


def _actor(seen: View, match: Match) -> list[Name]:
    """Give who does what an event noun says: the subject of the verb that governs it."""
    token, steps = match.token, 0
    if any(child.dep_ == "cop" for child in token.children) and (own := subject_of(seen, token)):
        return own  # "X est en concurrence avec Y"
    while token.head.i != token.i and steps < 6:
        token, steps = token.head, steps + 1
        if match.pattern.kind == "event" and is_any(token, words_of("judging")):
            return []  # "X salue la reprise de Y" says nothing of who takes it over
        if token.pos_ in ("VERB", "AUX") or any(child.dep_ in ("cop", "nsubj") for child in token.children):
            par = after_word(seen, token, "par") if is_passive(token) else []
            found = par or subject_of(seen, token) or _planner(seen, token)
            fits = match.pattern.kind != "event" or any(name.type in match.pattern.subjects for name in found)
            return found if fits else represented(seen, token) or found
        if seen.name(token.i) is not None and match.pattern.kind == "event":
            return names_of(seen, token)
    return nearest_left(seen, match.token) or headed(seen, match.token)


def _planner(seen: View, verb: Token) -> list[Name]:
    """Give whose plan decides on an act: "le plan stratégique de X prévoit l'achat de Y"."""
    own = next((child for child in verb.children if child.dep_ == "nsubj" and child.lemma_ in words_of("plan")), None)
    return genitive(seen, own) if own is not None else []


_SLOTS: Final[dict[str, Callable[[View, Match], list[Name]]]] = {
    "subject": _subject,
    "object": _object,
    "self": bearer,
    "of": _of,
    "owner": _owner,
    "actor": _actor,
    "goods": goods,
    "between": _between,
    "left": _left,
    "demonym": _demonym,
    "topic": _topic,
    "fronted": _fronted,
    "share": share,
    "round": round_of,
    "employed": employed,
    "of_subject": of_subject,
    "needed": needed,
    "trained": trained,
    "schooled": schooled,
    "staff": staff,
    "raiser": raiser,
}
