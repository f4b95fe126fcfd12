"""Two newspapers of a county on 方正翔宇 (enp): a list for each page (版) of an issue, one issue behind the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property

from crawler.replica.site import Reply
from crawler.replica.sites.families import furniture
from crawler.replica.sites.families.furniture import Row
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import NEWEST, Story
from crawler.replica.sites.templates import fill

#: The pages of an issue by the number in their address, and how many articles an issue has.
LEAVES: Mapping[int, str] = {2: "第01版：要闻", 3: "第02版：综合"}
OF_AN_ISSUE = 7
#: How many days lie between a paper's issues.
DAYS: Mapping[str, int] = {"lxrb": 1, "lxzk": 7}
WEEKDAYS = "一二三四五六日"


class EnpSite(FamilySite):
    """A paper's address leads to its newest issue. Articles show the issue's day alone, and no source.

    The weekly recommends an article of the daily paper.
    """

    name = "enp"
    title = "鹿溪报业"
    columns = {"lxrb": "鹿溪日报", "lxzk": "鹿溪周刊"}  # noqa: RUF012
    timed = False
    sourced = False
    governmental = False

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Those of an issue have its day. A paper has no files."""
        return tuple(replace(story, moment=self._issue(story), document=None) for story in super().stories)

    def _issue(self, story: Story) -> datetime:
        """The day of the issue that an article is in; of one that is not there, the newest."""
        folder = self.column_of(story)
        numbers = list(self.numbers(folder))
        place = numbers.index(story.number) if story.number in numbers else 0
        return NEWEST - timedelta(days=DAYS[folder] * (place // OF_AN_ISSUE))

    def article_path(self, story: Story, part: int = 1) -> str:
        """In the issue's folder."""
        return (
            f"{_folder(self.column_of(story), story.moment.strftime(self.day))}/content_{_ident(story)}.htm"
        )

    def list_path(self, folder: str, page: int, last: int) -> str:
        """The paper's address."""
        return f"/{folder}/"

    def lists(self, folder: str) -> Iterator[tuple[str, Reply]]:
        """The paper's address, and every page of every issue."""
        rows = self.rows_of(folder)
        days = sorted({row.day for row in rows}, reverse=True)
        newest = f"{_folder(folder, days[0])}/node_2.htm".removeprefix(f"/{folder}/")
        refresh = f'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL={newest}">'
        yield f"/{folder}/", self.reply(f"<html><head>{refresh}</head><body></body></html>")
        for number, day in enumerate(days):
            issue = [row for row in rows if row.day == day]
            half = len(issue) // 2 + 1
            for leaf, shown in {2: issue[:half], 3: issue[half:]}.items():
                text = self._node(folder, leaf, days, number, shown)
                yield f"{_folder(folder, day)}/node_{leaf}.htm", self.reply(text)

    def home_page(self) -> str:
        """The papers, and what stands in the newest issues."""
        day = NEWEST.strftime(self.day)
        leaves = "".join(
            f'<li><a href="{_folder(folder, day)}/node_{leaf}.htm">{paper} {name}</a></li>'
            for folder, paper in self.columns.items()
            for leaf, name in LEAVES.items()
        )
        main = fill("enp_node", rows="\n".join(_item("", row) for row in self.latest(self.first)))
        return self._shell(day, "", "", leaves, "", main, self.title)

    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """Not used: lists are issues' pages."""
        raise NotImplementedError

    def article_page(self, story: Story, part: int) -> str:
        """Its page's name, its day, and the articles before and behind."""
        day = story.moment.strftime(self.day)
        before, behind = (self.stories[number] for number in (story.number - 1, story.number + 1))
        leaf = LEAVES[2 + story.number % 2]
        main = fill(
            "enp_article",
            title=story.title,
            dated=day,
            leaf=leaf,
            ident=_ident(story),
            body=self.body(story, part),
            editor=f'<div class="bj">责任编辑：{story.editor}</div>' if story.editor else "",
            earlier=f'<a href="{self.article_path(before)}">上一篇</a>'
            if before.moment == story.moment
            else "",
            later=f'<a href="{self.article_path(behind)}">下一篇</a>'
            if behind.moment == story.moment
            else "",
        )
        return self._shell(day, leaf, "", _directory(), "", main, f"{story.title} {self.title}")

    def _node(self, folder: str, leaf: int, days: Sequence[str], number: int, rows: Sequence[Row]) -> str:
        """A page of an issue: its articles, the way to its other pages, to the issues before and behind."""
        near = {number + 1: "上一期", number - 1: "下一期"}
        issues = " ".join(
            f'<a href="{_folder(folder, days[other])}/node_2.htm">{words}</a>'
            for other, words in near.items()
            if 0 <= other < len(days)
        )
        turn = (
            '<a href="node_3.htm">下一版<img src="/images/r.gif"></a>'
            if leaf == 2
            else '<a href="node_2.htm">上一版</a>'
        )
        main = fill("enp_node", rows="\n".join(_item(folder, row) for row in rows))
        title = f"{self.columns[folder]} {LEAVES[leaf]}"
        return self._shell(days[number], LEAVES[leaf], turn, _directory(), issues, main, title)

    def _shell(
        self, day: str, leaf: str, turn: str, directory: str, issues: str, main: str, title: str
    ) -> str:
        shown = date.fromisoformat(day)
        return fill(
            "enp_shell",
            title=title,
            site=self.title,
            menu=self.menu(),
            leaf=leaf,
            turn=turn,
            dated=day,
            date=f"{shown:%Y年%m月%d日} 星期{WEEKDAYS[shown.weekday()]}",
            directory=directory,
            issues=issues,
            main=main,
            cloud=furniture.cloud(),
            friends=furniture.friends(),
        )


def _directory() -> str:
    return "".join(f'<li><a href="node_{number}.htm">{name}</a></li>' for number, name in LEAVES.items())


def _folder(paper: str, day: str) -> str:
    """Where a paper's issue of a day stands."""
    year, month, number = day.split("-")
    return f"/{paper}/html/{year}-{month}/{number}"


def _ident(story: Story) -> str:
    return str(128707 - 3 * story.number)


def _item(folder: str, row: Row) -> str:
    """An article's row: a page of a paper shows no dates, and names articles of its issue without their folder."""
    is_own = row.href.startswith(f"{_folder(folder, row.day)}/")
    return f'<li><a href="{row.href.rpartition("/")[2] if is_own else row.href}">{row.title}</a></li>'
