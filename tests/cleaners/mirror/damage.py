"""Does to clean text what mirrors do: the forward model the repairs are tested against."""

import re
from dataclasses import dataclass
from random import Random

from cleaners.mirror.tables import LEFT_ALONE, dictionary, to_simplified

#: Where mirrors choose another of the Traditional forms than OpenCC lists first.
CHOICES = {"为": "為", "众": "眾", "启": "啟", "签": "簽", "着": "著"}

#: What a mirror inserts is kept apart from the same character in the text until it is decoded.
OPEN, SPACE = "\u0128", "\u0120"


@dataclass(frozen=True)
class Damaged:
    """One line: as the mirror shows it, as it was in Traditional characters, whether anything was lost."""

    shown: str
    true: str
    lossy: bool

    @property
    def is_hit(self) -> bool:
        return "?" in self.shown.replace("?/p>", "") and self.shown != self.true


def convert(text: str) -> str:
    """Step 1: into Traditional characters, one for one."""
    forward = dictionary("STCharacters")
    table: dict[str, str | int | None] = {}
    table |= {key: values[0] for key, values in forward.items() if key not in LEFT_ALONE} | CHOICES
    return text.translate(str.maketrans(table)).encode("gbk", "replace").decode("gbk")


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
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict[ord(character)].split(",")[0]


def insert(code: str, characters: list[str], random: Random) -> str:
    """Steps 2 and 3: annotations and spaces, put in without heeding where characters begin."""
    for one in characters:
        code = code.replace(raw(one), f"{raw(one)}{OPEN}{raw(first_reading(one))})")
    for mark in "！；？":
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
    random = Random(seed)  # noqa: S311
    characters = chosen(random, annotations)
    found = []
    for line in map(convert, lines):
        shown, lossy = decode(insert(raw(line + "</p>"), characters, random))
        found.append(Damaged(shown.removesuffix("</p>"), line, lossy))
    return found
