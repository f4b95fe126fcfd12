"""Articles as Parquet, with types: times in UTC, days, lists of strings. Needs pyarrow."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO

from storage.errors import MissingExtra
from storage.export import Column, Kind, Values

try:
    import pyarrow as pa
    from pyarrow import parquet
except ModuleNotFoundError as error:
    raise MissingExtra("Parquet", "pyarrow", "requirements-parquet.txt") from error

_TYPES: dict[Kind, Callable[[], Any]] = {
    "text": pa.string,
    "number": pa.int64,
    "moment": lambda: pa.timestamp("us", tz="UTC"),
    "date": pa.date32,
    "texts": lambda: pa.list_(pa.string()),
    "json": pa.string,
}


def write_parquet(file: BinaryIO, columns: Sequence[Column], batches: Iterable[Sequence[Values]]) -> int:
    """One row group for each batch; each column carries its meaning as metadata. JSON is text.

    :returns: how many rows.
    """
    schema = pa.schema([_field(column) for column in columns])
    rows = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            if batch:
                values = zip(columns, zip(*batch, strict=True), strict=True)
                arrays = [pa.array(_fit(column, cells), _TYPES[column.kind]()) for column, cells in values]
                writer.write_batch(pa.record_batch(arrays, schema=schema))
            rows += len(batch)
    return rows


def _field(column: Column) -> Any:
    return pa.field(column.name, _TYPES[column.kind](), metadata={"meaning": column.meaning})


def _fit(column: Column, cells: Sequence[Any]) -> Sequence[Any]:
    """Values as their type takes them."""
    if column.kind != "json":
        return cells
    return [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in cells]
