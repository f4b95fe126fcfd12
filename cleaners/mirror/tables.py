"""What is known of single characters: their other script, their readings, their bytes in GBK.

The script tables are OpenCC's, the readings pypinyin's; both are read when a page first needs them.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

#: A pinyin syllable as mirrors print it: lower case, with or without a tone mark.
SYLLABLE = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,6}"

#: Characters with a Traditional counterpart that mirrors nevertheless leave alone, since they are
#: themselves legal in Traditional text.
LEFT_ALONE = frozenset("于后里干并征系范制余云游采只面")

#: Where mirrors choose another of the Traditional forms than OpenCC lists first.
CHOICES = {"为": "為", "众": "眾", "启": "啟", "签": "簽", "着": "著", "钟": "鐘", "床": "床"}

#: Byte pairs that Windows shows as private-use characters and GB 18030 as real ones.
WINDOWS = {
    **{chr(0xE7E7 + step): bytes((0xA9, 0x89 + step)) for step in range(13)},
    **{
        chr(0xE815 + step): bytes((0xFE, trail))
        for step, trail in enumerate((*range(0x50, 0x7F), *range(0x80, 0xA1)))
    },
}


def dictionary(name: str) -> dict[str, list[str]]:
    """One of OpenCC's dictionaries: a character or phrase, and its counterparts, the likeliest first."""
    lines = files("opencc").joinpath("dictionary", f"{name}.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {key: values.split(" ") for key, values in pairs}


@cache
def to_simplified() -> Mapping[str, str]:
    """Every character that has another Simplified form, and that form."""
    return {key: values[0] for key, values in dictionary("TSCharacters").items() if values[0] != key}


@cache
def simplified_only() -> frozenset[str]:
    """Characters that are written in Simplified text alone: 们, 国, but not 后, which both scripts have."""
    return frozenset(key for key, values in dictionary("STCharacters").items() if key not in values)


@cache
def made_by_mirrors() -> Mapping[str, str]:
    """The Traditional characters a mirror can have made, and what they were made of.

    Mirrors convert one character for one and leave some alone, so 於, 乾 or 瞭 on a mirror page were
    in the original.
    """
    forward = dictionary("STCharacters")
    kept = LEFT_ALONE | {key for key, values in forward.items() if values[0] == key}
    return {key: value for key, value in to_simplified().items() if value not in kept}


@cache
def to_mirrors() -> Mapping[str, str]:
    """What mirrors make of each Simplified character they convert."""
    forward = dictionary("STCharacters").items()
    return {key: values[0] for key, values in forward if key not in LEFT_ALONE} | CHOICES


def is_han(character: str) -> bool:
    """Whether a character is Chinese, as opposed to a mark or a letter."""
    return "㐀" <= character <= "鿿"


def plain(syllable: str) -> str:
    """A syllable without its tone: lǜ -> lü."""
    parts = unicodedata.normalize("NFD", syllable.replace("ɡ", "g"))
    kept = (part for part in parts if not unicodedata.combining(part) or part == "\u0308")
    return unicodedata.normalize("NFC", "".join(kept))


@cache
def readings(character: str) -> frozenset[str]:
    """A character's readings, each with its tone mark and without."""
    from pypinyin.pinyin_dict import pinyin_dict

    found = [reading for reading in pinyin_dict.get(ord(character), "").split(",") if reading]
    return frozenset(found) | {plain(reading) for reading in found}


def reads(character: str, syllable: str) -> bool:
    """Whether a syllable is one of the character's readings."""
    return unicodedata.normalize("NFC", syllable.replace("ɡ", "g")) in readings(character)


@cache
def gbk(character: str) -> bytes:
    r"""The bytes of a character in Windows' GBK: one, two, or none where it lacks the character.

    The private-use characters that stand for GBK's free byte pairs have bytes, too: GB 18030 knows
    them, but for those it has given real characters since.

    >>> gbk("严"), gbk("a"), gbk("😀")
    (b'\xd1\xcf', b'a', b'')
    """
    found = WINDOWS.get(character) or character.encode("gb18030", "ignore")
    return found if len(found) <= 2 else b""


@cache
def character(lead: int, trail: int) -> str:
    """The real character of a GBK byte pair, empty where there is none (private use included)."""
    if lead <= 0x80:
        return ""
    found = bytes((lead, trail)).decode("gb18030", "ignore")
    return found if len(found) == 1 and unicodedata.category(found) not in ("Co", "Cn", "Cc") else ""


@cache
def annotatable() -> Mapping[int, tuple[str, ...]]:
    """The Traditional characters of GBK by their first byte: those a mirror may have annotated.

    Those whose last byte is ASCII are left out: that byte shows as itself.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    for traditional in to_simplified():
        if len(pair := gbk(traditional)) == 2 and pair[1] > 0x80:
            found[pair[0]].append(traditional)
    return {lead: tuple(characters) for lead, characters in found.items()}


@cache
def annotated(lead: int, syllable: str) -> tuple[str, ...]:
    """The Traditional characters whose GBK code begins with ``lead`` and that are read ``syllable``."""
    return tuple(found for found in annotatable().get(lead, ()) if reads(found, syllable))
