"""python -m tests.benchmarks.clean_profile [FOLDER]: where the time of ``clean`` goes, stage by stage, as a table.

Each stage's functions are timed in processor time, without the stages they call themselves; of five rounds the fastest
is told, because other programs only add. The clock itself adds some hundredths of a millisecond to a page.
At last what a page costs behind ``clean``: its draft, and the way of page and draft between two processes.
FOLDER holds saved pages (../shared/pages unless named). Exit code: 0.
"""

import logging
import pickle
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

from cleaners import article, blocks, content, stages, walk
from cleaners.model import Cleaned
from cleaners.steps.order import DROPS
from cleaners.steps.repairs import REPAIRS
from storage.drafts import draft
from tests.benchmarks.samples import Job, Sample, each_alone

ROUNDS = 5
#: The functions of each stage, by the modules that call them; whatever is left is the rest.
STAGES: Sequence[tuple[str, ModuleType | type, str]] = (
    ("decode", article, "decode is_binary"),
    ("parse", blocks, "parse"),
    ("layout", blocks, "_marks"),
    ("blocks", walk.Walk, "through"),
    ("head", blocks, "read_head"),
    ("look for a mirror", stages, "look"),
    ("fields", stages, "labelled_lines read_fields complete identity"),
    ("content", stages, "_content by_layout"),
    ("second voice", content, "second_voice"),
    ("kind", article, "kind_of"),
    ("articles", article, "_issue _joined"),
    ("faults", article, "faults"),
)


class Stopwatch:
    """The seconds of each stage: a stage stands still while another one runs within it."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner = [0.0]

    def timed(self, name: Callable[..., str], work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, under the clock; ``name`` gives the stage from its arguments."""

        def timed(*arguments: Any, **named: Any) -> Any:
            begin = process_time()
            self._inner.append(0.0)
            try:
                return work(*arguments, **named)
            finally:
                took = process_time() - begin
                self.seconds[name(*arguments)] += took - self._inner.pop()
                self._inner[-1] += took

        return timed

    def watch(self) -> None:
        """Put the functions of all stages under the clock."""
        for stage, module, names in STAGES:
            for each in names.split():
                setattr(module, each, self.timed(lambda *_, stage=stage: stage, getattr(module, each)))
        stages.run = self.timed(_steps, stages.run)


def _steps(steps: object, *_: object) -> str:
    return "repairs" if steps is REPAIRS else "drops" if steps is DROPS else "articles"


def round_of(jobs: Sequence[Job], watch: Stopwatch) -> Counter[str]:
    """The seconds of the stages for all pages."""
    whole = watch.timed(lambda *_: "the rest", article.clean)
    for job in jobs:
        whole(*job)
    found, watch.seconds = watch.seconds, Counter()
    return found


def behind(jobs: Sequence[Job]) -> Counter[str]:
    """The seconds that drafts take, and to pickle and unpickle pages and drafts."""
    watch = Stopwatch()
    passed = watch.timed(
        lambda what: "page, pickled" if isinstance(what, tuple) else "draft, pickled",
        lambda what: pickle.loads(pickle.dumps(what)),  # noqa: S301 (our own)
    )
    drafted = watch.timed(lambda _: "draft", partial(draft, dialect="sqlite"))
    made: list[Cleaned] = [article.clean(*job) for job in jobs]
    for job, each in zip(jobs, made, strict=True):
        passed(job)
        passed(drafted(each))
    return watch.seconds


def show(sample: Sample) -> None:
    """Print the table of one sample."""
    logging.disable()  # trafilatura's remarks on single pages
    watch = Stopwatch()
    watch.watch()
    found = min((round_of(sample.jobs, watch) for _ in range(ROUNDS)), key=Counter.total)
    after = min((behind(sample.jobs) for _ in range(ROUNDS)), key=Counter.total)
    print(f"\n{len(sample.jobs)} {sample.name}; {sample.size // 1000} KB a page\n")
    print("| stage | ms a page | share |\n|---|---|---|")
    for stage, seconds in (*found.most_common(), ("clean", found.total())):
        print(f"| {stage} | {1000 * seconds / len(sample.jobs):.2f} | {seconds / found.total():.0%} |")
    print(", ".join(f"{name} {1000 * took / len(sample.jobs):.2f} ms" for name, took in after.items()))


def main(arguments: list[str]) -> int:
    """Print a table for each sample."""
    each_alone(show, Path(arguments[0] if arguments else "../shared/pages"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
