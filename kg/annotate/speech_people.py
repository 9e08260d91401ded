"""Words in marks whose speaker is plain from a person beside them, whatever the verb: « Q », sourit X; « Q » (X); « Q » : le cri de X."""

import re
from typing import Final

from kg.annotate.drafts import Draft
from kg.annotate.extent import direct
from kg.annotate.frame import VERBAL, Frame, finite
from kg.annotate.marks import Marked
from kg.annotate.parsed import Token
from kg.annotate.sayings import sayings
from kg.annotate.source_nouns import human, nouns
from kg.annotate.sources import PLURAL, SINGULAR, free, leading, pronoun

#: Pronouns before a verb: "se défend X", "lui souffle Y".
_OBJECTS: Final = frozenset({"se", "s'", "lui", "leur", "nous", "en", "y"})
_AUXILIARY: Final = frozenset({"a", "ont", "avait", "avaient", "est", "sont", "était"})
#: Characters between an unlisted verb and its subject, and of the whole incise.
_NEAR: Final = 40
_INCISE: Final = 90


def unlisted(frame: Frame, one: Marked) -> list[Draft]:
    """Give the quotation of words in marks when a comma, any verb and a person follow them: « Q », sourit X."""
    comma = r"\s?,\s?" if frame.text[one.inner_end - 1] not in "?!…" else r"\s?,?\s?"
    opened = re.match(comma, frame.text[one.end :][:4])
    if opened is None:
        return []
    words = list(frame.tokens(one.end + opened.end(), min(one.end + _INCISE, frame.sentence(one.end)[1])))
    while words and words[0].lower_ in _OBJECTS:
        words = words[1:]
    number = 1 if words and words[0].lower_ in _AUXILIARY else 0
    group = [token for token in words[number : number + 4] if not token.text.startswith("-") and token.pos_ != "ADV"]
    verb = group[0] if group else None
    if verb is None or verb.pos_ not in VERBAL or verb.lemma_ == "être" or (not number and not finite(verb)):
        return []
    clitics = (token for token in words[1:3] if token.text.startswith("-") and pronoun(token) in SINGULAR | PLURAL)
    source = next(clitics, None) or next(iter(free(frame, verb.end, words[-1].idx + 1)), None)
    if source is None or source.idx > verb.idx + _NEAR or not person(frame, source):
        return []
    before = frame.around(words[0], -1)
    start = before.idx if before is not None and before.lower_ in {"se", "s'"} else words[0].idx
    cue = (start, verb.end)
    return [direct(one, Draft(start=0, end=0, mode="", family="incise_after", cue=cue, source=source))]


def person(frame: Frame, source: Token) -> bool:
    """Tell whether a source is a pronoun with a hyphen, a person by name, or a noun for one."""
    kind = nouns().get(source.lower_)
    return named(frame, source) or source.text.startswith("-") or (kind.kind == "person" if kind else human(source))


def named(frame: Frame, token: Token) -> bool:
    """Tell whether a token stands for a person by name."""
    return frame.types.get(frame.refs.get(token.i, "")) == "PERSON"


def holder(frame: Frame, start: int, end: int) -> Token | None:
    """Give whose words a headline quotes: "le cri d'alarme de X", or the person that begins it, if it names but one."""
    people = [token for token in frame.tokens(start, end) if named(frame, token)]
    first = leading(frame, start, end)
    if len({frame.refs[token.i] for token in people}) != 1 or first is None:
        return None
    before = frame.around(people[0], -1)
    bare = first in people and (before is None or before.pos_ not in {"NOUN", "ADP"})
    return people[0] if bare or first.lower_.rstrip("s") in sayings() else None


def signs(frame: Frame, at: int) -> bool:
    """Tell whether a person stands in the parentheses that open before a character: "(Léa Brun)", "(un animateur de Lille)"."""
    end = frame.text.find(")", at, at + 80)
    first = leading(frame, at, end) if end >= 0 else None
    return first is not None and person(frame, first)
