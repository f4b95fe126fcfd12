"""What articles' addresses have in common, and what they don't share with others."""

import re

import pytest

from crawler.discovery.addresses import article_pattern

SITE = "https://www.example.gov.cn"

#: What is listed, what else there is, further articles that must be found.
CASES = {
    "TRS, from several folders": (
        ["/hnyw/201803/t20180318_4974188.html", "/hnyw/hnyw1/201803/t20180317_4974001.html", "/zwgk/201712/t20171230_77.html"],
        ["/hnyw/index.html", "/hnyw/", "/hnyw/index_1.html", "/zt/2018/index.html"],
        ["/rsxx/202401/t20240105_5310022.html"],
    ),
    "days not padded": (
        ["/art/2024/10/14/art_60085_11394426.html", "/art/2024/9/4/art_60085_11390001.html"],
        ["/col/col60085/index.html"],
        ["/art/2026/1/2/art_7_1.html"],
    ),
    "hexadecimal": (
        ["/c123/202401/0f0a3e5b7d1c4b2a9e8f7d6c5b4a3921.shtml", "/c123/202312/1f0a3e5b7d1c4b2a9e8f7d6c5b4a3922.shtml"],
        ["/c123/list.shtml", "/c123/list_2.shtml"],
        ["/c777/202402/9f0a3e5b7d1c4b2a9e8f7d6c5b4a3923.shtml"],
    ),
    "two kinds of numbers": (
        ["/c1106/202510/174227388.shtml", "/c1106/202510/174227399.shtml", "/c1106/202401/0f0a3e5b7d1c4b2a9e8f7d6c5b4a3921.shtml"],
        ["/c1106/zwgklist.shtml"],
        ["/c1107/202509/1.shtml"],
    ),
    "parameters": (
        ["/view.asp?classid=54&news_id=10509", "/view.asp?classid=7&news_id=9"],
        ["/type.asp?typeid=54", "/view.asp?classid=54", "/index.asp"],
        ["/view.asp?classid=1&news_id=123456"],
    ),
    "columns in the same folder shape": (
        ["/news/1051.html", "/news/1052.html", "/gonggao/77.html"],
        ["/channel/101.html", "/tag/12.html"],
        ["/news/9.html"],
    ),
    "columns with short numbers in the same folder": (
        ["/node/13587048.html", "/node/13587050.html"],
        ["/node/101.html", "/node/7397.html"],
        ["/node/9587050.html"],
    ),
    "ids of letters and digits": (
        ["/20/0802/16/FJ1P0UTC0001899O.html", "/20/0801/17/FIV9FCP40001899P.html"],
        ["/special/index2015/"],
        ["/21/0101/01/FK00AB120001899Q.html"],
    ),
    "a number that looks like a year is a number": (
        ["/2024-10-18/2051.html", "/2024-10-16/2048.html"],
        ["/xinwen/"],
        ["/2023-01-02/998.html"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("label", CASES)
def test_matches_articles_and_nothing_else(label):
    rows, others, further = ([SITE + path for path in paths] for paths in CASES[label])
    pattern = re.compile(article_pattern(rows, others))
    assert [url for url in others if pattern.search(url)] == []
    assert [url for url in rows + further if not pattern.search(url)] == []


ATTACHED = [
    "/upload/202401/t20240105_1.doc",
    "/hnyw/202401/P020240105.pdf",
    "/hnyw/202401/t20240105_1.html.exe",
]


@pytest.mark.parametrize("path", ATTACHED)
def test_files_beside_articles_are_none(path):
    pattern = article_pattern([f"{SITE}/hnyw/202401/t20240105_{n}.html" for n in range(5)], [])
    assert not re.search(pattern, SITE + path)


def test_addresses_of_words_have_no_shape():
    assert article_pattern([f"{SITE}/about/us.html", f"{SITE}/about/map.html"], []) == ""


def test_what_a_page_writes_into_addresses_is_taken_literally():
    odd = f"{SITE}/a(b|c)+[d]/x.*y_12.html"
    pattern = article_pattern([odd], [])
    assert re.search(pattern, f"{SITE}/a(b|c)+[d]/x.*y_77.html")
    assert not re.search(pattern, f"{SITE}/a/xzzy_77.html")
