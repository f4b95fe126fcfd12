"""Altered pages say what they said."""

import pytest

from cleaners.article import clean
from cleaners.blocks import parse, read_html
from cleaners.model import Page
from tests.quality.altered import ALTERATIONS, SITE, altered

ONE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决。"
PAGE = f"""<html><head><meta charset="gbk"><title>石桥镇夜访到家 - 石桥网</title></head><body><h1 class="t">石桥镇夜访到家</h1>
<ul id="m"><li>分享</li></ul><p>{ONE}</p><p>{TWO}</p><table><tr><td>甲村</td><td>三十户</td></tr></table></body></html>"""


def words(body: bytes) -> str:
    return "".join(block.text for block in read_html(body.decode()).blocks)


@pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=ALTERATIONS)
def test_an_alteration_keeps_every_word(alteration):
    body = altered(PAGE.encode("gbk"), alteration)
    assert body != PAGE.encode()
    assert words(body) == words(PAGE.encode())
    (article,) = clean(Page(body)).articles
    assert article.text.startswith(f"{ONE}\n{TWO}")
    assert article.value("title") == "石桥镇夜访到家"


def test_a_page_without_elements_stays():
    assert altered(b"", ALTERATIONS["p as div"]) == b""


def test_the_head_names_the_site_alone():
    assert (
        parse(altered(PAGE.encode("gbk"), ALTERATIONS["and no headings"]).decode()).findtext(".//title")
        == SITE
    )
