"""The lines above and below a headline that belong to it: kicker (引题) and subtitle (副题)."""

import re
from collections.abc import Sequence

from cleaners.blocks import Reading
from cleaners.fields.dates import find_date
from cleaners.fields.infoline import is_short
from cleaners.fields.labels import labelled
from cleaners.fields.title import is_crumb, places, squash
from cleaners.model import Block, Field
from cleaners.places import HEADINGS, inside, parent

_DASHED = re.compile(r"^\s*[—―─－-]{1,4}\s*(?P<words>[\w“‘《（].*)$")
_QUOTED = re.compile(r"《[^》]*》\W*\d*\W*|[\u4e00-\u9fff·]{2,4}")  # whose words a motto is
_ENDS = re.compile(r"[。！；;…:：>|）)]$")
_NO_LINE = re.compile(  # controls, and names of sites, offices and columns
    r"""www\.|登录|注册|欢迎|您|点击|返回|首页|扫一扫|分享|字号|打印|搜索|广告|评论|电话|\d{5}|^[^\w“‘《【]
      | (?: 网 | 频道 | 专栏 | 专题 | 栏目 | 平台 | 政府 | [部局厅委报社台] | 办公室 | 中心 | 正文 | 新闻 | 动态
          | 要闻 | 信息 | 公告 | 公示 | 资讯 | 公开 | 之窗 | 在线 | 系统 | 客户端 | 记者 | 图 )$""",
    re.VERBOSE,
)
_KICKER = re.compile(
    r"yin_?ti|(?:pre|intro|over|up)-?_?(?:title|tit|line)|kicker|eyebrow|shoulder", re.IGNORECASE
)
_SUBTITLE = re.compile(r"sub-?_?(?:title|tit|head)|fu_?(?:biao)?_?ti|vice-?_?title", re.IGNORECASE)

#: Such a line has so many letters at least (names of columns are shorter) and at most.
SHORTEST, LONGEST = 8, 50
#: One that its element's name or a dash marks may have fewer.
SHORTEST_MARKED = 4
#: The kicker's element holds the headline, so many levels down at most.
DEEP = 2
#: The line of date and source follows the subtitle within so many blocks.
INFO = 4


def headline_at(blocks: Sequence[Block], title: Field | None) -> int | None:
    """Where the headline stands among blocks: a heading before another element, else the first place."""
    same = places(blocks, title)
    return next((n for n in same if _heading(blocks[n])), same[0] if same else None)


def find_kicker(blocks: Sequence[Block], at: int, others: Sequence[str]) -> Field | None:
    """The kicker of the headline that is number ``at`` of ``blocks``.

    It stands right above it, first in the element that holds both but for the path from the home page, or in an
    element named for it. ``others`` are titles it must not be: of the site, of the column, of the page's head.
    """
    if not at:
        return None
    block, headline = blocks[at - 1], blocks[at]
    marked = bool(_KICKER.search(_own(block)))
    if not _may_be(block, others, SHORTEST_MARKED if marked else SHORTEST):
        return None
    return _field(block) if marked or _leads(blocks[:at], headline, others) else None


def find_subtitle(blocks: Sequence[Block], at: int, others: Sequence[str], reading: Reading) -> Field | None:
    """The subtitle of the headline that is number ``at`` of ``blocks``: a line right below it.

    It begins with a dash, stands in an element named for it, or is a heading above the line of date and
    source; else what the head says. Left alone: other lines, which may be names, outlets or the text.
    """
    name = squash(blocks[at].text)
    below = [block for block in blocks[at + 1 :] if squash(block.text) != name][: INFO + 1]
    if below and (found := _below(below, blocks[at], others)):
        return found
    meta = reading.metas.get("subtitle", "")
    fits = SHORTEST_MARKED <= len(squash(meta)) <= LONGEST and squash(meta) not in name
    return Field(meta, meta, "meta") if fits else None


def _below(below: Sequence[Block], headline: Block, others: Sequence[str]) -> Field | None:
    block = below[0]
    if dashed := _DASHED.match(block.text):
        if not _is_long(block, SHORTEST_MARKED) or block.links > 0.5:
            return None
        plain = _ENDS.search(block.text.rstrip("）)")) or _QUOTED.fullmatch(dashed["words"])
        return None if plain else _field(block)
    if _SUBTITLE.search(_own(block)):
        return _field(block) if _may_be(block, others, SHORTEST_MARKED) else None
    informed = any(is_short(each.text) and find_date(each.text) for each in below[1:])
    headings = block.tag in HEADINGS and _heading(headline)
    return _field(block) if headings and informed and _may_be(block, others, SHORTEST) else None


def _field(block: Block) -> Field:
    return Field(block.text, block.text, "line")


def _own(block: Block) -> str:
    """The names of a block's element and of the one around it, as far as its place tells them."""
    return "/".join(block.place.split("/")[-2:])


def _heading(block: Block) -> bool:
    return bool(re.search(r"/h[1-6]\b[^/]*(?:/[^/]*)?$", block.place))


def _leads(before: Sequence[Block], headline: Block, others: Sequence[str]) -> bool:
    """Whether the last of the blocks before a headline is the first in the element that holds both."""
    block = before[-1]
    home = block.place if block.place == headline.place else parent(block.place)
    deep = headline.place.count("/") - home.count("/")
    first = [each.text for each in before[:-1] if inside(each.place, home)]
    path = all(is_crumb(text) or any(text in other for other in others) for text in first)
    return inside(headline.place, home) and deep <= DEEP and path


def _may_be(block: Block, others: Sequence[str], shortest: int) -> bool:
    text = block.text
    if not _is_long(block, shortest) or block.links > 0 or _ENDS.search(text) or _NO_LINE.search(text):
        return False
    if find_date(text) or labelled(text) or is_crumb(text):
        return False
    return not any(squash(text) in squash(other) for other in others)


def _is_long(block: Block, shortest: int) -> bool:
    return shortest <= len(squash(block.text)) <= LONGEST
