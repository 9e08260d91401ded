"""The pipeline with the names of annotated documents lent to it, to measure what comes after names by itself."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import coreference, entities
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
