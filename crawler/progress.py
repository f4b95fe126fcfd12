"""What is told while crawls run: to people a live table or plain lines, to machines JSON lines."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from twisted.internet.task import LoopingCall

from crawler.notebook import Notebook
from crawler.runs import Run
from crawler.terminal import tell, written

#: Seconds between two looks.
_LIVE, _LINES, _JSON = 0.25, 2.0, 10.0


class Watch(Protocol):
    """Is told when runs begin and end, and looks at them while they run."""

    def showing(self) -> AbstractContextManager[object]:
        """Show how far the runs are, for as long as the block and the reactor run."""

    def began(self, notebook: Notebook, home: str) -> None:
        """A run has begun, at this address of its portal."""

    def ended(self, run: Run) -> None:
        """A run has ended."""

    def say(self, line: str) -> None:
        """A line for people."""


class Screen:
    """On stderr: a live table on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._running: list[Notebook] = []
        self._printed: dict[str, str] = {}

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Show how far the runs are."""
        if not self._console.is_terminal:
            with _repeating(self._print_lines, _LINES):
                yield
            return
        with (
            Live(console=self._console, auto_refresh=False, transient=True) as live,
            _repeating(lambda: live.update(_table(self._running), refresh=True), _LIVE),
        ):
            yield

    def began(self, notebook: Notebook, home: str) -> None:
        """On a terminal the table shows it."""
        self._running.append(notebook)
        if not self._console.is_terminal:
            self.say(f"{notebook.lease.portal}: started, {home}")

    def ended(self, run: Run) -> None:
        """The report tells what came of it."""
        self._running.remove(run.notebook)

    def say(self, line: str) -> None:
        """Above the table."""
        self._console.print(escape(line), soft_wrap=True)

    def _print_lines(self) -> None:
        for notebook in self._running:
            portal, asked, ended, articles = _numbers(notebook)
            line = f"{portal}: {asked} addresses asked, {ended} ended, {articles} articles"
            if self._printed.get(portal) != line:
                self.say(line)
            self._printed[portal] = line


class JsonLines:
    """On stdout: a JSON object a line."""

    def __init__(self) -> None:
        self._running: list[Notebook] = []
        self._unwritten: OSError | None = None

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Tell how far the runs are.

        :raises CommandError: in the end, if the output can't be written; the crawl is not ended by that.
        """
        with _repeating(self._tell_progress, _JSON):
            yield
        with written():
            if self._unwritten:
                raise self._unwritten

    def began(self, notebook: Notebook, home: str) -> None:
        """``began``: with its number and the portal's address."""
        self._running.append(notebook)
        self._tell("began", notebook, home=home)

    def ended(self, run: Run) -> None:
        """``ended``: with the report."""
        self._running.remove(run.notebook)
        self._tell("ended", run.notebook, **_report(run))

    def say(self, line: str) -> None:
        """On stderr."""
        tell(line)

    def _tell_progress(self) -> None:
        for notebook in self._running:
            _, asked, ended, articles = _numbers(notebook)
            self._tell("progress", notebook, asked=asked, ended=ended, articles=articles)

    def _tell(self, event: str, notebook: Notebook, **more: Any) -> None:
        told = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "event": event,
            "portal": notebook.lease.portal,
            "run": notebook.lease.run_id,
        }
        if self._unwritten:
            return
        try:
            sys.stdout.write(json.dumps(told | more, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        except OSError as error:
            self._unwritten = error


@contextmanager
def _repeating(show: Callable[[], None], seconds: float) -> Iterator[None]:
    loop = LoopingCall(show)
    loop.start(seconds, now=False)
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


def _table(notebooks: list[Notebook]) -> Table:
    table = Table("portal", "addresses asked", "ended", "articles")
    for notebook in notebooks:
        table.add_row(*map(str, _numbers(notebook)))
    return table


def _report(run: Run) -> dict[str, Any]:
    """What a run came to; without numbers where the store failed."""
    report: dict[str, Any] = {
        "outcome": run.notebook.outcome,
        "problems": [{"code": int(code), "text": text} for code, text in run.problems],
        "counts": dict(sorted(run.notebook.counts.items())),
    }
    if summary := run.summary:
        report |= {
            "addresses": summary.addresses,
            "requests": summary.fetches,
            "articles": summary.articles,
            "seconds": round(summary.seconds, 3),
        }
    return report
