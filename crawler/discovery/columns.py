"""Columns (栏目) of a site: links that may lead to lists, and which of them to try first."""

import re
from itertools import islice
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from crawler.discovery.addresses import shape
from crawler.discovery.anchors import Anchor, anchors
from crawler.links import ATTACHMENTS, host_of

#: What columns with articles are called.
_NEWS = re.compile(
    r"""新闻|要闻|动态|资讯|信息|快讯|时政|头条|公告|公示|通知|通报|党建|党务|组织|组工|干部|人才|基层|先锋|支部|学习|教育
      | 文件|政策|法规|解读|工作|建设|经验|交流|典型|人物|风采|评论|理论|言论|观点|调研|专题|聚焦|报道|媒体|乡镇|县区
      | 民生|经济|社会|文化|农村|三农|农业|文萃|文摘|推荐|本地|国内|综合|发布""",
    re.VERBOSE,
)
#: What never is one.
_NO_COLUMN = re.compile(
    r"""^\W*$ | ^\d+$ | 首\s?页$ | 主页 | 登[录陆] | 注册 | 退出 | 收藏 | 设为 | 联系(?:我们|方式)
      | 关于(?:我们|本站) | 网站地图 | 站点地图 | 客户端 | 手机版 | 移动版 | English | 繁体 | 简体
      | 无障碍 | 长者 | 适老 | 微信 | 微博 | 抖音 | 搜索 | 检索 | RSS | 打印 | 关闭 | 返回 | 邮箱
      | 备案 | 公网安备 | 友情链接 | 版权 | 免责 | 隐私 | 投稿 | 投票 | 留言 | 信箱 | 举报 | 咨询
      | 申请 | 办事 | 查询 | 广告 | 下载 | 视频 | 直播 | 第?\d+页 | [上下尾末首]一?页
      | ^[上下]一?篇""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(r"^\W*(?:更多|more|查看更多|全部|进入)\W*$|^(?:[>＞]{2,}|»|\+)$", re.IGNORECASE)
#: Addresses that are no column's: what they are for, files of others, and the day an issue is of.
_NO_LIST = re.compile(
    r"""/(?:tags?|search|so|login|register|reg|member|user|rss|comment|digg|feedback|guestbook|vote|api)\b
      | \.(?:xml|js|css|apk)$ | /(?:19|20)\d\d[-/]?[01]\d[-/]?[0-3]\d/""",
    re.VERBOSE | re.IGNORECASE,
)
_LISTY = re.compile(
    r"(?:list|channel|col|column|node|index|class|lanmu|type|cat|cate|colid|category|topic|zt)\w*",
    re.IGNORECASE,
)
#: Names of columns have so many characters at most.
NAME = 14
#: More links than this of one build and shape are a cloud or a map of places, and no menu.
CROWD = 20
#: The heading of a block stands so many levels above its link to more, with at most so many texts before it.
LEVELS, TEXTS = 4, 20


class Candidate(NamedTuple):
    """A link that may lead to a list: its address, the column's name, its family, and how likely it is.

    A family is the build of its links and the shape of their addresses: what one of it is, the others are mostly.
    """

    url: str
    name: str
    family: tuple[str, str]
    likely: float


def candidates(response: TextResponse) -> list[Candidate]:
    """The links on a page that may lead to lists, the likeliest first.

    Left alone: other hosts, files, links with the words of headlines, tags, searches and forms.
    """
    host = host_of(response.url)
    families: dict[tuple[str, str], list[Anchor]] = {}
    for each in anchors(response):
        if host_of(each.url) == host and not _is_no_list(each.url):
            families.setdefault((each.build, shape(each.url)), []).append(each)
    found: dict[str, Candidate] = {}
    for family, members in families.items():
        crowded = len({each.url for each in members}) > CROWD
        for each in members:
            made = _candidate(each, family, crowded)
            if made and (each.url not in found or made.likely > found[each.url].likely):
                found[each.url] = made
    return sorted(found.values(), key=lambda each: -each.likely)


def _candidate(anchor: Anchor, family: tuple[str, str], crowded: bool) -> Candidate | None:
    is_more = bool(_MORE.match(anchor.text))
    name = heading(anchor.element) if is_more else anchor.text.strip(" []【】>»·|")
    if not is_more and (len(name) > NAME or len(name) < 2 or _NO_COLUMN.search(name)):
        return None
    likely = (
        3 * is_more
        + 2 * bool(_NEWS.search(name))
        + bool(_LISTY.search(urlsplit(anchor.url).path))
        - 4 * crowded
    )
    return Candidate(anchor.url, name, family, likely)


def heading(element: HtmlElement | None) -> str:
    """What stands before a link in its block: the block's heading; empty if nothing short does."""
    for around in islice(element.iterancestors(), LEVELS) if element is not None else ():
        texts = (" ".join(text.split()) for text in islice(around.itertext(), TEXTS))
        first = next((text for text in texts if len(text) > 1), "")
        if first and not _MORE.match(first):
            return first if len(first) <= NAME else ""
    return ""


def _is_no_list(url: str) -> bool:
    parts = urlsplit(url)
    is_file = PurePosixPath(parts.path).suffix.lower() in ATTACHMENTS
    return is_file or is_front(url) or bool(_NO_LIST.search(parts.path))


def is_front(url: str) -> bool:
    """Whether an address is a site's front page."""
    parts = urlsplit(url)
    return not parts.query and bool(
        re.fullmatch(r"/?|/(?:index|default|main)\.\w{3,5}", parts.path, re.IGNORECASE)
    )
