"""A city on hanweb jpaas (大汉): pages without a list, and an interface that builds it."""

import json
from collections.abc import Iterator, Sequence
from hashlib import md5
from urllib.parse import urlencode

from crawler.replica.site import Reply, file
from crawler.replica.sites.families.furniture import Row, cloud, friends
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill

API = "/api-gateway/jpaas-publish-server/front/page/build/unit"
#: How many a crawler may ask for; the site gives fewer.
ASKED = 15


class JpaasSite(FamilySite):
    """A column's page names no article: its unit has to be asked for, page by page."""

    name = "jpaas"
    title = "鹤汀市人民政府"
    columns = {"1487002": "政务动态", "1487019": "通知公告"}  # noqa: RUF012

    def article_path(self, story: Story, part: int = 1) -> str:
        """The column, the year and a hash."""
        ident = md5(f"jpaas {story.number}".encode(), usedforsecurity=False).hexdigest()
        return f"/col/col{self.column_of(story)}/art/{story.moment.year}/art_{ident}.html"

    def column_path(self, folder: str) -> str:
        """The column's page, which is without rows."""
        return f"/col/col{folder}/index.html"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """A page of the interface."""
        return f"{API}?{urlencode(self._unit(folder, page))}"

    def lists(self, folder: str) -> Iterator[tuple[str, Reply]]:
        """The column's page, and the interface's answers."""
        yield self.column_path(folder), self.reply(self.list_page(folder, 0, 1, ()))
        rows = self.rows_of(folder)
        for page in range(1, -(-len(rows) // self.rows) + 1):
            shown = "".join(map(_row, rows[(page - 1) * self.rows : page * self.rows]))
            pager = f"<div class='page' count='{len(rows)}' pageNo='{page}' pageSize='{self.rows}'></div>"
            built = {"html": f"<ul class='page-content'>{shown}</ul>{pager}"}
            answer = {"success": True, "code": "200", "message": "", "data": built}
            body = json.dumps(answer, ensure_ascii=False).encode()
            yield self.list_path(folder, page, 1), file("application/json", body)

    def home_page(self) -> str:
        """The newest articles of both columns."""
        first, second = ("".join(map(_row, self.latest(folder))) for folder in self.columns)
        return self._shell("首页", self.metas(self.first), "", fill("jpaas_home", first=first, second=second))

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """What the interface is to be asked stands in an attribute of a script."""
        column = self.columns[folder]
        unit = {
            name: value
            for name, value in self._unit(folder, 1).items()
            if name not in ("editType", "paramJson")
        }
        main = fill("jpaas_list", column=column, api=API, unit=str(unit))
        return self._shell(column, self.metas(folder), column, main)

    def article_page(self, story: Story, part: int) -> str:
        """Built by the same server, which its counter shows."""
        folder = self.column_of(story)
        main = fill(
            "jpaas_article",
            title=story.title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=story.source or "",
            body=self.body(story),
            editor=f"<div>责任编辑：{story.editor}</div>" if story.editor else "",
        )
        return self._shell(story.title, self.metas(folder, story), self.columns[folder], main)

    def _unit(self, folder: str, page: int) -> dict[str, str]:
        return {
            "parseType": "bulidstatic",
            "webId": "2945",
            "tplSetId": "quSyqDUrFfjv1nGRQhEEH",
            "pageType": "column",
            "tagId": "信息列表",
            "editType": "null",
            "pageId": folder,
            "paramJson": json.dumps({"pageNo": page, "pageSize": ASKED}, separators=(",", ":")),
        }

    def _shell(self, title: str, metas: str, crumb: str, main: str) -> str:
        return fill(
            "jpaas_shell",
            title=title,
            metas=metas,
            menu=self.menu(),
            site=self.title,
            crumb=f'<a href="/">首页</a> &gt; {crumb}' if crumb else "",
            main=main,
            cloud=cloud(),
            friends=friends(),
        )


def _row(row: Row) -> str:
    return f"<li><a href='{row.href}' target='_blank' title='{row.title}'>{row.shown}</a><span>{row.day}</span></li>"
