"""How many words a second: tokenizer, trained pipeline, everything; on one core, after warming up. Run by ``make bench``.

``pipeline`` is the trained pipeline as spaCy loads it, ``pipeline_numpy`` the same with matrices multiplied as ours does. What all
takes and what our components take stands beside both: ``total`` and ``ours``, as multiples of the pipeline's time. ``ours`` is all
but the trained components and the tokenizer of our own pipeline, one article at a time. ``quotes_cost`` is the time that quotes
and speakers take, as a share of that of the pipeline.
Processor time counts, and of each piece of work the shortest of many rounds, in which everything has its turn: other programs on the
machine, which take the caches of the processor, disturb little then.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import spacy
from pages import put
from spacy.language import Language
from thinc.api import use_ops

from kg import files
from kg.annotate import quotes
from kg.facts import annotate
from kg.pipeline import COMPONENTS, load
from kg.read import read
from kg.records import Article

ROUNDS = 20
#: Articles that the pipeline alone reads at once.
BATCH = 8


def articles() -> list[Article]:
    """Give the sample articles."""
    return [one for one in read([files.samples()]) if isinstance(one, Article)]


def shortest(works: dict[str, list[Callable[[], object]]]) -> dict[str, float]:
    """Give the seconds of processor time that each takes: the sum of the shortest times of its pieces."""
    best = {name: [math.inf] * len(pieces) for name, pieces in works.items()}
    for _ in range(ROUNDS):
        for name, pieces in works.items():
            best[name] = [min(known, seconds(work)) for known, work in zip(best[name], pieces, strict=True)]
    return {name: sum(times) for name, times in best.items()}


def seconds(work: Callable[[], object]) -> float:
    """Give the seconds of processor time that one call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _piped(pipeline: Language, batch: list[str]) -> None:
    """Read some texts at once."""
    list(pipeline.pipe(batch, batch_size=BATCH))


def _annotated(one: Article, whole: Language) -> None:
    """Annotate an article as a build does."""
    list(annotate([one], whole))


def _without_ours(one: Article, whole: Language) -> None:
    """Annotate an article as a build does, by the trained components alone."""
    with whole.select_pipes(disable=list(COMPONENTS)):
        list(annotate([one], whole))


def main() -> int:
    """Print the figures as JSON; give 1 when the whole is slower than promised."""
    asked = argparse.ArgumentParser(description="Measure how many words a second are annotated.")
    asked.add_argument("--into", type=Path, help="page whose block of figures is replaced")
    asked.add_argument("--report", action="store_true", help="do not fail, however slow it is")
    given = asked.parse_args()
    start = time.process_time()
    whole = load()
    loading = time.process_time() - start
    bare = spacy.load(files.model())
    with use_ops("numpy", use_blis=False):
        quick = spacy.load(files.model())
    corpus = articles()
    texts = [one.text for one in corpus]
    words = sum(len(text.split()) for text in texts)
    list(annotate(corpus, whole))
    list(bare.pipe(texts, batch_size=8))
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    times = shortest(
        {
            "quotes": [partial(quotes.quotes, doc) for doc in whole.pipe(texts)],
            "tokenizer": [partial(bare.tokenizer, text) for text in texts],
            "pipeline": [partial(_piped, bare, batch) for batch in batches],
            "pipeline_numpy": [partial(_piped, quick, batch) for batch in batches],
            "trained": [partial(_without_ours, one, whole) for one in corpus],
            "whole": [partial(_annotated, one, whole) for one in corpus],
        }
    )
    figures = {name: words / spent for name, spent in times.items()}
    ratios = {"share": times["pipeline"] / times["whole"], "share_numpy": times["pipeline_numpy"] / times["whole"]}
    for beside in ("pipeline", "pipeline_numpy"):
        ratios[f"total_{beside}"] = times["whole"] / times[beside]
        ratios[f"ours_{beside}"] = (times["whole"] - times["trained"]) / times[beside]
    ratios["quotes_cost"] = times["quotes"] / times["pipeline"]
    print(
        json.dumps(
            {name: round(value) for name, value in figures.items()}
            | {name: round(value, 3) for name, value in ratios.items()}
            | {"load_s": round(loading, 2), "words": words},
            indent=1,
        )
    )
    if given.into:
        put(given.into, "speed", table(figures, ratios))
    promised = figures["whole"] >= 3000 and ratios["share"] >= 0.6 and loading <= 2 and ratios["quotes_cost"] <= 0.25
    promised = promised and ratios["ours_pipeline"] <= 0.6 and ratios["total_pipeline_numpy"] <= 2
    return 0 if promised or given.report else 1


def table(speed: Mapping[str, float], ratios: Mapping[str, float]) -> str:
    """Give what the README shows of it, as Markdown."""
    slower = speed["pipeline_numpy"] / speed["pipeline"]
    rows = (
        ("one core", "words a second", "time beside the pipeline as spaCy loads it", "beside it with numpy"),
        ("---", "---:", "---:", "---:"),
        ("French pipeline alone, as spaCy loads it", f"{speed['pipeline']:,.0f}", "1", f"{slower:.2f}"),
        ("the same with numpy, as Quidit runs it", f"{speed['pipeline_numpy']:,.0f}", f"{1 / slower:.2f}", "1"),
        (
            "all that `kg build` finds: names, quotes, relations",
            f"{speed['whole']:,.0f}",
            f"{ratios['total_pipeline']:.2f}",
            f"{ratios['total_pipeline_numpy']:.2f}",
        ),
        ("our components alone", "", f"{ratios['ours_pipeline']:.2f}", f"{ratios['ours_pipeline_numpy']:.2f}"),
    )
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
