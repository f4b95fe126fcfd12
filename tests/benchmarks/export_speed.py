"""python -m tests.benchmarks.export_speed [ARTICLES]: rows a second and peak memory of each export.

A store of generated articles (100,000 unless named, some 800 characters each) is written past the cleaner; each format
is then exported by a process of its own, as ``scrapy export`` does it. The aim is under 500 MB of memory.
Exit code: 0; 1 if more was used.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from storage import leases
from storage.columns import digest
from storage.database import open_store
from storage.portals import PortalRecord
from storage.tables import Address, Article, Page, Version

MOST = 500
FORMATS = ("parquet", "csv", "jsonl")
NOW = datetime(2024, 5, 31, tzinfo=UTC)
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


def rows(count: int, lease: leases.Lease) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of so many articles, all made of one page: an export reads no pages."""
    random = Random(1)
    yield Page, {"id": 1, "sha256": b"1", "size": 1, "body": b"1", "kept_at": NOW}
    shared = {"further_pages": [], "page_id": 1}
    for number in range(1, count + 1):
        url = f"https://www.example.cn/{number}.html"
        where = {
            "portal_id": lease.portal_id,
            "run_id": lease.run_id,
            "found_at": NOW,
            "unchanged": 0,
            "tries": 0,
        }
        yield (
            Address,
            {
                "id": number,
                "url": url,
                "url_digest": digest(url),
                "role": "article",
                "state": "kept",
                **where,
            },
        )
        made = {
            "key": "",
            "key_digest": b"",
            "version": 1,
            "first_seen": NOW,
            "cleaned_at": NOW,
            "cleaned_with": "c",
        }
        yield Article, {"id": number, "address_id": number, "sketch": b"", **made, **shared}
        text = "\n".join("".join(random.choices(HAN, k=66)) for _ in range(12))
        how = {
            "cause": "source",
            "cleaner": "c",
            "charset": "utf-8",
            "charset_reason": "header",
            "made_at": NOW,
        }
        shown = {
            "title": text[:20],
            "published": "2024-05-31",
            "source": text[30:36],
            "text": text,
            "faults": ["short"],
        }
        proof = {"content_hash": b"", "raw": {}, "ledger": b"", "changes": {}}
        yield Version, {"article_id": number, "number": 1, **how, **shown, **proof, **shared}


def fill(address: str, count: int) -> None:
    """Make the store."""
    with closing(open_store(address)) as store, store.transaction() as session:
        lease = leases.take(
            session, PortalRecord("bench", "示例", "示例", "https://www.example.cn/"), "bench", "web"
        )
        waiting: dict[Any, list[dict[str, Any]]] = {Page: [], Address: [], Article: [], Version: []}
        for table, row in rows(count, lease):
            waiting[table].append(row)
            if len(waiting[Version]) == 1_000:
                _write(session, waiting)
        _write(session, waiting)


def _write(session: Any, waiting: dict[Any, list[dict[str, Any]]]) -> None:
    for table, some in waiting.items():
        if some:
            session.execute(insert(table), some)
        some.clear()


EXPORT = """
import resource
import sys
from contextlib import closing
from pathlib import Path
from crawler.commands.export import _write
from storage.database import open_store
from storage.export import Selection
with closing(open_store(sys.argv[1])) as store, store.reading() as session:
    _write(Path(sys.argv[2]), session, Selection())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main(arguments: list[str]) -> int:
    """Export to each format, print the figures, and give the exit code."""
    count, most = int(arguments[0]) if arguments else 100_000, 0.0
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/articles.db"
        fill(address, count)
        for ending in FORMATS:
            file, begin = Path(folder) / f"articles.{ending}", perf_counter()
            ended = subprocess.run(
                [sys.executable, "-c", EXPORT, address, str(file)], check=True, capture_output=True, text=True
            )
            seconds, memory = perf_counter() - begin, int(ended.stdout) / 1024
            most = max(most, memory)
            print(
                f"{ending:8} {count / seconds:8.0f} rows a second, {memory:4.0f} MB of memory,"
                f" {file.stat().st_size / 2**20:5.0f} MB file"
            )
    print(f"memory: at most {most:.0f} MB; aim: under {MOST}")
    return int(most >= MOST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
