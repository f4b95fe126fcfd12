"""Dates as Chinese pages print them, to ISO 8601 in the precision they show.

Times are China's (+08:00, no summer time since 1991). A date that can't be (31 June) is no date.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))

_DATE = re.compile(
    r"""(?<! \d )
    (?P<year> (?:19|20) \d\d ) \s* [-/.年] \s*
    (?P<month> \d{1,2} ) \s* [-/.月] \s*
    (?P<day> \d{1,2} ) (?! \d ) \s* 日?
    (?: [\sT]* (?P<hour> \d{1,2} ) \s* [:：时点] \s* (?P<minute> \d{2} ) 分?   # 10:02, 13时44分
        (?: \s* [:：]? (?P<second> \d{2} ) (?! \d ) 秒? )? )?
    """,
    re.VERBOSE,
)
_IN_URL = re.compile(
    r"""/ (?: (?P<y1> (?:19|20)\d\d ) / (?P<m1> \d{1,2} ) / (?P<d1> \d{1,2} ) /   # /2018/08/23/
            | (?P<y2> (?:19|20)\d\d ) -? (?P<m2> \d\d ) [/-] (?P<d2> \d\d ) /     # /201612/20/, /2019-03/15/
            | (?: \d{6} / )? t (?P<y3> (?:19|20)\d\d ) (?P<m3> \d\d ) (?P<d3> \d\d ) _ )  # t20190918_693227
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date in ISO 8601 (``2023-05-24``, ``2018-08-23T10:02+08:00``) beside the text it was read from."""

    iso: str
    raw: str


def find_date(text: str) -> Date | None:
    """The first possible date with a year in a text.

    >>> find_date("2018-08-23 10:02").iso, find_date("(2023年5月24日)").iso, find_date("2023/13/24")
    ('2018-08-23T10:02+08:00', '2023-05-24', None)
    """
    for match in _DATE.finditer(text):
        if iso := _iso(match):
            return Date(iso, match[0].strip())
    return None


def date_in_url(url: str) -> Date | None:
    """The day an address names, as many systems put it there.

    >>> date_in_url("https://www.hxw.gov.cn/content/2012/10/08/392183.html").iso
    '2012-10-08'
    """
    match = _IN_URL.search(url)
    if not match:
        return None
    year, month, day = (int(each) for each in match.groups() if each)
    iso = _day(year, month, day)
    return Date(iso, match[0]) if iso else None


def _iso(match: re.Match[str]) -> str | None:
    """A match in the precision it shows; a time that can't be leaves the day."""
    day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or match["hour"] is None:
        return day
    time = f"{int(match['hour']):02}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
    try:
        datetime.fromisoformat(f"{day}T{time}")
    except ValueError:
        return day
    return f"{day}T{time}+08:00"


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime(year, month, day, tzinfo=CHINA).date().isoformat()
    except ValueError:
        return None
