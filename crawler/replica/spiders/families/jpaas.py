"""鹤汀市人民政府 of the replica, on hanweb jpaas."""

from crawler.platforms.jpaas import Jpaas


class JpaasPortal(Jpaas):
    """鹤汀市人民政府."""

    name = "jpaas"
    title = "鹤汀市人民政府"
    region = "鹤汀市"
    home = "https://www.jpaas.example"
    lists = {"政务动态": "/col/col1487002/index.html", "通知公告": "/col/col1487019/index.html"}  # noqa: RUF012
