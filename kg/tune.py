"""Fine-tune the recogniser of names on a user's annotations, without forgetting what it knew."""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans, fix_random_seed
from thinc.api import Adam

from kg import __version__, files, trainingdata
from kg.annotate.tokens import shadow
from kg.annotations import Annotated
from kg.errors import DataError, TrainingError
from kg.train import check_target, put

#: One text in this many is kept aside to measure.
HELD_OUT: Final = 5
#: Texts in one step, half of them the user's and half rehearsed.
BATCH: Final = 8
#: Fewest steps; many texts take twice as many steps as there are texts.
STEPS: Final = 100
LEARN_RATE: Final = 0.0005
DROP: Final = 0.2
SEED: Final = 20

Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Tuned:
    """What fine-tuning did.

    Args:
        used: texts learnt from.
        held_out: texts kept aside.
        figures: for each set measured, precision, recall and F before and after.
    """

    used: int
    held_out: int
    figures: dict[str, Figures]


def tune(annotated: Sequence[Annotated], out: Path, *, base: Path | None = None, steps: int | None = None) -> Tuned:
    """Fine-tune a pipeline on `annotated` and write it to `out`.

    In every step as many texts are rehearsed as learnt: our own sentences where they stand (they are not in the wheel), else
    the sample articles as the pipeline itself annotates them.

    Args:
        base: the pipeline to start from; the one that ships by default. It is never changed.
        steps: batches to learn from; None lets the number of texts decide.

    Raises:
        TrainingError: `out` is the pipeline to start from or the one that ships, or holds something else than a pipeline.
    """
    start = base or files.model()
    if out.resolve() in (start.resolve(), files.model().resolve()):
        raise TrainingError(f"{out} is the pipeline to start from: name a new folder for the tuned one")
    check_target(out)
    fix_random_seed(SEED)
    nlp = spacy.load(start)
    learnt, aside = parted(annotated)
    sets = {"held_out": [_gold(nlp, one) for one in aside], "development": _own(nlp, "names-dev*.txt")}
    before = {name: measure(nlp, golds) for name, golds in sets.items() if golds}
    _learn(nlp, [_gold(nlp, one) for one in learnt], _rehearsal(nlp), steps or max(STEPS, 2 * len(learnt)))
    figures = {name: {"before": figure, "after": measure(nlp, sets[name])} for name, figure in before.items()}
    nlp.meta.update(name="quidit-tuned", version=__version__)
    put(nlp, out, (start / "LICENSE").read_text(encoding="utf-8") if (start / "LICENSE").is_file() else "")
    (out / "tuned.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return Tuned(len(learnt), len(aside), figures)


def parted(annotated: Sequence[Annotated]) -> tuple[list[Annotated], list[Annotated]]:
    """Keep every fifth text aside, whatever the order of the file; nothing when there are fewer than five.

    >>> texts = [Annotated(str(number), ()) for number in range(11)]
    >>> [len(part) for part in parted(texts)]
    [9, 2]
    """
    ordered = sorted(set(annotated), key=lambda one: (one.text, one.spans))
    random.Random(SEED).shuffle(ordered)
    aside = ordered[HELD_OUT - 1 :: HELD_OUT]
    return [one for one in ordered if one not in aside], aside


def _gold(nlp: Language, one: Annotated) -> Doc:
    """Give `one` as a document with its names; a name that is a part of a token takes the whole token."""
    doc = nlp.make_doc(shadow(one.text))
    found = (doc.char_span(start, end, label=kind, alignment_mode="expand") for start, end, kind in one.spans)
    doc.set_ents(filter_spans(span for span in found if span is not None))
    return doc


def _own(nlp: Language, pattern: str) -> list[Doc]:
    """Give our own annotated sentences, none where only the package is installed."""
    try:
        folder = files.training("")
    except DataError:
        return []
    return [_moved(nlp, doc) for doc in trainingdata.own_docs(sorted(folder.glob(pattern)))]


def _moved(nlp: Language, doc: Doc) -> Doc:
    return _gold(nlp, Annotated(doc.text, tuple((one.start_char, one.end_char, one.label_) for one in doc.ents)))


def _rehearsal(nlp: Language) -> list[Doc]:
    """Give what the recogniser must not forget."""
    own = _own(nlp, "names-[a-z].txt")
    if own:
        return own
    lines = [line for path in sorted(files.samples().glob("*.md")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_moved(nlp, doc) for doc in nlp.pipe(shadow(line) for line in lines if line.strip())]


def _learn(nlp: Language, golds: Sequence[Doc], rehearsed: Sequence[Doc], steps: int) -> None:
    rng = random.Random(SEED)
    half = BATCH // 2
    chosen = rng.sample(rehearsed, min(len(rehearsed), steps * half))
    # The recogniser sees the parts of speech; sentences would forbid names that the parser cuts.
    with nlp.select_pipes(enable=["tok2vec", "morphologizer"]):
        learn, keep = ([Example(nlp(gold.text), gold) for gold in docs] for docs in (golds, chosen))
    optimizer = Adam(LEARN_RATE)
    ner: Any = nlp.get_pipe("ner")
    for _ in range(steps):
        ner.update([*rng.choices(learn, k=half), *rng.choices(keep, k=half)], sgd=optimizer, drop=DROP)


def measure(nlp: Language, golds: Iterable[Doc]) -> dict[str, float]:
    """Give precision, recall and F of the recogniser alone."""
    examples = [Example(nlp.make_doc(gold.text), gold) for gold in golds]
    scores = nlp.evaluate(examples)
    return {name: round(scores[f"ents_{name}"] or 0.0, 3) for name in ("p", "r", "f")}
