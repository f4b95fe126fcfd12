"""python -m tests.quality FOLDER: find the pages of the corpus in FOLDER, clean them, print the figures.

First of the pages as they came, then of the same pages built otherwise.

Exit code: 0; 2 if FOLDER has none of the pages.
"""

import sys
from importlib.metadata import version
from pathlib import Path

from cleaners.version import PACKAGES, cleaner_version
from tests.quality.altered import ALTERATIONS
from tests.quality.corpus import digest, known, truths
from tests.quality.score import score


def main(arguments: list[str]) -> int:
    """Print a line for each set and alteration, and which pages of the corpus are not there."""
    wanted = {truth.sha256: truth for truth in truths()}
    folder = Path(arguments[0]) if len(arguments) == 1 else Path()
    bodies = known(folder, wanted) if len(arguments) == 1 else {}
    if not bodies:
        print(f"no page of the corpus in {folder}: make quality PAGES=folder", file=sys.stderr)
        return 2
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"corpus {digest()}, cleaner {cleaner_version()}, {packages}")
    found = [(truth, bodies[name]) for name, truth in wanted.items() if name in bodies]
    for name, each in score(found).items():
        print(f"{name:6} {each}")
    for change, alteration in ALTERATIONS.items():
        for name, each in score(found, alteration).items():
            print(f"{change:16} {name:6} {each}")
    for truth in (truth for name, truth in wanted.items() if name not in bodies):
        print("not there: {repository} {path} {commit}".format(**truth.origin))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
