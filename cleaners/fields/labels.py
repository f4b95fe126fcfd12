"""Labelled lines: ``时间:2021-02-23 来源: 湖南日报``, ``（责任编辑：关轩轩）``, ``【作者】 唐楚生``.

The labels are those seen on portals, with blanks inside (``来 源``) and either colon. A label inside a
sentence is none: one of two characters must not follow another Chinese character.
"""

import re
from dataclasses import dataclass

from cleaners.fields.dates import find_date

#: What a label announces, and the words it comes in.
LABELS = {
    "published": "发布时间 发布日期 发表时间 发表日期 更新时间 时间发布 添加时间 录入时间 时间 日期",
    "source": "文章来源 信息来源 稿件来源 新闻来源 来源于 来源 稿源",
    "author": "文章作者 作者 撰稿 供稿 通讯员",
    "editor": "责任编辑 网络编辑 值班编辑 责编 编辑",
    "visits": "人气 点击数 点击量 点击次数 浏览次数 阅读次数 访问次数 浏览量 阅读量 点击 浏览 阅读",
    "review": "一审 二审 三审 初审 复审 终审 审核 校对 监制",
    "type": "字体大小 调整字体 字号 字体",
    "index": "索引号 发文机关 发文字号 成文日期 生成日期 主题分类 公开方式",
}
_KIND = {word: kind for kind, words in LABELS.items() for word in words.split()}
_WORD = "|".join(r"\s?".join(word) for word in sorted(_KIND, key=len, reverse=True))
_LABEL = re.compile(
    rf"""
      【 \s* (?P<boxed> {_WORD} ) \s* 】 \s* [:：]?                 # 【来源】
    | (?: (?<! [\u4e00-\u9fff] ) | (?= 责\s?任\s?编|责\s?编|人\s?气|浏\s?览\s?次) )  # not within a word …
      (?P<word> {_WORD} ) \s* [:：]                                 # … and with a colon
    """,
    re.VERBOSE,
)
_OUTER = " 　|｜¦;；,，·"
_BRACKETS = re.compile(r"^[\s(（\[【]+|[\s)）\]】]+$")
_LONGEST = {"visits": 12, "published": 40}  # in characters; other values may have LONGEST
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled value: its kind, the value (may be empty) and both as printed."""

    kind: str
    value: str
    raw: str


def labelled(text: str) -> list[Labelled]:
    """The labelled values of a line, in order.

    >>> [(each.kind, each.value) for each in labelled("文章来源: 望城区委组织部 时间: 2018-08-23 10:02")]
    [('source', '望城区委组织部'), ('published', '2018-08-23 10:02')]
    """
    marks = list(_LABEL.finditer(text))
    bounds = [*(mark.start() for mark in marks), len(text)]
    return [
        Labelled(_kind(mark), _bare(text[mark.end() : end]), text[mark.start() : end].strip(_OUTER))
        for mark, end in zip(marks, bounds[1:], strict=True)
    ]


def label_line(text: str) -> list[Labelled]:
    """The labelled values of a line that holds nothing else; none if the line says more than that.

    Lines of a notice such as ``时间：下周一上午9点`` say more: only a full date makes a date line.
    """
    found = labelled(text)
    if not found or not all(_plausible(each) for each in found):
        return []
    lead = _bare(text[: _LABEL.search(text).start()])  # type: ignore[union-attr]  # found says it matches
    date = find_date(lead)
    return found if not lead or (date and date.raw == lead) else []


def _kind(mark: re.Match[str]) -> str:
    return _KIND[re.sub(r"\s", "", mark["boxed"] or mark["word"])]


def _bare(text: str) -> str:
    return _BRACKETS.sub("", text.strip(_OUTER)).strip(_OUTER)


def _plausible(each: Labelled) -> bool:
    """Whether a value is one its label can have."""
    if "。" in each.value or len(each.value) > _LONGEST.get(each.kind, LONGEST):
        return False
    return each.kind != "published" or not each.value or find_date(each.value) is not None
