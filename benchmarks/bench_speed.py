"""How many words a second: tokenizer, trained pipeline, everything; on one core, after warming up. Run by ``make bench``.

``pipeline`` is the trained pipeline as spaCy loads it, ``pipeline_numpy`` the same with matrices multiplied as ours does. What all
takes and what our components take stands beside both: ``total`` and ``ours``, as multiples of the pipeline's time. ``ours`` is all
but the trained components and the tokenizer of our own pipeline, one article at a time. ``quotes_cost`` is the time that quotes
and speakers take, as a share of that of the pipeline.
Processor time counts, so that other programs on the machine disturb little; the rounds are interleaved.
"""

import json
import sys
import time
from collections.abc import Callable

import spacy
from spacy.language import Language
from thinc.api import use_ops

from kg import files
from kg.annotate import quotes
from kg.facts import annotate
from kg.pipeline import COMPONENTS, load
from kg.read import read
from kg.records import Article

REPEAT = 6
ROUNDS = 3


def articles() -> list[Article]:
    """Give the sample articles, several times over."""
    found = [one for one in read([files.samples()]) if isinstance(one, Article)]
    return [Article(key=f"{one.key}-{turn}", text=one.text) for turn in range(REPEAT) for one in found]


def fastest(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Give the shortest of some rounds of each, in seconds of processor time."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    return {name: min(found) for name, found in times.items()}


def _without_ours(corpus: list[Article], whole: Language) -> None:
    """Annotate articles as a build does, by the trained components alone."""
    with whole.select_pipes(disable=list(COMPONENTS)):
        list(annotate(corpus, whole))


def main() -> None:
    """Print the figures as JSON; fail when the whole is slower than promised."""
    start = time.process_time()
    whole = load()
    loading = time.process_time() - start
    bare = spacy.load(files.model())
    with use_ops("numpy", use_blis=False):
        quick = spacy.load(files.model())
    corpus = articles()
    texts = [one.text for one in corpus]
    words = sum(len(text.split()) for text in texts)
    list(annotate(corpus[:14], whole))
    list(bare.pipe(texts[:14], batch_size=8))
    parsed = list(whole.pipe(texts, batch_size=8))
    times = fastest(
        {
            "quotes": lambda: [quotes.quotes(doc) for doc in parsed],
            "tokenizer": lambda: list(bare.tokenizer.pipe(texts)),
            "pipeline": lambda: list(bare.pipe(texts, batch_size=8)),
            "pipeline_numpy": lambda: list(quick.pipe(texts, batch_size=8)),
            "trained": lambda: _without_ours(corpus, whole),
            "whole": lambda: list(annotate(corpus, whole)),
        }
    )
    figures = {name: words / seconds for name, seconds in times.items()}
    own = times["whole"] - times["trained"]
    print(
        json.dumps(
            {name: round(value) for name, value in figures.items()}
            | {
                "share": round(figures["whole"] / figures["pipeline"], 3),
                "share_numpy": round(figures["whole"] / figures["pipeline_numpy"], 3),
                **{
                    f"{what}_{beside}": round(seconds / times[beside], 3)
                    for beside in ("pipeline", "pipeline_numpy")
                    for what, seconds in (("total", times["whole"]), ("ours", own))
                },
                "quotes_cost": round(times["quotes"] / times["pipeline"], 3),
                "load_s": round(loading, 2),
                "words": words,
            },
            indent=1,
        )
    )
    promised = figures["whole"] >= 3000 and figures["whole"] >= 0.6 * figures["pipeline"] and loading <= 2
    promised = promised and times["quotes"] <= 0.25 * times["pipeline"]
    promised = promised and own <= 0.6 * times["pipeline"] and times["whole"] <= 2 * times["pipeline_numpy"]
    sys.exit(0 if promised or "--report" in sys.argv else 1)


if __name__ == "__main__":
    main()
