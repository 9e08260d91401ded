"""Tables as Parquet, for data frames: each column has one type, whatever its rows, so that the files of many shards are one table."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from kg.errors import DataError
from kg.sheets import Cell, Row

#: Columns of whole numbers and of others; the rest is text.
_WHOLE: Final = frozenset({"articles", "mentions", "evidence_count", "start", "end", "outlets"})
_REAL: Final = frozenset({"confidence", "stance_confidence", "quantity_value", "number"})


def parquet(names: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write rows as a Parquet file; an empty cell is null.

    Args:
        names: of the columns, which tell what type each has.

    Raises:
        DataError: pyarrow is not installed.

    >>> parquet(("article", "start"), [("a", 5), ("b", "")])[:4]
    b'PAR1'
    """
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ImportError as error:
        raise DataError("Parquet needs pyarrow: pip install 'quidit[parquet]'") from error
    kinds = [pyarrow.int64() if one in _WHOLE else pyarrow.float64() if one in _REAL else pyarrow.string() for one in names]
    columns: Sequence[Sequence[Cell]] = list(zip(*rows, strict=True)) or [()] * len(names)
    cells = [pyarrow.array(list(map(_plain, column)), type=kind) for column, kind in zip(columns, kinds, strict=True)]
    made = BytesIO()
    write_table(pyarrow.table(cells, names=list(names)), made, compression="zstd", store_schema=False)
    return made.getvalue()


def _plain(cell: Cell) -> Any:
    if cell == "":
        return None
    return cell if isinstance(cell, (str, int)) else float(cell)
