"""Lists on pages, told from menus, clouds and what stands beside articles."""

import gzip

import pytest
from scrapy.http import HtmlResponse, JsonResponse, XmlResponse

from crawler.discovery.anchors import anchors
from crawler.discovery.rows import beside, groups
from crawler.links import Scope, read_links
from tests.crawler.discovery.pages import menu, page, rows

NO_LISTS = {
    "nothing": "",
    "a menu": menu((f"/channel/{n}.html", "要闻动态") for n in range(9)),
    "a cloud of tags": " ".join(f"<a href='/tag/{n}.html'>乡村振兴</a>" for n in range(40)),
    "links to other sites": "".join(f"<li><a href='https://other.example/a/{n}.html'>某某县委党校关于培训的通知</a></li>" for n in range(9)),
    "files": rows(9, "/upload/202401/{}.pdf"),
    "an article's neighbours": "<p>上一篇：<a href='/xw/1.html'>县里召开动员部署会议并讲话</a></p><p>下一篇：<a href='/xw/3.html'>县里召开动员部署会议并讲话</a></p>",
}  # fmt: skip


@pytest.mark.parametrize("label", NO_LISTS)
def test_no_list(label):
    assert groups(page(NO_LISTS[label])) == []


SHOWN = {
    "in a list": rows(8),
    "in a table": "<table>" + "".join(
        f"<tr><td><a href='/view.asp?id={n}'>第{n}次党员大会在城东社区召开</a></td><td>[01-05]</td></tr>" for n in range(8)
    ) + "</table>",
    "without dates": "".join(f"<p><a href='/content/{n}.html'>第{n}次党员大会在城东社区召开</a></p>" for n in range(8)),
    "with the column before": "<ul>" + "".join(
        f"<li><a href='/xw/'>[要闻]</a><a href='/xw/20240105/{n}.html'>第{n}次党员大会在城东社区召开</a><i>2024-01-05</i></li>" for n in range(8)
    ) + "</ul>",
    "with pictures": "".join(
        f"<div class='b'><a href='/c/{n}.html'><img src='{n}.jpg'></a><h3><a href='/c/{n}.html'>第{n}次党员大会在城东社区召开</a></h3></div>" for n in range(8)
    ),
    "in a comment, which a script shows": f"<ul><!-- {rows(8)} --></ul>",
    "in records of a script": "<script type='text/xml'>" + "".join(
        f"<record><![CDATA[<li><a href='/art/2024/1/5/art_7_{n}.html'>第{n}次党员大会在城东社区召开</a><i>2024-01-05</i></li>]]></record>" for n in range(8)
    ) + "</script>",
}  # fmt: skip


@pytest.mark.parametrize("label", SHOWN)
def test_a_list_is_found_among_menus(label):
    first, *_ = groups(page(menu((f"/channel/{n}.html", "要闻动态") for n in range(9)) + SHOWN[label]))
    assert len(first.urls) == 8
    assert all("党员大会" in title for title in first.titles.values())


def test_dates_are_each_rows_own():
    mixed = rows(3, day="2024-01-05") + rows(3, first=4, day="2024-02-06")
    first, *_ = groups(page(mixed))
    assert sorted(first.dates.values()) == ["2024-01-05"] * 3 + ["2024-02-06"] * 3


def test_what_stands_on_articles_too_is_no_list_of_the_page():
    hot = "<div class='hot'><ul>" + "".join(f"<li><a href='/xw/202401/t20240101_{n}.html'>今年以来最受关注的十件大事</a></li>" for n in range(6)) + "</ul></div>"  # fmt: skip
    article = anchors(page(f"<p>正文</p>{hot}"))
    assert [len(each.urls) for each in beside(groups(page(rows(8) + hot)), [article])] == [8]
    assert beside(groups(page(hot)), [article]) == []


#: How many rows the longest list of real pages has, at least.
REAL = {"163_list": 25, "gansu_ucap": 20, "jiangxi_jpaas": 0}


@pytest.mark.parametrize("name", REAL)
def test_real_lists(shared, name):
    body = gzip.decompress((shared / "pages" / "lists" / f"{name}.html.gz").read_bytes())
    url = {
        "163_list": "https://news.163.com/",
        "gansu_ucap": "http://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml",
    }
    found = groups(
        HtmlResponse(url.get(name, "http://sthjt.jiangxi.gov.cn/col/col42150/index.html"), body=body)
    )
    assert max((len(each.urls) for each in found), default=0) >= REAL[name]
    assert bool(found) == bool(REAL[name])


def test_addresses_that_no_server_takes_are_left_alone():
    assert anchors(page(f"<a href='/{'_' * 100_000}1.html'>第1次党员大会在城东社区召开</a>")) == []


def test_a_build_is_short_whatever_its_makers_call_it():
    (only,) = anchors(page(f"<div class='{'x' * 100_000}'><a href='/1.html'>要闻</a></div>"))
    assert len(only.build) < 200


def test_a_date_far_from_a_link_is_not_its_row_s():
    far = "<i>.</i>" * 100 + "<p>2024-01-05</p>"
    shown = [f"<div><a href='/{n}.html'>第{n}次党员大会在城东社区召开</a>{far}</div>" for n in range(4)]
    (found,) = groups(page("".join(shown)))
    assert found.dates == {}


@pytest.mark.parametrize("answer", [XmlResponse, JsonResponse])
def test_what_is_no_html_has_no_links(answer):
    body = b"<r><a href='/1.html'>x</a></r>" if answer is XmlResponse else b"{}"
    response = answer("https://www.example.gov.cn/x", body=body)
    assert anchors(response) == []
    with pytest.raises(ValueError, match="no HTML"):
        read_links(response, Scope.at(response.url, (), r"\d"), None)
