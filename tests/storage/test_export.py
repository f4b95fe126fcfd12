"""Exports: the same rows in every format, with their types, and harmless to who opens them."""

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import UTC, date

import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import text

from cleaners.model import Field, Link
from storage import export
from storage.export import Selection
from storage.parquet import write_parquet
from storage.tables import Article
from storage.tabular import write_csv, write_jsonl
from storage.whole_file import replaced

EVERY = Selection(gone=True)


@pytest.fixture
def keep(crawl, make):
    """Keeps an article with these fields at an address of its own."""

    def one(name: str, **values) -> int:
        body = values.pop("text", "正文。")
        lists = {name: values.pop(name) for name in ("faults", "links") if name in values}
        made = make(body, **lists)
        fields = {field: Field(value, value, "line") for field, value in values.items()}
        made = replace(made, fields={**made.fields, **fields})
        address = crawl.address(f"https://www.example.cn/{name}.html")
        return crawl.keep(address, made, body=name.encode())[0].article_id

    return one


def dicts(store, selection=EVERY) -> list[dict]:
    with store.reading() as session:
        names = [column.name for column in export.columns(session)]
        return [
            dict(zip(names, row, strict=True)) for rows in export.batches(session, selection) for row in rows
        ]


def exported(store, write, selection=EVERY) -> bytes:
    file = io.BytesIO()
    with store.reading() as session:
        write(file, export.columns(session), export.batches(session, selection))
    return file.getvalue()


def test_the_columns_are_those_of_the_view_with_its_very_values(crawl, keep):
    keep("a", published="2024-05-31", source="甲", author="乙 丙", faults=("no date", "short"))
    keep("b", title="二")
    with crawl.store.reading() as session:
        seen = [
            dict(row) for row in session.execute(text("SELECT * FROM corpus ORDER BY article_id")).mappings()
        ]
        kinds = {column.name: column.kind for column in export.columns(session)}
    ours = dicts(crawl.store)
    assert list(ours[0]) == [*seen[0], "gone_since", "published_date"]
    as_seen = {name for name, kind in kinds.items() if kind in ("text", "number")} & seen[0].keys()
    assert len(as_seen) > 15
    assert [{name: row[name] for name in as_seen} for row in ours] == [
        {name: row[name] for name in as_seen} for row in seen
    ]
    assert (ours[0]["faults"], kinds["faults"]) == (["no date", "short"], "texts")
    assert (kinds["first_seen"], kinds["published_date"]) == ("moment", "date")


def test_what_is_gone_is_left_out_unless_asked_for(crawl, keep):
    numbers = [keep("a"), keep("b", text="别的。")]
    crawl.set(Article, numbers[0], gone_since=crawl.row(Article, numbers[0]).first_seen)
    assert [row["article_id"] for row in dicts(crawl.store, Selection())] == numbers[1:]
    assert [row["article_id"] for row in dicts(crawl.store)] == numbers


@pytest.mark.parametrize(
    "since, until, names",
    [
        (None, None, ["none", "day", "time", "month", "year"]),
        (date(2024, 5, 31), date(2024, 5, 31), ["day", "time"]),
        (date(2024, 5, 1), date(2024, 5, 30), ["month"]),
        (None, date(2024, 1, 1), ["year"]),
        (date(2024, 6, 1), None, []),
    ],
)
def test_days_are_those_of_publication_both_included(crawl, keep, since, until, names):
    days = {"day": "2024-05-31", "time": "2024-05-31T23:59+08:00", "month": "2024-05", "year": "2024"}
    numbers = {"none": keep("none")}
    numbers |= {name: keep(name, published=shown) for name, shown in days.items()}
    found = [row["article_id"] for row in dicts(crawl.store, Selection(since=since, until=until))]
    assert found == [numbers[name] for name in names]


def test_an_unknown_portal_is_told(crawl):
    with crawl.store.reading() as session, pytest.raises(LookupError, match="no portal 'hwx'; it has: hxw"):
        next(export.batches(session, Selection(portal="hwx")))


