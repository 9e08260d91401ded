"""The graph as tables: CSV for people, Parquet for data frames."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from kg import sheets, tables
from kg.errors import DataError
from kg.exportable import Source
from kg.tables import Table


def to_csv(source: Source, path: Path) -> None:
    """Write a folder of three tables: entities.csv, relations.csv, quotes.csv."""
    for name, table in tables.everything(source.facts, source.resolution):
        sheets.write(table.whole(), path / f"{name}.csv")


def to_parquet(source: Source, path: Path) -> None:
    """Write a folder of three tables: entities.parquet, relations.parquet, quotes.parquet; an empty cell is null.

    Raises:
        DataError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise DataError("Parquet needs pyarrow: pip install 'quidit[parquet]'") from error
    path.mkdir(parents=True, exist_ok=True)
    for name, table in tables.everything(source.facts, source.resolution):
        parquet.write_table(_arrow(table), path / f"{name}.parquet", compression="zstd", store_schema=False)


def _arrow(table: Table) -> Any:
    """Give an Arrow table whose columns have one type each, that of their first cell."""
    import pyarrow

    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), Decimal: pyarrow.float64()}
    made = {}
    for name, cells in zip(table.columns, columns, strict=True):
        plain = [None if cell == "" else float(cell) if isinstance(cell, Decimal) else cell for cell in cells]
        kind = next((kinds[type(cell)] for cell in cells if cell != ""), pyarrow.string())
        made[name] = pyarrow.array(plain, type=kind)
    return pyarrow.table(made)
