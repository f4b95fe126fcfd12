"""python -m tests.benchmarks.cluster_speed [FOLDER]: cleaning again on a Dask cluster, beside the same without Dask.

Saved pages of some 45 KB are put into a store of its own. Then two workers of a cluster on this machine and two worker
processes without it take turns in cleaning all of them again, everything written. The ratios, of wall time and of the
processor time of all processes, are medians of the rounds' ratios. The aim is at least 0.85. FOLDER holds saved pages (../shared/pages unless named).
Exit code: 0; 2 if there are none.
"""

import asyncio
import sys
from contextlib import closing
from pathlib import Path

from scrapy.settings import Settings

from crawler.cluster.cleaning import There
from crawler.cluster.connection import connected
from crawler.shards import Here
from crawler.workers import Workers
from storage.database import Store
from tests.benchmarks.stored_pages import Cost, again, stored, told

ROUNDS = 3
PAGES = 192
WORKERS = 2


async def measured(address: str, store: Store) -> list[tuple[Cost, Cost]]:
    """What both cost, in each round."""
    settings = Settings({"DATABASE_URL": address})
    with closing(Workers(size=WORKERS)) as workers:
        async with connected(f"local:{WORKERS}", settings, store) as cluster:
            here, there = Here(workers, address), There(cluster, await cluster.threads())
            for each in (
                here,
                there,
                here,
                there,
            ):  # what is loaded or compiled at first use, in each process
                await again(store, each)
            return [(await again(store, there), await again(store, here)) for _ in range(ROUNDS)]


def main(arguments: list[str]) -> int:
    """Print pages per second of both, and the ratio."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    if not folder.is_dir():
        print(f"no saved pages in {folder}: make bench PAGES=folder", file=sys.stderr)
        return 2
    with stored(folder, PAGES) as (address, store):
        took = asyncio.run(measured(address, store))
    print(told(("with Dask", "without"), PAGES, took, aim=0.85))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
