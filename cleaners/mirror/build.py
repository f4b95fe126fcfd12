"""python -m cleaners.mirror.build: write the word list that ``language`` judges with, ``words.txt.xz``.

The words are those of jieba's dictionary (MIT), which says how often it counted each, of OpenCC's phrase
list (Apache-2.0) and pypinyin's (MIT), which favour what is difficult and count nothing, and our own in
``vocabulary.txt``, with rough shares. The same sources give the same bytes. Run it after a change of the
vocabulary or of those packages; jieba is needed for nothing else (requirements-model.txt). Whose words they are
and under which licence ``words.LICENSE`` says.
"""

import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import groupby
from math import log
from pathlib import Path

from cleaners.mirror.tables import dictionary, gbk, is_han

HERE = Path(__file__).parent
FILE = HERE / "words.txt.xz"

#: The longest word kept; of longer phrases only the parts are counted.
LONGEST = 4

#: What the mere mention of a word in a list is worth, and its being a part of a longer phrase: parts per million.
LISTED, CONTAINED = 0.7, 0.6

#: The least for a character as a word of its own: first and second level of GB 2312, and all others.
COMMON, RARE, RAREST = 3.0, 0.18, 0.01

#: And how much of what its words are worth: it stands for the words that nobody lists.
UNLISTED = 0.02

HEADER = (
    "# Made by python -m cleaners.mirror.build. Words and counts of jieba's dict.txt (MIT, Sun Junyi), words of "
    "OpenCC's STPhrases (Apache-2.0), of pypinyin's phrases_dict (MIT) and of vocabulary.txt; before each group the "
    "tenths of its logarithmic chance."
)


def phrases() -> Iterator[str]:
    """The Simplified phrases of both lists, as far as they are Chinese throughout."""
    from pypinyin.phrases_dict import phrases_dict

    yield from (
        phrase for phrase in sorted({*dictionary("STPhrases"), *phrases_dict}) if all(map(is_han, phrase))
    )


def counted() -> dict[str, float]:
    """The Chinese words of jieba's dictionary, each with its share in parts per million of all it counted."""
    lines = files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
    counts = {word: int(count) for word, count, _ in map(str.split, lines)}
    million = sum(counts.values()) / 1e6
    return {word: count / million for word, count in counts.items() if all(map(is_han, word))}


def vocabulary() -> dict[str, float]:
    """Our own words and marks, each with its share in parts per million; the first mention counts."""
    shares: dict[str, float] = {}
    share = 0.0
    for line in (HERE / "vocabulary.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            share = float(line.strip("[]"))
        elif not line.startswith("#"):
            for word in line.split():
                shares.setdefault(word, share)
    return shares


def parts(phrase: str) -> Iterator[str]:
    """The strings of two to four characters within a longer phrase."""
    for size in range(2, min(LONGEST, len(phrase) - 1) + 1):
        yield from (phrase[at : at + size] for at in range(len(phrase) - size + 1))


def shares() -> dict[str, float]:
    """Every word and its share in parts per million."""
    listed = list(phrases())
    own = vocabulary()
    words = {word for word in (*listed, *own) if 1 < len(word) <= LONGEST}
    contained = Counter(part for phrase in (*listed, *own) for part in parts(phrase) if part in words)
    found = {word: share for word, share in counted().items() if 1 < len(word) <= LONGEST}
    for word in words:
        found[word] = max(found.get(word, 0.0), own.get(word, 0.0)) + LISTED + CONTAINED * contained[word]
    return found | singles(listed, own, found)


def singles(listed: Iterable[str], own: Mapping[str, float], words: Mapping[str, float]) -> dict[str, float]:
    """The share of every character and mark as a word of its own."""
    within: Counter[str] = Counter()
    for word, share in words.items():
        within.update(dict.fromkeys(word, share))
    least = {one: single(one) for phrase in listed for one in phrase if one not in own}
    least |= {one: share for one, share in own.items() if len(one) == 1}
    return {one: max(share, UNLISTED * within[one] * is_han(one)) for one, share in least.items()}


def single(character: str) -> float:
    """The least share of a character as a word of its own, by its place in GB 2312."""
    code = gbk(character)
    if len(code) != 2 or code[1] < 0xA1:
        return RAREST
    return COMMON if 0xB0 <= code[0] <= 0xD7 else RARE if 0xD8 <= code[0] <= 0xF7 else RAREST


def text() -> str:
    """The file's text: groups of words of the same chance, the likeliest first."""
    chances = sorted((round(-10 * log(share / 1e6)), word) for word, share in shares().items())
    groups = groupby(chances, key=lambda pair: pair[0])
    lines = (f"{chance}\t{' '.join(word for _, word in group)}" for chance, group in groups)
    return "\n".join((HEADER, *lines, ""))


def main() -> int:
    """Write the file and say how large it is."""
    made = text()
    FILE.write_bytes(lzma.compress(made.encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32))
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes, {len(made.split()):,} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
