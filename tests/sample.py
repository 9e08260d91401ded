"""The sample articles as people annotated them: facts and store, whatever the pipeline finds today."""

import json
from functools import cache
from pathlib import Path

from pyoxigraph import Store

from kg import catalogue, echoes, graph, read, resolve
from kg.records import Article, Entity, Evidence, Facts, Mention, Quote, Statement

FOLDER = Path(__file__).parents[1] / "data" / "articles"


@cache
def facts() -> tuple[Facts, ...]:
    """Give the annotated facts of every sample article."""
    found = []
    for article in read.read([FOLDER]):
        assert isinstance(article, Article)
        gold = next(one for one in map(_load, sorted((FOLDER / "gold").glob("*.json"))) if one["text"] == article.text)
        found.append(
            Facts(
                article=article,
                entities=tuple(Entity(**one) for one in gold["entities"]),
                mentions=tuple(Mention(**one) for one in gold["mentions"]),
                statements=tuple(_statement(one) for one in gold["relations"]),
                quotes=tuple(Quote(**{**one, "about": tuple(one["about"])}) for one in gold["quotes"]),
            )
        )
    return tuple(found)


def _load(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def _statement(row: dict) -> Statement:
    kept = {name: row[name] for name in ("subject", "predicate", "object", "value", "status", "reporter") if name in row}
    return Statement(**kept, evidence=(Evidence(row["start"], row["end"]),))


@cache
def store() -> Store:
    """Give a store of the annotated sample."""
    resolution = resolve.resolve(facts(), catalogue.load())
    repeated = echoes.originals(echoes.groups(facts(), resolution))
    found = Store()
    found.extend(graph.dataset(facts(), resolution))
    found.extend(graph.provenance_quads([one.article for one in facts()], {}, echoes=repeated))
    return found
