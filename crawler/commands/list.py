"""``scrapy list``: Scrapy's own, which also tells of portal files that can't be used."""

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from crawler.registry import PortalLoader


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
        """Print the names, one a line. A broken file is none of the listing's faults: it exits 0."""
        loader = PortalLoader.from_settings(self.settings)
        for line in loader.broken.values():
            print(f"scrapy: {line}", file=sys.stderr)
        print("\n".join(sorted(loader.list())))
