"""The line of date and source without labels: ``2023年5月24日 10:02 石桥报``, ``原创 石桥报 2023-05-24``."""

import re
from collections.abc import Iterator, Sequence

from cleaners.blocks import BORDER, Reading
from cleaners.fields.dates import Date, find_date
from cleaners.fields.labels import labelled
from cleaners.fields.names import outlet
from cleaners.model import Block, Field

_PIECES = re.compile(rf"[\s{BORDER}|｜¦;；,，()（）]+")
_NO_OUTLET = re.compile(
    r"""^[\W\d_a-zA-Z]{0,2}$ | ^\d[\d,.:：]*\S?$ | [:：>→] | https?|www\.|\.(?:com|cn|net|org)\b
      | ^(?: 原创|转载|更新|发布|发表\w*|阅读|评论|浏览|点击|人气|正文|字号|来源|作者|编辑
           | 收藏|分享|打印|举报|关注|点赞|楼主|大|中|小|次 )\W*$
      | ^(?:星期|周)[一二三四五六日天]$ | ^农历 | ^第\d+[期版]$
      | 人参与|我有话说|条评论|已收藏|收藏本文|阅读全文""",
    re.VERBOSE | re.IGNORECASE,
)
_OUTLET = re.compile(
    r"""(?: 报|社|网|刊|台|电视|新闻|周刊|杂志|频道|之家|客户端|传媒|融媒体?|发布|在线|出版社|通讯|快讯
          | 科技|财经|中心|南方\+ )$""",
    re.VERBOSE,
)
_DAY = re.compile(  # a date, or a day with a time
    r"""(?: (?:19|20)\d\d \s* [-/.年] \s* \d{1,2} \s* [-/.月] \s* \d{1,2} (?! \d ) \s* 日?
          (?: \s* \d{1,2} [:：时] \d\d (?: [:：] \d\d )? 分? )?
        | (?<! \d ) \d{1,2} \s* [-/.月] \s* \d{1,2} \s* 日? \s* \d\d [:：] \d\d )""",
    re.VERBOSE,
)
_OTHER_DAY = re.compile(  # when an account was opened, a law passed, a meeting held
    r"(?:建立|注册|创建|加入|登录|成立)(?:于|时间|日期)?\s*[:：]|通过|修订|修正|施行|批准|召开|举行|发生|出版|第\s?\d+\s?期"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s?年?")

#: An information line is so long at most, in characters; an outlet's name too.
LONGEST = 60
LONGEST_OUTLET = 20


def dated_lines(reading: Reading, blocks: Sequence[Block]) -> Iterator[tuple[Block, Date]]:
    """Those of ``blocks`` that hold a date and little else; a date split over three of them counts."""
    for n, block in enumerate(blocks):
        text = block.text
        if _YEAR.fullmatch(text):
            text = " ".join(each.text for each in blocks[n : n + 3])
        if not is_short(text) or _OTHER_DAY.search(text):
            continue
        if date := find_date(text) or find_date(reading.printed(block)):
            yield block, date


def find_source(reading: Reading, blocks: Sequence[Block], authors: str = "") -> Field | None:
    """The outlet on the information line, or on a line of its own before it.

    A line of its own must sound like an outlet; on the date's line one stands behind the date, or right
    before it. Deliberately left alone: addresses, counters, words to click, ``authors``, labelled lines.
    """
    line = next((b for b in blocks if is_short(b.text) and _DAY.search(reading.printed(b))), None)
    if line is None or any(each.kind == "source" for each in labelled(line.text)):
        return None
    for block in blocks[: blocks.index(line)]:
        if (
            len(block.text) <= LONGEST_OUTLET
            and _OUTLET.search(block.text)
            and _outlets(block.text) == [block.text]
        ):
            return Field(outlet(block.text), block.text, "line")
    if any(each.kind == "published" for each in labelled(line.text)):
        return None
    before, behind = _DAY.split(reading.printed(line).replace(BORDER, " " + BORDER), maxsplit=1)
    pieces = [*_outlets(behind), *reversed(_outlets(before))]
    found = next((piece for piece in pieces if piece not in authors), None)
    return Field(outlet(found), line.text, "line") if found else None


def is_short(text: str) -> bool:
    """Whether a text is short and no sentence, as information lines are."""
    return len(text) <= LONGEST and not re.search(r"[。！？]", text)


def _outlets(text: str) -> list[str]:
    return [
        piece
        for piece in _PIECES.split(text)
        if len(piece) <= LONGEST_OUTLET and not _NO_OUTLET.search(piece)
    ]
