"""Train the French pipeline that ships in data/models/fr: syntax on treebanks, names on our own annotations."""

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.converters import conllu_to_docs
from spacy.util import registry

from kg import files
from kg.annotate.tokens import shadow, split_marks
from kg.errors import TrainingError

#: Sentences in one training document: enough that the parser learns where sentences end.
SENTENCES_PER_DOC = 6

#: One document in this many gets a line break between its sentences, as articles have.
BREAK_EVERY = 4


@dataclass(frozen=True, slots=True)
class Treebank:
    """One file of a treebank: what it is for, where it comes from, under which licence."""

    file: str
    use: str
    licence: str
    repository: str
    sha256: str


def treebanks() -> list[Treebank]:
    """List the files that training accepts, from ``data/training/treebanks.json``."""
    return [Treebank(**entry) for entry in json.loads(files.training("treebanks.json").read_text(encoding="utf-8"))]


def verified(folder: Path, bank: Treebank) -> Path:
    """Give the path of `bank` in `folder`.

    Raises:
        TrainingError: the file is missing, or is not byte for byte the one that the figures were taken with.
    """
    path = folder / "ud" / f"{bank.file}.conllu"
    if not path.is_file():
        raise TrainingError(f"{path} is missing: get it from {bank.repository} and put it there")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != bank.sha256:
        raise TrainingError(f"{path} has sha256 {found}, expected {bank.sha256}: another version of {bank.repository}?")
    return path


def convert(path: Path, *, sentences: int = SENTENCES_PER_DOC) -> list[Doc]:
    """Read a CoNLL-U file as documents of several sentences, contractions kept as one token."""
    text = path.read_text(encoding="utf-8")
    return list(conllu_to_docs(text, n_sents=sentences, merge_subtokens=True, no_print=True))


def with_breaks(doc: Doc) -> Doc:
    """Copy a parsed `doc` with a line break after each sentence, attached to the token before it."""
    last = {sent[-1].i for sent in doc.sents} - {len(doc) - 1}
    position, added = [], 0
    for token in doc:
        position.append(token.i + added)
        added += token.i in last
    fields: dict[str, list[Any]] = {name: [] for name in ("words", "spaces", "heads", "deps", "pos", "morphs", "lemmas")}
    for token in doc:
        row = (token.text, token.i not in last and bool(token.whitespace_), position[token.head.i], token.dep_,
               token.pos_, str(token.morph), token.lemma_)
        for values, value in zip(fields.values(), row, strict=True):
            values.append(value)
        if token.i in last:
            for values, value in zip(fields.values(), ("\n", False, position[token.i], "dep", "SPACE", "", "\n"), strict=True):
                values.append(value)
    return Doc(doc.vocab, **fields)


def syntax_docs(paths: Iterable[Path]) -> Iterator[Doc]:
    """Read training documents; every fourth one is broken into lines."""
    number = 0
    for path in paths:
        for doc in convert(path):
            number += 1
            yield with_breaks(doc) if number % BREAK_EVERY == 0 else doc


def restyled(words: Sequence[str], rng: random.Random, *, marks: float, apostrophes: float) -> list[str]:
    """Give `words` with straight marks made typographic, each with its own probability."""
    found = list(words)
    if rng.random() < marks:
        opening = True
        for index, word in enumerate(found):
            if word == '"':
                found[index] = "«" if opening else "»"
                opening = not opening
    if rng.random() < apostrophes:
        found = [word.replace("'", "\u2019") for word in found]
    return found


@registry.augmenters("quidit.typography.v1")
def typography(marks: float, apostrophes: float) -> Callable[[Language, Example], Iterator[Example]]:
    """Build an augmenter that shows the parser the marks and apostrophes of the press."""
    rng = random.Random(20)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        fields = example.to_dict()
        tokens = fields["token_annotation"]
        tokens["ORTH"] = restyled(tokens["ORTH"], rng, marks=marks, apostrophes=apostrophes)
        text = "".join(word + " " * bool(space) for word, space in zip(tokens["ORTH"], tokens["SPACY"], strict=True))
        yield Example.from_dict(nlp.make_doc(text), fields)

    return augment


@registry.callbacks("quidit.split_marks.v1")
def split_marks_callback() -> Callable[[Language], Language]:
    """Name :func:`kg.annotate.tokens.split_marks` for training configurations."""
    return split_marks


def write_corpus(docs: Iterable[Doc], path: Path) -> Path:
    """Store `docs` where ``spacy train`` reads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=False).to_disk(path)
    return path


def train_syntax(folder: Path, work: Path) -> Path:
    """Train tokenizer, morphology, parser and lemmatizer; give the folder of the best pipeline."""
    banks = treebanks()
    paths = {use: [verified(folder, bank) for bank in banks if bank.use == use] for use in ("train", "dev")}
    corpora = {
        "paths.train": str(write_corpus(syntax_docs(paths["train"]), work / "syntax-train.spacy")),
        "paths.dev": str(write_corpus((doc for path in paths["dev"] for doc in convert(path, sentences=10)), work / "syntax-dev.spacy")),
    }
    spacy_train(files.training("syntax.cfg"), work / "syntax", overrides=corpora)
    return work / "syntax" / "model-best"
