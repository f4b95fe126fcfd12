"""The stock invented articles are made of: words, clauses and sentence frames, by subject.

A stock file has sections, ``[name]``, of phrases set apart by white space. A line with bars
(``疏浚 清理 | 斗渠 支渠``) stands for every phrase its parts make together. ``{name}`` within a phrase
stands for a phrase of that section. ``#`` begins a comment line.
"""

from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path

HERE = Path(__file__).parent

Stock = Mapping[str, tuple[str, ...]]


def read(text: str) -> Stock:
    r"""The sections of a stock file's text, every phrase written out.

    >>> read("[act]\n疏浚 清理 | 斗渠 支渠\n插秧")["act"]
    ('疏浚斗渠', '疏浚支渠', '清理斗渠', '清理支渠', '插秧')
    """
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            phrases = sections.setdefault(line.strip("[] "), [])
        elif line and not line.startswith("#"):
            phrases += map("".join, product(*(part.split() for part in line.split("|"))))
    return {name: tuple(phrases) for name, phrases in sections.items()}


@cache
def shared() -> Stock:
    """The sections every subject uses: places, people, talk, frames."""
    merged: dict[str, tuple[str, ...]] = {}
    for path in sorted(HERE.glob("*.txt")):
        merged |= read(path.read_text(encoding="utf-8"))
    return merged


@cache
def topics() -> Mapping[str, Stock]:
    """The stock of each subject, by its name: ``farming``, ``party`` and so on."""
    paths = sorted((HERE / "topics").glob("*.txt"))
    return {path.stem: read(path.read_text(encoding="utf-8")) for path in paths}
