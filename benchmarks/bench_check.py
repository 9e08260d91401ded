"""What it costs to hold the graphs of articles against the shapes: all of them, none changed, one changed. Run by ``make bench-check``."""

import json
import time
from dataclasses import replace

from kg import files
from kg.check import check
from kg.facts import annotate
from kg.graph import dataset
from kg.pipeline import load
from kg.read import read
from kg.records import Article, Facts, Resolution


def timed(facts: list[Facts], sound: set[str]) -> float:
    """Give the milliseconds of processor time that a check takes, given what an earlier one found sound."""
    links = {(one.article.key, entity.id): f"{entity.type.lower()}/{entity.id}" for one in facts for entity in one.entities}
    quads = list(dataset(facts, Resolution(links=links)))
    start = time.process_time()
    check(quads, sound)
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Print the figures as JSON."""
    articles = [one for one in read([files.samples()]) if isinstance(one, Article)]
    facts = list(annotate(articles, load()))
    changed = [replace(facts[0], quotes=()), *facts[1:]]
    timed(facts[:1], set())
    sound: set[str] = set()
    figures = {
        "articles": len(facts),
        "all_ms": timed(facts, sound),
        "none_changed_ms": timed(facts, sound),
        "one_changed_ms": timed(changed, sound),
    }
    print(json.dumps({name: round(value) for name, value in figures.items()}, indent=1))


if __name__ == "__main__":
    main()
