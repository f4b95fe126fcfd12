"""Takes away the pinyin that mirrors write behind Traditional characters."""

import re

from cleaners.mirror.tables import SYLLABLE, character, gbk, reads, to_simplified

ANNOTATED = re.compile(rf"(?P<character>[㐀-鿿])(?P<annotations>(?:\({SYLLABLE} ?\))+)")
ONE = re.compile(rf"\(({SYLLABLE}) ?\)")

#: An annotation of two bytes that are the end of one character and a letter.
STRADDLING = re.compile(rf"(?P<before>[^\x00-\x7f])(?P<letter>[@-~])\((?P<syllable>{SYLLABLE})\)")


def is_annotation(found: re.Match[str]) -> bool:
    """Whether a bracket is a mirror's: behind a Traditional character, holding one of its readings."""
    character = found["character"]
    return character in to_simplified() and all(
        reads(character, syllable) for syllable in ONE.findall(found["annotations"])
    )


def strip(text: str) -> str:
    """Take a mirror's annotations away; every other bracket stays, and so does text that teaches pinyin.

    >>> strip("村(社區(qū))的黨(dǎng)員，她(tā)")
    '村(社區)的黨員，她(tā)'
    """
    if "(" not in text:
        return text
    text = STRADDLING.sub(without_straddling, text)
    return ANNOTATED.sub(lambda found: found["character"] if is_annotation(found) else found[0], text)


def without_straddling(found: re.Match[str]) -> str:
    """A letter that was annotated because the byte before it made it look like a Traditional character."""
    lead = gbk(found["before"])[-1:]
    looks_like = character(lead[0], ord(found["letter"])) if lead else ""
    false = looks_like in to_simplified() and reads(looks_like, found["syllable"])
    return found["before"] + found["letter"] if false else found[0]