@pytest.mark.parametrize("sign", list("=+-@\t\r"))
def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_text(crawl, keep, sign):
    keep("a", title=f"{sign}HYPERLINK(1)", source="a=b")
    shown = exported(crawl.store, write_csv)
    (row,) = csv.DictReader(io.StringIO(shown.decode("utf-8-sig"), newline=""))
    assert (row["title"], row["source"]) == (f"'{sign}HYPERLINK(1)", "a=b")


def test_csv_is_as_rfc_4180_says_with_a_byte_order_mark(crawl, keep):
    keep("a", title='说“好”"ok", 是', text="一\n二")
    shown = exported(crawl.store, write_csv)
    assert shown.startswith("\ufeffportal,".encode())
    assert shown.endswith(b"\r\n")
    assert '"说“好”""ok"", 是"'.encode() in shown
    (row,) = csv.DictReader(io.StringIO(shown.decode("utf-8-sig"), newline=""))
    assert (row["title"], row["text"], row["faults"], row["editor"]) == ('说“好”"ok", 是', "一\n二", "[]", "")


def test_json_lines_read_back(crawl, keep):
    keep("a", published="2024-05-31", faults=("short",))
    (line,) = exported(crawl.store, write_jsonl).decode().splitlines()
    (row,) = dicts(crawl.store)
    shown = json.loads(line)
    assert shown.pop("first_seen") == row.pop("first_seen").isoformat(timespec="microseconds")
    assert shown.pop("published_date") == "2024-05-31"
    del row["published_date"]
    assert shown == row


def test_parquet_has_types_and_meanings(crawl, keep):
    link = Link(1, 0, "附件说明", "https://www.example.cn/a.html")
    keep("a", published="2024-05-31T10:02+08:00", faults=("short", "no source"), links=(link,))
    keep("b", published="2024-05")
    table = parquet.read_table(io.BytesIO(exported(crawl.store, write_parquet)))
    types = {name: table.schema.field(name).type for name in table.column_names}
    assert types["faults"].value_type == pa.string()
    assert types["first_seen"] == pa.timestamp("us", tz="UTC")
    assert (types["published_date"], types["version"], types["title"]) == (
        pa.date32(),
        pa.int64(),
        pa.string(),
    )
    assert table.schema.field("title").metadata == {b"meaning": b"the headline"}
    rows = table.to_pylist()
    assert types["links"].value_type.field("part").type == pa.int64()
    assert [row["links"] for row in rows] == [[asdict(link)], []]
    assert [row["published_date"] for row in rows] == [date(2024, 5, 31), None]
    assert rows[0]["faults"] == ["short", "no source"]
    assert [row | {"first_seen": row["first_seen"].astimezone(UTC)} for row in rows] == dicts(crawl.store)


@pytest.mark.parametrize("write", [write_csv, write_jsonl, write_parquet])
def test_a_store_without_articles_gives_a_file_without_rows(crawl, write):
    shown = exported(crawl.store, write)
    if write is write_parquet:
        assert parquet.read_table(io.BytesIO(shown)).num_rows == 0
    else:
        assert shown.count(b"\n") == (write is write_csv)


def test_rows_come_in_parts(crawl, keep, monkeypatch):
    numbers = [keep(name, text=name) for name in "abcde"]
    monkeypatch.setattr(export, "_ROWS", 2)
    with crawl.store.reading() as session:
        parts = [len(batch) for batch in export.batches(session, Selection())]
    assert parts == [2, 2, 1]
    table = parquet.ParquetFile(io.BytesIO(exported(crawl.store, write_parquet)))
    assert (table.num_row_groups, table.read()["article_id"].to_pylist()) == (3, numbers)


def test_a_file_that_could_not_be_written_to_its_end_is_not_there(tmp_path):
    (tmp_path / "old.csv").write_text("old")
    for name in ("old.csv", "new.csv"):
        with pytest.raises(KeyError), replaced(tmp_path / name) as file:
            file.write(b"half")
            raise KeyError
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"old.csv": "old"}
