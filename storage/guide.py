"""python -m storage.guide FILE: every table and column with its meaning, in Markdown, from the tables themselves.

The part of the file between the two markers is written anew.
"""

import sys
from collections.abc import Iterator
from contextlib import closing
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import JSON, Column, Integer, LargeBinary, Table
from sqlalchemy.types import Double, TypeEngine

from cleaners.generated import refresh
from storage import export
from storage.columns import Base, Moment
from storage.database import open_store

#: What a column's type is to a reader; text, if it is none of these.
_WORDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Moment, "time"),
    (JSON, "JSON"),
    (LargeBinary, "bytes"),
    (Integer, "number"),
    (Double, "real"),
)


def guide() -> str:
    """The view ``corpus`` and the tables, in the order in which they build on each other."""
    docs = {mapper.local_table: mapper.class_.__doc__ for mapper in Base.registry.mappers}
    tables = (line for table in Base.metadata.sorted_tables for line in _table(table, docs[table] or ""))
    return "\n".join([*_view(), *tables])


def _view() -> Iterator[str]:
    """The view, and what an export adds to it, as a new store has it."""
    with (
        TemporaryDirectory() as folder,
        closing(open_store(f"sqlite:///{folder}/new.db")) as store,
        store.reading() as session,
    ):
        columns = export.columns(session)
    added = "` and `".join(export.ADDED)
    yield f"### `corpus` (view)\n\nThe current version of every article that is there. Exports add `{added}`.\n"
    yield "| column | in exports | meaning |\n|---|---|---|"
    yield from (f"| `{each.name}` | {each.kind} | {_plain(each.meaning)} |" for each in columns)
    yield ""


def _table(table: Table, doc: str) -> Iterator[str]:
    yield f"### `{table.name}`\n\n{doc.strip().splitlines()[0]}\n"
    yield "| column | type | meaning |\n|---|---|---|"
    yield from (f"| `{each.name}` | {_type(each)} | {_plain(str(each.comment))} |" for each in table.columns)
    yield ""


def _type(column: Column[Any]) -> str:
    word = next((word for kind, word in _WORDS if isinstance(column.type, kind)), "text")
    keys = [f"→ `{key.column.table.name}`" for key in column.foreign_keys]
    return " ".join([word, *(["key"] if column.primary_key else []), *keys])


def _plain(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    refresh(sys.argv[1:], "tables", guide())
