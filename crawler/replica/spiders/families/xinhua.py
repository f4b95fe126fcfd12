"""桐江频道 of the replica, on 新华网's CMS."""

from crawler.platforms.xinhua import Xinhua


class XinhuaPortal(Xinhua):
    """桐江频道."""

    name = "xinhua"
    title = "桐江频道"
    region = "桐江市"
    home = "https://www.xinhua.example"
    lists = {  # noqa: RUF012
        "桐江党建": "/nodeart/list?cnt=8&nid=113352&orderby=1&pgnum=1&tp=1",
        "桐江要闻": "/yaowen/index.htm",
    }
