"""临溪先锋网 of the replica, on EmpireCMS."""

from crawler.platforms.empirecms import EmpireCms


class EmpirePortal(EmpireCms):
    """临溪先锋网."""

    name = "empire"
    title = "临溪先锋网"
    region = "临溪市"
    home = "https://www.empire.example"
    lists = {"先锋动态": "/xianfeng/", "通知通报": "/tongzhi/"}  # noqa: RUF012
