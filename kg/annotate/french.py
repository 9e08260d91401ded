"""French without what makes spaCy's own take seconds to import.

spaCy's French compiles, when it is imported, exceptions for a tokenizer that a trained pipeline replaces at once with the one
it was stored with. The language here leaves the tokenizer to the pipeline.
"""

from typing import Final

import spacy
from spacy.language import BaseDefaults, Language

#: Code of the language, for ``spacy.load(folder, config={"nlp": {"lang": CODE}})``.
CODE: Final = "fr_stored"


class _Defaults(BaseDefaults):
    prefixes = suffixes = infixes = url_match = None


@spacy.registry.languages(CODE)
class StoredFrench(Language):  # type: ignore[no-untyped-call]
    """A French pipeline whose tokenizer is read from its folder."""

    lang = CODE
    Defaults = _Defaults
