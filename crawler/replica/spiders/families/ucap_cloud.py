"""雁蘅省生态环境厅 of the replica, on UCAP's cloud."""

from crawler.platforms.ucap_cloud import UcapCloud


class UcapCloudPortal(UcapCloud):
    """雁蘅省生态环境厅."""

    name = "ucap_cloud"
    title = "雁蘅省生态环境厅"
    region = "雁蘅省"
    home = "https://www.ucap-cloud.example"
    lists = {  # noqa: RUF012
        "政策解读": "/yhsthjt/col/col42150/index.html",
        "通知公告": "/yhsthjt/col/col42166/index.html",
    }
