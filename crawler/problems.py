"""What must be told of a run that has ended, and which exit code it means."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from crawler.exits import Exit
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.runs import Problem
from storage.leases import LeaseLost
from storage.refusals import LEFT_ALONE
from storage.standing import Unread


def judge(portal: type[PortalSpider], notebook: Notebook, unread: Sequence[Unread]) -> Iterator[Problem]:
    """What must be told about a run that has ended."""
    outcome, counts = str(notebook.outcome), notebook.counts
    if notebook.fault:
        code = Exit.HELD if isinstance(notebook.fault, LeaseLost) else Exit.DATABASE
        yield code, str(notebook.fault)
    elif outcome == "stopped":
        yield Exit.STOPPED, "stopped; what is left is asked by the next run"
    elif outcome == "refused":
        yield Exit.LOOK, f"{notebook.refusal}; what is left stays due{_alone(counts[LEFT_ALONE])}"
    elif outcome != "finished":
        yield Exit.LOOK, f"the crawl {outcome}"
    if counts["errors/crawler"]:
        yield Exit.LOOK, f"errors of our own: {counts['errors/crawler']}; the log has them"
    if outcome == "finished":
        for name, number in counts.items():
            if name.startswith("left/"):
                reason = name.removeprefix("left/")
                yield Exit.LOOK, f"{reason}; addresses not asked, and still due: {number}"
        yield from ((Exit.LOOK, each.line) for each in unread if each.state != "pending")
    is_all = notebook.full and not notebook.since
    if outcome == "finished" and is_all and notebook.articles < portal.expect:
        yield Exit.LOOK, f"only {notebook.articles} articles; a full run has at least {portal.expect}"


def _alone(seconds: int) -> str:
    return f", and it is left alone for {timedelta(seconds=seconds)}" if seconds else ""
