"""python -m tests.benchmarks.clean_speed [FOLDER]: the time of ``clean`` against trafilatura's.

Both get the same bytes in the same process, page by page in turn: ``clean`` with the layouts at hand, which are
learned or taken before, and ``bare_extraction`` with metadata. Time is processor time, which other programs disturb
least. Trafilatura remembers dates and more of pages it has seen, so the first round, in which each page is new to both, is
told by itself. The ratio is the median of five more rounds, with the least and the greatest of them: the machine's
noise. What ``clean`` remembers is forgotten before each round, so that it is never helped by a page it has seen.
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
from cleaners.fields.title import squash
from cleaners.places import ancestors
from tests.benchmarks.samples import Job, Sample, samples

ROUNDS = 5
#: Pages that are cleaned before the clock runs: what is loaded or compiled at first use is no page's time.
WARM = 3


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
    for remembered in (squash, ancestors):
        remembered.cache_clear()
    took = {ours: 0.0, theirs: 0.0}
    for number, job in enumerate(jobs, first):
        for work in (ours, theirs) if number % 2 else (theirs, ours):
            took[work] += seconds(work, job)
    return took[ours], took[theirs]


def measure(sample: Sample) -> None:
    """Print the time a page and the ratio with its spread."""
    round_of(sample.jobs[:WARM], 0)
    first, *rounds = (round_of(sample.jobs, number) for number in range(1 + ROUNDS))
    mine, other = (1000 * median(column) / len(sample.jobs) for column in zip(*rounds, strict=True))
    ratios = sorted(one / two for one, two in rounds)
    aim = f"; aim: at most {sample.aim}" if sample.aim else ""
    print(f"{len(sample.jobs)} {sample.name}; {sample.size // 1000} KB a page")
    print(f"  clean {mine:.1f} ms a page, bare_extraction {other:.1f} ms, median of {ROUNDS} rounds")
    print(f"  ratio {median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f}){aim}")
    print(f"  first round, the pages new to both: {first[0] / first[1]:.3f}", flush=True)


def main(arguments: list[str]) -> int:
    """Measure every sample, and give the exit code."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    if not any(folder.rglob("*.htm*")):
        print(f"no saved pages in {folder}: make bench PAGES=folder", file=sys.stderr)
        return 2
    logging.disable()  # trafilatura's remarks on single pages
    for sample in samples(folder):
        measure(sample)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
