"""Progress while a crawl runs: a live table on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from twisted.internet.task import LoopingCall

from crawler.notebook import Notebook

#: Seconds between two looks.
_LIVE, _LINES = 0.25, 2.0


@contextmanager
def showing(homes: Mapping[Notebook, str]) -> Iterator[Console]:
    """Show on stderr how far these runs are, for as long as the block and the reactor run.

    :param homes: each run with its portal's address.
    :returns: what to print other lines with, so that they don't break the table.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        for notebook, home in homes.items():
            console.print(f"{notebook.lease.portal}: started, {escape(home)}", soft_wrap=True)
        with _repeating(lambda: _print_lines(console, homes), _LINES, now=False):
            yield console
        return
    with (
        Live(console=console, auto_refresh=False, transient=True) as live,
        _repeating(lambda: live.update(_table(homes), refresh=True), _LIVE, now=True),
    ):
        yield console


@contextmanager
def _repeating(show: Callable[[], None], seconds: float, now: bool) -> Iterator[None]:
    loop = LoopingCall(show)
    loop.start(seconds, now=now)
    try:
        yield
    finally:
        if loop.running:
            loop.stop()


def _numbers(notebook: Notebook) -> tuple[str, int, int, int]:
    counts = notebook.counts
    return (
        notebook.lease.portal,
        counts["addresses/handed_out"],
        counts["addresses/ended"],
        notebook.articles,
    )


def _table(notebooks: Iterable[Notebook]) -> Table:
    table = Table("portal", "addresses asked", "ended", "articles")
    for notebook in notebooks:
        table.add_row(*map(str, _numbers(notebook)))
    return table


def _print_lines(console: Console, notebooks: Iterable[Notebook]) -> None:
    for notebook in notebooks:
        if notebook.outcome is None:
            portal, asked, ended, articles = _numbers(notebook)
            console.print(
                f"{portal}: {asked} addresses asked, {ended} ended, {articles} articles", soft_wrap=True
            )
