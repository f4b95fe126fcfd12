"""python -m tests.benchmarks.reclean_speed [FOLDER]: pages cleaned again in a second, beside bare loops over ``clean``.

Saved pages of some 45 KB are put into a store of its own. Then two things take turns: cleaning all of them
again by two workers, everything written; and two processes at once that only call ``clean``, each on half of the pages,
which are in its memory. The ratios, of wall time and of the processor time of all processes, are medians of the rounds'
ratios. The aim is at least 0.9.
FOLDER holds saved pages (../shared/pages unless named). Exit code: 0; 2 if there are none.
"""

import asyncio
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from cleaners.article import clean
from cleaners.model import Page
from crawler.shards import Here
from crawler.workers import Workers
from tests.benchmarks.stored_pages import Cost, again, costing, loaded, stored, told

ROUNDS = 3
PAGES = 192
LOOPS = 2


@cache
def _pages(address: str) -> list[Page]:
    return loaded(address)


def loop_over(address: str, first: int) -> None:
    """Clean every second page, from the first or the second on."""
    for page in _pages(address)[first::LOOPS]:
        clean(page)


def bare(pool: ProcessPoolExecutor, address: str) -> Cost:
    """What loops over ``clean`` cost for all pages."""
    with costing() as cost:
        for each in [pool.submit(loop_over, address, first) for first in range(LOOPS)]:
            each.result()
    return cost()


def main(arguments: list[str]) -> int:
    """Print pages per second of both, and the ratio."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    if not folder.is_dir():
        print(f"no saved pages in {folder}: make bench PAGES=folder", file=sys.stderr)
        return 2
    with (
        stored(folder, PAGES) as (address, store),
        closing(Workers(size=LOOPS)) as workers,
        closing(asyncio.new_event_loop()) as loop,
        ProcessPoolExecutor(LOOPS, mp_context=get_context("spawn")) as pool,
    ):
        cleaner = Here(workers, address)
        loop.run_until_complete(
            again(store, cleaner)
        )  # what is loaded or compiled at first use, in each process
        bare(pool, address)
        took = [(loop.run_until_complete(again(store, cleaner)), bare(pool, address)) for _ in range(ROUNDS)]
    print(told(("reclean", "bare loops"), PAGES, took, aim=0.9))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
