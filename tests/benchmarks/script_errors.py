"""python -m tests.benchmarks.script_errors [FOLDER]: clean text through a mirror's table and back.

Prints the wrong characters in 10,000, where the mirror leaves 着 and where it writes 著 for it, for our way
and for three of OpenCC's. FOLDER holds truth.json files with the bodies of pages (../shared/pages unless
named). Characters that GBK lacks are lost on any way and not counted. Exit code: 0; 2 if there are none.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from opencc import OpenCC

from cleaners.mirror.script import from_mirror, is_traditional
from crawler.replica.damage import convert

LOST = "?"
WAYS: dict[str, Callable[[str], str]] = {
    "ours": from_mirror,
    **{name: OpenCC(name).convert for name in ("t2s", "hk2s", "tw2s")},
}


def bodies(folder: Path) -> Iterator[str]:
    """The Simplified texts of a folder and all below it, as they should be."""
    for file in sorted(folder.rglob("truth.json")):
        yield from (
            each["body"] for each in json.loads(file.read_bytes()) if not is_traditional(each["body"])
        )


def converted(text: str, particle: bool) -> str:
    """A text as a mirror shows it; ``particle``: it writes 著 for 着."""
    shown = convert(text)
    if particle:
        return shown
    return "".join("着" if true == "着" else one for true, one in zip(text, shown, strict=True))


def wrong(text: str, back: str) -> int:
    """How many characters did not come back."""
    return sum(true != one != LOST for true, one in zip(text, back, strict=True))


def main(arguments: list[str]) -> int:
    """Print the figures and give the exit code."""
    folder = Path(arguments[0] if arguments else "../shared/pages")
    texts = list(bodies(folder))
    if not texts:
        print(f"no truth.json in {folder}", file=sys.stderr)
        return 2
    size = sum(map(len, texts))
    print(f"wrong characters in 10,000, of {size} in {len(texts)} texts: mirror leaves 着, mirror writes 著")
    for name, back in WAYS.items():
        rates = [
            10_000 * sum(wrong(text, back(converted(text, particle))) for text in texts) / size
            for particle in (False, True)
        ]
        print(f"{name:5} {rates[0]:6.2f} {rates[1]:6.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
