"""Names of people and places that publish, as bylines print them."""

import re

_SPLIT = re.compile(r"[\s,，、;；/|｜]+")
_TITLE_MARKS = re.compile(r"^《(.+)》$")
_ROLES = re.compile(r"^(?:本报)?(?:记者|通讯员|特约记者|实习生|实习编辑)[:：]?")


def people(text: str) -> str:
    """Names separated by one blank.

    >>> people("唐楚生;张冰纯"), people("汤诗瑶、丁涛"), people("记者 周明")
    ('唐楚生 张冰纯', '汤诗瑶 丁涛', '周明')
    """
    names = (_ROLES.sub("", each) for each in _SPLIT.split(text))
    return " ".join(filter(None, names))


def outlet(text: str) -> str:
    """The name of a paper, office or site, without the marks of a book title around it.

    >>> outlet("《湖南日报》"), outlet("南方报业传媒集团南方+客户端")
    ('湖南日报', '南方报业传媒集团南方+客户端')
    """
    return _TITLE_MARKS.sub(r"\1", text.strip()).strip()
