"""Filling the slots of a pattern from the words around its trigger."""

from collections.abc import Callable
from typing import Final

from kg.annotate.bearers import bearer, beside, meant
from kg.annotate.clitics import clitic, fitting, taken_up
from kg.annotate.closed import RELATIVES
from kg.annotate.countries import country_of
from kg.annotate.fronts import fronted, headed, topic
from kg.annotate.owners import owner
from kg.annotate.parsed import Token
from kg.annotate.patterns_relations import Match
from kg.annotate.phrases import carried, listed, phrase
from kg.annotate.relatives import antecedent, cleft, postposed
from kg.annotate.slots_special import employed, genitive, goods, needed, of_subject, raiser, round_of, schooled, share, trained
from kg.annotate.syntax import doc_word, names_of, nearest_left, subject_of
from kg.annotate.telling import telling
from kg.annotate.times import past_aside
from kg.annotate.view import Name, View
from kg.annotate.words import is_finite, is_participle, is_passive, is_transparent, is_word, words_of

_OF: Final = ("de", "d'", "du", "des")
_JOINING: Final = frozenset({"et", "ou", "mais", "puis", ","})
#: Prepositions for which "y" may stand.
_PLACES: Final = frozenset({"dans", "chez", "à", "au_sein_de"})
_STOPS: Final = frozenset(
    {";", ":", "que", "qu'", "qui", "où", "car", "mais", "tandis", "alors", "lorsque", "si", "quand", "–", "—"}
)


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
    if word is None or any(is_word(match.token, verb) for verb in telling()):  # "sans l'avoir annoncé" takes up a clause
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


def after_word(seen: View, trigger: Token, preposition: str, head: Token | None = None) -> list[Name]:
    """Give the names after the first `preposition` right of `trigger` in its clause; `head` is its first word."""
    head = head or trigger
    if found := _relative(seen, head, preposition):
        return found
    doc, end = seen.doc, seen.ceiling(trigger.i)
    wanted = _OF if preposition == "de" else tuple(preposition.split("_"))
    for at in range(trigger.i + 1, min(trigger.i + 26, end)):
        word = doc[at]
        if word.lower_ in ("que", "qu'") and at + 1 < end and _stands(doc[at + 1], wanted, preposition):
            continue  # "ne collabore qu'avec Y"
        own = head.dep_.startswith("nsubj") and head.head.i in (at, word.head.i)  # "le siège de X se trouve à"
        if word.lower_ == "a" and doc[at - 1].lower_ == "y":
            continue  # "créée il y a trois ans par"
        if (word.lower_ in _STOPS and preposition != "que") or (is_finite(word) and at > trigger.i + 1 and not own):
            return []
        if preposition == "par" and at > trigger.i + 1 and word.pos_ != "AUX" and is_participle(word) and word.i != head.head.i:
            return []  # "X, entraîné sur Z, une puce conçue par Y"
        length = len(wanted) if len(wanted) > 1 and preposition != "de" else 1
        if _stands(word, wanted, preposition) and (found := phrase(seen, at + length, end)):
            return found
    return _leading(seen, head, wanted, preposition)


def _leading(seen: View, head: Token, wanted: tuple[str, ...], preposition: str) -> list[Name]:
    """Give what a sentence sets before its subject: "Chez Y, X travaille sur", "À Metz, X a son siège"."""
    doc, floor, length = seen.doc, seen.floor(head.i), len(wanted) if preposition != "de" else 1
    if preposition == "de" or head.pos_ not in ("VERB", "AUX") or not _stands(doc[floor], wanted, preposition):
        return []
    found = phrase(seen, floor + length, head.i)
    comma = found[-1].end if found else head.i
    if comma >= head.i or doc[comma].text != ",":
        return []
    clause = doc[comma + 1 : head.i]
    own = all(word.lower_ not in RELATIVES and (not is_finite(word) or word.head.i == head.i) for word in clause)
    return found if own else []


def _relative(seen: View, verb: Token, preposition: str) -> list[Name]:
    """Give what "sur lequel" before a verb takes up: "le modèle V, sur lequel repose W"."""
    doc, floor = seen.doc, seen.floor(verb.i)
    if found := antecedent(seen, verb, preposition) or cleft(seen, verb, preposition):
        return found  # "Z, dont il est dérivé", "C'est à Z que X a son siège"
    for at in range(verb.i - 1, max(verb.i - 8, floor), -1):
        if doc[at].lower_ in RELATIVES and doc[at - 1].lower_ == preposition:
            return names_of(seen, doc[at])
        if doc[at].text in (",", ";", ":"):
            return []
    return []


def _stands(word: Token, wanted: tuple[str, ...], preposition: str) -> bool:
    if preposition == "de":
        return word.lower_ in wanted
    if preposition == "à":
        return word.lower_ in ("à", "au", "aux")
    if preposition == "que":
        return word.lower_ in ("que", "qu'")
    following = [token.lower_ for token in word.doc[word.i : word.i + len(wanted)]]
    plain = {"du": "de", "des": "de", "d'": "de"}
    return [plain.get(text, text) if index else text for index, text in enumerate(following)] == list(wanted)


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
    found = after_word(seen, match.last, "entre")
    if len(found) != 1:
        return found
    doc, at = seen.doc, found[0].end  # the two sides may be of different kinds: "entre X et le service Y"
    if at < seen.ceiling(match.token.i) and doc[at].lower_ == "et":
        return [*found, *phrase(seen, at + 1, seen.ceiling(match.token.i))]
    return found


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
        if match.pattern.kind == "event" and any(is_word(token, word) for word in words_of("judging")):
            return []  # "X salue la reprise de Y" says nothing of who takes it over
        if token.pos_ in ("VERB", "AUX") or any(child.dep_ in ("cop", "nsubj") for child in token.children):
            par = after_word(seen, token, "par") if is_passive(token) else []
            return par or subject_of(seen, token) or _planner(seen, token)
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
    "raiser": raiser,
}
