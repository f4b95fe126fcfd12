"""python -m tests.benchmarks.clean_speed [FOLDER]: the time of ``clean`` against trafilatura's.

Both get the same bytes in the same process, page by page in turn: ``clean`` with the layouts at hand, which are
learned or taken before, and ``bare_extraction`` with metadata. Time is processor time, which other programs disturb
least. Behind a round that isn't counted, in which both load what they need, come five: the ratio is the median of their
ratios, with the least and the greatest of them, the machine's noise. What ``clean`` remembers is forgotten before
each round, so that it is never helped by a page it has seen; trafilatura may remember.
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
from cleaners.fields.title import remembered as squashed
from cleaners.places import ancestors
from tests.benchmarks.samples import Job, Sample, each_alone

ROUNDS = 5


def ours(job: Job) -> None:
    """Clean a page."""
    clean(*job)


def theirs(job: Job) -> None:
    """Let trafilatura extract the same."""
    bare_extraction(job[0].body, with_metadata=True)


def seconds(work: Callable[[Job], None], job: Job) -> float:
    """How much processor time one call takes."""
    begin = process_time()
    work(job)
    return process_time() - begin


def round_of(jobs: Sequence[Job], first: int) -> tuple[float, float]:
    """The seconds both take for all pages; they take turns in going first, which warms the caches."""
    for remembered in (squashed, ancestors):
        remembered.cache_clear()
    took = {ours: 0.0, theirs: 0.0}
    for number, job in enumerate(jobs, first):
        for work in (ours, theirs) if number % 2 else (theirs, ours):
            took[work] += seconds(work, job)
    return took[ours], took[theirs]


def measure(sample: Sample) -> None:
    """Print the time a page and the ratio with its spread."""
    logging.disable()  # trafilatura's remarks on single pages
    _, *rounds = (round_of(sample.jobs, number) for number in range(1 + ROUNDS))
    mine, other = (1000 * median(column) / len(sample.jobs) for column in zip(*rounds, strict=True))
    ratios = sorted(one / two for one, two in rounds)
    aim = f"; aim: at most {sample.aim}" if sample.aim else ""
    print(f"{len(sample.jobs)} {sample.name}; {sample.size // 1000} KB a page")
    print(f"  clean {mine:.1f} ms a page, bare_extraction {other:.1f} ms, median of {ROUNDS} rounds")
    print(f"  ratio {median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f}){aim}", flush=True)


def main(arguments: list[str]) -> int:
    """Measure every sample, and give the exit code."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    if not any(folder.rglob("*.htm*")):
        print(f"no saved pages in {folder}: make bench PAGES=folder", file=sys.stderr)
        return 2
    each_alone(measure, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
