"""Train the French pipeline that ships in data/models/fr: syntax on treebanks, names on our own annotations too."""

import json
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import registry
from thinc.api import use_ops

from kg import __version__, files, trainingdata
from kg.annotate import lines
from kg.annotate.tokens import shadow, split_marks
from kg.errors import TrainingError
from kg.trainingdata import Treebank

#: How often our own passages are shown for one showing of the treebanks, which are larger and of another world.
OWN_SHARE: Final = 2
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


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


def typography(marks: float, apostrophes: float) -> Callable[[Language, Example], Iterator[Example]]:
    """Build an augmenter that shows the model the marks and apostrophes of the press."""
    rng = random.Random(20)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        fields = example.to_dict()
        tokens = fields["token_annotation"]
        tokens["ORTH"] = restyled(tokens["ORTH"], rng, marks=marks, apostrophes=apostrophes)
        text = "".join(word + " " * bool(space) for word, space in zip(tokens["ORTH"], tokens["SPACY"], strict=True))
        yield Example.from_dict(nlp.make_doc(text), fields)

    return augment


def split_marks_callback() -> Callable[[Language], Language]:
    """Name :func:`kg.annotate.tokens.split_marks` for training configurations."""
    return split_marks


_registry: Any = registry
_registry.augmenters("quidit.typography.v1")(typography)
_registry.callbacks("quidit.split_marks.v1")(split_marks_callback)


def train(folder: Path, out: Path, work: Path, *, steps: int | None = None) -> dict[str, dict[str, float]]:
    """Train both halves, put them together in `out`, and give the figures on the test treebanks.

    Args:
        folder: holds ``ud/*.conllu`` and ``entities/general.jsonl``.
        out: where the pipeline goes; an earlier one there is replaced.
        work: for corpora and checkpoints.
        steps: stop each half after so many steps, to try the way; None trains in full.

    Raises:
        TrainingError: a treebank is missing or of another version, or `out` holds something else than a pipeline.
    """
    check_target(out)
    with use_ops("numpy", use_blis=False):  # a third of the time that blis takes
        syntax = train_syntax(folder, work, steps=steps)
        assemble(syntax, train_names(folder, work, syntax, steps=steps), out)
        figures = evaluate(out, folder)
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def check_target(out: Path) -> None:
    """Make sure that `out` may be replaced: it is absent, or an earlier pipeline.

    Raises:
        TrainingError: it holds something else, which would be lost.
    """
    if out.exists() and not ((out / "meta.json").is_file() and (out / "config.cfg").is_file()):
        raise TrainingError(
            f"{out} exists and is no spaCy pipeline: it would be deleted; name a folder that does not exist yet"
        )


def train_syntax(folder: Path, work: Path, *, steps: int | None = None) -> Path:
    """Train tokenizer, morphology, parser and lemmatizer; give the folder of the last pipeline.

    The number of steps was found with the development treebank kept apart; the training proper learns from it too.
    """
    banks = trainingdata.treebanks()
    paths = {use: [trainingdata.verified(folder, bank) for bank in banks if bank.use == use] for use in ("train", "dev")}
    dev = [doc for path in paths["dev"] for doc in trainingdata.convert(path, sentences=10)]
    docs = trainingdata.syntax_docs([*paths["train"], *paths["dev"]])
    return _run("syntax", docs, dev, work, _settings(steps)) / "model-last"


def train_names(folder: Path, work: Path, syntax: Path, *, steps: int | None = None) -> Path:
    """Train the recogniser of names, over the parts of speech that `syntax` gives; give the best pipeline's folder."""
    own = {
        use: sorted(files.training("").glob(pattern))
        for use, pattern in (("train", "names-[a-z].txt"), ("dev", "names-dev*.txt"))
    }
    general = list(trainingdata.entity_docs(folder, "train"))
    dev = [*trainingdata.own_docs(own["dev"]), *trainingdata.entity_docs(folder, "dev")]
    docs = [*general, *trainingdata.own_docs(own["train"]) * OWN_SHARE]
    return _run("names", docs, dev, work, {"paths.syntax": str(syntax), **_settings(steps)}) / "model-best"


