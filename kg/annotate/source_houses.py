"""Who *on* is: "Chez X, on assure que", "indique-t-on au parquet"."""

import re
from typing import Final

from kg.annotate.cues import Cue
from kg.annotate.frame import Frame
from kg.annotate.parsed import Token
from kg.annotate.source_nouns import nouns

#: Where those are whom *on* stands for.
_AMONG: Final = re.compile(
    r"(?:\s(?:d'ailleurs|aussi|également|toutefois|\w+ment))?\s(?:à (?:la |l')?|aux? |chez (?:les? |la |l')?|auprès (?:du |des |de (?:la |l')?|d')|du côté (?:du |des |de (?:la |l')?|d')"
    r"|dans l'entourage (?:du |des |de (?:la |l')?|d')|de source )"
)
#: A sentence that begins with those whom *on* stands for.
_CHEZ: Final = re.compile(
    r"(?:Chez|(?:Du côté|Au sein|Dans l'entourage|Auprès) (?:de |d'|du |des )|À la direction (?:de |d'|du )|Au (?=ministère|siège|parquet)"
    r"|À (?:la |l')(?=mairie|préfecture|Élysée))\s?"
)

#: A sentence that begins with where they work: "Au cabinet Nordeo, on assure".
_AT: Final = re.compile(r"(?:Au|À la|Dans l[ea])\s|(?:À|Dans) l'")


def house(frame: Frame, token: Token) -> Token | None:
    """Give who *on* is when the sentence begins with it: "Chez Nordeo, on assure que"."""
    start = frame.sentence(token.idx)[0]
    opened = _CHEZ.match(frame.text, start, token.idx)
    if opened is None:
        at = _AT.match(frame.text, start, token.idx)
        first = next(frame.tokens(at.end(), token.idx), None) if at is not None else None
        noun = nouns().get(first.lower_) if first is not None else None
        return first if noun is not None and noun.kind == "group" else None
    return next((one for one in frame.tokens(opened.end(), token.idx) if one.i in frame.refs or one.lower_ in nouns()), None)


def among(frame: Frame, cue: Cue, end: int) -> Token | None:
    """Give who *on* is: "indique-t-on au parquet", "assure-t-on chez X"."""
    where = _AMONG.match(frame.text, (cue.clitic.end) if cue.clitic is not None else cue.end, end)
    if where is None:
        return None
    return next((token for token in frame.tokens(where.end(), end) if token.pos_ in {"NOUN", "PROPN"}), None)
