"""Articles as CSV and as JSON lines."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from storage.export import Column, Values

#: A cell that begins with one of these is a formula to a spreadsheet: one that a page wrote.
_FORMULA = tuple("=+-@\t\r\n")


def write_csv(file: BinaryIO, columns: Sequence[Column], batches: Iterable[Sequence[Values]]) -> int:
    """RFC 4180 in UTF-8 with a byte order mark, which spreadsheets want. Lists are JSON.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.

    :returns: how many rows.
    """
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    rows = 0
    for batch in batches:
        writer.writerows([_cell(value) for value in row] for row in batch)
        rows += len(batch)
    text.detach()
    return rows


def write_jsonl(file: BinaryIO, columns: Sequence[Column], batches: Iterable[Sequence[Values]]) -> int:
    """One JSON object a line, in UTF-8.

    :returns: how many rows.
    """
    names = [column.name for column in columns]
    rows = 0
    for batch in batches:
        file.writelines(_line(dict(zip(names, row, strict=True))) for row in batch)
        rows += len(batch)
    return rows


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return _shown(value) if isinstance(value, date) else value


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_shown).encode() + b"\n"


def _shown(value: date) -> str:
    """ISO 8601; a time in UTC to the microsecond, always as long."""
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value.isoformat()
