"""python -m tests.quality.mirrors [FOLDER]: how much simulated mirror damage is undone, and what is touched wrongly.

Clean text is damaged as mirrors do (crawler/replica/damage.py), repaired, and compared. The text is that of invented
articles and, if FOLDER holds pages with marked truths (see tests/quality/make.py), of those. No line of either was used
to build the word list. Exit code: 0.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from unicodedata import normalize

from cleaners.mirror.annotations import strip
from cleaners.mirror.build import phrases
from cleaners.mirror.bytes import Mended, mend
from cleaners.mirror.language import Language
from crawler.replica.damage import damage
from crawler.replica.prose import Prose

Pages = Sequence[Sequence[str]]

#: How many characters a page annotates, by seed: few, as many pages do, or many.
ANNOTATED = (40, 120, 250)

#: Question marks that are genuine, or that were something else, and brackets that are no mirror's.
GENUINE = ("?!", "??", "?！", "?；", "?", "?”", "? ", "?“", "(社区)", "(xué)", "(a)", "(2)", "?)")

_WIDE = str.maketrans(",;:!?()", "，；：！？（）")


@dataclass
class Tally:
    """What came of one text: [right, all] lines by their ends, [right, taken] repairs, and lines wrongly touched."""

    lossless: list[int] = field(default_factory=lambda: [0, 0])
    lossy: list[int] = field(default_factory=lambda: [0, 0])
    repairs: list[int] = field(default_factory=lambda: [0, 0])
    undamaged: int = 0
    touched: int = 0

    @property
    def damaged(self) -> tuple[int, int]:
        """All damaged lines: right, all."""
        return self.lossless[0] + self.lossy[0], self.lossless[1] + self.lossy[1]

    def __str__(self) -> str:
        lines = (("lossless", self.lossless), ("damaged", self.damaged), ("repairs", self.repairs))
        shares = ", ".join(f"{name} {right}/{of} = {share((right, of)):.2%}" for name, (right, of) in lines)
        return f"{shares}; undamaged lines {self.undamaged:,}, touched {self.touched}"


def share(pair: Sequence[int]) -> float:
    """The share of what is right."""
    return pair[0] / pair[1] if pair[1] else 1.0


def truths(folder: Path) -> Pages:
    """The lines of the marked bodies in a folder, page by page."""
    files = sorted(folder.glob("*/truth.json"))
    bodies = [page["body"] for file in files for page in json.loads(file.read_text("utf-8"))]
    return [[line.strip() for line in body.split("\n") if len(line.strip()) > 10] for body in bodies]


def articles(number: int) -> Pages:
    """The paragraphs of invented articles."""
    prose = Prose("mirrors")
    return [prose.article().paragraphs for _ in range(number)]


def comparable(text: str) -> str:
    """A text as it is compared: without annotations, marks full-width, letters half-width, no space before a mark."""
    return re.sub(r" +(?=[！；？])", "", normalize("NFKC", strip(text)).translate(_WIDE))


def narrow(text: str) -> str:
    """Full-width letters and marks as a page that normalised them shows them."""
    return "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)


def measure(pages: Pages, seeds: Sequence[int], shape: Callable[[str], str] = str) -> Tally:
    """Damage and repair every page once for each seed; ``shape`` is what happens to the text in between."""
    tally = Tally()
    for seed in seeds:
        for number, page in enumerate(pages):
            lines = damage(list(page), seed * 1000 + number, ANNOTATED[(seed + number) % len(ANNOTATED)])
            shown = [shape(line.shown) for line in lines]
            language = Language(shown)
            for text, line in zip(shown, lines, strict=True):
                _count(tally, text, comparable(line.true), line.lossy, mend(text, language))
    return tally


def _count(tally: Tally, shown: str, true: str, lossy: bool, mended: Mended) -> None:
    """Add one line to a tally. A ``?`` in a repair stands for what it says can't be known."""
    right = comparable(mended.text) == true
    if comparable(shown) == true:
        tally.undamaged += 1
        tally.touched += bool(mended.repairs)
        return
    side = tally.lossy if lossy else tally.lossless
    side[0] += right
    side[1] += 1
    for repair in mended.repairs:
        tally.repairs[0] += bool(re.search(re.escape(comparable(repair.repaired)).replace("？", "."), true))
        tally.repairs[1] += 1


def planted(lines: Sequence[str], seed: int) -> Iterator[str]:
    """Clean lines with a genuine mark or bracket put behind a clause of each."""
    random = Random(seed)
    for line in lines:
        places = [at for at, one in enumerate(line) if one in "。，；"] or [len(line)]
        at = random.choice(places)
        yield line[:at] + random.choice(GENUINE) + line[at + 1 :]


def wrongly(lines: Sequence[str], repair: Callable[[str], str]) -> tuple[int, int]:
    """Of clean lines, how many a repair changes; and their characters."""
    return sum(repair(line) != line for line in lines), sum(map(len, lines))


def clean_lines(folder: Path, number: int) -> list[str]:
    """Clean text of all sources, with what is genuine planted: the truths, invented articles, lists of words."""
    lines = [line for page in (*truths(folder), *articles(number)) for line in page if "?" not in line]
    words = iter(phrases())
    lists = iter(lambda: "，".join(islice(words, 20)), "")
    return [*lines, *planted(lines, 1), *planted(lines, 2), *lists]


def main(arguments: list[str]) -> int:
    """Print the figures and give the exit code."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    for name, pages in (("truths", truths(folder)), ("articles", articles(80))):
        print(f"{name:9} {measure(pages, range(4))}")
        print(f"{name:9} half-width: {measure(pages, range(4, 6), narrow)}")
    changed, characters = wrongly(clean_lines(folder, 250), lambda line: mend(line).text)
    print(f"clean text with genuine marks and brackets: {changed} lines changed in {characters:,} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
