"""What crawls came to."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.exits import Exit
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from storage.reports import RunSummary

#: What must be told of a crawl, with the exit code it means.
Problem = tuple[Exit, str]


@dataclass(frozen=True)
class Run:
    """One portal's part of a crawl, ended. ``summary`` is None where the store failed."""

    portal: type[PortalSpider]
    home: str
    notebook: Notebook
    summary: RunSummary | None
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """What it counted; 0 for what it didn't meet."""
        return self.notebook.counts


@dataclass(frozen=True)
class Crawled:
    """What a crawl came to.

    ``refused`` are the problems of portals whose run never began. ``database`` is the store's address,
    without a password.
    """

    runs: tuple[Run, ...]
    refused: tuple[Problem, ...]
    database: str

    @property
    def exit_code(self) -> Exit:
        """The gravest problem's."""
        problems = [*self.refused, *(problem for run in self.runs for problem in run.problems)]
        return max((code for code, _ in problems), default=Exit.FINE)
