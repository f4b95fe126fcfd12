"""濮阳组工信息, the newsletter of Puyang's organization department: several counties' articles an issue.

The real address is not known, so a reserved one stands here: set PORTAL_HOMES to crawl it. Known from
saved issues: the address's parameters and the order of masthead and articles. Guessed: that pages of a
list are to be had by a plain `page` parameter, and the class names of the layout, which are the replica's.
"""

import re
from collections.abc import Iterator

from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter, canonicalize_url, url_query_parameter

from cleaners.model import Layout
from crawler.platforms.aspnet import AspNet


class Puyang(AspNet):
    """濮阳组工信息."""

    name = "puyang"
    title = "濮阳组工信息"
    region = "河南省濮阳市"
    home = "https://zugong.puyang.example"
    lists = {"濮阳组工信息": "/index.aspx?lanmuid=76"}  # noqa: RUF012
    article_url = r"[?&]id=\d+"
    every = "1 day"
    expect = 30
    layouts = (
        Layout(
            name="2023",
            content="div.nr",
            title="div.bt",
        ),
    )

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The pager's links only post a form; the number of pages is printed beside them: 共3页."""
        pages = re.search(r"共\s*(\d{1,6})\s*页", response.text)
        number = int(url_query_parameter(response.url, "page") or 1)
        if pages and number < int(pages[1]):
            yield canonicalize_url(add_or_replace_parameter(response.url, "page", str(number + 1)))
