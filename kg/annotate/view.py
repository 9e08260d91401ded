"""The names, amounts and sentences of a Doc by token: what all patterns look at."""

from dataclasses import dataclass, field
from typing import Final

from kg.annotate.amounts import Amount, amounts
from kg.annotate.parsed import Parsed
from kg.annotate.sentences import sentences
from kg.annotate.voices import voices
from kg.records import Entity

#: Types that stand in one list together.
_KIN: Final = {"MODEL": "thing", "PRODUCT": "thing", "CHIP": "thing", "COMPANY": "firm", "ORG": "firm"}


#: How many tokens a class noun may stand before the name that it stands for.
_BESIDE: Final = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A named mention or a resolved anaphor, as tokens."""

    start: int
    end: int
    entity: str
    type: str
    anaphor: bool = False

    @property
    def kin(self) -> str:
        """Give what its type may be coordinated with."""
        return _KIN.get(self.type, self.type)


@dataclass(frozen=True)
class View:
    """Everything the patterns ask of one Doc.

    Args:
        text: the text of the Doc, read once because asking for it is slow.
        at: token index to the name that covers it.
        money: token index at which a sum or share starts to that amount and the index after it.
        bounds: token index to the first token of its sentence and the one after the last.
        owners: token index of "notre" or "mon" in what somebody says to whom it stands for.
    """

    doc: Parsed
    text: str
    entities: dict[str, Entity]
    at: dict[int, Name]
    money: dict[int, tuple[Amount, int]] = field(default_factory=dict)
    bounds: dict[int, tuple[int, int]] = field(default_factory=dict)
    owners: dict[int, Name] = field(default_factory=dict)

    def floor(self, index: int) -> int:
        """Give the first token of the sentence of a token."""
        return self.bounds[index][0]

    def ceiling(self, index: int) -> int:
        """Give the token after the sentence of a token."""
        return self.bounds[index][1]

    def name(self, index: int) -> Name | None:
        """Give the name at a token, or None."""
        return self.at.get(index)


def view(doc: Parsed) -> View:
    """Prepare `doc`: its mentions and referents by token, its amounts."""
    entities = {one.id: one for one in doc._.entities}
    at: dict[int, Name] = {}
    starts = {(span.start, one.entity) for one in doc._.mentions if (span := doc.covering(one.start, one.end)) is not None}
    named = {start for start, _ in starts}
    for index, entity in sorted(doc._.referents.items()):
        beside = any((index + step, entity) in starts for step in range(1, _BESIDE + 1))
        renamed = doc[index].pos_ == "NOUN" and index + 1 in named  # "son partenaire X" is X, whoever spoke before
        if entity in entities and not beside and not renamed:  # "sa start-up X" is read as a phrase, with its possessive
            at[index] = Name(index, index + 1, entity, entities[entity].type, anaphor=True)
    for mention in doc._.mentions:
        span = doc.covering(mention.start, mention.end)
        if span is not None and mention.entity in entities:
            one = Name(span.start, span.end, mention.entity, entities[mention.entity].type)
            at.update(dict.fromkeys(range(span.start, span.end), one))
    owners: dict[int, Name] = {}
    for index, entity in voices(doc).items():
        if entity in entities and index not in at:
            one = Name(index, index + 1, entity, entities[entity].type, anaphor=True)
            (owners if doc[index].pos_ == "DET" else at)[index] = one
    bounds = {index: span for span in sentences(doc) for index in range(*span)}
    text = doc.text
    return View(doc, text, entities, at, _amounts_by_token(doc, text), bounds, owners)


def _amounts_by_token(doc: Parsed, text: str) -> dict[int, tuple[Amount, int]]:
    found = {}
    for one in amounts(text):
        span = doc.covering(one.start, one.end)
        if span is not None:
            found[span.start] = (one, span.end)
    return found
