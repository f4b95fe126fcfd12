"""Does to clean text what mirror sites do: Traditional characters, pinyin in brackets, broken bytes.

``damage`` lets byte-wise insertion fall where it will, for as many hits as can be; ``copy`` keeps it to
whole characters but for one place that is named, since on real pages a hit is rare.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

from cleaners.mirror.tables import LEFT_ALONE, dictionary, to_simplified

#: Where mirrors choose another of the Traditional forms than OpenCC lists first.
CHOICES = {"为": "為", "众": "眾", "启": "啟", "签": "簽", "着": "著", "钟": "鐘"}

#: The marks that mirrors put spaces before.
MARKS = "！；？"

#: What a mirror inserts is kept apart from the same character in the text until it is decoded.
OPEN, SPACE = "\u0128", "\u0120"


@dataclass(frozen=True)
class Damaged:
    """One line: as the mirror shows it, as it was in Traditional characters, whether anything was lost."""

    shown: str
    true: str
    lossy: bool


def convert(text: str) -> str:
    """Step 1: into Traditional characters, one for one."""
    return text.translate(_traditional()).encode("gbk", "replace").decode("gbk")


@cache
def _traditional() -> dict[int, str]:
    """The mirrors' table, for ``str.translate``."""
    forward = dictionary("STCharacters")
    found = {key: values[0] for key, values in forward.items() if key not in LEFT_ALONE}
    return {ord(key): value for key, value in (found | CHOICES).items()}


def chosen(random: Random, number: int) -> list[str]:
    """The characters a page annotates: such as stand for common ones, in any order."""
    pairs = to_simplified().items()
    common = [one for one, simple in pairs if is_common(simple) and one.encode("gbk", "ignore")]
    return random.sample(common, number)


def is_common(character: str) -> bool:
    """Whether a character is in the first level of GB 2312."""
    return b"\xb0\xa1" <= character.encode("gb2312", "ignore") <= b"\xd7\xf9"


def raw(text: str) -> str:
    """The GBK bytes of a text, as characters."""
    return text.encode("gb18030").decode("latin-1")


def first_reading(character: str) -> str:
    """The reading a dictionary gives first, which is the only one mirrors know."""
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict[ord(character)].split(",")[0]


def insert(code: str, characters: list[str], random: Random) -> str:
    """Steps 2 and 3: annotations and spaces, put in without heeding where characters begin."""
    for one in characters:
        code = code.replace(raw(one), f"{raw(one)}{OPEN}{raw(first_reading(one))})")
    for mark in MARKS:
        code = re.sub(
            re.escape(raw(mark)), lambda found: SPACE * random.choice((0, 1, 1, 2)) + found[0], code
        )
    return code


def decode(code: str) -> tuple[str, bool]:
    """Step 4: a decoder that shows ``?`` for a broken pair; and whether it ate a character of the text."""
    shown, at, lossy = [], 0, False
    while at < len(code):
        pair = code[at : at + 2]
        if pair[0] == "\x80":
            shown.append("€")
            at += 1
        elif ord(pair[0]) < 0x80 or pair[0] in (OPEN, SPACE):
            shown.append(chr(ord(pair[0]) & 0xFF))
            at += 1
        elif len(pair) == 2 and (0x40 <= ord(pair[1]) < 0x7F or 0x80 <= ord(pair[1]) < 0xFF):
            shown.append(pair.encode("latin-1").decode("gb18030", "replace"))
            at += 2
        else:
            shown.append("?")
            lossy |= pair[1:] not in (OPEN, SPACE)
            at += 2
    return "".join(shown), lossy


def damage(lines: list[str], seed: int, annotations: int = 120) -> list[Damaged]:
    """Lines as the paragraphs of a mirror's page."""
    random = Random(seed)  # noqa: S311  # invented damage, no secret
    characters = chosen(random, annotations)
    found = []
    for line in map(convert, lines):
        shown, lossy = decode(insert(raw(line + "</p>"), characters, random))
        found.append(Damaged(shown.removesuffix("</p>"), line, lossy))
    return found


class Break(NamedTuple):
    """A place where an insertion falls inside a character: its number in the text, and what is put in."""

    place: int
    inserted: str


def readings(characters: str) -> dict[str, str]:
    """The table of a mirror that annotates these Traditional characters."""
    return {one: f"{OPEN}{raw(first_reading(one))})" for one in characters}


def breaks(text: str, table: Mapping[str, str]) -> Iterator[Break]:
    """Where a byte-wise search would take two halves of a text's characters for one of its own.

    :param text: Traditional, as ``convert`` gives it.
    :param table: the annotated characters, as ``readings`` gives them.
    """
    codes = {raw(one): inserted for one, inserted in table.items()}
    for place, (one, other) in enumerate(pairwise(text)):
        halves = raw(one)[1:] + raw(other)[:1]
        if one not in table and raw(other)[1:]:
            if halves in codes:
                yield Break(place + 1, codes[halves])
            elif halves in map(raw, MARKS):
                yield Break(place, SPACE)


def copy(text: str, table: Mapping[str, str], broken: Break | None = None) -> tuple[str, bool]:
    """A Traditional text as a mirror shows it: annotated, broken at one place.

    :returns: the text, and whether a character of it was lost for good.
    """
    code = []
    for place, one in enumerate(text):
        pair = raw(one)
        if broken and place == broken.place:
            code.append(pair[0] + broken.inserted + pair[1])
        else:
            code.append(pair + table.get(one, ""))
    return decode("".join(code))
