"""Lines about the article that stand between its headline and its end."""

from cleaners.fields.labels import label_line
from cleaners.fields.read import is_summary
from cleaners.fields.title import is_crumb, is_same, squash
from cleaners.model import Block
from cleaners.steps.engine import PageView


def hidden_text(blocks: list[Block], page: PageView) -> list[Block]:
    """Text that its style hides is not shown to readers.

    What a style sheet or a script hides can't be known here, and stays.

    >>> try_on_html(hidden_text, "<p style='display:none'>装修 搬家 开锁</p><p>会议强调，要抓好落实。</p>")
    ['会议强调，要抓好落实。']
    """
    return [block for block in blocks if not block.hidden]


def crumb(blocks: list[Block], page: PageView) -> list[Block]:
    """The path from the home page (当前位置) is navigation.

    >>> try_on(crumb, "首页 >> 濮阳组工信息", "首页改版以来，访问量翻了一番。")
    ['首页改版以来，访问量翻了一番。']
    """
    return [block for block in blocks if not is_crumb(block.text)]


def title_line(blocks: list[Block], page: PageView) -> list[Block]:
    """The headline is kept as the title, with the lines above and below it that belong to it.

    A paragraph that quotes the headline among other words stays.

    >>> page = "<h1>夜访到家</h1><p>“夜访到家”走进石桥镇。</p>"
    >>> try_on_html(title_line, page, title="夜访到家")
    ['“夜访到家”走进石桥镇。']
    """
    titles = [field for name, field in page.fields if name in ("title", "kicker", "subtitle")]
    if not titles:
        return blocks
    same = {squash(text) for field in titles for text in (field.raw, field.value)}
    others = (block for block in blocks if "title" not in block.marks)
    return [block for block in others if not any(is_same(block.text, title) for title in same)]


def byline(blocks: list[Block], page: PageView) -> list[Block]:
    """Labelled lines (时间, 来源, 作者, 责任编辑, 人气) are kept as fields.

    A line that says anything besides stays: the notice of a meeting has a 时间 too.

    >>> try_on(byline, "时间:2023/5/24 来源:", "（责任编辑：关轩轩）", "时间：下周一上午9点")
    ['时间：下周一上午9点']
    """
    return [block for block in blocks if not label_line(block.text)]


def summary_line(blocks: list[Block], page: PageView) -> list[Block]:
    """A labelled summary (摘要) is kept as a field.

    >>> try_on(summary_line, "摘要:近年来,揭东区坚持党建引领。...", "会议摘要印发各村。")
    ['会议摘要印发各村。']
    """
    return [block for block in blocks if not is_summary(block.text)]
