"""What a sentence sets before its clause: "Filiale de Y, X …" and, in headlines, "X : …"."""

from kg.annotate.parsed import Token
from kg.annotate.phrases import listed, phrase
from kg.annotate.view import Name, View
from kg.annotate.words import is_finite

_REACH = 18


def fronted(seen: View, token: Token, last: Token) -> list[Name]:
    """Give what the phrase that opens a sentence is said of: the names after its comma.

    Args:
        token, last: first and last word of the trigger; it must stand near the head of the sentence.
    """
    doc, end, floor = seen.doc, seen.ceiling(token.i), seen.floor(token.i)
    far = [word.lower_ for word in doc[floor : floor + 3]] in (["loin", "d'", "être"], ["loin", "de", "rester"])
    if token.i > floor + (5 if far else 2):
        return []
    at = last.i + 1
    while at < min(last.i + _REACH, end - 1):
        one = seen.name(at)
        if one is not None:
            at = listed(seen, one)[-1].end  # the commas of "Fondée par X, Y et Z, W …" set nothing off
            continue
        if doc[at].text == "," and not _goes_on(seen, at + 1):
            found = phrase(seen, at + 1, end, strict=True)
            if found:
                return [one for one in found if not one.anaphor or one.start == found[0].start]
            if seen.name(at + 1) is None and doc[at + 1].pos_ in ("PRON", "VERB", "AUX"):
                return []
        elif is_finite(doc[at]) or doc[at].text in (";", ":"):
            return []
        at += 1
    return []


def _goes_on(seen: View, at: int) -> bool:
    """Tell whether a comma only opens an apposition: "Créé par Y, une filiale de Z, X …"."""
    word = seen.doc[at]
    return word.lower_ in ("un", "une") or (word.pos_ in ("NOUN", "NUM") and seen.name(at) is None)


def topic(seen: View, index: int) -> list[Name]:
    """Give the name that a headline sets before a colon: "X : le patron s'en va"."""
    doc, at = seen.doc, index
    while at > max(index - _REACH, 0) and doc[at].text != ":":
        if doc[at].text in (".", "!", "?", "«", "»") or "\n" in doc[at].text_with_ws:
            return []
        at -= 1
    one = seen.name(at - 1) if at and doc[at].text == ":" else None
    return [one] if one is not None and not one.anaphor and _opens_line(seen, one.start) else []


def headed(seen: View, token: Token) -> list[Name]:
    """Give whose act a headline names before the colon right before `token`: "Objectif de X : lever", "Démenti de X : pas de".

    Args:
        token: an infinitive or a noun, perhaps with "pas de" or an article.
    """
    doc, at = seen.doc, token.i - 1
    while at > 0 and doc[at].pos_ in ("DET", "ADV", "ADP") and doc[at].text != ":":
        at -= 1
    one = seen.name(at - 1) if at > 2 and doc[at].text == ":" else None
    if one is None or one.start < 2 or doc[one.start - 1].lower_ not in ("de", "d'", "du", "chez", "pour"):
        return []
    first = one.start - 2
    while first > 0 and doc[first].pos_ in ("ADJ", "VERB") and not _opens_line(seen, first):
        first -= 1  # "Objectif avoué de X"
    first -= doc[first].pos_ == "NOUN" and first > 0 and doc[first - 1].pos_ == "ADJ"  # "Prochaine étape pour X"
    return [one] if doc[first].pos_ != "VERB" and _opens_line(seen, first) else []


def _opens_line(seen: View, index: int) -> bool:
    """Tell whether a line or sentence begins with a token."""
    return seen.text[: seen.doc[index].idx].rstrip(" ")[-1:] in ("", "\n", ".", "!", "?")
