"""The page behind a list's page, found the general way: by words, numbers, scripts, and the number of pages told."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter, canonicalize_url, url_query_parameter

from crawler.discovery.sent_on import sent_on
from crawler.links import absolute, labelled, next_links

_NUMBER = re.compile(r"\W*(?:第\s*)?(\d{1,4})(?:\s*页)?\W*")
_CALL = re.compile(r"\bcreatePage(?:HTML|Html|html)?\s*\(([^()]{1,300})\)")
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d+))\s*(?:,|$)""")
_TOLD = re.compile(r"共\s*(?:<[^<>]{1,40}>\s*)?(\d{1,6})\s*(?:<[^<>]{1,40}>\s*)?页")


def next_page(response: TextResponse, parameter: str = "") -> str | None:
    """The address of the page right behind a list's page; None if there is none, or none is shown.

    Left alone: pagers that only a script knows, but for ``createPageHTML`` as TRS and UCAP write it.

    :param parameter: the query's parameter for a page's number, where the pager's own links lead nowhere.
    """
    for found in (_by_words(response), _by_numbers(response), _by_script(response), sent_on(response)):
        if found:
            return found
    return _by_parameter(response, parameter) if parameter else None


def pages_told(response: TextResponse) -> int:
    """How many pages a list says that it has (共12页); 0 if it doesn't say."""
    told = _TOLD.search(response.text)
    return int(told[1]) if told else 0


def _by_words(response: TextResponse) -> str | None:
    """A newspaper's next page (下一版), a list's next page, behind a newspaper's last page the issue before."""
    ways = (labelled(response, "下一版"), next_links(response), labelled(response, "上一期"))
    return next((url for way in ways for url in way if url != response.url), None)


def _by_numbers(response: TextResponse) -> str | None:
    """The link with the number behind this page's: its own is the one that leads here, or that is no link."""
    pager: dict[int, str] = {}
    here = 0
    for link in response.css("a[href]"):
        if number := _NUMBER.fullmatch("".join(link.css("::text").getall())):
            url = absolute(response, link.attrib["href"])
            here = int(number[1]) if url == response.url and not here else here
            if url and url != response.url:
                pager.setdefault(int(number[1]), url)
    if not pager or not _are_pages(pager):
        return None
    gaps = (number for number in range(1, max(pager) + 1) if number not in pager)
    within = [number for number in gaps if number == 1 or number > min(pager)]
    return pager.get((here or min(within, default=max(pager))) + 1)


def _are_pages(pager: dict[int, str]) -> bool:
    """Whether addresses differ by their numbers alone. Left alone: numbers that name days, or other lists."""
    alike = {re.sub(r"\d+", "0", url) for url in pager.values() if re.search(r"\d", url)}
    own = [number for number, url in pager.items() if {number, number - 1} & set(_numbers(url))]
    return len(alike) <= 2 and 2 * len(own) >= len(pager)


def _numbers(url: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d{1,6}", url)]


def _by_script(response: TextResponse) -> str | None:
    """What a call of ``createPageHTML`` says.

    TRS: pages, this one from 0, name, ending. UCAP: element, pages, this one from 1, name, ending.
    """
    for call in _CALL.finditer(response.text):
        arguments = list(_arguments(call[1]))
        first = 0 if arguments and isinstance(arguments[0], int) else 1
        match arguments[first:]:
            case [int(pages), int(here), str(name), str(ending), *_] if _is_name(name, ending):
                following = here + 1
                if following < pages + first:
                    return _canonical(response, f"{name}_{following}.{ending}")
    return None


def _arguments(text: str) -> Iterator[int | str]:
    at = 0
    while at < len(text) and (found := _ARGUMENT.match(text, at)):
        yield int(found[3]) if found[3] else (found[1] or found[2] or "")
        at = found.end()


def _is_name(name: str, ending: str) -> bool:
    return bool(re.fullmatch(r"[\w./-]{1,100}", name) and re.fullmatch(r"\w{1,6}", ending))


def _by_parameter(response: TextResponse, parameter: str) -> str | None:
    here = int(number) if (number := url_query_parameter(response.url, parameter) or "1").isdecimal() else 1
    if here >= pages_told(response):
        return None
    return str(canonicalize_url(add_or_replace_parameter(response.url, parameter, str(here + 1))))


def _canonical(response: TextResponse, href: str) -> str:
    return str(canonicalize_url(urljoin(response.url, href)))
