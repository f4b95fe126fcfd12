"""What stands below an article: it goes, and what only looks like it stays."""

import pytest

from cleaners.blocks import read_html
from cleaners.model import Field
from cleaners.steps.below import afterword, comments, recommended, thread
from cleaners.steps.cards import cards
from cleaners.steps.engine import PageView

ONE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决。"
SAID = "说得好，咱们村里也该这么办，早该有人管管这些事了！"
ARTICLE = f"<div><h1>夜访到家</h1><p>{ONE}</p><p>{TWO}</p></div>"
POST = "<div class=post><p>{}</p><p>2023-05-24 10:02 {}</p></div>"
CARD = f"<div class=card><a>甲村办起食堂</a><p>{TWO}</p></div>"

CASES = {
    "negative: a bar above the article says 评论": (
        comments, f"<h1>夜访到家</h1><ul><li>评论</li><li>分享</li></ul><p>{ONE}</p>", ["评论", "分享", ONE]
    ),
    "negative: a sentence about comments": (comments, f"{ARTICLE}<p>评论区里，群众的留言一天比一天多。</p>",
                                            [ONE, TWO, "评论区里，群众的留言一天比一天多。"]),
    "comments below, however long": (
        comments, f"{ARTICLE}<div><h3>网友评论(12)</h3>{f'<p>{SAID}</p>' * 12}</div><p>版权</p>", [ONE, TWO]
    ),
    "a count heads comments": (comments, f"{ARTICLE}<div><b>4,060 条评论</b><p>{SAID}</p></div>", [ONE, TWO]),
    "negative: further reading amid the text": (
        recommended,
        f"<div><h1>夜访到家</h1><p>{ONE}</p><div>相关阅读<ul><li><a>甲村办起食堂</a></li></ul></div><p>{TWO}</p></div>",
        [ONE, TWO],
    ),
    "negative: a list before the article, longer than what was said": (
        recommended, f"<div><h1>夜访到家</h1><p>{SAID}</p><p>相关新闻</p><div>{f'<p>{ONE}{TWO}</p>' * 5}</div></div>",
        [SAID, "相关新闻", *[ONE + TWO] * 5],
    ),
    "negative: a word for it in a sentence": (recommended, f"{ARTICLE}<p>相关报道见报后，反响热烈。</p>",
                                               [ONE, TWO, "相关报道见报后，反响热烈。"]),
    "further reading with teasers": (
        recommended, f"{ARTICLE}<h3>您可能感兴趣的文章</h3><ul>{f'<li><a>甲村办起食堂</a>{TWO}</li>' * 3}</ul>", [ONE, TWO]
    ),
    "negative: dates in the text": (thread, f"{ARTICLE}<p>2023-05-24 10:02</p><p>2023-05-25 10:02</p>",
                                    [ONE, TWO, "2023-05-24 10:02", "2023-05-25 10:02"]),
    "a thread's first post": (thread, POST.format(ONE, "甲") + POST.format(TWO, "乙") + POST.format(SAID, "丙"),
                              [ONE, "2023-05-24 10:02 甲"]),
    "stamped entries below an article": (
        thread, f"<div>{ARTICLE}<div>{POST.format(TWO, '')}{POST.format(SAID, '')}</div></div>", [ONE, TWO]
    ),
    "negative: a digest is all boxes": (cards, CARD * 3, ["甲村办起食堂", TWO] * 3),
    "negative: two boxes are no list": (cards, ARTICLE * 2 + CARD * 2, [*[ONE, TWO] * 2, *["甲村办起食堂", TWO] * 2]),
    "negative: sections with headings": (
        cards, f"<div><p>{ONE}</p>{f'<div><h3>一、听民声</h3><p>{TWO}</p></div>' * 3}</div>", [ONE, *["一、听民声", TWO] * 3]
    ),
    "boxes of links and teasers": (cards, ARTICLE * 2 + CARD * 3, [ONE, TWO] * 2),
    "negative: items with their own editors": (
        afterword, f"<div><p>{ONE}</p><p>编辑：王芳</p><p>{TWO}</p><p>编辑：李强</p></div>",
        [ONE, "编辑：王芳", TWO, "编辑：李强"],
    ),
    "negative: the editor is named above": (afterword, f"<div><p>编辑：王芳</p><p>{ONE}</p></div>", ["编辑：王芳", ONE]),
    "what follows the editor": (
        afterword, f"<div>{f'<p>{ONE}</p>' * 9}<p>责任编辑：王芳</p><p>关注我们，看更多乡村故事。</p><p>来源：石桥报</p></div>",
        [*[ONE] * 9, "责任编辑：王芳", "来源：石桥报"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("step, html, left", CASES.values(), ids=CASES)
def test_below(step, html, left):
    blocks = read_html(html).blocks
    page = PageView(blocks, fields=(("title", Field("夜访到家", "夜访到家", "head")),))
    assert [block.text for block in step(list(blocks), page) if block.tag != "h1"] == left
