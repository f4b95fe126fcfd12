"""A store with a few articles made by the real cleaner, and a desk that serves it."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from cleaners.article import clean
from cleaners.model import Page
from storage import leases
from storage.database import open_store
from storage.portals import PortalRecord
from tests.crawler.desk import hostile
from tests.crawler.desk.serving import Answer, ask, desk_at
from tests.storage.conftest import Crawl

TEXT = """<p>县委组织部近日召开会议，研究部署农村基层党组织建设工作，各乡镇党委负责同志参加了会议。</p>
<p>会议强调，要坚持问题导向，把群众的急难愁盼放在心上，一件一件抓落实，年底前要见到实效。</p>
<p>会后，与会人员到三个村实地查看，听取了村干部和党员代表的意见，并当场解决了五个具体问题。{more}</p>"""
HTML = """<!doctype html><meta charset="utf-8"><title>县委研究基层党建</title><ul><li><a href=/>首页</a></li>
<li><a href=/x>要闻</a></li></ul><h1>县委研究基层党建</h1><p>来源：{source} 时间：2024-05-24 10:02</p>
<div>{text}<p>责任编辑：周明</p><p>【 打印本页 】 【 关闭窗口 】</p></div><p>版权所有 某某网 晋ICP备12345678号</p>"""


def html(source: str = "红星网", more: str = "") -> bytes:
    """A page with an article on it."""
    return HTML.format(source=source, text=TEXT.format(more=more)).encode()


def fill(database: Path, port: int = 9) -> None:
    """Article 1 in two versions, its reprint 2 on another portal, and the hostile 3, which asks this port."""
    with closing(open_store(f"sqlite:///{database}")) as store:
        crawls = []
        for name in ("hxw", "xnc"):
            record = PortalRecord(name, f"站点{name}", "山西省", "https://www.example.cn/")
            with store.transaction() as session:
                crawls.append(Crawl(store, leases.take(session, record, "host:1", "web")))
        pages = [
            (0, "1", html()),
            (0, "1", html(more="第六个问题也在办理之中。")),
            (1, "2", html("新农村网", more="第六个问题也在办理之中。")),
            (0, "3", hostile.page(port)),
        ]
        for crawl, name, body in pages:
            there = crawls[crawl]
            url = f"https://www.example.cn/{name}.html"
            made = clean(Page(body, url, "text/html"))
            assert made.articles, made.kind
            address = there.address(url)
            there.keep(address, *made.articles, body=body)
            there.settle(address, "kept")
        for there in crawls:
            with store.transaction() as session:
                leases.release(session, there.lease, "finished", {})


@dataclass
class Served:
    """A desk at an address; ``cookie`` goes with each request."""

    url: str
    database: Path
    cookie: str = "zhengwen_reader=%E7%94%B2"

    def get(self, path: str) -> Answer:
        return ask(self.url, path, Cookie=self.cookie)

    def post(self, path: str, token: bool = True, **sent: object) -> Answer:
        proof = {"form_token": self.form_token()} if token else {}
        kind = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        return ask(self.url, path, "POST", urlencode(sent | proof), **kind)

    def form_token(self) -> str:
        found = re.search('name="form_token" value="([^"]+)"', self.get("/marks/next").text)
        assert found
        return found[1]


@contextmanager
def shown(folder: Path, port: int = 9) -> Iterator[Served]:
    """A desk on a new database in a folder, which takes marks.

    :param port: the hostile page asks it.
    """
    database = folder / "articles.db"
    fill(database, port)
    address = f"sqlite:///{database}"
    with desk_at(address, address=address) as url:
        yield Served(url, database)
