"""The report at the end of a crawl."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crawler.portal import PortalSpider
from crawler.runs import Problem
from storage.reports import RunSummary, States
from storage.timetable import CHINA

#: What came back to a request, in the report's words; ``unchanged`` is a page sent once more.
_CAME = {
    "not modified": "not modified",
    "unchanged": "unchanged",
    "stored": "new pages",
    "redirected": "redirected",
    "error": "failed",
}


class Shown(Protocol):
    """A run that has ended: what ``crawler.runs.Run`` says of it."""

    @property
    def portal(self) -> type[PortalSpider]: ...  # noqa: D102

    @property
    def home(self) -> str: ...  # noqa: D102

    @property
    def summary(self) -> RunSummary | None: ...  # noqa: D102

    @property
    def problems(self) -> Sequence[Problem]: ...  # noqa: D102

    @property
    def counts(self) -> Mapping[str, int]: ...  # noqa: D102


def show(console: Console, runs: Iterable[Shown]) -> None:
    """Print what each run came to, and what must be looked at."""
    for run in runs:
        console.print(
            f"[bold]{run.portal.name}[/] {escape(run.portal.title)} {escape(run.home)}", soft_wrap=True
        )
        if run.summary:
            console.print(by_state("addresses", run.summary.addresses))
            console.print(_articles(run, run.summary), soft_wrap=True)
            console.print(_skipped(run), soft_wrap=True)
            console.print(_pace(run.summary), soft_wrap=True)
        for _, problem in run.problems:
            console.print(f"[bold red]![/] {escape(problem)}", soft_wrap=True)
        console.print()


def by_state(what: str, states: States) -> Table:
    """A table of what came to which state, for which reason."""
    table = Table(what, "reason", "number")
    table.columns[2].justify = "right"
    for state, reasons in states.items():
        for reason, number in reasons.items():
            table.add_row(state, escape(reason), str(number))
    return table


def _articles(run: Shown, summary: RunSummary) -> str:
    counts = run.counts
    same = counts["articles/same"] + counts["articles/unchanged"] - summary.articles["moved"]  # told apart
    return articles_line(summary, same)


def articles_line(summary: RunSummary, same: int) -> str:
    """What became of the articles a run met; ``same`` of them stayed as they were."""
    numbers = ", ".join(f"{summary.articles[op]} {op}" for op in ("new", "changed", "gone", "moved", "back"))
    return f"articles: {numbers}, {same} same; {summary.articles['total']} in all"


def _skipped(run: Shown) -> str:
    """The links on list pages that are no addresses of articles, by what they are."""
    links = {name.partition("/")[2]: n for name, n in run.counts.items() if name.startswith("links/")}
    return "links passed over: " + (", ".join(f"{n} {name}" for name, n in sorted(links.items())) or "none")


def _pace(summary: RunSummary) -> str:
    """The requests, by what came back."""
    kinds = ", ".join(f"{n} {_CAME[outcome]}" for outcome in _CAME if (n := summary.fetches.get(outcome)))
    asked = sum(summary.fetches.values())
    kinds = f" ({kinds})" if kinds else ""
    return f"requests: {asked}{kinds} in {summary.seconds:.1f} s, {summary.rate:.1f} a second"


def in_china(at: datetime) -> str:
    """A time as a reader of the portals' pages has it: China's."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M} (China)"
