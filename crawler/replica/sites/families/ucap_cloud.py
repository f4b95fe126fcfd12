"""A provincial department on UCAP's cloud (开普云集约化): the list is data in a script, then an interface's."""

import json
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.replica.site import Ask, Reply, file
from crawler.replica.sites.families.furniture import Row, cloud, friends
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill

CODE = "yhsthjt"
API = "/queryList"
#: So many rows stand in the script of a column's page.
IN_SCRIPT = 10


class UcapCloudSite(FamilySite):
    """A column's page has the newest articles in a script; its pager asks the interface, which is POST alone."""

    name = "ucap_cloud"
    title = "雁蘅省生态环境厅"
    columns = {"col42150": "政策解读", "col42166": "通知公告"}  # noqa: RUF012

    @property
    def host(self) -> str:
        """A host's name has no underscore."""
        return "www.ucap-cloud.example"

    def article_path(self, story: Story, part: int = 1) -> str:
        """A number of nineteen digits."""
        ident = 1951206363677671424 - 16777259 * story.number
        return f"/{CODE}/col/{self.column_of(story)}/content/content_{ident}.html"

    def column_path(self, folder: str) -> str:
        """The column's page."""
        return f"/{CODE}/col/{folder}/index.html"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """A page of the interface."""
        return f"{API}?{urlencode(self._form(folder, page))}"

    def lists(self, folder: str) -> Iterator[tuple[str, Reply]]:
        """The column's page, and the interface's answers behind what that names."""
        rows = self.rows_of(folder)
        yield self.column_path(folder), self.reply(self.list_page(folder, 1, 1, rows[:IN_SCRIPT]))
        for page in range(IN_SCRIPT // self.rows + 1, -(-len(rows) // self.rows) + 1):
            shown = rows[(page - 1) * self.rows : page * self.rows]
            results = [{"source": item} for item in map(self._item, shown)]
            answer = {"code": 200, "data": {"total": len(rows), "results": results}}
            yield self.list_path(folder, page, 1), file("application/json", json.dumps(answer).encode())

    def key(self, ask: Ask) -> str:
        """The interface is asked by POST and no other way, with the same form as in the address."""
        if urlsplit(ask.target).path != API:
            return super().key(ask)
        form = dict(parse_qsl(ask.body.decode("ascii", "replace")))
        return f"{API}?{urlencode(sorted(form.items()))}" if ask.method == "POST" else "/"

    def home_page(self) -> str:
        """The newest articles of both columns, which are links here."""
        first, second = (_rows(self.latest(folder)) for folder in self.columns)
        return self._shell(
            "首页", self.metas(self.first), "", fill("ucap_cloud_home", first=first, second=second)
        )

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Not one row is a link: a template in a script is to make them."""
        column = self.columns[folder]
        main = fill(
            "ucap_cloud_list",
            column=column,
            code=CODE,
            folder=folder,
            size=str(self.rows),
            articles=json.dumps(list(map(self._item, rows)), ensure_ascii=False),
        )
        return self._shell(column, self.metas(folder), column, main)

    def article_page(self, story: Story, part: int) -> str:
        """Much as on UCAP's older sites."""
        folder = self.column_of(story)
        main = fill(
            "ucap_cloud_article",
            title=story.title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=story.source or "",
            body=self.body(story),
            editor=f"责任编辑：{story.editor}" if story.editor else "",
        )
        return self._shell(story.title, self.metas(folder, story), self.columns[folder], main)

    def _form(self, folder: str, page: int) -> Mapping[str, str]:
        return {
            "channelCode[]": folder,
            "current": str(page),
            "pageSize": str(self.rows),
            "webSiteCode[]": CODE,
        }

    def _item(self, row: Row) -> dict[str, object]:
        """What is told of a row; its address is JSON in JSON."""
        urls = json.dumps({"pc": row.href})
        return {"title": row.title, "type": 0, "pubDate": f"{row.day} 09:30", "urls": urls, "topStatus": 0}

    def _shell(self, title: str, metas: str, crumb: str, main: str) -> str:
        return fill(
            "ucap_cloud_shell",
            title=f"{title} - {self.title}",
            metas=metas,
            menu=self.menu(),
            site=self.title,
            code=CODE,
            crumb=f'<a href="/">首页</a> &gt; {crumb}' if crumb else "",
            main=main,
            cloud=cloud(),
            friends=friends(),
        )


def _rows(rows: Sequence[Row]) -> str:
    form = '<li><a href="{}" title="{}" target="_blank">{}</a><span>{}</span></li>'
    return "\n".join(form.format(*row) for row in rows)
