"""Dates as Chinese pages print them, to ISO 8601 in the precision they show.

Times are China's (+08:00, no summer time since 1991). A date that can't be (31 June) is no date.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))

_WEEKDAY = r"(?: \s* [(（]? (?:星期|周) [一二三四五六日天] [)）]? )?"
_TIME = r"""(?: [\sT]* (?P<hour> \d{1,2} ) \s* [:：时点] \s* (?P<minute> \d{2} ) 分?   # 10:02, 13时44分
        (?: \s* [:：]? (?P<second> \d{2} ) (?! \d ) 秒? )? (?: \s* (?P<half> [AP]M ) \b )? )?"""
_DATE = re.compile(
    rf"""(?<! \d )
    (?P<year> (?:19|20) \d\d ) (?: \s* [-/.年] \s* | \s+ (?= \d{{1,2}} \s* / ) )       # 2021 06/15 too
    (?P<month> \d{{1,2}} ) \s* [-/.月] \s*
    (?P<day> \d{{1,2}} ) (?! \d ) \s* 日? {_WEEKDAY}
    {_TIME}""",
    re.VERBOSE,
)
_AMERICAN = re.compile(  # 9/17/2004 5:54:13 AM
    rf"(?<! \d ) (?P<month> \d{{1,2}} ) / (?P<day> \d{{1,2}} ) / (?P<year> (?:19|20) \d\d ) {_TIME}",
    re.VERBOSE,
)
_NUMERALS = re.compile(
    r"[一二][〇○零OＯ0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_DIGITS = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")
_NARROW = str.maketrans("０１２３４５６７８９：／－．", "0123456789:/-.")
_ZONED = re.compile(  # 2019-09-06T20:30:00Z, 2024.09.30 09:24:36 GMT+08:00
    r"""(?P<day> (?:19|20)\d\d [-./] \d\d [-./] \d\d )
    (?P<time> T \d\d:\d\d (?: :\d\d )? | \s \d\d:\d\d:\d\d ) (?: \.\d+ )?
    \s* (?:GMT|UTC)? (?P<zone> Z | [+-]\d\d:?\d\d ) (?! [\d:] )""",
    re.VERBOSE,
)
#: Every date has one of these: most lines of a page are done with that.
_SIGN = re.compile("[12１２年]")
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
    """The first possible date with a year in a text; a time of another zone is told in China's.

    Left alone: ``06/02/2022``, which may be June or February; with AM or PM behind it, it is American.

    >>> find_date("2018-08-23 10:02").iso, find_date("二〇二三年五月二十四日").iso, find_date("2023/13/24")
    ('2018-08-23T10:02+08:00', '2023-05-24', None)
    >>> find_date("2019-09-06T20:30:00Z").iso
    '2019-09-07T04:30:00+08:00'
    """
    if not _SIGN.search(text):
        return None
    printed, text = text, text.translate(_NARROW)
    if date := _zoned(text):
        return date
    american = (match for match in _AMERICAN.finditer(text) if match["half"])
    for match in (*_DATE.finditer(text), *american):
        if iso := _iso(match):
            return Date(iso, printed[slice(*match.span())].strip())
    return _in_numerals(text)


def _zoned(text: str) -> Date | None:
    """The time of a machine's stamp that names its zone, told in China's."""
    if not (match := _ZONED.search(text)):
        return None
    try:
        time = datetime.fromisoformat(f"{re.sub('[./]', '-', match['day'])}{match['time']}{match['zone']}")
    except ValueError:
        return None
    shown = "seconds" if match["time"].count(":") > 1 else "minutes"
    return Date(time.astimezone(CHINA).isoformat(timespec=shown), match[0])


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


def _in_numerals(text: str) -> Date | None:
    if match := _NUMERALS.search(text):
        year, month, day, _ = map(_number, re.split("[年月日]", match[0] + "零"))
        if iso := _day(year, month, day):
            return Date(iso, match[0])
    return None


def _number(numerals: str) -> int:
    """A number of a date in Chinese numerals: 二〇二三, 十, 二十四."""
    tens, ten, ones = numerals.rpartition("十")
    return int(
        (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")
        if ten
        else ones.translate(_DIGITS)
    )


def _iso(match: re.Match[str]) -> str | None:
    """A match in the precision it shows; a time that can't be leaves the day."""
    day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or match["hour"] is None:
        return day
    hour = int(match["hour"])
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"] == "PM" else 0)
    time = f"{hour:02}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
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
