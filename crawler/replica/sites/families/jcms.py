"""A county on hanweb jcms (大汉): rows in a script's CDATA, the further ones to be asked for by POST."""

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from crawler.replica.site import Ask, Reply, file
from crawler.replica.sites.families.furniture import Row, cloud, friends
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill

PROXY = "/module/web/jpage/dataproxy.jsp"
#: Three pages of the pager come at once.
A_PAGE, A_GROUP = 3, 9


class JcmsSite(FamilySite):
    """A column's page has the rows of three pages; its address never changes."""

    name = "jcms"
    title = "荻渚县人民政府"
    columns = {"60085": "要闻动态", "60091": "公示公告"}  # noqa: RUF012
    rows = A_GROUP

    def article_path(self, story: Story, part: int = 1) -> str:
        """The day, neither month nor day padded."""
        day = story.moment
        ident = 11394426 - 13 * story.number
        return f"/art/{day.year}/{day.month}/{day.day}/art_{self.column_of(story)}_{ident}.html"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """Page 1 is the column's, the others are the proxy's: its parameters tell which records."""
        if page == 1:
            return f"/col/col{folder}/index.html"
        end = page * A_GROUP
        fixed = "appid=1&col=1&path=%2F&permissiontype=0&sourceContentType=1"
        return (
            f"{PROXY}?columnid={folder}&endrecord={end}&{fixed}&perpage={A_PAGE}"
            f"&startrecord={end - A_GROUP + 1}&unitid=38{folder}&webid=47"
        )

    def lists(self, folder: str) -> Iterator[tuple[str, Reply]]:
        """Behind the first page all answers are XML."""
        first, *further = super().lists(folder)
        yield first
        for page, (target, _) in enumerate(further, 2):
            records = self._records(self.rows_of(folder)[(page - 1) * A_GROUP : page * A_GROUP])
            total = f"<totalrecord>{len(self.rows_of(folder))}</totalrecord>"
            answer = f'<?xml version="1.0" encoding="utf-8"?><datastore>{total}{records}</datastore>'
            yield target, file("text/xml", answer.encode())

    def key(self, ask: Ask) -> str:
        """The proxy is asked by POST and no other way: what it shows is told by the form and by the address."""
        if urlsplit(ask.target).path != PROXY:
            return super().key(ask)
        form = dict(parse_qsl(ask.body.decode("ascii", "replace")))
        asked = dict(parse_qsl(urlsplit(ask.target).query))
        same = {name: value for name, value in asked.items() if "record" not in name and name != "perpage"}
        return super().key(ask) if ask.method == "POST" and form == same else "/"

    def home_page(self) -> str:
        """The newest articles of both columns."""
        first, second = (_rows(self.latest(folder)) for folder in self.columns)
        return self._shell("首页", self.metas(self.first), "", fill("jcms_home", first=first, second=second))

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """The list is empty but for a script."""
        column = self.columns[folder]
        main = fill(
            "jcms_list",
            column=column,
            folder=folder,
            records=self._records(rows),
            total=str(len(self.rows_of(folder))),
            page=str(A_PAGE),
        )
        return self._shell(column, self.metas(folder), column, main)

    def article_page(self, story: Story, part: int) -> str:
        """Marks of the CMS around the text, a meta among them."""
        folder = self.column_of(story)
        main = fill(
            "jcms_article",
            title=story.title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=story.source or "",
            body=self.body(story),
            editor=f"<p>责任编辑：{story.editor}</p>" if story.editor else "",
        )
        metas = (
            f'{self.metas(folder, story)}\n<meta name="Maketime" content="{story.in_head:%Y-%m-%d %H:%M:%S}">'
        )
        return self._shell(story.title, metas, self.columns[folder], main)

    def _records(self, rows: Sequence[Row]) -> str:
        records = (f"<record><![CDATA[{_row(row)}]]></record>" for row in rows)
        return f"<recordset>{''.join(records)}</recordset>"

    def _shell(self, title: str, metas: str, crumb: str, main: str) -> str:
        return fill(
            "jcms_shell",
            title=title,
            metas=metas,
            menu=self.menu(),
            site=self.title,
            crumb=f'<a href="/">首页</a> &gt; {crumb}' if crumb else "",
            main=main,
            cloud=cloud(),
            friends=friends(),
        )


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(map(_row, rows))


def _row(row: Row) -> str:
    """Link and date; the title is cut, and stands nowhere in full."""
    inside = f'<span class="list_title">{row.shown}</span><i>{row.day}</i>'
    return f'<li><a href="{row.href}" target="_blank">{inside}</a></li>'
