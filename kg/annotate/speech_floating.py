"""Words in marks that stand alone: who speaks is told by the sentence before or behind them."""

import re
from collections.abc import Sequence
from typing import Final

from kg.annotate.drafts import Draft
from kg.annotate.extent import direct
from kg.annotate.frame import Frame, finite, verb_form
from kg.annotate.marks import Marked
from kg.annotate.parsed import Token
from kg.annotate.sayings import sayings
from kg.annotate.sources import leading
from kg.annotate.speakers import able
from kg.annotate.speech_people import named, person

#: Nouns of what somebody feels or says who is quoted right before.
_FEELINGS: Final = frozenset(
    "colère formule phrase sortie tirade boutade sentence réplique cri émotion joie tristesse ton voix aveu saillie pique".split()  # noqa: SIM905
)
#: Characters from the start of a sentence to its subject, and from there to the name that holds it.
_NEAR: Final = 15
_PHRASE: Final = 45


def floating(frame: Frame, taken: Sequence[Draft], one: Marked) -> list[Draft]:
    """X est inquiet. « Q. »: the speaker is the last one, or the last person named just before; else who is named next.

    Args:
        frame: the article.
        taken: the quotations found so far.
        one: the words in marks.
    """
    start, end = frame.sentence(one.start)
    if not sentence_like(frame, one) or frame.share(start, end) < 0.9:
        return []
    before, ahead = frame.before(one.start), _ahead(frame, one)
    if before is None or (ahead is not None and "\n" in frame.text[before[1] : one.start]):
        return [_draft(one, ahead)] if ahead is not None else []
    if any(draft.end > before[0] and draft.start < before[1] for draft in taken):
        return [_draft(one, None)]
    source = _introduced(frame, *before) or leading(frame, *before)
    if source is None or frame.text[: one.start].rstrip().endswith(":") or not able(frame, source):
        return []
    return [_draft(one, source)] if frame.types.get(frame.refs.get(source.i, "")) != "PLACE" else []


def _draft(one: Marked, source: Token | None) -> Draft:
    return direct(one, Draft(start=0, end=0, mode="", family="floating", source=source, inherit=source is None))


def nearest(frame: Frame, start: int, end: int) -> Token | None:
    """Give the last person named between two characters."""
    people = [token for token in frame.tokens(start, end) if named(frame, token)]
    return people[-1] if people else None


def speaks(frame: Frame, at: int) -> bool:
    """Tell whether a person's name stands at a character."""
    return named(frame, frame.doc[min(frame.index(at), len(frame.doc) - 1)])


def _introduced(frame: Frame, start: int, end: int) -> Token | None:
    """Give the person a sentence is about: its subject, or who stands after *comme*, *pour*, *chez*, else the last."""
    first, last = leading(frame, start, end), nearest(frame, start, end)
    if first is not None and last is not None and speaks(frame, first.idx):
        return first
    for match in re.finditer(r"\b(?:comme|pour|chez|notamment|selon)\s", frame.text[start:end]):
        if speaks(frame, start + match.end()):
            return frame.doc[frame.index(start + match.end())]
    return last


def _ahead(frame: Frame, one: Marked) -> Token | None:
    """Give whom the sentence right behind words in marks is about: "« Q ! » La colère de X ne retombe pas."."""
    after = frame.after(one.start)
    if after is None or "\n" in frame.text[one.end : after[0]]:
        return None
    found = leading(frame, *after)
    if found is None or found.idx > after[0] + _NEAR or any(after[0] <= mark.start < after[1] for mark in frame.marks):
        return None
    noun = found.lower_.rstrip("s")
    if noun in _FEELINGS or noun in sayings():
        return nearest(frame, after[0], found.idx + _PHRASE)
    return found if person(frame, found) else None


def sentence_like(frame: Frame, one: Marked) -> bool:
    """Tell whether marked words are a sentence: a verb, or a stop at their end, and more than three words."""
    text = frame.text[one.inner_start : one.inner_end]
    verb = any(finite(token) for token in frame.tokens(one.inner_start, one.inner_end))
    return len(text.split()) > 3 and (verb or text[-1] in ".!?…")


def title(frame: Frame, one: Marked) -> bool:
    """Tell whether marked words look like a name or a title: capital, few words, no verb, no stop."""
    text = frame.text[one.inner_start : one.inner_end]
    if len(text.split()) > 6 or not text[0].isupper() or text[-1] in ".!?…":
        return False
    before = frame.text[: one.start].rstrip()[-1:]
    verb = any(finite(token) or verb_form(token) == "Inf" for token in frame.tokens(one.inner_start, one.inner_end))
    return not verb and before != ":"
