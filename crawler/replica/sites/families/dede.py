"""A county portal on DedeCMS (织梦): lists are called ``list_3_2.html``, pages are GBK that is called gb2312."""

from collections.abc import Iterator, Mapping, Sequence

from crawler.replica.site import Reply
from crawler.replica.sites.families import furniture
from crawler.replica.sites.families.furniture import Row
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill

#: The numbers of the columns, by their folders.
NUMBERS: Mapping[str, int] = {"xinwen": 3, "gonggao": 14}


class DedeSite(FamilySite):
    """Its column's folder is its first list page, too. A long article has ``(2)`` behind its title on page 2."""

    name = "dede"
    title = "青梧县门户网"
    columns = {"xinwen": "县内新闻", "gonggao": "公告公示"}  # noqa: RUF012
    encoding = "gbk"
    parts = {6: 3, 19: 2, 31: 2}  # noqa: RUF012
    governmental = False

    def article_path(self, story: Story, part: int = 1) -> str:
        """A folder for the year, one for the day."""
        number = f"_{part}" if part > 1 else ""
        return f"/a/{self.column_of(story)}/{story.moment:%Y/%m%d}/{_ident(story)}{number}.html"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """Counted from 1, behind the column's number."""
        return f"/a/{folder}/list_{NUMBERS[folder]}_{page}.html"

    def more(self) -> Iterator[tuple[str, Reply]]:
        """The columns' folders."""
        answers = self.list_answers
        yield from ((f"/a/{folder}/", answers[self.list_path(folder, 1, 1)]) for folder in self.columns)

    def home_page(self) -> str:
        """The newest articles of the first column."""
        main = fill("dede_list", rows=_rows(self.latest(self.first)), pager="", pages="1", total="6")
        return self._shell("首页", "首页", main)

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Rows with their dates before them, and a pager with a box to choose from."""
        names = [self.list_path(folder, number, last).rpartition("/")[2] for number in range(1, last + 1)]
        box = "".join(f"<option value='{name}'>{number}</option>" for number, name in enumerate(names, 1))
        pager = (
            f"<li><a href='{names[0]}'>首页</a></li>{pages_of(names, page)}<li><a href='{names[-1]}'>末页</a></li>"
            f"<li><select onchange='location.href=this.options[this.selectedIndex].value;'>{box}</select></li>"
        )
        total = str(len(self.rows_of(folder)))
        main = fill("dede_list", rows=_rows(rows), pager=pager, pages=str(last), total=total)
        return self._shell(self.columns[folder], self.columns[folder], main)

    def article_page(self, story: Story, part: int) -> str:
        """An article without a source has the word for unknown (未知) there."""
        last = len(story.parts)
        names = [self.article_path(story, number).rpartition("/")[2] for number in range(1, last + 1)]
        title = story.title + (f"({part})" if part > 1 else "")
        before, behind = (self.row(self.stories[number]) for number in (story.number - 1, story.number + 1))
        main = fill(
            "dede_article",
            title=title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=story.source or "未知",
            ident=_ident(story),
            body=self.body(story, part),
            editor=f"(责任编辑：{story.editor})" if story.editor and part == last else "",
            pager=f"<li><a>共{last}页: </a></li>{pages_of(names, part)}" if last > 1 else "",
            earlier=_link(behind),
            later=_link(before) if story.number else "没有了",
        )
        return self._shell(title, f"{self.columns[self.column_of(story)]}&gt;", main)

    def _shell(self, title: str, crumb: str, main: str) -> str:
        return fill(
            "dede_shell",
            title=title,
            site=self.title,
            menu=self.menu(),
            crumb=crumb,
            main=main,
            picks="".join(f"<li>{_link(row)}</li>" for row in self.latest(self.first)),
            cloud=furniture.cloud(),
            friends=furniture.friends(),
        )


def pages_of(names: Sequence[str], page: int) -> str:
    """Links to the pages of these names as DedeCMS writes them, from the one before to the one behind."""
    links = [f"<li><a href='{name}'>{number}</a></li>" for number, name in enumerate(names, 1)]
    links[page - 1] = f'<li class="thisclass"><a href="#">{page}</a></li>'
    if page > 1:
        links.insert(0, f"<li><a href='{names[page - 2]}'>上一页</a></li>")
    if page < len(names):
        links.append(f"<li><a href='{names[page]}'>下一页</a></li>")
    return "".join(links)


def _ident(story: Story) -> str:
    return str(8051 - 3 * story.number)


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(f"<li><span>{row.day}</span> {_link(row)}</li>" for row in rows)


def _link(row: Row) -> str:
    return f'<a href="{row.href}" target="_blank" title="{row.title}">{row.shown}</a>'
