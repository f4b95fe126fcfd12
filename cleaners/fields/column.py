"""The column (栏目) an article stands in: the last step of the path from the home page to it."""

import re
from collections.abc import Sequence

from cleaners.blocks import BORDER, Reading
from cleaners.fields.title import squash
from cleaners.model import Block, Field
from cleaners.places import ancestors, inside

_WHERE = re.compile(  # 当前位置：, 您现在的位置是：, 所属栏目：
    r"^[\W_]*(?:[您你]|现在|目前|当前|所在|所属|的){0,4}(?:位置|栏目|路径)(?:是|为)?\s*[:：]?(?=\W|首|主|$)"
)
_HOME = re.compile(r"^(?:网站|门户|本站|返回)?(?:首\s?页|主页)$|首页$|网$|网站$|^home$", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:-*[>＞]+|»|›|→|≫)\s*")
_BAR = re.compile(r"\s*(?:[/|｜\\]|\s-\s|·)\s*")
_PAGE = re.compile(  # what a path calls the page itself
    r"^(?:\w{0,4}(?:正文|详情|内容)(?:页|页面)?|\w{0,2}(?:阅读|浏览|查看)\w{0,4}|文章|详细信息|当前页面?)$"
)
_CONTROL = re.compile(r"[。！？；，：:]|^(?:上一|下一|更多|返回|登录|注册|进入|搜索|标签|关键)|关键[词字]$")
_BREADCRUMB = re.compile(r"crumb", re.IGNORECASE)

#: The path stands so many blocks above the headline at most, and has so many pieces and characters.
FAR, PIECES, LONGEST = 30, 12, 150
#: The pieces of a path stand in an element so many levels up at most.
LEVELS = 7
#: A headline that is cut short in the path keeps so many letters at least.
CUT = 8
#: A step of the path is so long at most; a longer last one is the headline, cut or whole.
LONGEST_STEP = 16


def find_column(reading: Reading, above: Sequence[Block], title: str, listed: str | None) -> Field | None:
    """The column of an article.

    ``above`` are the blocks above the headline, ``title`` is the headline, ``listed`` the column the list row told.
    The page's path comes first, then the national standard's meta. Left alone: menus, which look like a
    path but have bars between their words, unless they say what they are or end with the headline.
    """
    near = [block for block in above[-FAR:] if not block.hidden]
    for n in range(len(near) - 1, -1, -1):
        path = _path(near[: n + 1])
        text = f" {BORDER}>{BORDER} ".join(reading.printed(block) for block in path)
        if len(text) <= LONGEST and (name := _last_step(text, title, path)):
            return Field(name, " ".join(block.text for block in path), "crumb")
    for raw, origin in ((reading.metas.get("columnname"), "meta"), (listed, "list")):
        if raw:
            return Field(raw, raw, origin)
    return None


def _path(blocks: Sequence[Block]) -> list[Block]:
    """The path that ends with the last of blocks: its line, or cells or list items from the home page on."""
    last = blocks[-1]
    whole = _WHERE.match(last.text) or _ARROW.search(last.text.lstrip(">＞ "))
    if not whole and (_ARROW.match(last.text) or _BREADCRUMB.search(last.place)):
        for scope in list(ancestors(last.place))[1:LEVELS]:
            path = [block for block in blocks if inside(block.place, scope)]
            starts = [n for n, block in enumerate(path) if _starts(block.text)]
            if starts and len(path) - starts[-1] <= PIECES:
                return path[starts[-1] :]
    return [last]


def _starts(text: str) -> bool:
    return bool(_WHERE.match(text) or _HOME.search(text))


def _last_step(text: str, title: str, path: Sequence[Block]) -> str | None:
    """The last step of a path that is neither the home page nor this one; None if the text is no path."""
    where = _WHERE.match(text)
    text = text[where.end() :] if where else text
    arrows = bool(_ARROW.search(text))
    parts = (part.strip(f" []【】{BORDER}") for part in (_ARROW if arrows else _BAR).split(text))
    steps = [part.split(BORDER)[0].strip() for part in parts if part]
    rest = [step for step in steps if not _is_page(step, title)]
    if not rest or not all(1 < len(step) <= LONGEST_STEP and not _CONTROL.search(step) for step in rest):
        return None
    home = bool(_HOME.search(rest[0]))
    linked = any(block.links > 0 for block in path)
    known = where or (len(steps) > 1 and (home or linked) if arrows else _is_page(steps[-1], title))
    return rest[-1] if known and len(rest) > home else None


def _is_page(step: str, title: str) -> bool:
    """Whether a step is this page: its headline, whole or cut, or a word for it."""
    bare = squash(step)
    same = bool(bare) and (bare == squash(title) or (len(bare) >= CUT and squash(title).startswith(bare)))
    return same or bool(_PAGE.match(step))
