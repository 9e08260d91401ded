"""How many: the count before a name and its class nouns, and the share of a firm that a clause speaks of."""

import re
from typing import Final

from kg.annotate.closed import OF
from kg.annotate.patterns_relations import Match
from kg.annotate.view import Name, View
from kg.annotate.words import is_class_noun, is_finite, is_goods

_DIGITS: Final = r"\d{1,3}(?:[ .]\d{3})+|\d+(?:,\d+)?"
_WORDS: Final = (
    r"(?:(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|seize|vingt|trente|quarante|cinquante|soixante"
    r"|quatre-vingts?|cents?|mille|et)[ -])*(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|quarante"
    r"|cinquante|soixante|cents?|mille)"
)
_SCALE: Final = r"(?: (?:mille|milliers|millions?|milliards?))?"
_VAGUE: Final = r"(?:une |plusieurs |des |quelques )(?:dizaines?|vingtaine|trentaine|cinquantaine|centaines?|milliers?|millions?)(?: de (?:milliers|millions))?"
_COUNT: Final = re.compile(
    rf"(?:^|[\s('«])(?P<count>(?:(?:{_DIGITS}|{_WORDS}){_SCALE}|{_VAGUE}))(?: de| d'|) ?$", re.IGNORECASE
)
#: How many tokens may stand between a count and a name: "50 000 processeurs graphiques de dernière génération X".
_REACH: Final = 6
#: Predicates between a firm and those who own a part of it, and how far the share may stand from the trigger.
_SHARED: Final = frozenset({"ownedBy", "investsIn", "acquired"})
_NEAR: Final = 14
_HOLDING: Final = frozenset({"participation", "part", "parts", "capital", "actions", "hauteur", "titres"})


def count_before(seen: View, name: Name) -> str:
    """Give the count that stands before a name and its class nouns ("50 000" of "50 000 GPU H100"), or an empty string."""
    doc, at, goods = seen.doc, name.start - 1, name.type == "CHIP"
    while at >= seen.floor(name.start) and name.start - at <= _REACH and not doc[at].like_num:
        word = doc[at]
        if is_goods(word) or is_class_noun(word):
            goods = True
        elif word.pos_ not in ("ADJ", "PROPN", "NOUN") and word.lower_ not in OF:
            break
        before = _COUNT.search(seen.text[doc[seen.floor(name.start)].idx : word.idx].rstrip())
        if before and goods:
            return before["count"].strip()
        at -= 1
    start = doc[seen.floor(name.start)].idx
    found = _COUNT.search(seen.text[start : doc[at].end].rstrip()) if goods and at >= 0 else None
    return found["count"].strip() if found else ""


def share_near(seen: View, match: Match) -> str:
    """Give the share that a clause about owners speaks of: "détient 12 % de", "une participation de 12 % dans"; or an empty string."""
    if match.pattern.predicate not in _SHARED:
        return ""
    low, high = seen.floor(match.token.i), seen.ceiling(match.token.i)
    found = []
    for index, (amount, end) in seen.money.items():
        if amount.kind == "percent" and low <= index < high and abs(index - match.token.i) <= _NEAR:
            around = {word.lower_ for word in seen.doc[max(index - 3, low) : min(end + 4, high)]}
            between = seen.doc[min(index, match.token.i) + 1 : max(index, match.token.i)]
            of = end < high and seen.doc[end].lower_ in OF | {"dans"}
            if (of or around & _HOLDING) and not any(is_finite(word) and word.i != match.token.i for word in between):
                found.append(seen.text[amount.start : amount.end])
    return found[0] if len(found) == 1 else ""
