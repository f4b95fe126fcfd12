"""python -m tests.benchmarks.mirror_signs [FOLDER]: how often a page is taken for a mirror's copy.

The bodies of clean pages (truth.json files in FOLDER, ../shared/pages unless named), as they are and in what
others make of them: each should be taken for a mirror's always, or never. Damage is what the replica's
simulator does. Exit code: 0; 2 if there are no bodies.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from opencc import OpenCC

from cleaners.mirror import look
from cleaners.mirror.annotations import ANNOTATED
from cleaners.model import Block
from crawler.replica.damage import convert, damage
from crawler.replica.sites import farm
from tests.benchmarks.script_errors import bodies

Lines = list[str]

SPAM = f"天气| {'| '.join(farm.PLACES)}| 客服|"


def mirrored(lines: Lines) -> Lines:
    """A page as a mirror shows it, its bytes broken wherever they can be."""
    return [line.shown for line in damage(lines, seed=sum(map(len, lines)))]


def bare(lines: Lines) -> Lines:
    """The same, after somebody took the annotations away."""
    return [ANNOTATED.sub(r"\g<character>", line) for line in mirrored(lines)]


def spammed(lines: Lines) -> Lines:
    """A converted page with nothing but link spam behind it."""
    return [*map(convert, lines), SPAM]


def written(config: str) -> Callable[[Lines], Lines]:
    """Text as it is written in Traditional characters, as near as OpenCC's phrases come to it."""
    converter = OpenCC(config)
    return lambda lines: [converter.convert(line) for line in lines]


NEVER: dict[str, Callable[[Lines], Lines]] = {
    "Simplified": list,
    "Simplified, with a list of counties": lambda lines: [*lines, SPAM],
    "Traditional, of Hong Kong": written("s2hk"),
    "Traditional, of Taiwan": written("s2tw"),
    "Traditional, with a Simplified list": lambda lines: [*written("s2tw")(lines), SPAM],
    "a portal's own converted edition": lambda lines: [*map(convert, lines), "ICP備案號:某ICP備00000000號"],
}
ALWAYS: dict[str, Callable[[Lines], Lines]] = {
    "a mirror's": mirrored,
    "a mirror's, annotations taken away": bare,
    "converted, with link spam": spammed,
}


def taken(make: Callable[[Lines], Lines], pages: list[Lines]) -> int:
    """How many pages are taken for mirrors'."""
    return sum(
        look([Block(1, number, text) for number, text in enumerate(make(lines))]).mirror for lines in pages
    )


def rows(pages: list[Lines]) -> Iterator[str]:
    """The figures, those that should be none first."""
    for ways, word in ((NEVER, "never"), (ALWAYS, "always")):
        for name, make in ways.items():
            yield f"{name:40} {taken(make, pages):3} of {len(pages)} taken for a mirror's; right: {word}"


def main(arguments: list[str]) -> int:
    """Print the figures and give the exit code."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    pages = [body.split("\n") for body in bodies(folder)]
    if not pages:
        print(f"no truth.json in {folder}", file=sys.stderr)
        return 2
    for row in rows(pages):
        print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
