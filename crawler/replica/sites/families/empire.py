"""A city's organization department on EmpireCMS (帝国): lists are called ``index_2.html``, titles get ``(2)``."""

from collections.abc import Sequence

from crawler.replica.sites.families import furniture
from crawler.replica.sites.families.furniture import Row
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill


class EmpireSite(FamilySite):
    """Its pager counts records and pages in links that lead nowhere."""

    name = "empire"
    title = "临溪先锋网"
    columns = {"xianfeng": "先锋动态", "tongzhi": "通知通报"}  # noqa: RUF012
    parts = {6: 3, 20: 2, 33: 2}  # noqa: RUF012
    governmental = False

    def article_path(self, story: Story, part: int = 1) -> str:
        """A folder for the day."""
        number = f"_{part}" if part > 1 else ""
        return f"/{self.column_of(story)}/{story.moment:%Y-%m-%d}/{_ident(story)}{number}.html"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """The first page has no number."""
        return f"/{folder}/index_{page}.html" if page > 1 else f"/{folder}/"

    def document_path(self, story: Story) -> str:
        """Where the system keeps files."""
        return f"/d/file/p/{story.moment:%Y-%m-%d}/{story.number}.docx"

    def home_page(self) -> str:
        """The newest articles of the first column."""
        return self._shell("首页", "", fill("empire_list", rows=_rows(self.latest(self.first)), pager=""))

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Rows with their dates behind them."""
        paths = [self.list_path(folder, number, last) for number in range(1, last + 1)]
        pager = (
            f'<a title="Total record">&nbsp;<b>{len(self.rows_of(folder))}</b> </a>{pages_of(paths, page)}'
        )
        main = fill("empire_list", rows=_rows(rows), pager=pager)
        return self._shell(self.columns[folder], self.columns[folder], main)

    def article_page(self, story: Story, part: int) -> str:
        """The counter is a script's; the pager stands in the text's element."""
        last = len(story.parts)
        paths = [self.article_path(story, number) for number in range(1, last + 1)]
        title = story.title + (f"({part})" if part > 1 else "")
        pager = (
            f'<a title="Page">&nbsp;<b>{part}</b>/<b>{last}</b></a>{pages_of(paths, part)}'
            if last > 1
            else ""
        )
        before, behind = (self.row(self.stories[number]) for number in (story.number - 1, story.number + 1))
        main = fill(
            "empire_article",
            title=title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=story.source or "",
            ident=_ident(story),
            body=self.body(story, part),
            pager=pager,
            editor=f'<div class="editor">责任编辑：{story.editor}</div>' if story.editor else "",
            earlier=_link(behind),
            later=_link(before) if story.number else "没有了",
        )
        return self._shell(title, f"{self.columns[self.column_of(story)]}&nbsp;&gt;&nbsp;正文", main)

    def _shell(self, title: str, crumb: str, main: str) -> str:
        return fill(
            "empire_shell",
            title=title,
            site=self.title,
            menu=self.menu(),
            crumb=crumb,
            main=main,
            picks="".join(f"<li>{_link(row)}</li>" for row in self.latest(self.first)),
            cloud=furniture.cloud(),
            friends=furniture.friends(),
        )


def pages_of(paths: Sequence[str], page: int) -> str:
    """Links to the pages as EmpireCMS writes them."""
    links = [
        f"&nbsp;<b>{number}</b>" if number == page else f'&nbsp;<a href="{path}">{number}</a>'
        for number, path in enumerate(paths, 1)
    ]
    if page > 1:
        links[:0] = [f'&nbsp;<a href="{paths[0]}">首页</a>', f'&nbsp;<a href="{paths[page - 2]}">上一页</a>']
    if page < len(paths):
        links += [f'&nbsp;<a href="{paths[page]}">下一页</a>', f'&nbsp;<a href="{paths[-1]}">尾页</a>']
    return "".join(links)


def _ident(story: Story) -> str:
    return str(2051 - 3 * story.number)


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(f"<li>·{_link(row)}<span>{row.day}</span></li>" for row in rows)


def _link(row: Row) -> str:
    return f"<a href='{row.href}' title='{row.title}'>{row.shown}</a>"
