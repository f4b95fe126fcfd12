"""ASP.NET sites whose lists post a form back (回发): county portals, departments."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapy.http import TextResponse
from w3lib.url import (
    add_or_replace_parameters,
    canonicalize_url,
    url_query_cleaner,
    url_query_parameter,
)

from crawler import links
from crawler.links import Links
from crawler.platforms.platform import Platform, names_own

_TARGET, _ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"
#: A link of the pager: which control posts, and the page it asks for. Grids of ASP.NET's own say ``Page$2``.
_POSTING = re.compile(
    r"""__doPostBack\( \s* \\?["'] (?P<target>[^"'\\]+) \\?["'] \s*, \s*
        \\?["'] (?P<argument>(?:Page\$)?(?P<number>\d{1,6})) \\?["']""",
    re.VERBOSE,
)
_ADDRESSES = re.compile(r"/(?:Column\.aspx\?ColId|Info\.aspx\?(?:ModelId=\d+&)?Id)=\d", re.IGNORECASE)


class AspNet(Platform):
    """Articles are ``/Info.aspx?ModelId=1&Id=8051``, columns ``/Column.aspx?ColId=9``; pagers post a form back.

    A list's further page has the list's address with the control and the page in its query, so it is known as others
    are. It is asked with the hidden fields of the page of its list that this run has read last: without one it
    can't be asked. Left alone: pagers that say "next" to the server without the page's number.
    """

    cms = "ASP.NET"
    article_url = r"(?i)/Info\.aspx\?(?:[^?]*&)?Id=\d+"
    list_url = r"(?i)/Column\.aspx\?(?:[^?]*&)?ColId=\d+"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As other portals."""
        super().__init__(*args, **kwargs)
        self._forms: dict[str, Mapping[str, str]] = {}
        self._named: dict[str, set[str]] = {}

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The articles that a list's page names.

        :raises ValueError: if they are those of the page before: a server that doesn't know the form gives that again.
        """
        named = super().read_links(response, column)
        here, urls = _list_of(response.url), {each.url for each in named.found}
        if urls and url_query_parameter(response.url, _TARGET) and urls == self._named.get(here):
            raise ValueError("it is the page before")
        self._named[here] = urls
        return named

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The page behind this one, of each pager on it; or what plain links lead to, as on other sites."""
        here = _list_of(response.url)
        self._forms[here] = _form(response)
        calls = (call for call in _calls(response) if _is_next(call, response.url))
        ahead = {call.group("target", "argument") for call in calls}
        for target, argument in sorted(ahead):
            yield canonicalize_url(add_or_replace_parameters(here, {_TARGET: target, _ARGUMENT: argument}))
        if not ahead:
            yield from links.next_links(response)

    def posted(self, url: str) -> Mapping[str, str] | None:
        """The last read page's fields, with the page that is asked for.

        :raises LookupError: if no page of the list has been read.
        """
        target = url_query_parameter(url, _TARGET)
        if target is None:
            return None
        form = self._forms.get(_list_of(url))
        if form is None:
            raise LookupError("the form that asks for it is not known: no page of its list was read")
        return {**form, _TARGET: target, _ARGUMENT: url_query_parameter(url, _ARGUMENT) or ""}

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Pagers that post, and addresses of county portals. That a page keeps a view state says less."""
        return {
            "a pager that posts pages' numbers (__doPostBack)": _calls(response),
            "addresses such as /Info.aspx?ModelId=1&Id=8051": names_own(response, _ADDRESSES),
        }


def _list_of(url: str) -> str:
    """The address of the list that a page belongs to."""
    return canonicalize_url(url_query_cleaner(url, [_TARGET, _ARGUMENT], remove=True))


def _is_next(call: re.Match[str], url: str) -> bool:
    """Whether a pager's call asks for the page behind the one at this address."""
    shown = url_query_parameter(url, _ARGUMENT) or "1"
    return int(call["number"]) == int(shown.removeprefix("Page$")) + 1 and (
        url_query_parameter(url, _TARGET) in (None, call["target"])
    )


def _calls(response: TextResponse) -> list[re.Match[str]]:
    """What the page's pagers call, link by link."""
    hrefs = response.css("a::attr(href)").getall()
    return [call for href in hrefs if (call := _POSTING.search(href))]


def _form(response: TextResponse) -> Mapping[str, str]:
    """The fields that the page's form would post, buttons left out."""
    forms = response.xpath("//form[.//input[@name='__VIEWSTATE']]")
    return dict(forms[0].root.form_values()) if forms else {}
