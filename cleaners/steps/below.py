"""What stands below an article and looks like it: comments, further posts and reading, afterwords."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from math import inf
from posixpath import commonpath

from cleaners.content import is_prose
from cleaners.fields.labels import label_line
from cleaners.fields.title import is_same, squash
from cleaners.model import Block
from cleaners.places import ancestors, around, build, inside, leading, parent
from cleaners.steps.engine import PageView

_RECOMMENDED = re.compile(
    r"""^[\W\d_]* (?:
        (?:更多)? 相关 (?:阅读|文章|新闻|报道|推荐|链接|稿件|资讯|内容|专题|信息|搜索|视频)
      | (?:更多)? (?:热门|热点|精彩|编辑|今日|最新|重点|图片|视频|新闻|站内|本站|猜你|为[您你])
        (?:推荐|文章|新闻|资讯|内容|阅读|关注|喜欢|排行|图集|导读|热点|要闻|专题)
      | (?:推荐|延伸|拓展|更多) (?:阅读|文章|新闻|资讯|内容|报道|视频|精彩)
      | [您你] 可能 (?:还|也|会)* (?:感兴趣|喜欢|关注) (?:的\w{2,4})? | 大家都在[看搜]
      | 作者的? (?:最新|其他|更多) 文章 | 往期 (?:回顾|推荐|精选|文章) | (?:此前|早前|稍早|相关|既往) 报道
      | (?:点击|阅读|热门) 排行 \w{0,2} | 友情链接 | 图集
      ) [\W\d_]* $""",
    re.VERBOSE,
)
_COMMENTS = re.compile(
    r"""^[\W\d_]* (?:
        (?:网友|读者|最新|热门|最热|精彩|全部|所有|文章|用户|近期|相关)? \s*
        (?:评论|跟[贴帖]|回帖) (?:列表|区|内容)?
      | (?:网友|读者|全部|最新) (?:留言|回复) | (?:留言|回复) (?:列表|区|线索)
      | [\d,，]+ \s* 条? (?:评论|跟[贴帖]|留言|回复) | 网友评论仅供 .*
      | (?:发表|查看|参与|添加|我要) \s* [您你]?的? (?:评论|留言|回复) | 我来说两句 | Comments?
      ) [\W\d_]* $""",
    re.VERBOSE | re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?:(?:19|20)\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*\D{0,3}\d{1,2}[:：]\d{2}"
)

#: A heading or a post's time stamp is so short at most, in characters.
LONGEST_HEADING = 20
LONGEST_STAMP = 80
#: A list of further reading has at most so many times the prose before it.
LONGEST_LIST = 3
#: What follows the editors' line is an afterword if it has at most this share of the prose before it.
AFTERWORD = 0.15


def comments(blocks: list[Block], page: PageView) -> list[Block]:
    """Readers' comments are no part of the article.

    They begin at their heading, once the article has begun, and end with the element that holds both.
    A bar of links above the article may say 评论 too: there it heads nothing.

    >>> page = "<div><p>会议强调，要抓好落实。</p><div><h3>网友评论</h3><p>早该这么办了！</p></div></div>"
    >>> try_on_html(comments, page)
    ['会议强调，要抓好落实。']
    """
    return _without_lists(blocks, page, _COMMENTS, most=inf)


def recommended(blocks: list[Block], page: PageView) -> list[Block]:
    """Lists of further reading (相关阅读, 热门推荐) are no part of the article.

    Where prose goes on beside that which came before the list, the article does.

    >>> page = "<div><p>会议强调，要抓好落实。</p><h3>相关阅读</h3><a href='2.html'>石桥镇办起食堂</a></div>"
    >>> try_on_html(recommended, page)
    ['会议强调，要抓好落实。']
    """
    return _without_lists(blocks, page, _RECOMMENDED, most=LONGEST_LIST)


def thread(blocks: list[Block], page: PageView) -> list[Block]:
    """Only a thread's first post is the article: what another post's time stamp dates is not.

    Stamps of posts stand in the same place of sibling elements, with prose between them. Where the article
    stands before the first, all posts are readers'. Left alone: a chronicle, whose lines are only times.

    >>> post = "<div><p>{}</p><p>2023-05-24 10:0{} 发表</p></div>"
    >>> page = post.format("村里的路修好了，大家都说好走。", 2) + post.format("我也去看过，确实不错，点个赞。", 5)
    >>> try_on_html(thread, page)
    ['村里的路修好了，大家都说好走。', '2023-05-24 10:02 发表']
    """
    begun = _begin(blocks, page)
    stamps: dict[str, list[int]] = {}
    for n in range(begun, len(blocks)):
        if len(blocks[n].text) <= LONGEST_STAMP and _STAMP.search(blocks[n].text):
            stamps.setdefault(build(blocks[n].place), []).append(n)
    for first, second, *_ in (found for found in stamps.values() if len(found) > 1):
        if cut := _cut(blocks, begun, first, second):
            start, scope = cut
            return [b for n, b in enumerate(blocks) if n < start or not inside(b.place, scope)]
    return blocks


def afterword(blocks: list[Block], page: PageView) -> list[Block]:
    """A little that follows the editors' line (责任编辑) in its element speaks of the site.

    As much as a paragraph of the article's size stays: a newsletter's items have editors' lines between them.

    >>> page = f"<div>{9 * '<p>会议强调，要抓好落实。</p>'}<p>责任编辑：王芳</p><p>关注我们，看更多。</p></div>"
    >>> try_on_html(afterword, page)[9:]
    ['责任编辑：王芳']
    """
    begun = _begin(blocks, page)
    editors = {block.key for block in blocks[begun:] if _is_editors(block.text)}
    before, whole = _Prose(), _Prose(blocks[begun:] if editors else ())
    for n in range(begun, len(blocks) if editors else begun):
        scope = before.beside(blocks[n]) if blocks[n].key in editors else None
        said = before.sizes[scope] if scope else 0
        before.take(blocks[n])
        little = scope is not None and whole.sizes[scope] - before.sizes[scope] <= AFTERWORD * said
        if scope and little and (rest := leading(blocks[n + 1 :], scope)):
            gone = {block.key for block in rest if not label_line(block.text)}
            return [block for block in blocks if block.key not in gone]
    return blocks


class _Prose:
    """The prose of some blocks: what holds its paragraphs, and how much of it stands in each element."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self.homes: set[str] = set()
        self.sizes: Counter[str] = Counter()
        self._around: set[str] = set()
        for block in blocks:
            self.take(block)

    def take(self, block: Block) -> None:
        """Add a block, if it is prose."""
        if is_prose(block):
            self.homes.add(around(block))
            self._around.update(ancestors(around(block)))
            for place in ancestors(block.place):
                self.sizes[place] += len(block.text)

    def beside(self, block: Block) -> str | None:
        """The smallest element that holds a block and some of the prose; None where there is none."""
        return next((place for place in ancestors(parent(block.place)) if place in self._around), None)


