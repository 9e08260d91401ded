"""The graph as tables: CSV for people, Parquet for data frames."""

from pathlib import Path

from kg import columns, sheets, tables
from kg.exportable import Source


def to_csv(source: Source, path: Path) -> None:
    """Write a folder of three tables: entities.csv, relations.csv, quotes.csv."""
    for name, table in tables.everything(source.facts, source.resolution):
        sheets.write(table.whole(), path / f"{name}.csv")


def to_parquet(source: Source, path: Path) -> None:
    """Write a folder of three tables: entities.parquet, relations.parquet, quotes.parquet; an empty cell is null.

    Raises:
        DataError: pyarrow is not installed.
    """
    path.mkdir(parents=True, exist_ok=True)
    for name, table in tables.everything(source.facts, source.resolution):
        (path / f"{name}.parquet").write_bytes(columns.parquet(table.columns, table.rows))
