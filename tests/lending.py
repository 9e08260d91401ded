"""The pipeline with the names of annotated documents lent to it, to measure what comes after names by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import coreference, entities
from kg.annotate.about import Targets, standing
from kg.annotate.cues import Cue, cues
from kg.annotate.drafts import Draft
from kg.annotate.frame import Frame
from kg.annotate.parsed import parsed
from kg.annotate.quotes import drafts
from kg.annotate.speakers import Resolver
from kg.annotate.tokens import shadow
from kg.pipeline import load
from kg.records import Entity, Mention

Document = Mapping[str, Any]
NAME = "lent_names"


def lent(documents: Iterable[Document], model: Path | None = None) -> Language:
    """Give the pipeline that takes the names of `documents` as found, in place of the component that finds them."""
    known = {shadow(document["text"]): document for document in documents}
    nlp = load.__wrapped__(model)  # the pipeline that others share keeps its own component
    nlp.disable_pipe(entities.NAME)
    nlp.add_pipe(NAME, before=coreference.NAME)
    lender = nlp.get_pipe(NAME)
    assert isinstance(lender, Lender)
    lender.known = known
    return nlp


class Lender:
    """Writes the names of annotated documents on the Docs of their texts."""

    def __init__(self) -> None:
        self.known: dict[str, Document] = {}

    def __call__(self, doc: Doc) -> Doc:
        document = self.known[doc.text]
        types = {one["id"]: one["type"] for one in document["entities"]}
        named = {one["entity"] for one in document["mentions"]}
        found = [
            doc.char_span(one["start"], one["end"], label=types[one["entity"]], alignment_mode="expand")
            for one in sorted(document["mentions"], key=lambda one: int(one["start"]))
        ]
        kept = []
        for span in found:
            if span is not None and (not kept or kept[-1].end <= span.start):
                kept.append(span)
        doc.ents = kept
        doc._.entities = [
            Entity(id=one["id"], type=one["type"], name=one["name"]) for one in document["entities"] if one["id"] in named
        ]
        doc._.mentions = [
            Mention(start=one["start"], end=one["end"], entity=one["entity"], source="lent") for one in document["mentions"]
        ]
        return doc


@Language.factory(NAME)
def _lender(nlp: Language, name: str) -> Lender:  # noqa: ARG001
    return Lender()


def given(document: Document, doc: Doc) -> list[tuple[str, ...]]:
    """Give what each annotated quotation of `document` is about for us, its place, mode and speaker lent.

    Args:
        document: an annotated article.
        doc: its Doc, with names and references.
    """
    frame = Frame(parsed(doc))
    resolver = Resolver(frame)
    targets, known, verbs = Targets(frame, resolver), standing(frame.doc), cues(frame)
    ours, found = drafts(frame), []
    for one in sorted(document["quotes"], key=lambda quote: (quote["start"], quote["end"])):
        near = max(ours, key=lambda draft: _shared(draft, one), default=None)
        draft = near if near is not None and _shared(near, one) > 0 else _drafted(one, verbs)
        draft = replace(draft, start=one["start"], end=one["end"], mode=one["mode"])
        speaker = one["speaker"] if one["speaker"] in frame.types else None
        about = targets.find(draft, speaker, known.get(speaker or "", ("", None))[1])
        targets.spoke(draft, speaker, about)
        found.append(about)
    return found


def _shared(draft: Draft, one: Mapping[str, Any]) -> int:
    return min(draft.end, int(one["end"])) - max(draft.start, int(one["start"]))


def _drafted(one: Mapping[str, Any], verbs: list[Cue]) -> Draft:
    """Give a draft for a quotation that we do not find, with the nearest cue if it is the annotated one."""
    near = min(verbs, key=lambda cue: abs(cue.start - int(one["start"])), default=None)
    same = near is not None and (one["cue"] or "").split()[-1:] == [near.token.text]
    cue, rule = ((near.start, near.end), near.rule) if same and near is not None else (None, None)
    return Draft(start=one["start"], end=one["end"], mode=one["mode"], family="que", cue=cue, rule=rule)