def _settings(steps: int | None) -> dict[str, Any]:
    return {"training.max_steps": steps, "training.eval_frequency": steps} if steps else {}


def _run(
    name: str, train_docs: Iterable[Doc], dev_docs: Iterable[Doc], work: Path, settings: Mapping[str, Any] = NOTHING
) -> Path:
    """Store both corpora, train with ``data/training/NAME.cfg``, give the folder of the pipelines."""
    paths = dict(settings)
    for use, docs in (("train", train_docs), ("dev", dev_docs)):
        path = work / f"{name}-{use}.spacy"
        path.parent.mkdir(parents=True, exist_ok=True)
        DocBin(docs=docs, store_user_data=False).to_disk(path)
        paths[f"paths.{use}"] = str(path)
    spacy_train(files.training(f"{name}.cfg"), work / name, overrides=paths)
    return work / name


def assemble(syntax: Path, names: Path, out: Path) -> None:
    """Put both halves into one pipeline that loads wherever Quidit is installed."""
    nlp = split_marks(spacy.load(syntax))
    nlp.add_pipe(lines.NAME, before="parser")
    nlp.add_pipe("ner", source=spacy.load(names))
    for section in ("corpora", "training", "pretraining", "initialize", "paths"):
        nlp.config.pop(section, None)
    nlp.config["nlp"]["after_pipeline_creation"] = None
    nlp.meta.update(
        name="quidit",
        version=__version__,
        author="Quidit",
        license="CC BY-SA 4.0 and LGPL-LR, see LICENSE",
        description="French pipeline for the tech press: morphology, parser, lemmatizer, names",
        sources=[_source(bank) for bank in trainingdata.treebanks() if bank.use != "test"],
    )
    put(nlp, out, licence())


def put(nlp: Language, out: Path, licence_text: str) -> None:
    """Write a pipeline and its licence to `out`; an earlier one there goes only when the new one is whole.

    Raises:
        TrainingError: `out` holds something else than a pipeline.
    """
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(fresh)
    (fresh / "LICENSE").write_text(licence_text, encoding="utf-8")
    check_target(out)
    if out.exists():
        shutil.rmtree(out)
    fresh.rename(out)


def licence() -> str:
    """Give the licence of the weights, with each treebank's repository, licence and sha256."""
    head = files.training("LICENSE-model.txt").read_text(encoding="utf-8")
    banks = [bank for bank in trainingdata.treebanks() if bank.use != "test"]
    rows = [f"- {bank.file}.conllu, {bank.repository}, {bank.licence}\n  sha256 {bank.sha256}" for bank in banks]
    return head + "\nUniversal Dependencies treebanks (https://universaldependencies.org):\n" + "\n".join(rows) + "\n"


def _source(bank: Treebank) -> dict[str, str]:
    return {"name": bank.file, "url": bank.repository, "author": "", "license": bank.licence}


def evaluate(model: Path, folder: Path) -> dict[str, dict[str, float]]:
    """Score a pipeline on the test treebanks, from raw text, in documents of ten sentences."""
    nlp = spacy.load(model)
    figures = {}
    for bank in trainingdata.treebanks():
        if bank.use == "test":
            stored = DocBin(docs=trainingdata.convert(trainingdata.verified(folder, bank), sentences=10))
            examples = [Example(nlp.make_doc(shadow(doc.text)), doc) for doc in stored.get_docs(nlp.vocab)]
            figures[bank.file] = _chosen(nlp.evaluate(examples))
    return figures


def _chosen(scores: dict[str, Any]) -> dict[str, float]:
    names = {"POS": "pos_acc", "UAS": "dep_uas", "LAS": "dep_las", "lemma": "lemma_acc", "sentences": "sents_f"}
    return {name: round(scores[key], 4) for name, key in names.items()}
