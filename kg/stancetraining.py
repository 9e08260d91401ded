"""Fit the weights of the stance classifier on our own sentences, and measure it beside the lexicon: ``python -m kg.stancetraining``.

One sentence in five is kept aside and never learnt from. The command also prints cross-validated figures of the others. What the
classifier looks at, where it is heard and how sure it must be were set after looking at annotated articles too.
"""

import csv
import io
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from kg import files
from kg.annotate import entities
from kg.annotate.frame import Frame
from kg.annotate.inflection import vocabulary
from kg.annotate.parsed import parsed
from kg.annotate.speakers import Resolver
from kg.annotate.stance_model import Said, decide, features, probabilities, said, weights
from kg.errors import TrainingError
from kg.names import STANCES, TYPES
from kg.pipeline import load
from kg.records import Entity, Mention

Matrix = npt.NDArray[np.float64]

#: One sentence in so many is kept aside; the others are cut into so many parts for cross-validation.
ASIDE: Final = 5
FOLDS: Final = 5
#: How often each stance is met in the press: our sentences weigh accordingly, of whichever kind there are more.
SHARES: Final = {"positive": 0.3, "negative": 0.2, "neutral": 0.5}
#: A feature must stand in so many sentences.
_LEAST: Final = 2
#: Strength of the penalty on weights, steps of the descent, digits kept.
_PENALTY: Final = 0.003
_STEPS: Final = 2000
_DIGITS: Final = 3
_SIGNS: Final = {"+": "positive", "-": "negative", "0": "neutral"}
_LINE: Final = re.compile(r"([+0-]) ([^|]+) \| (.+)")
_MARK: Final = re.compile(r"\[([^\]|]+)(?:\|([A-Z]+))?\]|\{([^}|]+)(?:\|([A-Z]+))?\}")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its stance.

    Args:
        text: the words.
        verb: infinitive of the reporting verb, without "se".
        stance: of the speaker towards the target.
        spans: first character, the one after the last and type of each name; the target comes first.
    """

    text: str
    verb: str
    stance: str
    spans: tuple[tuple[int, int, str], ...]

    @property
    def aside(self) -> bool:
        """Tell whether the sentence is never learnt from."""
        return zlib.crc32(self.text.encode()) % ASIDE == 0

    @property
    def fold(self) -> int:
        """Give the part that the sentence belongs to in cross-validation."""
        return zlib.crc32(b"fold " + self.text.encode()) % FOLDS


def read(path: Path) -> list[Example]:
    """Read sentences written ``stance verb | words with [target] and {others}``.

    Raises:
        TrainingError: a line has another form.
    """
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return [_example(line, f"{path.name}, line {number}") for number, line in lines if line and not line.startswith("#")]


def _example(line: str, where: str) -> Example:
    found = _LINE.fullmatch(line)
    if found is None:
        raise TrainingError(f"{where}: write « + saluer | words with [target] »")
    text, last = "", 0
    targets: list[tuple[int, int, str]] = []
    others: list[tuple[int, int, str]] = []
    for mark in _MARK.finditer(words := found[3]):
        text += words[last : mark.start()]
        name = mark[1] or mark[3]
        span = (len(text), len(text) + len(name), mark[2] or mark[4] or "COMPANY")
        (targets if mark[1] else others).append(span)
        text, last = text + name, mark.end()
    spans = (*targets, *others)
    if not targets or any(kind not in TYPES for _, _, kind in spans):
        raise TrainingError(f"{where}: name one [target] of a known type")
    return Example(text + words[last:] + ".", re.sub(r"^(?:se |s')", "", found[2]), _SIGNS[found[1]], spans)


def seen(examples: Iterable[Example], nlp: Language) -> list[Said]:
    """Give what the pipeline knows of each sentence, its names lent."""
    return [_seen(one, nlp) for one in examples]


def _seen(one: Example, nlp: Language) -> Said:
    doc = nlp.make_doc(one.text)
    for name in ("tok2vec", *nlp.pipe_names):
        if name in nlp.pipe_names and not name.startswith(("kg_quotes", "kg_relations", "kg_status")):
            doc = _named(doc, one) if name == entities.NAME else nlp.get_pipe(name)(doc)
    frame = Frame(parsed(doc))
    group = next((rule.group for listed in vocabulary().values() for rule, _ in listed if rule.lemma == one.verb), "")
    return said(frame, (0, len(one.text) - 1), group, "e0", Resolver(frame).refs, own=False)


def _named(doc: Doc, one: Example) -> Doc:
    names = {
        name: f"e{number}" for number, name in enumerate(dict.fromkeys(one.text[start:end] for start, end, _ in one.spans))
    }
    spans = [doc.char_span(start, end, label=kind, alignment_mode="expand") for start, end, kind in sorted(one.spans)]
    doc.ents = tuple(span for span in spans if span is not None)
    kinds = {one.text[start:end]: kind for start, end, kind in one.spans}
    doc._.entities = [Entity(id=key, type=kinds[name], name=name) for name, key in names.items()]
    doc._.mentions = [
        Mention(start=start, end=end, entity=names[one.text[start:end]], source="lent") for start, end, _ in sorted(one.spans)
    ]
    return doc


def fit(found: Sequence[Mapping[str, float]], stances: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """Fit a multinomial logistic regression with a ridge penalty; the empty name is the constant.

    The steps are those of accelerated gradient descent from zero: the same sentences give the same weights.
    """
    counts = Counter(name for one in found for name in one)
    names = ["", *sorted(name for name in counts if counts[name] >= _LEAST)]
    inputs = np.array([[1.0, *(one.get(name, 0.0) for name in names[1:])] for one in found])
    wanted = np.array([[float(stance == one) for one in STANCES] for stance in stances])
    table = _descend(inputs, wanted, _weighed(stances)[:, None])
    return {name: tuple(round(float(one), _DIGITS) + 0.0 for one in row) for name, row in zip(names, table, strict=True)}


def _weighed(stances: Sequence[str]) -> Matrix:
    """Give the weight of each sentence: together those of one stance weigh what it has in the press."""
    counts = Counter(stances)
    return np.array([SHARES[stance] / counts[stance] for stance in stances])


def _descend(inputs: Matrix, wanted: Matrix, weights: Matrix) -> Matrix:
    penalty = np.full((inputs.shape[1], 1), _PENALTY)
    penalty[0] = 0.0
    rate = 1 / (0.5 * float(np.linalg.norm(inputs * np.sqrt(weights), 2)) ** 2 + _PENALTY)
    here = before = np.zeros((inputs.shape[1], wanted.shape[1]))
    for step in range(_STEPS):
        ahead = here + step / (step + 3) * (here - before)
        sums = inputs @ ahead
        likely = np.exp(sums - sums.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        before, here = here, ahead - rate * (inputs.T @ (weights * (likely - wanted)) + penalty * ahead)
    return here


def measure(given: Sequence[str], stances: Sequence[str]) -> dict[str, float]:
    """Give accuracy, macro-F and F of each stance, each stance as frequent as in the press."""
    weights = _weighed(stances)
    total = sum(SHARES[stance] for stance in set(stances))
    triples = list(zip(given, stances, weights.tolist(), strict=True))
    f = {}
    for stance in STANCES:
        both = sum(weight for one, two, weight in triples if one == two == stance)
        f[stance] = 2 * both / max(1e-9, sum(weight * ((one == stance) + (two == stance)) for one, two, weight in triples))
    right = sum(weight for one, two, weight in triples if one == two)
    return {"accuracy": right / total, "macro_f": sum(f.values()) / len(f), **f}


def answers(known: Sequence[Said], table: Mapping[str, tuple[float, ...]]) -> dict[str, list[str]]:
    """Give the stances that the lexicon, the classifier and both together answer."""
    likely = [probabilities(features(one), table) for one in known]
    alone = [max(STANCES, key=lambda stance: one[stance]) for one in likely]
    both = [decide(one, table).stance for one in known]
    return {"lexicon": [one.lexical for one in known], "classifier": alone, "both": both}


def crossed(examples: Sequence[Example], known: Mapping[Example, Said]) -> dict[str, dict[str, float]]:
    """Measure the three on each part of some sentences after learning from the other parts."""
    given: dict[str, list[str]] = {}
    stances: list[str] = []
    for fold in range(FOLDS):
        learnt, asked = ([one for one in examples if (one.fold == fold) is kept] for kept in (False, True))
        table = fit([features(known[one]) for one in learnt], [one.stance for one in learnt])
        stances += [one.stance for one in asked]
        for name, answered in answers([known[one] for one in asked], table).items():
            given.setdefault(name, []).extend(answered)
    return {name: measure(answered, stances) for name, answered in given.items()}


def compare(
    examples: Sequence[Example], known: Mapping[Example, Said], table: Mapping[str, tuple[float, ...]]
) -> dict[str, dict[str, float]]:
    """Measure the lexicon, the classifier and both together on the same sentences."""
    given = answers([known[one] for one in examples], table)
    return {name: measure(answered, [one.stance for one in examples]) for name, answered in given.items()}


def learn(examples: Sequence[Example], known: Mapping[Example, Said]) -> str:
    """Give the table of weights, as the file holds it, that the sentences not kept aside teach."""
    learnt = [one for one in examples if not one.aside]
    table = fit([features(known[one]) for one in learnt], [one.stance for one in learnt])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("feature", *STANCES), *((name, *row) for name, row in table.items())])
    return text.getvalue()


def main() -> None:
    """Write ``data/rules/stance_model.csv`` and print how well it does, crossed and on the sentences kept aside."""
    examples = read(files.training("stance.txt"))
    with threadpool_limits(1):
        known = dict(zip(examples, seen(examples, load()), strict=True))
        crossing = crossed([one for one in examples if not one.aside], known)
        files.rules("stance_model.csv").write_text(learn(examples, known), encoding="utf-8", newline="")
    weights.cache_clear()
    aside = compare([one for one in examples if one.aside], known, weights())
    sys.stdout.write(_table("cross-validated", crossing) + _table("kept aside", aside))


def _table(title: str, figures: Mapping[str, Mapping[str, float]]) -> str:
    lines = (" ".join((f"  {name:10}", *(f"{key} {one:.3f}" for key, one in found.items()))) for name, found in figures.items())
    return "\n".join((f"{title}:", *lines, ""))


if __name__ == "__main__":
    main()
