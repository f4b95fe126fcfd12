"""python -m tests.benchmarks.reclean_speed [FOLDER]: pages cleaned again in a second, beside bare loops over ``clean``.

Saved pages of some 45 KB are put into a store of its own. Then two things take turns, five rounds: cleaning all of
them again by two workers, everything written; and two processes at once that only call ``clean``, each on half of the
pages, which are in its memory. Wall time; the ratio is the median of the rounds' ratios. The aim is at least 0.9.
FOLDER holds saved pages (../shared/pages unless named). Exit code: 0; 2 if there are none.
"""

import asyncio
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

from cleaners.article import clean
from cleaners.model import Page
from crawler.shards import Here
from crawler.workers import Workers
from tests.benchmarks.stored_pages import again, loaded, ratio, stored

ROUNDS = 5
PAGES = 320
LOOPS = 2


@cache
def _pages(address: str) -> list[Page]:
    return loaded(address)


def loop_over(address: str, first: int) -> None:
    """Clean every second page, from the first or the second on."""
    for page in _pages(address)[first::LOOPS]:
        clean(page)


def bare(pool: ProcessPoolExecutor, address: str) -> float:
    """The seconds that loops over ``clean`` take for all pages."""
    begin = perf_counter()
    for each in [pool.submit(loop_over, address, first) for first in range(LOOPS)]:
        each.result()
    return perf_counter() - begin


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
        for _ in range(2):  # what is loaded or compiled at first use, in each process
            again(store, cleaner, loop)
            bare(pool, address)
        took = [(again(store, cleaner, loop), bare(pool, address)) for _ in range(ROUNDS)]
    ours, loops = zip(*took, strict=True)
    print(f"{PAGES} pages, {ROUNDS} rounds, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"reclean          {PAGES / median(ours):6.1f} pages a second, {LOOPS} workers")
    print(f"bare loops       {PAGES / median(loops):6.1f} pages a second, {LOOPS} at once")
    print(f"{ratio(ours, loops)}; aim: at least 0.9")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
