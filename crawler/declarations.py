"""What a portal's file must declare. All of it is checked when the file is read, not in a crawl."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from reprlib import repr as short
from typing import Any
from urllib.parse import urljoin, urlsplit

from cssselect import HTMLTranslator, SelectorError

from cleaners.model import Layout
from storage.timetable import Plan, Quiet

#: What may be wrong with a site's HTTPS, and be put up with.
TLS_FAULTS = ("old protocol", "bad certificate")

_NEEDED = ("title", "home", "lists", "article_url")
_INTERVAL = re.compile(r"(?P<number>[1-9][0-9]{0,3}) (?P<unit>hour|day|week)s?")


def check(portal: type) -> None:
    """Refuse a portal whose declarations can't be used. A class without a name is a base of portals.

    :raises TypeError: if it lacks one.
    :raises ValueError: if one is not what it must be. The text names it.
    """
    if not getattr(portal, "name", None):
        return
    lacking = [name for name in _NEEDED if not getattr(portal, name, None)]
    if lacking:
        raise TypeError(f"portal {portal.name} declares no {', '.join(lacking)}")  # type: ignore[attr-defined]
    for name, (is_good, wanted) in _RULES.items():
        value = getattr(portal, name)
        if not is_good(value):
            raise ValueError(f"{name} must be {wanted}, not {short(value)}")
    for layout in portal.layouts:  # type: ignore[attr-defined]
        _check_selectors(layout)


def interval(every: str) -> timedelta:
    """The time that a portal's ``every`` says: ``12 hours``, ``1 day``, ``2 weeks``.

    :raises ValueError: if it says none.
    """
    found = _INTERVAL.fullmatch(every)
    if found is None:
        raise ValueError(f"no time: {every!r}")
    return timedelta(**{f"{found['unit']}s": int(found["number"])})


def plan(portal: type) -> Plan:
    """How often a portal is crawled, and when not."""
    return Plan(interval(portal.every), Quiet.read(portal.quiet))  # type: ignore[attr-defined]


def is_web_address(value: object) -> bool:
    """Whether it is an http or https address with a host."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_row_of(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, (list, tuple)) and all(isinstance(each, kind) for each in value)


def _is_number_from(least: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and value >= least


def _is_none_or(kinds: tuple[type, ...], least: float, most: float) -> Callable[[Any], bool]:
    return lambda value: value is None or (type(value) in kinds and least <= value <= most)


def _are_tls_faults(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        fault in TLS_FAULTS and isinstance(why, str) and why for fault, why in value.items()
    )


def _are_lists(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(column, str) and column and _is_link(address) for column, address in value.items()
    )


def _is_link(value: object) -> bool:
    """Whether it leads from a site's front page to a web address."""
    try:
        return (
            isinstance(value, str) and bool(value) and is_web_address(urljoin("https://any.example", value))
        )
    except ValueError:
        return False


def _can(read: Callable[[str], object], error: type[Exception]) -> Callable[[object], bool]:
    def is_good(value: object) -> bool:
        try:
            if isinstance(value, str):
                read(value)
        except error:
            return False
        return isinstance(value, str)

    return is_good


#: What each declaration must be: a check, and the words for it.
_RULES: dict[str, tuple[Callable[[object], bool], str]] = {
    "title": (_is_text, "a text"),
    "region": (_is_text, "a text"),
    "home": (is_web_address, "an http or https address"),
    "hosts": (_is_row_of(str), "a list of host names"),
    "lists": (_are_lists, 'a mapping such as {"要闻": "/channel/1.html"}'),
    "article_url": (_can(re.compile, re.error), "a regular expression"),
    "every": (_can(interval, ValueError), 'such as "12 hours", "1 day" or "2 weeks"'),
    "quiet": (_can(Quiet.read, ValueError), 'hours in China such as "23:00-06:00"'),
    "expect": (_is_number_from(0), "a whole number"),
    "max_list_pages": (_is_number_from(1), "a whole number from 1"),
    "max_new": (_is_number_from(1), "a whole number from 1"),
    "delay": (_is_none_or((int, float), 1, 60), "a number of seconds from 1 to 60"),
    "concurrency": (_is_none_or((int,), 1, 8), "a whole number from 1 to 8"),
    "tls": (_are_tls_faults, 'a mapping such as {"old protocol": "what is known of it"}'),
    "attachments": (lambda value: isinstance(value, bool), "True or False"),
    "layouts": (_is_row_of(Layout), "a list of Layouts"),
}


def _check_selectors(layout: Layout) -> None:
    for selector in _selectors(layout):
        try:
            HTMLTranslator().css_to_xpath(selector)
        except (SelectorError, TypeError, AttributeError) as error:
            raise ValueError(
                f"layouts: {selector!r} of layout {layout.name!r} is no CSS selector: {error}"
            ) from error


def _selectors(layout: Layout) -> Iterator[str]:
    yield layout.content
    if layout.title is not None:
        yield layout.title
    yield from layout.drop
