"""``createPageHTML(…)``: the call by which TRS WCM and UCAP let a script write a pager."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scrapy.http import TextResponse

from crawler.links import absolute

#: UCAP names the pager's box first. Then: how many pages, which one this is, and what their names are made of.
_CALL = re.compile(
    r"""createPageHTML\( \s* (?P<box>["'][\w-]+["'] \s*, \s*)? (?P<count>\d{1,5}) \s*, \s* (?P<number>\d{1,5}) \s*, \s*
        ["'](?P<name>[^"'<>]+)["'] \s*, \s* ["'](?P<ending>s?html?)["']""",
    re.VERBOSE,
)


class Call(NamedTuple):
    """What a call tells. ``first`` is the number of the first page: UCAP counts from 1, TRS from 0."""

    first: int
    pages: int
    number: int
    name: str
    ending: str

    @property
    def has_more(self) -> bool:
        """Whether there is a page behind this one."""
        return self.number + 1 < self.first + self.pages

    def address(self, response: TextResponse, number: int) -> str | None:
        """The address of the page of this number; only the first page's has none in it."""
        behind = f"_{number}" if number != self.first else ""
        return absolute(response, f"{self.name}{behind}.{self.ending}")


def calls(response: TextResponse, first: int) -> Iterator[Call]:
    """The calls on a page that count from ``first``."""
    for call in _CALL.finditer(response.text):
        if bool(call["box"]) == bool(first):
            yield Call(first, int(call["count"]), int(call["number"]), call["name"], call["ending"])


def pages_behind(response: TextResponse, first: int) -> Iterator[str]:
    """The addresses of the pages right behind this one that such calls tell of."""
    for call in calls(response, first):
        if call.has_more and (url := call.address(response, call.number + 1)):
            yield url
