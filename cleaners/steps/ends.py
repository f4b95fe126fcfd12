"""What clings to an article's first and last lines, and is seen only once the article is known."""

import re
from collections.abc import Callable

from cleaners.model import Block
from cleaners.steps.engine import PageView

_CALL = re.compile(
    r"""(?:更多|相关) .{0,8} (?:资讯|内容|新闻|信息|报道|精彩|详情|猛料) .{0,6}?
        (?:请|敬请|欢迎|可|尽在) .{0,4} (?:关注|下载|访问|点击|查看|登录)
      | (?:扫描|长按|识别|扫码) .{0,8} 二维码 .{0,12} (?:关注|下载|加入|进入|订阅|添加)
      | 回复【 | 点击菜单栏 | 点\s*【?(?:个|一下)?[“【]?在看
      | 点击(?:上方|下方|左下角|右上角|文末|阅读原文)
      | 本文来自.{1,12}，?更多 | ^(?:转载|引用)请?(?:注明|标明)""",
    re.VERBOSE,
)
_BUTTON = re.compile(
    r"""[【\[(（] (?:点击|进入|下载|立即|马上|查看|戳) \S{0,8} [】\])）]
      | (?:点击|立即) (?:进入|下载|查看|投票|报名|观看) \S{0,12} >>""",
    re.VERBOSE,
)
_END = re.compile(r"^[\W_]*(?:THE\s+)?END[\W_]*$|^[(（【]?正文已?结束", re.IGNORECASE)

#: An advertisement for the site itself is so long at most, in characters.
LONGEST = 160


def info_line(blocks: list[Block], page: PageView) -> list[Block]:
    """The line that date, source or author was read from is kept as fields.

    A sentence that tells one of them stays, and so does the bare day a notice is signed with.

    >>> page = "<p>2023年5月24日 石桥报</p><p>5月24日，石桥报记者到会。</p>"
    >>> try_on_html(info_line, page, published="2023年5月24日 石桥报")
    ['5月24日，石桥报记者到会。']
    """
    raws = {
        field.raw for name, field in page.fields if name in ("published", "source") and field.origin == "line"
    }
    return [
        b
        for b in blocks
        if b.text not in raws or re.search(r"[。！？]|^\D{0,2}\d{4}\D\d+\D\d+日?\W?$", b.text)
    ]


def promotion(blocks: list[Block], page: PageView) -> list[Block]:
    """Calls to follow, download or click, above and below an article, advertise the site.

    Inside the article they stay: a report may tell people what to follow.

    >>> try_on(promotion, "请关注“石桥发布”公众号，预约参观。", "更多资讯请下载石桥客户端")
    ['请关注“石桥发布”公众号，预约参观。']
    """
    return _strip(blocks, _promotes)


def end_mark(blocks: list[Block], page: PageView) -> list[Block]:
    """Marks of the end (THE END) and rules (————) around an article are ornaments.

    >>> try_on(end_mark, "会议强调落实。", "* * *", "会议还研究了其他事项。", "- THE END -")
    ['会议强调落实。', '* * *', '会议还研究了其他事项。']
    """
    return _strip(blocks, lambda block: bool(_END.match(block.text)) or not re.search(r"\w", block.text))


def _promotes(block: Block) -> bool:
    if len(block.text) > LONGEST:
        return False
    return bool(_CALL.search(block.text)) or (block.links > 0 and bool(_BUTTON.search(block.text)))


def _strip(blocks: list[Block], gone: Callable[[Block], bool]) -> list[Block]:
    """Blocks without those at either end that are to go; never all of them."""
    start, end = 0, len(blocks)
    while start < end and gone(blocks[start]):
        start += 1
    while end > start and gone(blocks[end - 1]):
        end -= 1
    return blocks[start:end] or blocks
