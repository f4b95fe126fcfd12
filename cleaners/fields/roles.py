"""Who did what in a byline: reporters, correspondents (通讯员) and photographers (摄影) taken apart."""

import re

from cleaners.fields.names import is_name, may_sign, people

_KINDS = {
    "author": "记者 评论员 实习生 特约撰稿人 特约撰稿 撰稿人 主笔 作者",
    "correspondent": "通讯员",
    "photographer": "摄影记者 摄影",
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORDS = "|".join(sorted(_KIND, key=len, reverse=True))
_ROLE = re.compile(  # 记者, 石桥报记者, 本报通讯员
    rf"(?: (?: ^ | (?<= [\s、，,;；/|&（(] ) ) [\w·《》—-]{{0,12}}? )? ({_WORDS}) (?! 报道|站|协会|手记 ) [\s:：/|]*",
    re.VERBOSE,
)
_NAMES = r"[\u4e00-\u9fff·]{2,4}(?:[\s、，,]+[\u4e00-\u9fff·]{2,4})*?"
_EACH = re.compile(  # 周明 文 李红 摄
    rf"(?P<wrote>{_NAMES})[\s/]*文[\s、，,/]+(?P<shot>{_NAMES})[\s/]*(?:摄影|摄|图)(?=\W*$)"
)
#: Words behind reporters who took the pictures too.
_PICTURED = re.compile(r"[\s/]*(?:摄影报道|图文报道|文\s?[/、并]?\s?[图摄]|图\s?[/、]?\s?文)(?=\W*$)")


def named(kind: str, text: str) -> dict[str, str]:
    """The people of a byline by what they did: names separated by one blank.

    ``kind`` is what its label announces, empty where it begins with its own words. Who is neither
    a person nor an office by the look of the name is no photographer and no correspondent.

    >>> named("", "石桥报记者 周明 通讯员 李红 赵敏"), named("author", "周明 文/图")
    ({'author': '周明', 'correspondent': '李红 赵敏'}, {'author': '周明', 'photographer': '周明'})
    """
    if kind == "editor":
        return {kind: names} if (names := people(text)) else {}
    if kind == "reporter" and not may_sign(people(text)):
        return {}
    bare, pictured = spelled(text)
    first, *others = _ROLE.split(bare)
    parts = [("author" if kind in ("pictured", "reporter") else kind, first)]
    parts += [(_KIND[role], names) for role, names in zip(others[::2], others[1::2], strict=True)]
    found: dict[str, str] = {}
    for role, names in parts:
        if role in _KINDS and (them := people(names)) and (role == "author" or may_sign(them)):
            found[role] = " ".join(filter(None, (found.get(role), them)))
    if (pictured or kind == "pictured") and is_name(found.get("author", "").partition(" ")[0]):
        found.setdefault("photographer", found["author"])
    return found


def spelled(text: str) -> tuple[str, bool]:
    """A byline in which the role stands before the names, and whether its reporters took the pictures too.

    >>> spelled("记者 周明 文 李红 摄"), spelled("记者 周明 摄影报道")
    (('记者 周明 摄影 李红', False), ('记者 周明', True))
    """
    bare, pictured = _PICTURED.subn("", _EACH.sub(r"\g<wrote> 摄影 \g<shot>", text))
    return bare, pictured > 0
