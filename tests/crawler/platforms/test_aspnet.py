"""Lists whose pagers post a form: which page is next, what is posted, and what ends where nothing can be."""

import asyncio

import pytest
from scrapy.http import HtmlResponse
from sqlalchemy import update

from crawler.notebook import Notebook
from crawler.platforms.aspnet import AspNet
from storage import tables
from storage.database import open_store
from storage.portals import PortalRecord
from tests.crawler.commandline import rows

SITE = "http://county.example"
LIST = f"{SITE}/Column.aspx?ColId=9"


class County(AspNet):
    name = "county"
    title = "县门户"
    home = SITE
    lists = {"要闻": "/Column.aspx?ColId=9"}  # noqa: RUF012


def address(page: int | str, pager: str = "AspNetPager1") -> str:
    return f"{SITE}/Column.aspx?ColId=9&__EVENTARGUMENT={page}&__EVENTTARGET={pager}"


def page(*calls: str, state: str = "s1", url: str = LIST, more: str = "") -> HtmlResponse:
    fields = (
        f'<input type="hidden" name="__VIEWSTATE" value="{state}"><input type="hidden" name="__EVENTTARGET" value="">'
        '<input type="text" name="AspNetPager1_input" value="1"><input type="submit" name="AspNetPager1" value="go">'
    )
    links = "".join(f'<a href="javascript:{call}">x</a>' for call in calls)
    body = f"<html><body><form method=post action='./Column.aspx?ColId=9'>{fields}{links}{more}</form></body></html>"
    return HtmlResponse(url, body=body.encode(), encoding="utf-8")


def post(page: int | str, pager: str = "AspNetPager1") -> str:
    return f"__doPostBack('{pager}','{page}')"


def following(response: HtmlResponse) -> list[str]:
    return list(County().next_pages(response))


#: Pages without a next one.
ENDS = {
    "the last page, whose pager leads back": page(post(1), post(2), url=address(3)),
    "a pager that doesn't name the page": page("__doPostBack('btnNext','')"),
    "a page far ahead": page(post(5)),
    "another control of the same page": page(post(3, "AspNetPager2"), url=address(2)),
    "a control that is no pager": page("__doPostBack('ctl00$login','')", "void(0)"),
}


@pytest.mark.parametrize("response", ENDS.values(), ids=ENDS)
def test_where_no_page_follows(response):
    assert following(response) == []


#: The address of the next page.
NEXT = {
    "from the first page, named twice": (page(post(2), post(3), post(2)), [address(2)]),
    "from a further one": (page(post(1), post(3), post(4), url=address(2)), [address(3)]),
    "of a grid": (page(post("Page$2", "GridView1")), [address("Page%242", "GridView1")]),
    "of a control in a control": (page(post(2, "ctl00$c$Pager")), [address(2, "ctl00%24c%24Pager")]),
    "of each of two lists": (page(post(2), post(2, "Pager2")), [address(2), address(2, "Pager2")]),
    "in double quotes": (page(post(2).replace("'", "&quot;")), [address(2)]),
    "in a call in a call": (page(r"setTimeout('__doPostBack(\'AspNetPager1\',\'2\')', 0)"), [address(2)]),
    "by a plain link": (page(more="<a href='?ColId=9&amp;page=2'>下一页</a>"), [f"{LIST}&page=2"]),
}


@pytest.mark.parametrize("response, urls", NEXT.values(), ids=NEXT)
def test_the_page_that_follows(response, urls):
    assert following(response) == urls


def test_a_page_is_asked_with_the_fields_of_the_last_page_that_was_read():
    county = County()
    list(county.next_pages(page(post(2))))
    list(county.next_pages(page(post(3), state="s2", url=address(2))))
    assert county.posted(address(3)) == {
        "__VIEWSTATE": "s2",
        "__EVENTTARGET": "AspNetPager1",
        "__EVENTARGUMENT": "3",
        "AspNetPager1_input": "1",
    }


def test_a_first_page_is_asked_plainly():
    assert County().posted(LIST) is None


def test_a_server_that_gives_the_page_before_again_gives_no_list():
    county = County()
    first = page(post(2), more="<a href='Info.aspx?Id=1'>一</a><a href='Info.aspx?Id=2'>二</a>")
    county.read_links(first, "要闻")
    with pytest.raises(ValueError, match="it is the page before"):
        county.read_links(first.replace(url=address(2)), "要闻")


def test_pages_may_have_articles_in_common_or_none_or_be_asked_again():
    county = County()
    for url, more in (
        (LIST, "1"),
        (address(2), "12"),
        (address(3), ""),
        (address(4), ""),
        (LIST, "1"),
        (LIST, "1"),
    ):
        links = "".join(f"<a href='/Info.aspx?Id={number}'>一</a>" for number in more)
        assert len(county.read_links(page(url=url, more=links), "要闻").found) == len(more)


def test_another_list_s_form_is_no_form():
    county = County()
    list(county.next_pages(page(post(2))))
    with pytest.raises(LookupError, match="no page of its list was read"):
        county.posted(address(2).replace("ColId=9", "ColId=8"))


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    yield store
    store.close()


def run(store) -> tuple[County, list]:
    """A run's spider, and what it asks at first."""
    record = PortalRecord(County.name, County.title, "", SITE)
    county = County(notebook=Notebook.start(store, record, "me:1", "web", full=False), workers=object())
    return county, asyncio.run(_all(county.start()))


async def _all(requests) -> list:
    return [request async for request in requests]


def test_the_next_page_is_posted(store):
    county, (first,) = run(store)
    assert (first.method, first.url) == ("GET", LIST)
    (second,) = county.read(page(post(2)).replace(request=first), first.cb_kwargs["known"])
    assert (second.method, second.url) == ("POST", address(2))
    assert b"__EVENTARGUMENT=2" in second.body
    assert b"__VIEWSTATE=s1" in second.body


def test_pages_whose_form_is_not_seen_again_fail_with_that_reason(store, tmp_path):
    """A run is killed before two pages; the next one can't have the first page, so it has no form for them."""
    county, (first,) = run(store)
    response = page(post(2), post(2, "Pager2")).replace(request=first)
    assert len(list(county.read(response, first.cb_kwargs["known"]))) == 2
    with store.transaction() as session:
        session.execute(update(tables.Lease).values(holder=None, expires=None))
    county, (first,) = run(store)
    refused = HtmlResponse(LIST, status=500, request=first)
    assert list(county.read(refused, first.cb_kwargs["known"])) == []
    assert county.notebook.unended == []
    states = rows(tmp_path / "x.db", "SELECT url, state, reason FROM addresses ORDER BY id")
    unknown = "the form that asks for it is not known: no page of its list was read"
    assert [tuple(row.values()) for row in states] == [
        (LIST, "failed", "HTTP 500"),
        (address(2), "failed", unknown),
        (address(2, "Pager2"), "failed", unknown),
    ]
