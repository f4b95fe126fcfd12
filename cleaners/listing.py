"""Pages of links: lists (列表页) and front pages (首页), and how an article beside such links is told from them.

A row is a link as long as a headline. On a list the rows are the page: what prose there is introduces them or
sums them up. An article may stand beside more rows than it has text, but the page says that it is one.
"""

import re
from collections import Counter
from collections.abc import Sequence

from cleaners.content import is_prose
from cleaners.fields.dates import find_date
from cleaners.fields.labels import label_line
from cleaners.fields.title import is_crumb, squash
from cleaners.model import Block
from cleaners.places import ancestors, build
from cleaners.refusal import says_missing
from cleaners.stages import Staged

_SITE = re.compile(r"(?:网|网站|门户|首页|主页|频道|人民政府)$")
_PAGER = re.compile(r"共\s*\d+\s*[页条]|[上下]一?页|[尾末]\s?页")
_TODAY = re.compile(r"今[天日]|星期|农历|欢迎")
_PATH = re.compile(r"位置|[>›»]")

#: A link with so many characters may be a headline; shorter ones are menus.
ROW = 8
#: So many rows make a list.
ROWS = 5
#: What introduces a list has at most so many paragraphs, or so many characters.
PARAGRAPHS, INTRODUCTION = 2, 200
#: A front page has so many groups of rows, each of so many.
GROUPS, GROUP = 3, 3
#: So many lines of one build with a date each date the rows, not the page.
REPEATED = 3
#: A byline has so many characters at most.
LINE = 80
#: A summary stands so many blocks behind its row at most.
NEAR = 3
#: A headline has so many letters, where nothing else says that the page is an article; columns have fewer.
HEADLINE = 8


def listing(page: Staged) -> str | None:
    """``list`` or ``home`` if a page's links are what it is for; None if prose is, or it has few links."""
    rows = [block for block in page.repaired if _is_row(block)]
    placed, paged = (any(map(says, page.repaired)) for says in (_is_path, _is_pager))
    if len(rows) < (1 if paged and not page.area else ROWS):
        return None
    if _has_said(page.area, rows) and not _sums_up(page.repaired, page.area):
        return None
    return "home" if _groups(rows) >= GROUPS and not placed and not paged else "list"


def _has_said(body: Sequence[Block], rows: Sequence[Block]) -> bool:
    """Whether the text is longer than the rows, or too long for an introduction to them."""
    prose = [len(block.text) for block in body if is_prose(block)]
    introduction = len(prose) <= PARAGRAPHS or sum(prose) <= INTRODUCTION
    return not introduction or sum(prose) > sum(len(row.text) for row in rows)


def is_told(page: Staged) -> bool:
    """Whether a page says that it is an article: in its head, by a byline, or by a headline in head and text.

    A date that every row of a list has is no byline, and a column's or a site's name no headline.
    """
    return bool(page.reading.metas.get("articletitle")) or _has_headline(page) or _has_byline(page)


def _has_byline(page: Staged) -> bool:
    raws = [
        squash(each.raw) for name, each in page.fields.items() if each.origin == "line" and name != "title"
    ]
    lines = [block for block in page.repaired if block.links <= 0.5 and _tells(block.text)]
    builds = Counter(build(block.place) for block in lines)
    return any(
        builds[build(block.place)] < REPEATED and any(raw in squash(block.text) for raw in raws)
        for block in lines
    )


def _tells(text: str) -> bool:
    """Whether a short line has a label, or a date that is not today's in the page's head."""
    return len(text) <= LINE and bool(label_line(text) or (find_date(text) and not _TODAY.search(text)))


def _has_headline(page: Staged) -> bool:
    title = page.fields.get("title")
    if title is None or title.origin not in ("head", "layout"):
        return False
    wanted = squash(title.raw)
    if len(wanted) < HEADLINE or _SITE.search(title.value) or says_missing(title.value):
        return False
    half = len(wanted) / 2  # a shorter line can't hold it: most of a page are
    shown = [block for block in page.repaired if len(block.text) >= half and wanted in squash(block.text)]
    return bool(shown) and not any(_names_column(block, wanted) for block in shown)


def _names_column(block: Block, name: str) -> bool:
    """Whether a block is the link to a column of this name, or the path to it."""
    text = squash(block.text)
    return (text == name and block.links > 0.5) or (is_crumb(block.text) and text.endswith(name))


def _sums_up(blocks: Sequence[Block], body: Sequence[Block]) -> bool:
    """Whether the body's paragraphs, and those of the same build, stand behind a row each."""
    builds = {build(block.place) for block in body if is_prose(block)}
    alike = [n for n, block in enumerate(blocks) if is_prose(block) and build(block.place) in builds]
    behind = [
        n
        for before, n in zip([-1, *alike], alike, strict=False)
        if any(map(_is_row, blocks[max(before + 1, n - NEAR) : n]))
    ]
    return len(behind) >= REPEATED and 2 * len(behind) >= len(alike)


def _groups(rows: Sequence[Block]) -> int:
    """How many elements hold a group of rows."""
    builds = [(row.place, build(row.place)) for row in rows]
    held: Counter[tuple[str, str]] = Counter()
    for there, built in builds:
        held.update((place, built) for place in ancestors(there))
    groups = Counter(
        next(place for place in ancestors(there) if held[place, built] > 1 or "/" not in place[1:])
        for there, built in builds
    )
    return sum(count >= GROUP for count in groups.values())


def _is_path(block: Block) -> bool:
    """Whether a line says where in the site the page is: a front page has none."""
    return is_crumb(block.text) and _PATH.search(block.text) is not None


def _is_pager(block: Block) -> bool:
    return _PAGER.match(block.text) is not None


def _is_row(block: Block) -> bool:
    return block.links > 0.5 and len(block.text) >= ROW and not block.hidden
