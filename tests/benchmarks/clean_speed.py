"""python -m tests.benchmarks.clean_speed [FOLDER]: the time of ``clean`` against trafilatura's.

Both get the same bytes in the same process, page by page in turn: ``clean`` with no layout, and
``bare_extraction`` with metadata. Time is processor time, which other programs disturb least. Five rounds; the
ratio is the median of the rounds' ratios. The aim is at most 0.5.
FOLDER holds saved pages (../shared/pages unless named). Exit code: 0; 2 if there are none.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time

from trafilatura import bare_extraction

from cleaners.article import clean
from cleaners.model import Page
from tests.quality.corpus import pages

ROUNDS = 5


def ours(body: bytes) -> None:
    """Clean a page."""
    clean(Page(body))


def theirs(body: bytes) -> None:
    """Let trafilatura extract the same."""
    bare_extraction(body, with_metadata=True)


def seconds(work: Callable[[bytes], None], body: bytes) -> float:
    """How much processor time one call takes."""
    begin = process_time()
    work(body)
    return process_time() - begin


def round_of(bodies: Sequence[bytes], first: int) -> tuple[float, float]:
    """The seconds both take for all pages; they take turns in going first, which warms the caches."""
    took = {ours: 0.0, theirs: 0.0}
    for number, body in enumerate(bodies, first):
        for work in (ours, theirs) if number % 2 else (theirs, ours):
            took[work] += seconds(work, body)
    return took[ours], took[theirs]


def main(arguments: list[str]) -> int:
    """Print the time a page and the ratio with its spread, and give the exit code."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    bodies = list(pages(folder))
    if not bodies:
        print(f"no saved pages in {folder}: make bench PAGES=folder", file=sys.stderr)
        return 2
    logging.disable()  # trafilatura's remarks on single pages
    round_of(bodies[:3], 0)  # what is loaded or compiled at first use
    rounds = [round_of(bodies, number) for number in range(ROUNDS)]
    for name, column in zip(("clean", "bare_extraction"), zip(*rounds, strict=True), strict=True):
        print(f"{name:16} {1000 * median(column) / len(bodies):6.1f} ms a page, median of {ROUNDS} rounds")
    ratios = [mine / other for mine, other in rounds]
    print(
        f"ratio {median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}) on {len(bodies)} pages; aim: at most 0.5"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
