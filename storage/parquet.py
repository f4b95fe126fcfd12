"""Articles as Parquet, with types: times in UTC, days, lists. Needs pyarrow."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, BinaryIO

from storage.errors import MissingExtra
from storage.export import RECORDS, Column, Values

try:
    import pyarrow as pa
    from pyarrow import parquet
except ModuleNotFoundError as error:
    raise MissingExtra("Parquet", "pyarrow", "requirements-parquet.txt") from error


def write_parquet(file: BinaryIO, columns: Sequence[Column], batches: Iterable[Sequence[Values]]) -> int:
    """One row group for each batch; each column carries its meaning as metadata.

    :returns: how many rows.
    """
    schema = pa.schema(
        [pa.field(each.name, _type(each), metadata={"meaning": each.meaning}) for each in columns]
    )
    rows = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            if batch:
                values = zip(schema.types, zip(*batch, strict=True), strict=True)
                arrays = [pa.array(cells, kind) for kind, cells in values]
                writer.write_batch(pa.record_batch(arrays, schema=schema))
            rows += len(batch)
    return rows


def _type(column: Column) -> Any:
    match column.kind:
        case "number":
            return pa.int64()
        case "moment":
            return pa.timestamp("us", tz="UTC")
        case "date":
            return pa.date32()
        case "texts":
            return pa.list_(pa.string())
        case "records":
            return pa.list_(
                pa.struct([_member(each.name, each.type) for each in fields(RECORDS[column.name])])
            )
        case _:
            return pa.string()


def _member(name: str, holds: Any) -> Any:
    """A field of a record: a number or a text."""
    return pa.field(name, pa.int64() if holds is int else pa.string())
