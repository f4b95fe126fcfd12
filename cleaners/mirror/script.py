"""Traditional text back into Simplified: what a mirror converted, and what was written so."""

import re
from collections.abc import Iterable
from functools import cache

from cleaners.mirror.conversion import t2s
from cleaners.mirror.tables import is_han, made_by_mirrors, simplified_only, to_simplified

#: The share of Traditional characters from which a text counts as Traditional.
TRADITIONAL = 0.1

#: A page with a smaller share holds nothing Traditional but a name or two; link spam thins out what it holds.
TRACES = 0.002

#: What mirrors make of 锺 (钱锺书) and 馀: 余 is left alone, and 钟 taken to become 鐘 (neither form was seen yet).
NAMES = {"鍾": "锺", "餘": "馀"}

#: Words in which 鍾 is 钟 whatever the mirror's table: some tables have it for both.
CLOCK = re.compile(r"(?<=[分秒點时時鬧警敲])鍾|鍾(?=[頭錶表情愛聲樓])")

#: Words that keep 著 in Simplified text; everywhere else it is 着.
KEEPS_ZHU = re.compile(
    r"""
      (?<=[显顯卓昭专專原名编編论論巨遗遺土拙])(?<![彰凸][显顯])著   # 显著, 专著, 名著, but not 彰显着
    | (?<=[译譯])(?<!翻译)(?<!翻譯)著               # 译著, but not 翻译着
    | (?<![挂掛写寫印标標署贴貼顶頂冒])著(?=名)      # 著名, but not 挂着名牌
    | 著(?=[作述称稱录錄者]|书立|書立|有《|了[一两兩三几幾数數])   # 著作, 著称, 著书立说, 著了几部
    """,
    re.VERBOSE,
)


def han(text: Iterable[str]) -> list[str]:
    """The Chinese characters of a text."""
    return [one for one in text if is_han(one)]


def traditional_share(text: str) -> float:
    """The share (0 to 1) of a text's Chinese characters that have another Simplified form."""
    characters = han(text)
    table = to_simplified()
    return sum(one in table for one in characters) / len(characters) if characters else 0.0


def has_traditional(text: str) -> bool:
    """Whether a page's text holds more Traditional characters than a name or two. Fast.

    >>> has_traditional("學校"), has_traditional("学校")
    (True, False)
    """
    return len(_traditional().findall(text)) > TRACES * len(text)


@cache
def _traditional() -> re.Pattern[str]:
    """Any Traditional character but those of GB 2312, which Simplified text has as well: 乾, 著, 瞭.

    The rarest are left out, too: those beyond U+FFFF would make it a hundred times slower.
    """
    plane = (one for one in to_simplified() if ord(one) < 0x10000)
    return re.compile(f"[{''.join(one for one in plane if not one.encode('gb2312', 'ignore'))}]")


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional characters.

    A Traditional name or quotation in Simplified text doesn't make it Traditional.

    >>> is_traditional("國務院總理說"), is_traditional("于右任題“總統府”三个字的时间说法")
    (True, False)
    """
    characters = set(han(set(text)))
    traditional = len(characters & to_simplified().keys())
    simplified = len(characters & simplified_only())
    return traditional > max(TRADITIONAL * len(characters), 3 * simplified)


def from_mirror(text: str) -> str:
    """What a mirror converted, back in Simplified characters.

    A Traditional character that mirrors don't make was in the original and stays.

    >>> from_mirror("於可訓談乾隆著作，圍繞著經濟")
    '於可训谈乾隆著作，围绕着经济'
    """
    return CLOCK.sub("鐘", zhe(text)).translate(mirror_table())


def zhe(text: str) -> str:
    """The particle 着, where Traditional text writes 著."""
    if "著" not in text:
        return text
    kept = {found.start() for found in KEEPS_ZHU.finditer(text)}
    return "".join("着" if one == "著" and at not in kept else one for at, one in enumerate(text))


@cache
def mirror_table() -> dict[int, str]:
    """The inverse of the mirrors' table, for ``str.translate``."""
    return str.maketrans({**made_by_mirrors(), **NAMES})


def to_mainland(text: str) -> str:
    """Traditional text of Hong Kong or Taiwan in Simplified characters."""
    return t2s(zhe(text))


def simplify(text: str, mirror: bool, traditional: bool | None = None) -> str:
    """A text in Simplified characters: as a mirror's, as Traditional text, or as it is.

    ``mirror`` and ``traditional`` are said of the page, since a few words don't show what they are; where
    nothing is known of the page (None), the text itself must show it.
    """
    if mirror:
        return from_mirror(text)
    traditional = is_traditional(text) if traditional is None else traditional
    return to_mainland(text) if traditional else text
