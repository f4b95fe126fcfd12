"""A channel of the 新华网 family: one column's list is told by an interface, the other one's stands on pages."""

import json
from collections.abc import Iterator, Sequence
from hashlib import md5

from crawler.replica.site import Reply, file
from crawler.replica.sites.families import furniture
from crawler.replica.sites.families.furniture import Row
from crawler.replica.sites.families.kit import FamilySite, sorted_target
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill

NODE = 113352


class XinhuaSite(FamilySite):
    """Every third article has an address and a page of the new form: no word for a date, and its title twice."""

    name = "xinhua"
    title = "桐江频道"
    columns = {"dangjian": "桐江党建", "yaowen": "桐江要闻"}  # noqa: RUF012
    parts = {6: 3, 20: 2, 31: 2}  # noqa: RUF012
    governmental = False

    def article_path(self, story: Story, part: int = 1) -> str:
        """Numbered, or named by 32 hexadecimal digits."""
        folder = self.column_of(story)
        if _is_new(story):
            name = md5(story.title.encode(), usedforsecurity=False).hexdigest()
            return f"/{folder}/{story.moment:%Y%m%d}/{name}/c.html"
        number = f"_{part}" if part > 1 else ""
        return f"/{folder}/{story.moment:%Y-%m/%d}/c_{_ident(story)}{number}.htm"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """The interface's address, or a page's."""
        if folder == self.first:
            return f"/nodeart/list?cnt={self.rows}&nid={NODE}&orderby=1&pgnum={page}&tp=1"
        return f"/{folder}/index_{page}.htm" if page > 1 else f"/{folder}/index.htm"

    def lists(self, folder: str) -> Iterator[tuple[str, Reply]]:
        """The interface's answers are a script's."""
        if folder != self.first:
            yield from super().lists(folder)
            return
        rows = self.rows_of(folder)
        for start in range(0, len(rows), self.rows):
            answer = self._answer(rows[start : start + self.rows], len(rows))
            target = sorted_target(self.list_path(folder, start // self.rows + 1, 1))
            yield target, file("application/javascript", f"({answer})".encode())

    def home_page(self) -> str:
        """The newest articles of both columns."""
        rows = "".join(_rows(self.latest(folder)) for folder in self.columns)
        return self._shell(self.title, fill("xinhua_list", title="要闻", rows=rows, pager=""), "1")

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Rows with their dates, and a link to the page behind."""
        pager = f'<a href="index_{page + 1}.htm">下一页</a>' if page < last else "<span>下一页</span>"
        main = fill("xinhua_list", title=self.columns[folder], rows=_rows(rows), pager=pager)
        return self._shell(f"{self.columns[folder]}-{self.title}", main, "2")

    def article_page(self, story: Story, part: int) -> str:
        """The older form, or the new one."""
        main = self._new(story) if _is_new(story) else self._old(story, part)
        return self._shell(f"{story.title}-{self.title}", main, _ident(story))

    def _old(self, story: Story, part: int) -> str:
        last = len(story.parts)
        names = [self.article_path(story, number).rpartition("/")[2] for number in range(1, last + 1)]
        links = "".join(
            f"<font color=red>{number}</font> " if number == part else f"<a href='{name}'>{number}</a> "
            for number, name in enumerate(names, 1)
        )
        on = f"<a href='{names[part]}'>下一页</a>" if part < last else ""
        return fill(
            "xinhua_old",
            crumb=self._crumb(story),
            title=story.title,
            time=f"{story.moment:%Y-%m-%d %H:%M}",
            source=story.source or "",
            body=self.body(story, part),
            pager=f"<center>{links}{on}</center>" if last > 1 else "",
            editor=story.editor or "",
        )

    def _new(self, story: Story) -> str:
        return fill(
            "xinhua_new",
            crumb=self._crumb(story),
            title=story.title,
            year=f"{story.moment:%Y}",
            month=f"{story.moment:%m}",
            day=f"{story.moment:%d}",
            clock=f"{story.moment:%H:%M}",
            source=story.source or "",
            body=self.body(story),
            editor=story.editor or "",
        )

    def _crumb(self, story: Story) -> str:
        folder = self.columns[self.column_of(story)]
        return f'<a href="/">{self.title}</a> &gt; {folder} &gt; 正文'

    def _answer(self, rows: Sequence[Row], total: int) -> str:
        """What the interface tells of rows."""
        items = [
            {"DocID": number, "Title": row.title, "NodeId": NODE, "PubTime": f"{row.day} 08:00:00", "LinkUrl": row.href,
             "Abstract": None, "keyword": "", "Editor": None, "Author": None, "IsLink": 0, "SourceName": None}
            for number, row in enumerate(rows, 1124236000)
        ]  # fmt: skip
        return json.dumps({"status": 0, "data": {"list": items}, "totalnum": total}, ensure_ascii=False)

    def _shell(self, title: str, main: str, publishid: str) -> str:
        return fill(
            "xinhua_shell",
            title=title,
            site=self.title,
            publishid=publishid,
            menu=self.menu().replace("&", "&amp;"),
            main=main,
            picks="".join(f"<li>{_link(row)}</li>" for row in self.latest(self.first)),
            cloud=furniture.cloud(),
            friends=furniture.friends(),
        )


def _is_new(story: Story) -> bool:
    return story.number % 3 == 2 and len(story.parts) == 1


def _ident(story: Story) -> str:
    return str(1126090500 - 13 * story.number)


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(f'<li><h3>{_link(row)}</h3><span class="time">{row.day}</span></li>' for row in rows)


def _link(row: Row) -> str:
    return f'<a href="{row.href}" target="_blank">{row.title}</a>'
