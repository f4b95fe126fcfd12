"""A municipal government on TRS WCM (拓尔思), in GBK: lists count from 0; only a script knows how many there are."""

from collections.abc import Sequence
from posixpath import dirname, relpath

from crawler.replica.prose import Text
from crawler.replica.sites import markup
from crawler.replica.sites.families.furniture import Row, cloud, friends
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill


class TrsSite(FamilySite):
    """Its second page is ``index_1.html``; a long article's is ``t…_1.html``."""

    name = "trs"
    title = "云岫市人民政府"
    columns = {"zwdt/yw": "政务要闻", "xxgk/tzgg": "通知公告"}  # noqa: RUF012
    encoding = "gbk"
    parts = {6: 3, 19: 2}  # noqa: RUF012

    def article_path(self, story: Story, part: int = 1) -> str:
        """A folder for the month, the day in the name."""
        number = f"_{part - 1}" if part > 1 else ""
        return f"/{self.column_of(story)}/{story.moment:%Y%m}/{self._name(story)}{number}.html"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """Counted from 0, which is not shown."""
        return f"/{folder}/index_{page - 1}.html" if page > 1 else f"/{folder}/"

    def home_page(self) -> str:
        """The newest articles of both columns."""
        first, second = (self._rows("", self.latest(folder)) for folder in self.columns)
        main = fill("trs_home", first=first, second=second)
        return self._shell("首页", self.metas(self.first) * 2, "", main)

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Rows, and a pager that is not there before the script has run."""
        main = fill("trs_list", rows=self._rows(folder, rows), pager=_pager(last, page - 1, "index"))
        return self._shell(self.columns[folder], self.metas(folder), self.columns[folder], main)

    def article_page(self, story: Story, part: int) -> str:
        """Also an article of one page calls the pager's script."""
        folder = self.column_of(story)
        main = fill(
            "trs_article",
            title=story.title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=f"来源：{story.source or ''}",
            body=self.body(story, part),
            editor=f'<div class="bj">责任编辑：{story.editor}</div>' if story.editor else "",
            pager=_pager(len(story.parts), part - 1, self._name(story)),
        )
        return self._shell(story.title, self.metas(folder, story), self.columns[folder], main)

    def marked_up(self, story: Story, text: Text) -> str:
        """What the editor makes of it: the older one has a style sheet of its own inside the text."""
        if story.number % 3:
            return f'<div class="view TRS_UEDITOR trs_paper_default trs_web">{markup.paragraphs(text)}</div>'
        style = ".TRS_Editor P{line-height:2;font-family:宋体;font-size:12pt;}.TRS_Editor DIV{line-height:2;}"
        body = f'<div class="Custom_UnionStyle">{markup.divs(text)}</div>'
        return f'<div class=TRS_Editor><style type="text/css">{style}</style>{body}</div>'

    def _name(self, story: Story) -> str:
        return f"t{story.moment:%Y%m%d}_{5208300 - 11 * story.number}"

    def _rows(self, folder: str, rows: Sequence[Row]) -> str:
        return "\n".join(
            f'<li><a href="{_relative(row.href, folder)}" target="_blank" title="{row.title}">{row.shown}</a>'
            f"<span>{row.day}</span></li>"
            for row in rows
        )

    def _shell(self, title: str, metas: str, crumb: str, main: str) -> str:
        return fill(
            "trs_shell",
            title=f"{title}_{self.title}",
            metas=metas,
            menu=self.menu(),
            site=self.title,
            crumb=f'当前位置：<a href="/">首页</a> &gt; {crumb}' if crumb else "",
            main=main,
            cloud=cloud(),
            friends=friends(),
        )


def _relative(href: str, folder: str) -> str:
    """An address of the site as seen from a column; others stay."""
    if not href.startswith("/"):
        return href
    path = relpath(dirname(href), f"/{folder}") + "/" + href.rpartition("/")[2]
    return path if path.startswith(".") else f"./{path}"


def _pager(count: int, page: int, name: str) -> str:
    return f'<script>createPageHTML({count}, {page}, "{name}", "html");</script>'
