"""槐安县新闻网 of the replica, on ASP.NET."""

from crawler.platforms.aspnet import AspNet


class AspNetPortal(AspNet):
    """槐安县新闻网."""

    name = "aspnet"
    title = "槐安县新闻网"
    region = "槐安县"
    home = "https://www.aspnet.example"
    lists = {"槐安要闻": "/Column.aspx?ColId=9", "公示公告": "/Column.aspx?ColId=12"}  # noqa: RUF012
