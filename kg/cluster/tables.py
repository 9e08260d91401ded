"""The tables of a shard and of a bucket of things, as Parquet, for whoever asks them of everything: DuckDB, Spark, a data frame."""

from collections.abc import Iterator, Mapping, Sequence

from kg import tables
from kg.cluster.depot import Depot, digest
from kg.columns import parquet
from kg.records import Facts, Resolution, Thing
from kg.sheets import Row

#: Columns that need no other article.
_THINGS = tables.ENTITIES[: tables.ENTITIES.index("articles")]


def of_shard(depot: Depot, shard: str, facts: Sequence[Facts], links: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Write what the articles of a shard state and quote, and give the SHA-256 of each file; names are those of the article."""
    stated: list[Row] = []
    said: list[Row] = []
    for one in facts:
        found = Resolution(things=tuple(_called(one, links)), links=links)
        names = tables.Names(found)
        stated += [row for _, (_, row) in tables.relation_rows(one, found, names)]
        said += [row for _, row in tables.quote_rows(one, names)]
    made = {"relations.parquet": parquet(tables.STATED, stated), "quotes.parquet": parquet(tables.QUOTES, said)}
    for name, data in made.items():
        depot.write(f"shards/{shard}/{name}", data)
    return {name: digest(data) for name, data in made.items()}


def of_things(depot: Depot, name: str, things: Sequence[Thing]) -> dict[str, str]:
    """Write what things are, by id, and give the SHA-256 of the file."""
    rows = [(*row[: len(_THINGS)], row[-1]) for row in tables.entity_rows(tables.Counts(), Resolution(things=tuple(things)))]
    data = parquet((*_THINGS, tables.ENTITIES[-1]), rows)
    depot.write(name, data)
    return {name: digest(data)}


def _called(one: Facts, links: Mapping[tuple[str, str], str]) -> Iterator[Thing]:
    """Give the things of an article, called as it calls them."""
    for entity in one.entities:
        if (one.article.key, entity.id) in links:
            yield Thing(id=links[one.article.key, entity.id], type=entity.type, name=entity.name)
