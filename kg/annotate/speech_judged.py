"""Judgements without marks: X qualifie Y de P, X décrit Y comme P."""

import re
from typing import Final

from kg.annotate.cues import Cue
from kg.annotate.drafts import Draft
from kg.annotate.extent import clause_end, fragments, shaped
from kg.annotate.frame import Frame
from kg.annotate.inflection import FINITE
from kg.annotate.parsed import Token
from kg.annotate.speakers import able

#: Verbs that judge by *comme*: "décrit X comme une percée"; *qualifier* takes *de*.
_AS: Final = frozenset({"décrire", "considérer", "voir", "présenter", "percevoir", "dépeindre"})


def qualified(frame: Frame, cue: Cue, source: Token | None) -> list[Draft]:
    """X qualifie Y de P, X les qualifie de P, X décrit Y comme P: a judgement without marks."""
    likened = cue.rule.lemma in _AS and cue.kind == FINITE and able(frame, source)
    if cue.rule.lemma != "qualifier" and not likened:
        return []
    base = Draft(start=0, end=0, mode="", family="complement", cue=(cue.start, cue.end), rule=cue.rule, source=source)
    end = clause_end(frame, cue.end, frame.sentence(cue.token.idx)[1])
    joint = re.search(
        r"\scomme (?:un|le |la |l'|son |sa )" if likened else r"\s(?:de |d')(?!\w+tion de\b)", frame.text[cue.end : end]
    )
    if joint is None or fragments(frame, cue.end, end):
        return []
    start = cue.end + joint.end() if joint.start() == 0 else cue.end
    return shaped(frame, start, end, base)
