"""Progress while a crawl runs: a live table on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table
from twisted.internet.task import LoopingCall

from crawler.notebook import Notebook

#: Seconds between two looks.
_LIVE, _LINES = 0.25, 2.0


@contextmanager
def showing(notebooks: Sequence[Notebook]) -> Iterator[None]:
    """Show on stderr how far these runs are, for as long as the block and the reactor run."""
    console = Console(stderr=True)
    if not console.is_terminal:
        with _repeating(lambda: _print_lines(console, notebooks), _LINES):
            yield
        return
    with (
        Live(console=console, auto_refresh=False, transient=True) as live,
        _repeating(lambda: live.update(_table(notebooks), refresh=True), _LIVE),
    ):
        yield


@contextmanager
def _repeating(show: Callable[[], None], seconds: float) -> Iterator[None]:
    loop = LoopingCall(show)
    loop.start(seconds)
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


def _table(notebooks: Sequence[Notebook]) -> Table:
    table = Table("portal", "addresses asked", "ended", "articles")
    for notebook in notebooks:
        table.add_row(*map(str, _numbers(notebook)))
    return table


def _print_lines(console: Console, notebooks: Sequence[Notebook]) -> None:
    for notebook in notebooks:
        if notebook.outcome is None:
            portal, asked, ended, articles = _numbers(notebook)
            console.print(
                f"{portal}: {asked} addresses asked, {ended} ended, {articles} articles", soft_wrap=True
            )
