"""The ordered list of components, and nothing else: everything that turns a text into annotations."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from thinc.api import use_ops

from kg import files
from kg.annotate import coreference, entities, french, quotes, relations, status, vocabulary
from kg.annotate.tokens import keep_whole, split_glued
from kg.errors import DataError

#: What follows the trained pipeline.
COMPONENTS: Final = (entities.NAME, coreference.NAME, quotes.NAME, relations.NAME, status.NAME)


@lru_cache(maxsize=2)
def load(model: Path | None = None, *, catalogue: bool = True) -> Language:
    """Load the French pipeline with all of our components.

    Args:
        model: folder of a trained pipeline; the one that ships with Quidit by default.
        catalogue: False leaves the catalogue of names out.

    Raises:
        DataError: the folder holds no French pipeline with a recogniser of names.

    >>> load().pipe_names[-1]
    'kg_status'
    """
    if model and not all((model / part).exists() for part in ("config.cfg", "meta.json", "parser", "ner")):
        raise DataError(f"{model} holds no French pipeline: name a folder that « kg train » wrote")
    with use_ops("numpy", use_blis=False):  # numpy multiplies matrices two or three times as fast as blis
        stored = spacy.load(model or files.model(), config={"nlp": {"lang": french.CODE}})
    nlp = split_glued(keep_whole(stored, vocabulary.hyphenated()))
    for name in COMPONENTS:
        config = {"use_catalogue": catalogue} if name == entities.NAME else {}
        nlp.add_pipe(name, config=config)
    nlp.max_length = sys.maxsize  # how long an article may be is the reader's matter (--max-chars)
    return nlp
