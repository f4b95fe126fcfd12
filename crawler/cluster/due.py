"""``scrapy due --cluster``: what is told while a cluster crawls, and in the end."""

import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from scrapy.settings import BaseSettings

from crawler.cluster.connection import connected
from crawler.cluster.crawls import Reported, crawl, exit_code, reported, shareable
from crawler.cluster.worker import Ended
from crawler.exits import Exit
from crawler.portal import PortalSpider
from crawler.report import show
from crawler.terminal import plain, tell, written
from storage.database import Store


class Spread:
    """Crawls on a cluster, told as those of one process are.

    :param homes: the portals' addresses.
    """

    def __init__(self, store: Store, homes: Mapping[type[PortalSpider], str], jsonl: bool) -> None:
        self._store = store
        self._homes = homes
        self._jsonl = jsonl
        self._portals: dict[str, type[PortalSpider]] = {}
        self._runs: list[Reported] = []
        self._code = Exit.FINE

    async def crawl(
        self,
        address: str,
        settings: BaseSettings,
        portals: Sequence[type[PortalSpider]],
        given: Sequence[str],
    ) -> Exit:
        """Crawl these portals and report.

        :param given: the settings of the command line.
        :raises CommandError: if the cluster can't be used.
        """
        self._portals = {portal.name: portal for portal in portals}
        async with connected(address, settings, self._store) as cluster:
            refused = await crawl(cluster, list(self._portals), shareable(given), self._ended, tell)
        for code, line in refused:
            tell(line)
            self._code = max(self._code, code)
        if self._runs and not self._jsonl:
            order = list(self._portals.values())
            with written(self._code):
                show(Console(), sorted(self._runs, key=lambda run: order.index(run.portal)))
                sys.stdout.write(f"database: {plain(self._store.name)}\n")
        return self._code

    def _ended(self, ended: Ended) -> None:
        """Pass on what a crawl has written; its report waits for the others'."""
        sys.stderr.write(ended.errors)
        if ended.code < 0:
            tell(f"{ended.portal}: its crawl on {ended.where} was killed by signal {-ended.code}")
        self._code = max(self._code, exit_code(ended))
        if self._jsonl:
            with written(self._code):
                sys.stdout.write(ended.output)
            return
        portal = self._portals[ended.portal]
        if run := reported(portal, self._homes[portal], ended, self._store):
            self._runs.append(run)
