"""A channel of the 人民网 family: GB2312 is declared and GBK sent; two pagers lead to an article's next page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from crawler.replica.sites.families import furniture
from crawler.replica.sites.families.furniture import Row
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill

#: The numbers of the columns, by their folders.
NUMBERS: Mapping[str, int] = {"GB/394443": 394443, "GB/394446": 394446}


#: The article by the editor of a rare name.
NAMED_RARELY = 9


class PeopleSite(FamilySite):
    """Its heads tell who edited the page by a number, under the name of an author."""

    name = "people"
    title = "砚川党建网"
    columns = {"GB/394443": "基层党建", "GB/394446": "理论学习"}  # noqa: RUF012
    encoding = "gbk"
    day = "%Y年%m月%d日"
    parts = {6: 4, 19: 2}  # noqa: RUF012
    governmental = False

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """An editor's name has a character that GB2312, which the pages declare, doesn't have."""
        return tuple(
            replace(story, editor="周堃") if story.number == NAMED_RARELY else story
            for story in super().stories
        )

    def article_path(self, story: Story, part: int = 1) -> str:
        """The column's number and the article's, behind a folder for the day."""
        number = f"-{part}" if part > 1 else ""
        column = NUMBERS[self.column_of(story)]
        return f"/n1/{story.moment:%Y/%m%d}/c{column}-{_ident(story)}{number}.html"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """Counted from 1, without anything between word and number."""
        return f"/{folder}/index{page}.html" if page > 1 else f"/{folder}/"

    def home_page(self) -> str:
        """The newest articles of the first column."""
        main = fill("people_list", title="要闻", rows=_rows(self.latest(self.first)), pager="")
        return self._shell(self.title, "首页", main)

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """The pager calls the first page index1.html, too."""
        links = [f'<a href="/{folder}/index{number}.html">{number}</a>' for number in range(1, last + 1)]
        if page < last:
            links.append(f'<a href="index{page + 1}.html">下一页</a>')
        if page > 1:
            links.insert(0, f'<a href="index{page - 1}.html">上一页</a>')
        main = fill("people_list", title=self.columns[folder], rows=_rows(rows), pager="".join(links))
        return self._shell(f"{self.columns[folder]}--{self.title}", self.columns[folder], main)

    def article_page(self, story: Story, part: int) -> str:
        """Pagers below the text, and the editor in brackets."""
        folder = self.column_of(story)
        main = fill(
            "people_article",
            title=story.title,
            time=f"{story.moment:%Y年%m月%d日%H:%M}",
            source=f'<a href="https://source.example.org/">{story.source}</a>' if story.source else "",
            ident=_ident(story),
            body=self.body(story, part),
            pager=self._pagers(story, part),
            editor=f'<div class="edit clearfix">(责编：{story.editor})</div>' if story.editor else "",
        )
        named = {
            "contentid": _ident(story),
            "publishdate": f"{story.moment:%Y-%m-%d}",
            "author": "104363",
            "source": f"来源：{story.source or ''}",
        }
        metas = "\n".join(f'<meta name="{name}" content="{value}">' for name, value in named.items())
        title = f"{story.title}--{self.columns[folder]}--{self.title}"
        return self._shell(title, self.columns[folder], main, metas)

    def _pagers(self, story: Story, part: int) -> str:
        """Numbers in brackets, and pictures for back and on."""
        last = len(story.parts)
        if last == 1:
            return ""
        paths = [self.article_path(story, number) for number in range(1, last + 1)]
        numbers = "".join(f'<a href="{path}">【{number}】</a>' for number, path in enumerate(paths, 1))
        back = (
            f'<a href="{paths[part - 2]}"><img src="/img/prev_page.jpg" border="0"></a>' if part > 1 else ""
        )
        on = f'<a href="{paths[part]}"><img src="/img/next_page.jpg" border="0"></a>' if part < last else ""
        return (
            f'<div class="zdfy clearfix">{numbers}</div><center><table border="0" align="center" width="40%"><tr>'
            f'<td width="50%" align="center">{back}</td><td width="50%" align="center">{on}</td></tr></table></center>'
        )

    def _shell(self, title: str, crumb: str, main: str, metas: str = "") -> str:
        return fill(
            "people_shell",
            title=title,
            site=self.title,
            filetype="0" if metas else "1",
            catalog="394443",
            metas=metas,
            menu=self.menu(),
            crumb=crumb,
            main=main,
            picks="".join(f"<li>{_link(row)}</li>" for row in self.latest(self.first)),
            cloud=furniture.cloud(),
            friends=furniture.friends(),
        )


def _ident(story: Story) -> str:
    return str(40342000 - 11 * story.number)


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(f"<li>{_link(row)}<i>{row.day}</i></li>" for row in rows)


def _link(row: Row) -> str:
    return f"<a href='{row.href}' target=_blank>{row.title}</a>"
