"""What a sentence sets before its clause: "Filiale de Y, X …" and, in headlines, "X : …"."""

from spacy.tokens import Token

from kg.annotate.phrases import listed, phrase
from kg.annotate.view import Name, View
from kg.annotate.words import is_finite

_REACH = 18


def fronted(seen: View, token: Token, last: Token) -> list[Name]:
    """Give what the phrase that opens a sentence is said of: the names after its comma.

    Args:
        token, last: first and last word of the trigger; it must stand near the head of the sentence.
    """
    doc, end = seen.doc, seen.ceiling(token.i)
    if token.i > seen.floor(token.i) + 2:
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
    if one is None or one.anaphor:
        return []
    before = seen.text[: doc[one.start].idx].rstrip(" ")[-1:]
    return [one] if before in ("", "\n", ".", "!", "?") else []
