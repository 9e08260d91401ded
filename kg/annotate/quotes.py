"""Who said what about whom: from a parsed article to its quotations.

Reads ``ents``, ``_.entities``, ``_.mentions``, ``_.referents`` and the syntax; writes ``_.quotes``. Each construction has
its own search, in one place, which gives drafts; here they are put in order, their speakers resolved and their targets
and stance added. To add a construction: write a function that takes a Frame and gives drafts, name it in
``data/rules/quote_families.csv`` and call it in :func:`drafts`.
"""

from dataclasses import replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import attributes
from kg.annotate.about import Targets, standing
from kg.annotate.circumstances import circumstances
from kg.annotate.cues import cues
from kg.annotate.drafts import Draft, families
from kg.annotate.frame import Frame
from kg.annotate.furniture import furniture, unfinished
from kg.annotate.overlap import room
from kg.annotate.parsed import Parsed, parsed
from kg.annotate.sources import phrase
from kg.annotate.speakers import Resolver
from kg.annotate.speech_dialogue import posts, turns
from kg.annotate.speech_incise import incises
from kg.annotate.speech_indirect import indirect
from kg.annotate.speech_interview import answers
from kg.annotate.speech_marks import Leftovers
from kg.annotate.speech_nouns import noun_that, which
from kg.annotate.speech_source import sourced
from kg.annotate.speech_taken_up import taken_up
from kg.annotate.stance_model import Judgement, decide, said
from kg.names import fold
from kg.records import Quote

NAME: Final = "kg_quotes"

attributes.register()


def drafts(frame: Frame) -> list[Draft]:
    """Give the quotations of an article, sorted, none overlapping another."""
    verbs = cues(frame)
    clauses = [*incises(frame, verbs), *indirect(frame, verbs), *which(frame), *noun_that(frame)]
    kept = turns(frame, select([*clauses, *sourced(frame), *taken_up(frame)]))
    kept = select([*kept, *Leftovers(frame, verbs, kept).find()])
    found = select([*kept, *posts(frame, kept), *answers(frame)])
    none = [span for span in (*furniture(frame.text), unfinished(frame.text)) if span is not None]
    return [one for one in found if not any(start <= one.start < end for start, end in none)]


def select(found: list[Draft]) -> list[Draft]:
    """Keep of drafts that overlap the one whose construction is trusted most, then the longer one."""
    known = families()
    kept: list[Draft] = []
    for one in sorted(found, key=lambda draft: (-known[draft.family].confidence, draft.start - draft.end, draft.start)):
        if one.start < one.end and (at := room(kept, one)) is not None:
            kept.insert(at, one)
    return kept


def extract(doc: Parsed) -> list[Quote]:
    """Give the quotations of a parsed article, sorted by start."""
    if not len(doc):
        return []
    frame = Frame(doc)
    reader = _Reader(frame, Resolver(frame))
    return repeated(frame.text, [reader.quote(one) for one in drafts(frame)])


def repeated(text: str, found: list[Quote]) -> list[Quote]:
    """Give a headline's quotation without a speaker the one of the same words in the body."""
    nameless = [one.speaker is None and not one.speaker_text for one in found]
    said = [fold(text[one.start : one.end]) for one in found] if any(nameless) else []
    done: list[Quote] = []
    for place, one in enumerate(found):
        if nameless[place]:
            same = (two for two, words in zip(found, said, strict=True) if two.start > one.end and said[place] in words)
            if (first := next(same, None)) is not None:
                one = replace(one, speaker=first.speaker, speaker_text=first.speaker_text)
        done.append(one)
    return [one for one in done if one.speaker is not None or one.speaker_text]


class _Reader:
    """Turns drafts into quotations, in the order of the text."""

    def __init__(self, frame: Frame, resolver: Resolver) -> None:
        self.frame, self.resolver = frame, resolver
        self.targets = Targets(frame, resolver)
        self.standing = standing(frame.doc)
        article = frame.doc._.article
        self.published: str = article.date if article is not None else ""

    def quote(self, one: Draft) -> Quote:
        """Resolve the speaker of a draft and say what it is about."""
        text = self.frame.text
        speaker = self.resolver.resolve(one, one.source) if one.source is not None else None
        if one.source is None and one.inherit:
            speaker = self.resolver.last
        named = phrase(self.frame, one.source) if one.source is not None else (0, 0)
        role, employer = self.standing.get(speaker or "", ("", None))
        targets = self.targets.find(one, speaker, employer)
        self.targets.spoke(one, speaker, targets)
        group = one.rule.group if one.rule else ""
        own = bool(targets) and targets[0] in {speaker, employer}
        how = circumstances(self._beside(one), self.published, listed=self.frame.doc._.listed)
        judged = self._judged(one, group, targets[0], own=own) if targets else Judgement("neutral", 0.0)
        return Quote(
            start=one.start,
            end=one.end,
            mode=one.mode,
            speaker=speaker,
            speaker_text=text[named[0] : named[1]],
            cue=text[one.cue[0] : one.cue[1]] if one.cue else None,
            about=targets,
            stance=judged.stance,
            stance_confidence=judged.confidence,
            role=role,
            employer=employer,
            said_on=how.said_on,
            occasion=how.occasion,
            medium=how.medium,
            translated=how.translated,
            confidence=families()[one.family].confidence,
        )

    def _judged(self, one: Draft, group: str, target: str, *, own: bool) -> Judgement:
        """Tell whether a quotation is for or against what it is about."""
        return decide(said(self.frame, (one.start, one.end), group, target, self.resolver.refs, own=own))

    def _beside(self, one: Draft) -> str:
        """Give what the sentence of a cue says besides the words of the quotation, fifty characters about the cue."""
        if one.cue is None:
            return ""
        start, end = self.frame.sentence(one.cue[0])
        start, end = max(start, one.cue[0] - 50), min(end, one.cue[1] + 50)
        before, after = max(start, min(end, one.start)), min(end, max(start, one.end))
        return self.frame.text[start:before] + " " + self.frame.text[after:end]


@Language.component(NAME, assigns=["doc._.quotes"])
def quotes(doc: Doc) -> Doc:
    """Put the quotations of `doc` into ``doc._.quotes``."""
    doc._.quotes = extract(parsed(doc))
    return doc
