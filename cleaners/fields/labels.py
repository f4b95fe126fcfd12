"""Labelled lines: ``时间:2021-02-23 来源: 湖南日报``, ``（责任编辑：关轩轩）``, ``【作者】 唐楚生``.

The labels are those seen on portals, with blanks inside (``来 源``) and either colon. A label inside a
sentence is none: one of two characters must not follow another Chinese character.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from cleaners.blocks import BORDER
from cleaners.fields.dates import find_date
from cleaners.fields.names import may_sign, people
from cleaners.fields.relative import is_moment, split_moment

#: What a label announces, and the words it comes in.
LABELS = {
    "published": """发布时间 发布日期 发表时间 发表日期 发布于 发表于 更新时间 时间发布 添加时间 录入时间
        公开日期 发布 时间 日期""",
    "source": """文章来源 信息来源 稿件来源 新闻来源 本文来源 内容来源 来源于 来源 稿源 出处 来自 出自
        供稿单位 供稿""",
    "author": "文章作者 本文作者 作者 撰稿 撰文 采写 执笔",
    "reporter": "本报记者 文字记者 记者",  # an author, where a name follows: in an interview a question does
    "correspondent": "特约通讯员 通讯员",
    "photographer": "摄影记者 摄影",
    "pictured": "摄影报道 图文报道 图文 文图",  # the author is the photographer
    "editor": "责任编辑 网络编辑 值班编辑 本版编辑 本文编辑 文字编辑 编辑 责编",
    "visits": """人气 点击数 点击量 点击次数 浏览次数 阅读次数 访问次数 浏览量 阅读量 阅读数 点击 浏览 阅读
        评论""",
    "review": "一审 二审 三审 初审 复审 终审 审核 校对 监制 美编 排版",
    "type": "字体大小 调整字体 字号 字体",
    "kicker": "引题 眉题 肩题",
    "subtitle": "副标题 副题",
    "agency": "发文机关 发文单位 发文机构 制发机关 制发单位",
    "publisher": "发布机构 发布单位",  # agency and source
    "document_number": "发文字号 文件编号 文号",
    "index_number": "信息索引号 索引号",
    "signed": "成文日期 成文时间 生成日期 生成时间",
    "index": "主题分类 信息分类 体裁分类 组配分类 公开方式 公开形式 公开范围 公开时限",
}
_KIND = {word: kind for kind, words in LABELS.items() for word in words.split()}
_WORD = "|".join(r"\s?".join(word) for word in sorted(_KIND, key=len, reverse=True))
#: Labels of people.
PEOPLE = ("author", "reporter", "editor", "correspondent", "photographer", "pictured")
_PERSON = "|".join(
    word for kind in (*PEOPLE, "review") if kind != "reporter" for word in LABELS[kind].split()
)
_NAMES_ALONE = r"(?= [\u4e00-\u9fff·]{2,4} (?: $ | [\s、，,&)）] ) )"
_FIRST, _LAST = ("".join(sorted({word[n] for word in _KIND})) for n in (0, -1))
_LABEL = re.compile(
    rf"""
    (?= [【（({_FIRST}文图摄原] ) (?:                           # no label begins with anything else: fast
      【 \s* (?P<boxed> {_WORD} ) \s* 】 \s* [:：]?                 # 【来源】
    | (?: (?<! [\u4e00-\u9fff] ) | (?= 责\s?任\s?编|责\s?编|人\s?气|浏\s?览\s?次) )  # not within a word …
      (?P<word> {_WORD} ) \s* [:：]                                 # … and with a colon
    | ^ (?P<bar> 来源 | 文章来源 | 内容来源 ) \s* [|｜丨]                      # 来源 | 石桥报
    | (?: ^ | (?<= {BORDER} ) ) (?P<piece> {_WORD} ) \s* {BORDER}          # a piece of its own
    | (?: (?<= ^ ) | (?<= \s ) ) (?P<person> {_PERSON} ) (?: \s* [|｜/丨] \s* | \s+ )   # 编辑|名, 编辑 名
      (?! 简介|手记|说明|单位|声明|介绍|提示|寄语|感言|点评|推荐|部门|工作|中心 )
      (?= [\u4e00-\u9fff·]{{2,4}} (?: $ | [\s、，&] ) )
    | ^ [（(]? (?P<pictured> 文 \s? [/、&]? \s? 图 | 图 \s? [/、&]? \s? 文 ) [\s:：|｜/丨]+ {_NAMES_ALONE}   # 文/图 名
    | (?: ^ [（(]? | (?<= \s ) ) (?P<shot> [图摄] ) \s* [:：|｜/丨] \s* {_NAMES_ALONE}           # 图/名
    | ^ [（(]? (?P<letter> 文 | 原创 (?= \s* [:：] ) ) \s* [:：|｜/丨] (?= \s* [\u4e00-\u9fff] )  # 文：名
    )""",
    re.VERBOSE,
)
#: Behind every label stands one of these, behind the last character of its word: most lines are done with that.
_SEPARATED = re.compile(rf"[{_LAST}文图摄创]\s*[】:：|｜丨/\s]")
_AROUND = re.compile(r"[\s:：【】\[\]]")
_OUTER = f" 　|｜¦;；,，·{BORDER}"
_OPENING, _CLOSING = f" {BORDER}(（[【", f" {BORDER})）]】"
_CONTROLS = re.compile(r"^(?:\s*[【\[](?:我要)?(?:纠错|打印|收藏|分享|关闭)\w{0,4}[】\]])+\s*")
_COUNT = re.compile(r"[\W\d_a-zA-Z]*(?:加载中|载入中|统计中)?[\W\d_]*(?:[次人条万]|阅读|收藏)*\W*")
_CLOCK = re.compile(r"[\d\s年月日时分:：./-]*")
_ONE_NAME = re.compile(r"^[、，,\s]*[\u4e00-\u9fff·]{2,4}$")
_NAMED = ("reporter", "correspondent", "photographer", "pictured")  # their words are common in sentences too
_LONGEST = {"visits": 12, "published": 40, "agency": 80, "publisher": 80}  # in characters; others: LONGEST
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
    if not _SEPARATED.search(text):
        return []
    marks = list(_LABEL.finditer(text))
    bounds = [*(mark.start() for mark in marks), len(text)]
    return [
        Labelled(_kind(mark), _value(mark, _bare(text[mark.end() : end])), _plain(text[mark.start() : end]))
        for mark, end in zip(marks, bounds[1:], strict=True)
    ]


def label_line(text: str) -> list[Labelled]:
    """The labelled values of a line that holds nothing else; none if the line says more than that.

    Lines of a notice such as ``时间：下周一上午9点`` say more: only a full date makes a date line. Controls before the
    first label say nothing (``【我要纠错】 责任编辑：周明``).
    """
    found = labelled(text)
    if not found or not all(_plausible(each) for each in found):
        return []
    before = text[: _LABEL.search(text).start()]  # type: ignore[union-attr]  # found says it matches
    lead = _bare(_CONTROLS.sub("", before))
    date = find_date(lead)
    return found if _CLOCK.fullmatch(lead) or is_moment(lead) or (date and date.raw == lead) else []


def label_alone(text: str) -> str | None:
    """What a text announces that is nothing but a label.

    >>> label_alone("来 源："), label_alone("来源于群众")
    ('source', None)
    """
    return _KIND.get(text if text.isalnum() else _AROUND.sub("", text))


def _kind(mark: re.Match[str]) -> str:
    if kind := next((each for each in ("pictured", "shot", "letter") if mark[each]), None):
        return {"shot": "photographer", "letter": "author"}.get(kind, kind)
    return _KIND[
        re.sub(r"\s", "", mark["boxed"] or mark["word"] or mark["bar"] or mark["piece"] or mark["person"])
    ]


def _value(mark: re.Match[str], text: str) -> str:
    """A value up to the border where it ends: names may stand in pieces of their own, one each.

    Behind 原创 stand the author and the account, in this order.
    """
    if re.search(r"\w=[\"']", text):  # markup that went wrong
        return ""
    kind = _kind(mark)
    first, *others = text.split(BORDER)
    if kind != "published":
        first, _ = split_moment(first)
    if mark["letter"] == "原创":
        return first.partition(" ")[0]
    if kind in PEOPLE:
        names = takewhile(_ONE_NAME.match, others)
        return " ".join([first, *names])
    return first if kind == "source" else _plain(BORDER.join((first, *others)))


def _plain(text: str) -> str:
    return text.strip(_OUTER).replace(BORDER, " ")


def _bare(text: str) -> str:
    return text.strip(_OUTER).lstrip(_OPENING).rstrip(_CLOSING).strip(_OUTER)


def _plausible(each: Labelled) -> bool:
    """Whether a value is one its label can have."""
    if "。" in each.value or len(each.value) > _LONGEST.get(each.kind, LONGEST):
        return False
    if each.kind == "visits" and not _COUNT.fullmatch(each.value):
        return False
    if each.kind in _NAMED and each.value and not may_sign(people(each.value)):
        return False
    if each.kind != "published" or not each.value:
        return True
    return find_date(each.value) is not None or is_moment(each.value)
