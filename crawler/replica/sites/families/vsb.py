"""A college on vsb (博达): list pages numbered from the end, texts from a word processor, sources left empty."""

from collections.abc import Sequence
from posixpath import dirname, relpath

from crawler.replica.prose import Text
from crawler.replica.sites import markup
from crawler.replica.sites.families.furniture import Row, cloud, friends
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import COUNT, Story
from crawler.replica.sites.templates import fill

OWNER = 1412614994


class VsbSite(FamilySite):
    """Behind ``xwdt.htm`` comes ``xwdt/3.htm``, if there are four pages; the last one is ``xwdt/1.htm``."""

    name = "vsb"
    title = "桐皋职业学院"
    columns = {"xwdt": "新闻动态", "dqgz/tzgg": "通知公告"}  # noqa: RUF012
    timed = sourced = governmental = False
    document_line = "附件【{}】"
    downloads = '已下载<span id="nattach"></span>次'

    def article_path(self, story: Story, part: int = 1) -> str:
        """A column's number, an article's number."""
        tree = 1008 if self.column_of(story) == self.first else 1021
        return f"/info/{tree}/{6476 - 3 * story.number}.htm"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """Counted down."""
        return f"/{folder}.htm" if page == 1 else f"/{folder}/{last - page + 1}.htm"

    def document_path(self, story: Story) -> str:
        """No file's name, but a number."""
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner={OWNER}&wbfileid={story.number}"

    def home_page(self) -> str:
        """The newest articles of both columns."""
        first, second = (_rows("/index.htm", self.latest(folder)) for folder in self.columns)
        return self._shell("首页", "", fill("vsb_home", first=first, second=second))

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Rows and a pager of links."""
        here = self.list_path(folder, page, last)
        names = ("首页", "上页", "下页", "尾页")
        places = (1, page - 1, page + 1, last)
        links = " ".join(
            f'<a href="{_from(here, self.list_path(folder, to, last))}">{name}</a>'
            if 0 < to <= last and to != page
            else f"<span>{name}</span>"
            for name, to in zip(names, places, strict=True)
        )
        pager = f"共{len(self.rows_of(folder))}条 {page}/{last} {links}"
        main = fill("vsb_list", rows=_rows(here, rows), pager=pager)
        return self._shell(self.columns[folder], self.columns[folder], main)

    def article_page(self, story: Story, part: int) -> str:
        """All of an article in a form that sends nothing."""
        main = fill(
            "vsb_article",
            title=story.title,
            day=f"{story.moment:%Y-%m-%d}",
            clicks=f'_showDynClicks("wbnews", {OWNER}, {6476 - 3 * story.number})',
            body=self.body(story),
            editor=f"<p>责任编辑：{story.editor}</p>" if story.editor else "",
            earlier=self._neighbour(story.number + 1),
            later=self._neighbour(story.number - 1),
        )
        return self._shell(story.title, self.columns[self.column_of(story)], main)

    def marked_up(self, story: Story, text: Text) -> str:
        """Two thirds of the texts come from a word processor."""
        return markup.spans(text) if story.number % 3 else markup.paragraphs(text)

    def _neighbour(self, number: int) -> str:
        if not 0 <= number < COUNT:
            return "没有了"
        row = self.row(self.stories[number])
        return f'<a href="{row.href}">{row.title}</a>'

    def _shell(self, title: str, crumb: str, main: str) -> str:
        return fill(
            "vsb_shell",
            title=f"{title}-{self.title}",
            menu=self.menu(),
            site=self.title,
            crumb=f'<a href="/index.htm">首页</a> &gt;&gt; {crumb}' if crumb else "",
            main=main,
            cloud=cloud(),
            friends=friends(),
        )


def _rows(here: str, rows: Sequence[Row]) -> str:
    return "\n".join(
        f'<li id="line_u8_{number}"><span>{row.day}</span><a href="{_from(here, row.href)}" title="{row.title}">'
        f"{row.shown}</a></li>"
        for number, row in enumerate(rows)
    )


def _from(here: str, path: str) -> str:
    """An address of the site as seen from a page; others stay."""
    return relpath(path, dirname(here)) if path.startswith("/") else path
