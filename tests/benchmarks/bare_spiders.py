"""What a crawl is measured against: Scrapy alone, and what most people would write with it.

python tests/benchmarks/bare_spiders.py bare|usual ADDRESSES DATABASE: outside of the project, with Scrapy's own
settings but for the number of requests at once.
"""

import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from trafilatura import extract

#: Requests at once; the crawl that is compared has as many.
AT_ONCE = 16


class Bare(Spider):
    """Fetches the pages and looks at none of them."""

    name = "bare"

    async def start(self) -> AsyncIterator[Request]:
        for url in Path(self.addresses).read_text().split():
            yield Request(url, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Nothing."""


class Usual(Bare):
    """Trafilatura in the callback, and a row in SQLite."""

    name = "usual"

    async def start(self) -> AsyncIterator[Request]:
        self.rows = sqlite3.connect(self.database)
        self.rows.execute("CREATE TABLE articles (url TEXT PRIMARY KEY, text TEXT)")
        async for request in super().start():
            yield request

    def parse(self, response: Response) -> None:
        """Extract and write."""
        self.rows.execute("INSERT INTO articles VALUES (?, ?)", (response.url, extract(response.text)))
        self.rows.commit()

    def closed(self, reason: Any) -> None:
        """Scrapy's last word."""
        self.rows.close()


def main(spider: str, addresses: str, database: str) -> None:
    """Crawl."""
    settings = {
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    process.crawl({"bare": Bare, "usual": Usual}[spider], addresses=addresses, database=database)
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
