"""Training documents: treebanks with their entity layer, and our own annotated sentences."""

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, Token
from spacy.training.converters import conllu_to_docs
from spacy.vocab import Vocab

from kg import files
from kg.annotate.tokens import shadow, split_marks
from kg.errors import TrainingError
from kg.names import TYPES

#: Sentences in one training document of names.
SENTENCES_PER_DOC: Final = 6

#: How often the sentences of the treebanks are dealt out into documents anew, and how many a document gets at the most: the
#: parser learns where sentences end from neighbours it has not seen together before.
DEALS: Final = 6
MOST_SENTENCES: Final = 11

#: The share of sentences that lose their full stop, as headlines and list items have none.
HEADLINES: Final = 0.08

#: One document in this many gets a line break between its sentences, as articles have.
BREAK_EVERY: Final = 4

_MARK: Final = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")
_SENT_ID: Final = re.compile(r"^# sent_id = (\S+)", re.MULTILINE)

#: Sentences without annotated entities: theirs are missing, not none.
_BARE: Final = re.compile(r"emea-|fqb")


@dataclass(frozen=True, slots=True)
class Treebank:
    """One file of a treebank: what it is for, where it comes from, under which licence.

    Args:
        layer: prefix of its sentences in the entity layer, or an empty string.
    """

    file: str
    use: str
    licence: str
    repository: str
    sha256: str
    layer: str = ""


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
    reader: Any = conllu_to_docs
    return list(reader(text, n_sents=sentences, merge_subtokens=True, no_print=True))


def syntax_docs(paths: Iterable[Path]) -> Iterator[Doc]:
    """Deal out the sentences of treebanks into training documents, several times over; every fourth one is broken into lines."""
    rng = random.Random(20)
    stored = DocBin(docs=[doc for path in paths for doc in convert(path, sentences=1)])
    sentences = list(stored.get_docs(Vocab()))  # joining asks for one vocabulary
    for number, group in enumerate(dealt(sentences, rng), start=1):
        doc = Doc.from_docs([without_stop(one) if rng.random() < HEADLINES else one for one in group])
        yield with_breaks(doc) if number % BREAK_EVERY == 0 else doc


def dealt(sentences: Sequence[Doc], rng: random.Random) -> Iterator[list[Doc]]:
    """Give `sentences` in groups of one to :data:`MOST_SENTENCES`, each sentence once in each of :data:`DEALS` rounds."""
    for _ in range(DEALS):
        left = rng.sample(sentences, len(sentences))
        while left:
            size = rng.randint(1, MOST_SENTENCES)
            yield left[:size]
            left = left[size:]


def without_stop(doc: Doc) -> Doc:
    """Copy the parsed sentence `doc` without its last full stop; one that ends otherwise stays as it is."""
    if len(doc) < 3 or doc[-1].text != "." or any(token.head == doc[-1] for token in doc[:-1]):
        return doc
    return _parsed(doc.vocab, [_row(token, token.head.i, bool(token.whitespace_)) for token in doc[:-1]])


def with_breaks(doc: Doc) -> Doc:
    """Copy a parsed `doc` with a line break after each sentence, attached to the token before it."""
    last = {sent[-1].i for sent in doc.sents} - {len(doc) - 1}
    position, added = [], 0
    for token in doc:
        position.append(token.i + added)
        added += token.i in last
    rows: list[tuple[Any, ...]] = []
    for token in doc:
        rows.append(_row(token, position[token.head.i], token.i not in last and bool(token.whitespace_)))
        if token.i in last:
            rows.append(("\n", False, position[token.i], "dep", "SPACE", "", "\n"))
    return _parsed(doc.vocab, rows)


def _row(token: Token, head: int, space: bool) -> tuple[Any, ...]:
    return (token.text, space, head, token.dep_, token.pos_, str(token.morph), token.lemma_)


def _parsed(vocab: Vocab, rows: Iterable[tuple[Any, ...]]) -> Doc:
    names = ("words", "spaces", "heads", "deps", "pos", "morphs", "lemmas")
    fields: dict[str, Any] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return Doc(vocab, **fields)


def entity_docs(folder: Path, use: str) -> Iterator[Doc]:
    """Give the sentences of treebanks that have an entity layer, six a document.

    Raises:
        TrainingError: the layer does not fit the treebank.
    """
    layer = _layer(folder / "entities" / "general.jsonl")
    for bank in treebanks():
        if bank.use == use and bank.layer:
            yield from _grouped(_annotated(verified(folder, bank), bank, layer))


def _layer(path: Path) -> dict[str, list[tuple[str, str]]]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: [(name, label) for name, label in row["ents"]] for row in rows}


def _annotated(path: Path, bank: Treebank, layer: dict[str, list[tuple[str, str]]]) -> Iterator[Doc]:
    identifiers = _SENT_ID.findall(path.read_text(encoding="utf-8"))
    docs = convert(path, sentences=1)
    if len(docs) != len(identifiers):
        raise TrainingError(f"{path.name} holds {len(docs)} sentences and {len(identifiers)} identifiers")
    for identifier, doc in zip(identifiers, docs, strict=True):
        if not _BARE.match(identifier):
            doc.set_ents(list(_spans(doc, layer.get(f"{bank.layer}|{identifier}", []))))
            yield doc


def _spans(doc: Doc, names: Iterable[tuple[str, str]]) -> Iterator[Span]:
    """Find names in their order in `doc`; one that does not start and end with tokens is passed over."""
    position, end = 0, 0
    for name, label in names:
        start = doc.text.find(name, position)
        if start >= 0:
            position = start + len(name)
            span = doc.char_span(start, position, label=label)
            if span is not None and span.start >= end:
                end = span.end
                yield span


def _grouped(docs: Iterable[Doc]) -> Iterator[Doc]:
    group: list[Doc] = []
    for doc in docs:
        group.append(doc)
        if len(group) == SENTENCES_PER_DOC:
            yield Doc.from_docs(group)
            group = []
    if group:
        yield Doc.from_docs(group)


def own_docs(paths: Iterable[Path]) -> list[Doc]:
    """Read our annotated passages, one document each.

    Raises:
        TrainingError: a line has an unknown type or a stray bracket.
    """
    nlp = split_marks(spacy.blank("fr"))
    return [_passage(nlp, lines) for path in paths for lines in _passages(path)]


def _passages(path: Path) -> Iterator[list[str]]:
    lines: list[str] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if not line.strip() and lines:
            yield lines
            lines = []
        elif line.strip() and not line.startswith("# "):
            unknown = [label for _, label in _MARK.findall(line) if label not in TYPES]
            if unknown or re.search(r"[\[\]|]", _MARK.sub("", line)):
                raise TrainingError(f"{path.name}, line {number}: mark names as [text|TYPE] with a TYPE of {', '.join(TYPES)}")
            lines.append(line.strip())


def marked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Give the text of a marked line and its mentions.

    >>> marked("Le PDG de [Nvidia|COMPANY] parle.")
    ('Le PDG de Nvidia parle.', [(10, 16, 'COMPANY')])
    """
    text, spans, position = "", [], 0
    for found in _MARK.finditer(line):
        text += line[position : found.start()]
        spans.append((len(text), len(text) + len(found.group(1)), found.group(2)))
        text += found.group(1)
        position = found.end()
    return text + line[position:], spans


def _passage(nlp: Language, lines: Sequence[str]) -> Doc:
    text, spans = marked("\n".join(lines))
    doc = nlp.make_doc(shadow(text))
    found = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in spans]
    doc.set_ents(spacy.util.filter_spans([span for span in found if span is not None]))
    return doc
