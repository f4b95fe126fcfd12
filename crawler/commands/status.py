"""``scrapy status``: how the portals fare, for people, machines and Prometheus; and alerts."""

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.commanding import StoreCommand
from crawler.commands.list import columns
from crawler.exits import CommandError, Exit
from crawler.health import Health, Seen, look
from crawler.messages import Messenger, line
from crawler.metrics import metrics
from crawler.registry import PortalLoader
from crawler.report import in_china
from crawler.scheduling import attend
from crawler.terminal import tell, written
from storage import alerts
from storage.database import Store
from storage.whole_file import replaced

_HEAD = (
    "portal",
    "last crawl (China)",
    "outcome",
    "new",
    "changed",
    "articles",
    "faults",
    "next crawl (China)",
)


class Command(StoreCommand):
    """Show how the portals fare."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "[--json] [--metrics FILE]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show how the portals fare, and send alerts"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "For each portal: its last crawl, what that found, the share of articles with faults, when it is crawled"
            " next; and what somebody should look at: a failed crawl, a list that can't be read, fewer articles than"
            " expected or than usual, a field suddenly empty, texts suddenly short. Such an alert is sent to the"
            " targets in ALERTS (environment or -s) once when it arises and once when it has ended. Exit codes: 0 no"
            " alert; 1 an alert lasts, or something couldn't be sent or written; 2 wrong use, or apprise must be"
            " installed first; 3 the database can't be used; 5 a portal's file is broken. See docs/running.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print all of it as one JSON object")
        parser.add_argument(
            "--metrics", metavar="FILE", help="write a file for node_exporter's textfile collector"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Look, tell, print."""
        if args:
            raise CommandError(Exit.USAGE, f"status takes no {args[0]!r}")
        loader = PortalLoader.from_settings(self.settings)
        targets = str(self.settings["ALERTS"] or "").split()
        messenger = Messenger(targets) if targets else None
        attended = attend(loader, self.settings)
        with self.store() as store:
            health = look(store, attended, set(loader.broken))
            untold = send(store, messenger) if messenger else []
        code = Exit.LOOK if health.alerts or untold else Exit.FINE
        if opts.metrics:
            code = max(code, _write(Path(opts.metrics), health))
        with written(code):
            print(_json(health) if opts.json else "\n".join(_lines(health, attended.left_out)))
        for text in (*untold, *loader.broken.values()):
            tell(text)
        return Exit.BROKEN if loader.broken else code


def send(store: Store, messenger: Messenger) -> list[str]:
    """Send what hasn't been sent.

    :returns: what couldn't be; where no target took it, it is sent again at the next look.
    """
    with store.transaction() as session:
        notices = alerts.claim(session)
    if not notices:
        return []
    done = False
    try:
        missed = messenger.send(notices)
        done = len(missed) < messenger.number
    finally:
        with store.transaction() as session:
            alerts.sent(session, notices, done)
    return [f"alerts: {name} didn't take them" for name in missed]


def _write(file: Path, health: Health) -> Exit:
    """Write the metrics, whole or not at all; that they can't be written is told, and hides nothing else."""
    try:
        with replaced(file) as out:
            out.write(metrics(health).encode())
    except OSError as error:
        tell(f"{file} can't be written: {error.strerror or error}")
        return Exit.LOOK
    return Exit.FINE


def _lines(health: Health, left_out: Sequence[str]) -> Iterator[str]:
    """A line for each portal, and one for each alert; who is not looked after stands in the last one."""
    yield from columns([_HEAD, *map(_row, health.portals)])
    for each in health.portals:
        if each.blocked_since:
            yield f"{each.portal.name}: blocked since {in_china(each.blocked_since)}"
    yield from (f"! {line(each)}; since {in_china(each.since)}" for each in health.alerts)
    if left_out:
        yield f"not looked after, since their addresses are not known (PORTAL_HOMES): {', '.join(left_out)}"


def _row(seen: Seen) -> tuple[str, ...]:
    name, following = seen.portal.name, "running" if seen.outlook.held else _clock(seen.outlook.start)
    if seen.outlook.is_ready:
        following = "due"
    standing, last = seen.standing, seen.last
    if standing is None or last is None:
        return name, "never", "", "", "", str(standing.articles if standing else 0), "", following
    faults = "" if standing.faulty is None else f"{standing.faulty:.0%}"
    numbers = (str(last.new), str(last.changed), str(standing.articles))
    return name, _clock(last.started), last.outcome or "running", *numbers, faults, following


def _clock(at: datetime) -> str:
    return in_china(at).removesuffix(" (China)")


def _json(health: Health) -> str:
    told = {
        "portals": [_portal(each) for each in health.portals],
        "alerts": [
            {"portal": each.portal, "kind": each.kind, "text": each.text, "since": each.since}
            for each in health.alerts
        ],
    }
    return json.dumps(told, ensure_ascii=False, default=datetime.isoformat)


def _portal(seen: Seen) -> dict[str, Any]:
    crawls = seen.standing.crawls if seen.standing else ()
    return {
        "portal": seen.portal.name,
        "title": seen.portal.title,
        "articles": seen.standing.articles if seen.standing else 0,
        "faulty": seen.standing.faulty if seen.standing else None,
        "due": seen.outlook.due if crawls else None,
        "next": seen.outlook.start,
        "is_due": seen.outlook.is_ready,
        "is_running": seen.outlook.held,
        "blocked_since": seen.blocked_since,
        "crawls": [
            {
                "run": each.run_id,
                "kind": each.kind,
                "began": each.started,
                "ended": each.ended,
                "outcome": each.outcome,
                "new": each.new,
                "changed": each.changed,
                "met": each.met,
            }
            for each in crawls
        ],
    }
