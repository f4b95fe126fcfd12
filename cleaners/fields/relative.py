"""Dates that are told from the moment the page was fetched: ``3天前``, ``昨天 10:20``, ``05-24``.

Without a known time of the fetch they say nothing. Days are China's.
"""

import re
from datetime import datetime, timedelta

from cleaners.fields.dates import CHINA, Date

_TIME = r"(?: \s* (?P<hour> \d{1,2} ) [:：] (?P<minute> \d\d ) (?: [:：] \d\d )? )?"
_RELATIVE = re.compile(
    rf"""(?<! [\w-] ) (?: (?P<now> 刚刚 )
      | (?P<number> \d{{1,3}} | 半 ) \s* 个? (?P<unit> 秒钟? | 分钟? | 小时 | 天 ) 之? 前
      | (?P<day> 今天 | 昨天 | 前天 ) {_TIME} ) (?! [\w-] )""",
    re.VERBOSE,
)
_NO_YEAR = re.compile(
    rf"(?<! [\d年/.-] ) (?P<month> \d{{1,2}} ) \s* [-/.月] \s* (?P<day> \d{{1,2}} ) (?! [\d/.-] ) \s* 日? {_TIME}",
    re.VERBOSE,
)
_DAYS = {"今天": 0, "昨天": 1, "前天": 2}


def find_relative(text: str, fetched: datetime) -> Date | None:
    """The first relative time in a text, counted back from ``fetched`` (an aware datetime).

    Minutes give a time, hours and days a day: nothing more exact is known. Left alone: weeks, months and
    years ago, which name no day, and words within a sentence (昨天上午).

    >>> find_relative("昨天 10:20", datetime(2023, 5, 24, 0, 30, tzinfo=CHINA)).iso
    '2023-05-23T10:20+08:00'
    """
    match = _RELATIVE.search(text)
    if not match:
        return None
    now = fetched.astimezone(CHINA)
    if match["day"]:
        return _at(now - timedelta(days=_DAYS[match["day"]]), match)
    number = 0.5 if match["number"] == "半" else float(match["number"] or 0)
    if match["unit"] == "天":
        return Date((now - timedelta(days=int(number))).date().isoformat(), match[0])
    if match["unit"] == "小时":
        return Date((now - timedelta(hours=number)).date().isoformat(), match[0])
    minutes = 0 if match["now"] or "秒" in match["unit"] else number
    return Date((now - timedelta(minutes=minutes)).isoformat(timespec="minutes"), match[0])


def find_without_year(text: str, fetched: datetime) -> Date | None:
    """The first date without a year in a text: of the year in which it's the last one up to ``fetched``.

    >>> find_without_year("12-31", datetime(2023, 5, 24, tzinfo=CHINA)).iso
    '2022-12-31'
    """
    now = fetched.astimezone(CHINA)
    for match in _NO_YEAR.finditer(text):
        for year in (now.year, now.year - 1):
            try:
                day = datetime(year, int(match["month"]), int(match["day"]), tzinfo=CHINA)
            except ValueError:
                continue
            if day <= now + timedelta(days=1):
                return _at(day, match)
    return None


def _at(day: datetime, match: re.Match[str]) -> Date:
    """A day with the time that a match shows; one that can't be leaves the day."""
    iso = day.date().isoformat()
    if match["hour"] and int(match["hour"]) < 24 and int(match["minute"]) < 60:
        iso += f"T{int(match['hour']):02}:{match['minute']}+08:00"
    return Date(iso, match[0].strip())
