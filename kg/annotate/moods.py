"""Signs of a status that are read from the words before a trigger: they stand where the parser is most often wrong.

"X nie avoir fondé", "n'exclut pas de racheter", "il semblerait que X …", "peut-être X …", "en cas de rachat", "faute de".
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from kg import files
from kg.annotate.parsed import Parsed, Token
from kg.annotate.tables import rows
from kg.annotate.words import CACHED, has, is_conditional, is_finite, is_form, is_future, is_past, words_of

#: Words that may stand between a verb and the infinitive or participle that it governs.
_LIGHT: Final = frozenset(
    {
        "de",
        "d'",
        "à",
        "avoir",
        "être",
        "été",
        "pas",
        "plus",
        "jamais",
        "bien",
        "se",
        "s'",
        "y",
        "en",
        "l'",
        "son",
        "sa",
        "ses",
        "leur",
        "tout",
        "toute",
        "le",
        "la",
        "les",
        "ne",
        "n'",
        "train",
        "lui",
        "déjà",
        "aussi",
        "donc",
        "ainsi",
        "même",
        "encore",
        "désormais",
        "également",
        "pour",
        "pouvoir",
        "devoir",
    }
)
_NEGATIONS: Final = frozenset({"pas", "jamais", "plus", "guère", "nullement", "aucunement", "point", "rien"})
_BARE: Final = frozenset({"pouvoir", "savoir", "oser", "cesser"})
_REACH: Final = 9
#: A year before which nothing is planned any more, for articles without a date.
_LONG_AGO: Final = 2020
#: How many tokens the words at the head of a clause may take: "il n'est pas exclu que".
_HEAD: Final = 7


@lru_cache(maxsize=1)
def markers() -> Mapping[tuple[str, str], str]:
    """Read the markers: (kind, word) to status."""
    return {(row["kind"], row["marker"]): row["status"] for row in rows(files.rules("status.csv"))}


@cache
def of_kind(kind: str) -> tuple[tuple[str, str], ...]:
    """Give the markers of a kind with their statuses, longest first."""
    found = [(word, status) for (other, word), status in markers().items() if other == kind]
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one[0])))


def marked_as(token: Token, kind: str) -> str | None:
    """Give the status that a token gives as a form of a marker of a kind, None when it is no such marker."""
    return _status(token.lower_, token.lemma_.lower(), kind)


@lru_cache(maxsize=CACHED)
def _status(word: str, lemma: str, kind: str) -> str | None:
    return next((status for marker, status in of_kind(kind) if is_form(word, lemma, marker)), None)


def governing(verb: Token) -> str | None:
    """Give the status that a governing verb gives, its own negation taken into account ("n'exclut pas de")."""
    if is_negated(verb):
        status = marked_as(verb, "negated governor")
        if status is not None:
            return status
    if verb.i and verb.nbor(-1).lower_ in ("se", "s'", "est") and verb.pos_ in ("VERB", "AUX"):
        reflexive = any(token.lower_ in ("se", "s'") for token in verb.doc[max(verb.i - 2, 0) : verb.i])
        status = marked_as(verb, "pronominal governor") if reflexive else None
        if status is not None:
            return status
    if verb.lower_.startswith("dû") or verb.lower_ in ("due", "dus", "dues"):
        return None  # "un sentiment dû aux contrôles", "a dû payer"
    if verb.lemma_ == "penser" and has(verb, "VerbForm", "Part") and not any(child.pos_ == "AUX" for child in verb.children):
        return None  # "le réseau pensé pour concurrencer Y"
    if verb.lemma_ == "permettre" and is_past(verb):
        return None  # "a permis d'entraîner" says that it was trained
    if verb.lemma_ == "pouvoir" and has(verb, "Tense", "Fut"):
        return "planned"  # "tous les agents pourront s'appuyer sur"
    return marked_as(verb, "governor")


def is_granted(verb: Token, conjunction: Token) -> bool:
    """Tell whether "si" grants what it says instead of supposing it: "Si X a racheté Y, c'est pour", "il n'a pas"."""
    words = [token.lower_ for token in verb.doc[verb.i : verb.sent.end]]
    comma = words.index(",") if "," in words else len(words)
    main = words[comma + 1 :]
    over = any(child.lower_ in ("a", "ont") for child in verb.children)
    past = over or is_finite(verb)
    opens = main[:1] in (["c'"], ["ce"]) or bool(words_of("contrast") & set(main))
    denies = (
        over
        and bool({"ne", "n'"} & set(main))
        and not any(is_future(token) or is_conditional(token) for token in verb.doc[slice(*verb.sent)])
    )
    return past and conjunction.i < verb.i and (opens or denies) and not is_conditional(verb)


def is_negated(verb: Token) -> bool:
    """Tell whether "ne … pas" stands around a verb, by the words beside it."""
    doc = verb.doc
    before = [token.lower_ for token in doc[max(verb.i - 5, 0) : verb.i]]
    around = before[-4:] + [token.lower_ for token in doc[verb.i + 1 : verb.i + 3]]
    if any(token.lower_ in words_of("none") and token.dep_.startswith("nsubj") for token in verb.children):
        return "ne" in before or "n'" in before  # "nul n'ignore que"
    bare = verb.lemma_ in _BARE or verb.lower_ in ("pu", "su")  # "n'a pu acquérir"
    return ("ne" in before or "n'" in before) and (bare or bool(_NEGATIONS & set(around)))


def before(trigger: Token, floor: int) -> Iterator[str]:
    """Give the statuses that the verbs right before a trigger give: "nie avoir fondé", "projette d'installer"."""
    doc, at = trigger.doc, trigger.i - 1
    for _ in range(_REACH):
        while at >= floor and (
            doc[at].lower_ in _LIGHT or (doc[at].pos_ == "ADV" and ("adverb", doc[at].lower_) not in markers())
        ):
            at -= 1
        if at < floor or is_finite(trigger):
            return
        if (status := governing(doc[at])) is not None:
            yield status
        if doc[at].pos_ in ("VERB", "AUX") and is_conditional(doc[at]):
            yield "hedged"
        elif status is None and doc[at].pos_ not in ("VERB", "AUX", "ADJ"):
            return
        at -= 1


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[str, str], ...]:
    """Give the words that set a frame, with the spaces around them, and their statuses."""
    return tuple((f" {word}" + ("" if word.endswith("'") else " "), status) for word, status in of_kind("frame"))


def introduced(trigger: Token, floor: int) -> Iterator[str]:
    """Give the status that the words at the head of the clause give: "il semblerait que", "peut-être", "en cas de"."""
    doc = trigger.doc
    yield from _opened(trigger, floor)
    left = " ".join(token.lower_ for token in doc[max(trigger.i - 6, floor) : trigger.i]).replace("' ", "'")
    padded = f" {left} "
    for words, status in _frames():
        _, found, after = padded.partition(words) if words in padded else ("", "", "")
        if found and " que " not in after and " qu'" not in after:
            yield status
            yield from _of_frame(trigger, floor)
    for at in range(trigger.i - 1, max(floor, trigger.i - 14), -1):
        if doc[at].lower_ in (",", ";", ":", "«", "qui", "dont", "où"):
            return
        if doc[at].lower_ in ("que", "qu'") and doc[at - 1].pos_ in ("VERB", "AUX", "ADJ", "NOUN", "ADV"):
            yield from _impersonal(doc[at - 1])
            return


def _of_frame(trigger: Token, floor: int) -> Iterator[str]:
    """Give what the verb before the words of a frame says: "serait en passe de", "n'est pas sur le point de"."""
    verb = next((token for token in reversed(trigger.doc[floor : trigger.i]) if is_finite(token)), None)
    if verb is not None and verb.lemma_ in ("être", "avoir"):
        if is_conditional(verb):
            yield "hedged"
        elif is_negated(verb) or {"ne", "n'"} & {word.lower_ for word in trigger.doc[max(verb.i - 2, floor) : verb.i]}:
            yield "denied"


def _opened(trigger: Token, floor: int) -> Iterator[str]:
    """Give what the words that open the clause say, unless their scope is over: "Peut-être par nostalgie, X a son siège"."""
    doc = trigger.doc
    stop = next((at for at in range(trigger.i - 1, floor, -1) if doc[at].text in (":", ";")), None)
    start = floor if stop is None else stop + 1
    opening = " ".join(token.lower_ for token in doc[start : min(start + _HEAD, trigger.i)]).replace("' ", "'")
    opening = opening.replace(" - ", "-")
    if stop is not None:
        whole = " ".join(token.lower_ for token in doc[floor:stop])
        yield from (status for word, status in of_kind("heading") if whole.startswith(word))
    if any(token.lower_ == "qui" for token in doc[start : trigger.i]):
        yield from (status for word, status in of_kind("cleft") if opening.startswith(word))
    for word, status in of_kind("opening"):
        rest = opening.removeprefix(word).strip() if opening.startswith(word) else ""
        if opening.startswith(word) and not _is_closed(doc, start, trigger.i, rest):
            yield status


def _is_closed(doc: Parsed, start: int, end: int, rest: str) -> bool:
    """Tell whether a comma ends what opening words speak of, before any verb: "Probablement lassés, …"."""
    comma = next((at for at in range(start, end) if doc[at].text == ","), None)
    if comma is None or rest.startswith(",") or not rest:
        return False
    inside = doc[start:comma]
    return not any(is_finite(token) or token.lower_ in ("que", "qu'", "où") for token in inside) and comma - start > 1


def _impersonal(word: Token) -> Iterator[str]:
    """Give what "il est faux que", "X doute que", "X n'a pas confirmé que" say of the clause; "nul doute que" says nothing."""
    if word.lower_ in ("penser", "croire", "supposer", "présager") and any(
        token.lemma_ in words_of("leading") for token in word.doc[max(word.i - 2, 0) : word.i]
    ):
        yield "hedged"  # "des indices donnent à penser que"
    if word.lower_ == "doute" and word.i and word.nbor(-1).lower_ in ("nul", "aucun", "pas", "de"):
        return
    impossible = word.i > 1 and word.nbor(-2).lower_ == "impossible"  # "impossible d'ignorer que"
    if (is_negated(word) or impossible) and (status := marked_as(word, "negated governor")) is not None:
        yield status
        return
    if (status := marked_as(word, "that")) is not None:
        yield status


def followed(trigger: Token, ceiling: int) -> Iterator[str]:
    """Give the status that what follows gives: "avant d'y renoncer", "il n'en a rien été"."""
    rest = " ".join(token.lower_ for token in trigger.doc[trigger.i : ceiling]).replace("' ", "'")
    for word, status in of_kind("sequel"):
        if word in rest:
            yield status


def is_asked(trigger: Token, floor: int, ceiling: int) -> bool:
    """Tell whether the sentence asks if something is so: "X a-t-elle racheté Y ?", but not "Pourquoi X a-t-elle racheté Y ?"."""
    words = [token.lower_ for token in trigger.doc[floor:ceiling]]
    while words and not words[-1].strip():
        words.pop()
    if words[:3] == ["n'", "est", "-ce"] and "pas" in words[:4]:
        return False  # "N'est-ce pas X qui a développé Y ?" says that it is
    return words[-1:] == ["?"] and not words_of("asking") & set(words[: trigger.i - floor][:4])


def is_future_in_past(trigger: Token, floor: int) -> bool:
    """Tell whether a conditional is the future of a past report: "a annoncé qu'il rachèterait"."""
    doc = trigger.doc
    if not is_conditional(trigger):
        return False
    for at in range(trigger.i - 1, max(floor, trigger.i - 14), -1):
        if doc[at].lower_ in ("que", "qu'"):
            verb = next((token for token in (doc[at - 1], doc[max(at - 2, 0)]) if token.pos_ in ("VERB", "AUX")), None)
            return verb is not None and is_past(verb) and marked_as(verb, "announcing that") is not None
    return False


def is_told(trigger: Token, floor: int, ceiling: int) -> bool:
    """Tell whether a future is that of a story: "En 1976, il fondera"; the clause then says what happened."""
    doc = trigger.doc
    years = [int(token.text) for token in doc[floor:ceiling] if token.text.isdigit() and len(token.text) == 4]
    went = trigger.i > floor and doc[trigger.i - 1].lower_ in ("allait", "allaient")
    published = doc._.article.date[:4] if doc._.article else ""
    last = int(published) if published.isdigit() else _LONG_AGO
    later = any(
        token.lower_ in ("plus", "ensuite") and token.nbor(1).lower_ in ("tard", ",")
        for token in trigger.doc[trigger.i : ceiling - 1]
    )
    return any(1900 < year < last for year in years) and (is_future(trigger) or is_conditional(trigger) or later or went)
