"""云岫市人民政府 of the replica, on TRS WCM."""

from crawler.platforms.trs import Trs


class TrsPortal(Trs):
    """云岫市人民政府."""

    name = "trs"
    title = "云岫市人民政府"
    region = "云岫市"
    home = "https://www.trs.example"
    lists = {"政务要闻": "/zwdt/yw/", "通知公告": "/xxgk/tzgg/"}  # noqa: RUF012
