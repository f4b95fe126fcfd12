"""Whose page it is: what its footer says of the site, who runs it and under which number."""

import re
from collections.abc import Sequence

from cleaners.model import Block, Field

_REGISTRATION = re.compile(  # 湘ICP备17016663号-1, 沪ICP证020587
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁]\s?ICP\s?[备備证證]\s?(?:[AB]\d?-)?\d{5,}\s?[号號]?(?:\s?-\s?\d+)?"
)
_SPONSOR = re.compile(  # 主办单位：…; …（主办）
    r"(?<![\u4e00-\u9fff])主\s?办(?:\s?单\s?位|方)?\s*[:：]\s*(?P<name>[^:：|｜]{2,})"
    r"|(?P<before>[\u4e00-\u9fff]{4,30})\s?[（(]主办[)）]"
)
_FOOTER = re.compile(
    r"(?=[IC公网版©承协技])"  # no mark begins with anything else: fast
    r"(?:ICP\s?[备備证證]|公网安备|网站标识码|版权所有|Copyright|©|(?:承办|协办)(?:单位)?\s*[:：]|技术支持|网站地图)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fff+（）()·、]{2,40}(?:委|部|局|厅|府|室|社|院|会|中心|集团|公司|报|台|站|网|校|大学)"
)

#: A footer's lines stand so close together, in blocks, and are so long at most, in characters.
CLOSE, LONGEST = 6, 300


def identity(blocks: Sequence[Block]) -> dict[str, Field]:
    """What a page's footer says of its site.

    ``registration`` is its number at the ministry (ICP备案号) as printed, ``sponsor`` who runs it (主办单位).
    Left alone: the sponsor of a meeting, whose line has no other line of a footer near it.
    """
    short = [block for block in blocks if len(block.text) <= LONGEST]
    marks = [block.number for block in short if _FOOTER.search(block.text)]
    near = {number for mark in marks for number in range(mark - CLOSE, mark + CLOSE + 1)}
    found: dict[str, Field] = {}
    for block in reversed([block for block in short if block.number in near]):
        if match := _REGISTRATION.search(block.text):
            found.setdefault("registration", Field(re.sub(r"\s", "", match[0]), block.text, "footer"))
        if (match := _SPONSOR.search(block.text)) and (name := _sponsor(match["name"] or match["before"])):
            found.setdefault("sponsor", Field(name, block.text, "footer"))
    return found


def _sponsor(text: str) -> str:
    """The first office of a text, and those that follow it: what comes next is a label or an address."""
    first, *others = text.split() or [""]
    names = [first.strip("、，,;；。").removesuffix("主办")]
    for other in others:
        if not _OFFICE.fullmatch(other):
            break
        names.append(other)
    return " ".join(names)
