"""Takes away what mirrors put in: pinyin behind Traditional characters, spaces before ！ ； ？."""

import re

from cleaners.mirror.tables import SYLLABLE, character, gbk, reads, to_simplified

ANNOTATED = re.compile(rf"(?P<character>[㐀-鿿])(?P<annotations>(?:\({SYLLABLE} ?\))+)")
ONE = re.compile(rf"\(({SYLLABLE}) ?\)")

#: Spaces that mirrors put before marks; before ``?`` a blank may be the text's own.
SPACES = re.compile(r" {1,2}(?=[！；？])|(?<=[^\x00-\x7f]|\)) {1,2}(?=[!;])")

#: An annotation of two bytes that are the end of one character and a letter.
STRADDLING = re.compile(rf"(?P<before>[^\x00-\x7f])(?P<letter>[@-~])\((?P<syllable>{SYLLABLE})\)")


def is_annotation(found: re.Match[str]) -> bool:
    """Whether a bracket is a mirror's: behind a Traditional character, holding one of its readings."""
    character = found["character"]
    return character in to_simplified() and all(
        reads(character, syllable) for syllable in ONE.findall(found["annotations"])
    )


def strip(text: str) -> str:
    """Take a mirror's annotations and spaces away; every other bracket stays, and so does text that teaches pinyin.

    >>> strip("村(社區(qū))的黨(dǎng)員，她(tā)  ！")
    '村(社區)的黨員，她(tā)！'
    """
    text = SPACES.sub("", text)
    if "(" not in text:
        return text
    return ANNOTATED.sub(without_readings, STRADDLING.sub(without_straddling, text))


def without_readings(found: re.Match[str]) -> str:
    """An annotated character without its annotations; a bracket behind them that is no reading stays."""
    character, brackets = found["character"], found["annotations"]
    while character in to_simplified() and (one := ONE.match(brackets)) and reads(character, one[1]):
        brackets = brackets[one.end() :]
    return character + brackets


def without_straddling(found: re.Match[str]) -> str:
    """A letter that was annotated because the byte before it made it look like a Traditional character."""
    lead = gbk(found["before"])[-1:]
    looks_like = character(lead[0], ord(found["letter"])) if lead else ""
    false = looks_like in to_simplified() and reads(looks_like, found["syllable"])
    return found["before"] + found["letter"] if false else found[0]
