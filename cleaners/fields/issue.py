"""The number of a newsletter's issue: ``2023年第8期``."""

import re

from cleaners.model import Field

_ISSUE = re.compile(
    r"""(?: (?P<year> (?:19|20)\d\d ) \s* 年 \s* )?
    (?P<number> 第 \s* [\d一二三四五六七八九十百]{1,4} \s* 期 )""",
    re.VERBOSE,
)


def find_issue(title: str, published: str) -> Field | None:
    """The issue a headline names; a year it leaves out is the year of publication (ISO 8601, or empty).

    >>> find_issue("【组工信息】2023年第8期", "").value, find_issue("组工信息第12期", "2023-06-30").value
    ('2023年第8期', '2023年第12期')
    """
    match = _ISSUE.search(title)
    if not match:
        return None
    year = match["year"] or published[:4]
    number = re.sub(r"\s", "", match["number"])
    return Field(f"{year}年{number}" if year else number, match[0], "title")
