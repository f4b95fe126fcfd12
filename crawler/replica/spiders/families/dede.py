"""青梧县门户网 of the replica, on DedeCMS."""

from crawler.platforms.dedecms import DedeCms


class DedePortal(DedeCms):
    """青梧县门户网."""

    name = "dede"
    title = "青梧县门户网"
    region = "青梧县"
    home = "https://www.dede.example"
    lists = {"县内新闻": "/a/xinwen/list_3_1.html", "公告公示": "/a/gonggao/list_14_1.html"}  # noqa: RUF012
