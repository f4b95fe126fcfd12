"""荻渚县人民政府 of the replica, on hanweb jcms."""

from crawler.platforms.jcms import Jcms


class JcmsPortal(Jcms):
    """荻渚县人民政府."""

    name = "jcms"
    title = "荻渚县人民政府"
    region = "荻渚县"
    home = "https://www.jcms.example"
    lists = {"要闻动态": "/col/col60085/index.html", "公示公告": "/col/col60091/index.html"}  # noqa: RUF012
