"""A mirror of 南方+: lists of its own, and the original's articles in Traditional characters with pinyin."""

from crawler.portal import PortalSpider


class NfMirror(PortalSpider):
    """A mirror of 南方+."""

    name = "nfmirror"
    title = "镜像：南方+"
    home = "http://m.nfmirror.example"
    lists = {"新闻": "/list_1.html"}  # noqa: RUF012
    article_url = r"/content/\d{6}/\d\d/c\d+\.html$"
    expect = 10
