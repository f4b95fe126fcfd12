"""python -m tests.benchmarks.repair_speed: what the repairs cost a page, and conversion against OpenCC's package.

Processor time on invented text, the median of the rounds. Looking at a page, the repair steps and two titles
together, aim: at most 0.2 ms for 10,000 characters of a page with none of a mirror's signs. Conversion of the
same text in Traditional characters, ours and the package's ``convert`` in turn, aim: at least 5 times as fast.
Exit code: 0; 1 if the two conversions differ.
"""

import sys
from collections.abc import Callable
from statistics import median
from time import process_time

from opencc import OpenCC

from cleaners.mirror import look, repair
from cleaners.mirror.conversion import t2s
from cleaners.model import Block
from cleaners.steps.engine import PageView, run
from cleaners.steps.repairs import REPAIRS
from crawler.replica.prose import Prose

ROUNDS = 40
SIZE = 10_000


def page() -> list[Block]:
    """The blocks of a long Simplified page: articles, menus, a list of counties, questions, a footer."""
    prose = Prose("repair speed")
    texts = ["首页", "要闻", "县区", " | ".join(prose.county() for _ in range(20)), "谁来答复(记者)?"]
    while sum(map(len, texts)) < SIZE:
        article = prose.article()
        texts += [article.title, *article.paragraphs]
    return [Block(1, number, text) for number, text in enumerate([*texts, "ICP备案号:某ICP备00000000号-1"])]


def repaired(blocks: list[Block]) -> None:
    """All that the repairs do to a page."""
    seen = look(blocks)
    run(REPAIRS, blocks, PageView(tuple(blocks), seen.mirror, traditional=seen.traditional))
    for block in blocks[:2]:
        repair(block.text, seen.mirror, seen.traditional)


def milliseconds(work: Callable[[], object]) -> float:
    """The processor time of one call."""
    begin = process_time()
    work()
    return 1000 * (process_time() - begin)


def main() -> int:
    """Print the times and the ratio, and give the exit code."""
    blocks = page()
    text = "\n".join(block.text for block in blocks)
    traditional = OpenCC("s2t").convert(text)
    package = OpenCC("t2s")
    same = package.convert(traditional) == t2s(traditional)
    rounds = [
        tuple(
            milliseconds(work) * SIZE / len(text)
            for work in (
                lambda: repaired(blocks),
                lambda: package.convert(traditional),
                lambda: t2s(traditional),
            )
        )
        for _ in range(ROUNDS)
    ]
    repairs, theirs, ours = (median(column) for column in zip(*rounds, strict=True))
    ratios = sorted(their / our for _, their, our in rounds)
    print(f"repairs of a Simplified page: {repairs:.3f} ms for {SIZE} characters; aim: at most 0.2")
    print(f"conversion: {ours:.2f} ms, OpenCC's package {theirs:.2f} ms; the same text: {same}")
    print(f"ratio {median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f}); aim: at least 5")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
