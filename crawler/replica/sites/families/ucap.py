"""A provincial department on UCAP (开普): lists of links or within a comment, an empty box and a call for the pager."""

from collections.abc import Sequence
from hashlib import md5

from crawler.replica.sites.families.furniture import Row, cloud, friends
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill


class UcapSite(FamilySite):
    """Pages are counted from 1: behind ``list.shtml`` comes ``list_2.shtml``."""

    name = "ucap"
    title = "汀川省教育厅"
    columns = {"jyt/c110634": "通知公告", "jyt/c107287": "工作动态"}  # noqa: RUF012

    def article_path(self, story: Story, part: int = 1) -> str:
        """The month, and a number; newer editions of the CMS have a hash instead."""
        ident = str(174227388 - 97 * story.number)
        if story.number % 5 == 4:
            ident = md5(ident.encode(), usedforsecurity=False).hexdigest()
        return f"/{self.column_of(story)}/{story.moment:%Y%m}/{ident}.shtml"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """A template's name; each column has its own."""
        name = "zwgklist" if folder == self.first else "common_list"
        return f"/{folder}/{name}{f'_{page}' if page > 1 else ''}.shtml"

    def home_page(self) -> str:
        """The newest articles of both columns."""
        first, second = (_rows(self.latest(folder)) for folder in self.columns)
        return self._shell("首页", self.metas(self.first), "", fill("ucap_home", first=first, second=second))

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """The first column's rows are a comment, which a script uncovers."""
        name = self.list_path(folder, 1, last).rpartition("/")[2].partition(".")[0]
        call = f"createPageHTML('page_div',{last}, {page},'{name}','shtml',{len(self.rows_of(folder))});"
        column = self.columns[folder]
        begin, end = ("<!--", "-->") if folder == self.first else ("", "")
        main = fill("ucap_list", rows=_rows(rows), pager=call, column=column, begin=begin, end=end)
        return self._shell(column, self.metas(folder), column, main)

    def article_page(self, story: Story, part: int) -> str:
        """Marks of the CMS around title, date and text."""
        folder = self.column_of(story)
        main = fill(
            "ucap_article",
            title=story.title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=story.source or "",
            body=self.body(story),
            editor=f"责任编辑：{story.editor}" if story.editor else "",
        )
        return self._shell(story.title, self.metas(folder, story), self.columns[folder], main)

    def _shell(self, title: str, metas: str, crumb: str, main: str) -> str:
        return fill(
            "ucap_shell",
            title=f"{title} - {self.title}",
            metas=metas,
            menu=self.menu(),
            site=self.title,
            crumb=f'<a href="/">首页</a> &gt; {crumb}' if crumb else "",
            main=main,
            cloud=cloud(),
            friends=friends(),
        )


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(
        f'<li>\n    <a target="_blank" href="{row.href}" title="{row.title}">\n        {row.shown}\n    </a>\n'
        f"    <b>{row.day}</b>\n</li>"
        for row in rows
    )
