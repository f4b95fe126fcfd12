"""Who wrote, reported and photographed: the people of a byline taken apart."""

import pytest

from cleaners.article import clean
from cleaners.fields.names import people
from cleaners.model import Page

ONE = "石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决，一时办不了的列出清单。"
ROLES = ("author", "correspondent", "photographer", "editor")


def roles(
    above: str = "", first: str = ONE, last: str = TWO, below: str = "", middle: str = TWO
) -> dict[str, str]:
    html = (
        f"<title>夜访到家解难题</title><h1>夜访到家解难题</h1><p>2023-05-24 10:02</p>{above}"
        f"<div><p>{first}</p><p>{middle}</p><p>{TWO}</p><p>{TWO}</p><p>{last}</p></div>{below}"
    )
    (article,) = clean(Page(html.encode())).articles
    return {name: field.value for name, field in article.fields.items() if name in ROLES}


CASES = {
    "negative: a caption at the end": ({"last": f"{TWO}（张三 摄）"}, {}),
    "negative: a caption within": ({"middle": "摄影：李四"}, {}),
    "negative: a reporter's picture": ({"first": "石桥报记者 周明 摄"}, {}),
    "negative: a reporter's picture in brackets": ({"last": f"{TWO}（石桥报记者 周明 摄）"}, {}),
    "negative: a text about correspondents": ({"first": f"通讯员是基层的眼睛。{ONE}"}, {}),
    "negative: a heading about correspondents": ({"above": "<p>通讯员 队伍建设</p>"}, {}),
    "negative: a label with a sentence": ({"above": "<p>通讯员：是基层的眼睛</p>"}, {}),
    "negative: a competition": ({"above": "<p>摄影 大赛</p>"}, {}),
    "negative: a picture's words": ({"above": "<p>图：石桥镇夜景</p>"}, {}),
    "negative: picture news": ({"above": "<p>图文：石桥镇夜访</p>"}, {}),
    "negative: where pictures are from": ({"below": "<p>图片：资料图片</p>"}, {}),
    "negative: an editor behind other words": ({"below": "<p>石桥镇供稿 编辑：王芳</p>"}, {}),
    "negative: an editor behind words in brackets": ({"below": "<p>【图片新闻】 编辑：王芳</p>"}, {}),
    "an editor behind a control": ({"below": "<p>【我要纠错】 责任编辑：王芳</p>"}, {"editor": "王芳"}),
    "an editor behind controls": ({"below": "<p>[打印本页] [关闭窗口] 编辑：王芳</p>"}, {"editor": "王芳"}),
    "negative: a question": ({"middle": "记者：为什么要夜访？"}, {}),
    "negative: a short question": ({"middle": "记者：您好！"}, {}),
    "a label each": (
        {"below": "<p>记者：周明 通讯员：李红</p>"}, {"author": "周明", "correspondent": "李红"}
    ),
    "reporters and correspondents": (
        {"above": "<p>石桥报记者 周明 通讯员 李红 赵敏</p>"}, {"author": "周明", "correspondent": "李红 赵敏"}
    ),
    "in brackets": (
        {"first": f"本报讯（记者 周明 通讯员 李红）{ONE}"}, {"author": "周明", "correspondent": "李红"}
    ),
    "in brackets, without blanks": (
        {"first": f"本报讯（记者周明 通讯员李红、赵敏）{ONE}"}, {"author": "周明", "correspondent": "李红 赵敏"}
    ),
    "a correspondent alone": ({"first": f"本报讯（通讯员 李红）{ONE}"}, {"correspondent": "李红"}),
    "a correspondent's line": ({"above": "<p>通讯员 李红 赵敏</p>"}, {"correspondent": "李红 赵敏"}),
    "an office that corresponds": ({"below": "<p>通讯员：石桥县委宣传部</p>"}, {"correspondent": "石桥县委宣传部"}),
    "labels": (
        {"below": "<p>作者：周明 通讯员：李红 摄影：赵敏 编辑：王芳</p>"},
        {"author": "周明", "correspondent": "李红", "photographer": "赵敏", "editor": "王芳"},
    ),
    "a label with roles behind it": ({"above": "<p>作者：石桥报记者 周明</p>"}, {"author": "周明"}),
    "a reporter and a photographer": (
        {"above": "<p>记者 周明 摄影 李红</p>"}, {"author": "周明", "photographer": "李红"}
    ),
    "all three in brackets": (
        {"last": f"{TWO}（记者 周明 通讯员 李红 摄影 赵敏）"},
        {"author": "周明", "correspondent": "李红", "photographer": "赵敏"},
    ),
    "text and pictures, before the names": (
        {"above": "<p>文/周明 图/李红</p>"}, {"author": "周明", "photographer": "李红"}
    ),
    "text and pictures, with bars": (
        {"above": "<p>文丨周明 图丨李红</p>"}, {"author": "周明", "photographer": "李红"}
    ),
    "text and pictures, behind the names": (
        {"above": "<p>本报记者 周明 文 李红 摄</p>"}, {"author": "周明", "photographer": "李红"}
    ),
    "text and pictures by one": (
        {"above": "<p>石桥报记者 周明 文/图</p>"}, {"author": "周明", "photographer": "周明"}
    ),
    "text and pictures by one, labelled": (
        {"above": "<p>文/图 周明</p>"}, {"author": "周明", "photographer": "周明"}
    ),
    "a report in pictures": (
        {"above": "<p>石桥报记者 周明 摄影报道</p>"}, {"author": "周明", "photographer": "周明"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("parts, expected", CASES.values(), ids=CASES)
def test_who_did_what(parts, expected):
    assert roles(**parts) == expected


@pytest.mark.parametrize(
    "printed, names",
    [
        ("李红_NF4425", "李红"),
        ("李红(实习)", "李红"),
        ("李红（实习生） 周明", "李红 周明"),
        ("李红 _N12", "李红"),
    ],
)
def test_a_member_of_staff_is_named_without_code_and_rank(printed, names):
    assert people(printed) == names
