"""A county portal on ASP.NET: a list's further pages are had by posting the form of one of its pages."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from crawler.replica.site import Ask, Reply
from crawler.replica.sites.families import furniture
from crawler.replica.sites.families.furniture import Row
from crawler.replica.sites.families.kit import FamilySite, sorted_target
from crawler.replica.sites.families.stories import Story
from crawler.replica.sites.templates import fill

PAGER = "AspNetPager1"
#: The numbers of the columns, by their folders.
NUMBERS: Mapping[str, int] = {"yw": 9, "gg": 12}


class AspNetSite(FamilySite):
    """A form without the view state of its list is answered with an error, a plain address with the first page."""

    name = "aspnet"
    title = "槐安县新闻网"
    columns = {"yw": "槐安要闻", "gg": "公示公告"}  # noqa: RUF012
    rows = 7
    day = "%m-%d"

    def article_path(self, story: Story, part: int = 1) -> str:
        """One address for all; the article is a parameter."""
        return f"/Info.aspx?Id={8051 - 3 * story.number}&ModelId=1"

    def list_path(self, folder: str, page: int, last: int) -> str:
        """The address under which a crawl knows it: with what its form says."""
        first = f"/Column.aspx?ColId={NUMBERS[folder]}"
        return first if page == 1 else f"{first}&__EVENTTARGET={PAGER}&__EVENTARGUMENT={page}"

    def key(self, ask: Ask) -> str:
        """What the form says counts, and nothing that an address says beside the column."""
        parts = urlsplit(ask.target)
        named = [(name, value) for name, value in parse_qsl(parts.query) if not name.startswith("__")]
        target = f"{parts.path}?{urlencode(named)}" if named else parts.path
        if ask.method != "POST":
            return sorted_target(target)
        form = {name: values[-1] for name, values in parse_qs(ask.body.decode("ascii", "replace")).items()}
        if form.get("__VIEWSTATE") != _state(target) or form.get("__EVENTTARGET") != PAGER:
            return "/error"
        page = form.get("__EVENTARGUMENT", "1")
        events = f"&__EVENTTARGET={PAGER}&__EVENTARGUMENT={page}" if page != "1" else ""
        return sorted_target(target + events)

    def more(self) -> Iterator[tuple[str, Reply]]:
        """The front page by its name; what the server says of a form that is not its own."""
        yield "/Index.aspx", self.reply(self.home_page())
        yield (
            "/error",
            Reply(500, (("Content-Type", "text/html"),), b"<h1>Server Error in '/' Application.</h1>"),
        )

    def home_page(self) -> str:
        """The newest articles of the first column."""
        return self._shell(
            "首页", self.metas(self.first), "", "/Index.aspx", f"<ul>{_rows(self.latest(self.first))}</ul>"
        )

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Dates without a year, links that only a script follows."""
        main = fill(
            "aspnet_list",
            title=self.columns[folder],
            rows=_rows(rows),
            total=str(len(self.rows_of(folder))),
            page=str(page),
            pages=str(last),
            pager=_pager(page, last),
        )
        action = self.list_path(folder, 1, last)
        return self._shell(self.columns[folder], self.metas(folder), self.columns[folder], action, main)

    def article_page(self, story: Story, part: int) -> str:
        """The time as ASP.NET prints it, without padding."""
        folder, moment = self.column_of(story), story.moment
        before, behind = (self.row(self.stories[number]) for number in (story.number - 1, story.number + 1))
        main = fill(
            "aspnet_article",
            title=story.title,
            time=f"{moment.year}/{moment.month}/{moment.day} {moment:%H:%M}",
            source=story.source or "",
            body=self.body(story, part),
            editor=f'<div class="bj">编辑：{story.editor}</div>' if story.editor else "",
            earlier=_link(behind),
            later=_link(before) if story.number else "没有了",
        )
        metas, action = self.metas(folder, story), self.article_path(story)
        return self._shell(f"{story.title}-{self.title}", metas, self.columns[folder], action, main)

    def _shell(self, title: str, metas: str, crumb: str, action: str, main: str) -> str:
        return fill(
            "aspnet_shell",
            title=title,
            site=self.title,
            metas=metas,
            action=f".{action.replace('&', '&amp;')}",
            state=_state(action),
            menu=self.menu(),
            crumb=crumb,
            main=main,
            picks="".join(f"<li>{_link(row)}</li>" for row in self.latest(self.first)),
            cloud=furniture.cloud(),
            friends=furniture.friends(),
        )


def _state(target: str) -> str:
    """What a page remembers: here the address whose form it is."""
    return b64encode(target.encode()).decode()


def _pager(page: int, last: int) -> str:
    """Numbers, and words at both ends; where they would lead nowhere they are no links."""

    def post(to: int, words: str) -> str:
        if to == page or not 1 <= to <= last:
            return f'<a disabled="disabled" style="margin-right:5px;">{words}</a>'
        return (
            f"<a href=\"javascript:__doPostBack('{PAGER}','{to}')\" style=\"margin-right:5px;\">{words}</a>"
        )

    numbers = "".join(
        f'<span style="margin-right:5px;font-weight:Bold;color:red;">{number}</span>' if number == page
        else post(number, str(number))
        for number in range(1, last + 1)
    )  # fmt: skip
    first, last_page = post(1 if page > 1 else 0, "首页"), post(last if page < last else last + 1, "尾页")
    return f"{first}{post(page - 1, '上一页')}{numbers}{post(page + 1, '下一页')}{last_page}"


def _rows(rows: Sequence[Row]) -> str:
    return "\n".join(
        f'<li><em>{row.day}</em><a href="{row.href}" target="_blank" title="{row.title}">{row.shown}</a></li>'
        for row in rows
    )


def _link(row: Row) -> str:
    """A link beside lists has the parameters in another order."""
    href = re.sub(r"\?(Id=\d+)&(ModelId=1)", r"?\2&amp;\1", row.href)
    return f'<a href="{href}" target="_blank">{row.shown}</a>'
