"""``scrapy list``: Scrapy's own, which also tells of portal files that can't be used."""

import argparse
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from crawler.exits import CommandError, Exit
from crawler.registry import PortalLoader
from crawler.terminal import guarded, tell, written


class Command(ScrapyCommand):
    """List the portals."""

    settings: Settings
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "List the portals; broken portal files are told on stderr"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the portals, one a line."""
        self.exitcode = guarded(lambda: self._list(args))

    def _list(self, args: list[str]) -> Exit:
        """Name, title and address in columns. A broken file is none of the listing's faults: it exits 0."""
        if args:
            raise CommandError(Exit.USAGE, f"list takes no {args[0]!r}")
        loader = PortalLoader.from_settings(self.settings)
        for line in loader.broken.values():
            tell(line)
        portals = [loader.load(name) for name in sorted(loader.list())]
        with written():
            for line in columns([(each.name, each.title, each.home) for each in portals]):
                print(line)
        return Exit.FINE


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their cells aligned: a Chinese character is two wide."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
