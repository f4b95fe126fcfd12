"""桐皋职业学院 of the replica, on vsb."""

from crawler.platforms.vsb import Vsb


class VsbPortal(Vsb):
    """桐皋职业学院."""

    name = "vsb"
    title = "桐皋职业学院"
    region = "桐皋市"
    home = "https://www.vsb.example"
    lists = {"新闻动态": "/xwdt.htm", "通知公告": "/dqgz/tzgg.htm"}  # noqa: RUF012