def _is_editors(text: str) -> bool:
    short = len(text) <= LONGEST_STAMP and "编" in text
    return short and any(each.kind == "editor" for each in label_line(text))


def _prose(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks if is_prose(block))


def _begin(blocks: Sequence[Block], page: PageView) -> int:
    """Where the article may begin: behind its headline, if it is known."""
    title = squash(page.value("title") or "")
    return next((n + 1 for n, block in enumerate(blocks) if title and is_same(block.text, title)), 0)


def _without_lists(blocks: list[Block], page: PageView, heading: re.Pattern[str], most: float) -> list[Block]:
    begun, gone, before = _begin(blocks, page), set(), _Prose()
    heads = {block.key for block in blocks[begun:] if _heads(block, heading)}
    for n in range(begun, len(blocks) if heads else begun):
        block = blocks[n]
        scope = before.beside(block) if block.key in heads and block.key not in gone else None
        if scope is not None:
            headed = [block, *_headed(blocks[n + 1 :], before.homes, scope)]
            if _prose(headed) <= most * before.sizes[scope]:
                gone |= {each.key for each in headed}
        before.take(block)
    return [block for block in blocks if block.key not in gone]


def _heads(block: Block, heading: re.Pattern[str]) -> bool:
    return len(block.text) <= LONGEST_HEADING and block.links <= 0.5 and heading.match(block.text) is not None


def _headed(blocks: Sequence[Block], homes: Set[str], scope: str) -> Iterator[Block]:
    """What a heading heads: all that follows within an element, up to prose beside earlier prose."""
    for block in leading(blocks, scope):
        if is_prose(block) and around(block) in homes:
            break
        yield block


def _cut(blocks: Sequence[Block], begun: int, first: int, second: int) -> tuple[int, str] | None:
    """Where the posts that aren't the article begin, and the element of all; None if there is no thread."""
    steps = [blocks[n].place.split("/") for n in (first, second)]
    scope = commonpath([blocks[first].place, blocks[second].place])
    depth = len(scope.split("/"))
    posts = ["/".join(each[: depth + 1]) for each in steps]
    if blocks[first].place in posts and not re.search(r"\w{2}", _STAMP.sub("", blocks[first].text)):
        return None
    one, two = (_first_in(blocks, begun, post) for post in posts)
    said = _prose(blocks[one:two])
    if not said:
        return None
    return (one if _prose(blocks[begun:one]) >= said else two), scope


def _first_in(blocks: Sequence[Block], begun: int, place: str) -> int:
    return next(n for n in range(begun, len(blocks)) if inside(blocks[n].place, place))
