"""Which encoding a page is read in, and why."""

import codecs

import pytest

from cleaners.charset import decode
from cleaners.model import Page

TEXT = "<p>朱镕基、喆、堃：全面推进乡村振兴。</p>"


def meta(charset: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>{TEXT}'


CASES = {
    "negative: UTF-8 bytes under a gb2312 meta": (meta("gb2312").encode(), None, "utf-8", "well-formed UTF-8"),
    "negative: GBK bytes under a utf-8 header": (
        meta("gb2312").encode("gb18030"), "text/html; charset=utf-8", "gb18030", "declared in the page"
    ),
    "gb2312 means its superset": (meta("gb2312").encode("gb18030"), None, "gb18030", "declared in the page"),
    "a malformed meta": (f"<meta charset = 'gbk>{TEXT}".encode("gb18030"), None, "gb18030", "declared in the page"),
    "nobody declares anything": (TEXT.encode("gb18030"), None, "gb18030", "Chinese by default"),
    "the header alone": (TEXT.encode("gb18030"), "text/html;charset=GBK", "gb18030", "HTTP header"),
    "an unknown name": (f'<meta charset="x-nonsense">{TEXT}'.encode("gb18030"), None, "gb18030", "Chinese by default"),
    "a codec that is no encoding": (f'<meta charset="rot13">{TEXT}'.encode("gb18030"), None, "gb18030",
                                    "Chinese by default"),
    "a byte order mark": (codecs.BOM_UTF8 + TEXT.encode(), None, "utf-8", "byte order mark"),
    "UTF-16 with a mark under a gb2312 meta": (
        codecs.BOM_UTF16_LE + meta("gb2312").encode("utf-16-le"), None, "utf-16-le", "byte order mark"
    ),
    "UTF-16 without a mark": (meta("gb2312").encode("utf-16-le"), None, "utf-16-le", "zero bytes"),
    "declared Big5": ('<meta charset="big5"><p>繁體中文網頁的內容。</p>'.encode("big5"), None, "big5hkscs",
                      "declared in the page"),
}  # fmt: skip


@pytest.mark.parametrize("body, header, charset, why", CASES.values(), ids=CASES)
def test_charset(body, header, charset, why):
    decoded = decode(Page(body, content_type=header))
    assert (decoded.charset, decoded.reason) == (charset, why)
    assert "\ufffd" not in decoded.text


def test_one_broken_byte_is_damage_and_not_another_encoding():
    body = meta("gb2312").encode("gb18030") + (TEXT * 20).encode("gb18030") + b"\xff" + TEXT.encode("gb18030")
    decoded = decode(Page(body))
    assert decoded.charset == "gb18030"
    assert decoded.text.count("\ufffd") == 1


def test_a_character_cut_off_at_the_end_leaves_utf8_what_it_is():
    assert decode(Page(TEXT.encode() + "振".encode()[:2])).charset == "utf-8"
