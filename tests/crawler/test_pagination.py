"""Which links of a page lead to other pages of its article."""

import pytest
from scrapy.http import HtmlResponse

from crawler.pagination import read_pages

SITE = "http://x.cn/news"


def pages(own: str, *hrefs: str):
    links = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    return read_pages(HtmlResponse(f"{SITE}/{own}", body=f"<html><body>{links}</body></html>".encode()))


ONE_PAGE = {
    "no links": ("8051.html",),
    "links to itself and to nowhere": ("8051.html", "8051.html", "#", "javascript:void(0)"),
    "another article": ("8051.html", "8052.html", "8052_2.html"),
    "an article whose number begins alike": ("805.html", "8051_2.html", "805_123.html"),
    "the same number in another folder": ("8051.html", "../old/8051_2.html"),
    "another ending": ("8051.html", "8051_2.shtml"),
    "a number of its own, and no link to a first page": ("8051_2.html", "8052.html"),
    "an address without an ending": ("view?id=3", "view?id=3_2"),
}


@pytest.mark.parametrize("case", ONE_PAGE.values(), ids=ONE_PAGE)
def test_a_page_alone(case):
    assert pages(*case) == (None, [])


def test_the_first_page_names_the_others_in_order():
    found = pages("8051.html", "8051_3.html", "8051_2.html", "8051_10.html", "#")
    assert found == (
        None,
        [(2, f"{SITE}/8051_2.html"), (3, f"{SITE}/8051_3.html"), (10, f"{SITE}/8051_10.html")],
    )


def test_a_further_page_names_the_first_and_itself():
    found = pages("8051_2.html", "8051.html", "8051_3.html")
    assert found == (f"{SITE}/8051.html", [(2, f"{SITE}/8051_2.html"), (3, f"{SITE}/8051_3.html")])


def test_other_systems_write_a_dash():
    assert pages("c117092-30617896.html", "c117092-30617896-2.html").further == [
        (2, f"{SITE}/c117092-30617896-2.html")
    ]
