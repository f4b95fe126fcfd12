"""汀川省教育厅 of the replica, on UCAP."""

from crawler.platforms.ucap import Ucap


class UcapPortal(Ucap):
    """汀川省教育厅."""

    name = "ucap"
    title = "汀川省教育厅"
    region = "汀川省"
    home = "https://www.ucap.example"
    lists = {  # noqa: RUF012
        "通知公告": "/jyt/c110634/zwgklist.shtml",
        "工作动态": "/jyt/c107287/common_list.shtml",
    }
