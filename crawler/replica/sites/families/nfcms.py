"""A city on NFCMS: a column of pages, and one of the disclosure platform (gkmlpt), which is JSON."""

import json
from collections.abc import Iterator, Sequence

from crawler.replica.site import Reply, file
from crawler.replica.sites.families.furniture import Row, cloud, friends
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import COUNT, Story
from crawler.replica.sites.templates import fill

SITE = 200006


class NfcmsSite(FamilySite):
    """Pages are counted from 1, in both columns."""

    name = "nfcms"
    title = "柘澜市人民政府"
    columns = {"gzdt": "工作动态", "5": "规范性文件"}  # noqa: RUF012
    timed = False

    def article_path(self, story: Story, part: int = 1) -> str:
        """Numbered; those of the platform stand in folders of their numbers."""
        ident = 9901188 - 17 * story.number
        if self.column_of(story) == self.first:
            return f"/{self.first}/content/post_{ident}.html"
        return f"/gkmlpt/content/{ident // 1000000}/{ident // 1000}/post_{ident}.html"

    def column_path(self, folder: str) -> str:
        """The second column's page is empty before a script fills it."""
        return f"/{folder}/" if folder == self.first else f"/gkmlpt/policy#{folder}"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """A page's file, or a page of the interface."""
        if folder != self.first:
            return f"/gkmlpt/api/all/{folder}?page={page}&sid={SITE}"
        return f"/{folder}/index_{page}.html" if page > 1 else f"/{folder}/"

    def lists(self, folder: str) -> Iterator[tuple[str, Reply]]:
        """The first column's pages; of the other one the interface's answers, with an empty one at the end."""
        if folder == self.first:
            yield from super().lists(folder)
            return
        rows = self.rows_of(folder)
        for page in range(1, -(-len(rows) // self.rows) + 2):
            shown = rows[(page - 1) * self.rows : page * self.rows]
            answer = {
                "articles": list(map(self._item, shown)),
                "total": len(rows),
                "category": {"id": int(folder)},
            }
            body = json.dumps(answer, ensure_ascii=False).encode()
            yield self.list_path(folder, page, 0), file("application/json", body)

    def home_page(self) -> str:
        """The newest articles of both columns."""
        first, second = (_rows(self.latest(folder)) for folder in self.columns)
        main = fill("nfcms_home", first=first, second=second)
        return self._shell("首页", self.metas(self.first), "", main, "")

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Rows and a pager of links; its arrows are pictures."""
        numbers = " ".join(
            f"<span>{to}</span>" if to == page else f'<a href="{self.list_path(folder, to, last)}">{to}</a>'
            for to in range(1, last + 1)
        )
        arrow = f'<a class="next" href="{self.list_path(folder, page + 1, last)}"></a>' if page < last else ""
        column = self.columns[folder]
        main = fill("nfcms_list", column=column, rows=_rows(rows), pager=numbers + arrow)
        return self._shell(column, self.metas(folder), column, main, "")

    def article_page(self, story: Story, part: int) -> str:
        """A script tells the page's numbers."""
        folder = self.column_of(story)
        main = fill(
            "nfcms_article",
            title=story.title,
            day=f"{story.moment:%Y-%m-%d}",
            source=story.source or "",
            body=self.body(story),
            editor=f'<p class="editor">责任编辑：{story.editor}</p>' if story.editor else "",
        )
        ident = str(9901188 - 17 * story.number)
        metas = self.metas(folder, story)
        return self._shell(story.title, metas, self.columns[folder], main, ident)

    def _item(self, row: Row) -> dict[str, object]:
        """What the interface tells of a row: of an article more than of a link that an editor has put in."""
        known = {self.article_path(story): story for story in self.stories[:COUNT]}
        story = known.get(row.href)
        url = f"https://{self.host}{row.href}" if row.href.startswith("/") else row.href
        told: dict[str, object] = {
            "title": row.title,
            "url": url,
            "publisher": story.source if story else None,
        }
        if story:
            seconds = int(story.moment.timestamp())
            told |= {
                "id": 9901188 - 17 * story.number,
                "first_publish_time": seconds,
                "display_publish_time": seconds,
            }
        return told

    def _shell(self, title: str, metas: str, crumb: str, main: str, post: str) -> str:
        return fill(
            "nfcms_shell",
            title=f"{title}-{self.title}" if crumb else self.title,
            metas=metas,
            menu=self.menu(),
            site=self.title,
            number=str(SITE),
            kind="post" if post else "catalog",
            post=post,
            crumb=f'<a href="/">首页</a> &gt; {crumb}' if crumb else "",
            main=main,
            cloud=cloud(),
            friends=friends(),
        )


def _rows(rows: Sequence[Row]) -> str:
    form = '<li><a href="{}" title="{}" target="_blank">{}</a><span class="time">{}</span></li>'
    return "\n".join(form.format(*row) for row in rows)
