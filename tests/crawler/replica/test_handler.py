"""The download handler in a real crawl: everything goes to the replica, and addresses stay true."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import NotConfigured

from crawler.replica.handler import loopback
from crawler.replica.server import running
from crawler.replica.truth import truth

PROJECT = Path(__file__).parents[3]
URL = truth("hxw")[0].url

#: Crawls what the command line names; prints one JSON line a response or failure.
CRAWL = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

replica, *requests = map(json.loads, sys.argv[1:])

class Spider(scrapy.Spider):
    name = "spider"
    handle_httpstatus_list = [304, 404]

    async def start(self):
        for request in requests:
            yield scrapy.Request(**request, errback=self.failed, dont_filter=True)

    def parse(self, response):
        print(json.dumps([response.status, response.url, len(response.body), response.headers.get("ETag", b"").decode(),
                          type(response).__name__, "download_latency" in response.meta]))

    def failed(self, failure):
        print(json.dumps([0, failure.request.url, failure.getErrorMessage()]))

handler = "crawler.replica.handler.ReplicaHandler"
process = AsyncCrawlerProcess({
    "REPLICA": replica, "DOWNLOAD_HANDLERS": {"http": handler, "https": handler}, "LOG_ENABLED": False,
    "RETRY_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Spider)
process.start()
"""


def crawl(replica: str, *requests: dict[str, Any]) -> dict[str, list[Any]]:
    """What became of each request, by URL."""
    words = [sys.executable, "-c", CRAWL, json.dumps(replica), *map(json.dumps, requests)]
    # A proxy of the environment would be a way out of the replica.
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    done = subprocess.run(
        words, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return {line[1]: line for line in map(json.loads, done.stdout.splitlines())}


def test_a_crawl_of_https_addresses() -> None:
    with running() as address:
        etag = crawl(address, {"url": URL})[URL][3]
        found = crawl(
            address,
            {"url": URL, "headers": {"If-None-Match": etag}},
            {"url": "http://zugong.puyang.example/index.aspx?lanmuid=76&id=512&sublanmuid=973"},
            {"url": "HTTPS://unknown.example"},
            {"url": "https://www.hxw.gov.cn/content/2018/08/15/399999.html"},
        )
    assert etag
    assert found[URL] == [304, URL, 0, etag, "HtmlResponse", True]
    assert found["http://zugong.puyang.example/index.aspx?lanmuid=76&id=512&sublanmuid=973"][0] == 200
    assert [line[0] for url, line in found.items() if "unknown.example" in url.lower()] == [404]
    assert found[truth("hxw")[4].url][0] == 200  # where the redirect leads


def test_a_bad_address_fails_every_request_with_the_reason() -> None:
    found = crawl("http://www.example.com:80", {"url": URL})
    assert found[URL][0] == 0
    assert "REPLICA must be http://127.0.0.1:PORT" in found[URL][2]


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        8000,
        "127.0.0.1:8000",
        "http://127.0.0.1",
        "https://127.0.0.1:8000",
        "http://127.0.0.1.example.com:8000",
        "http://localhost:8000@example.com",
        "http://127.0.0.1:8000/path",
        "http://10.0.0.1:8000",
        "http://127.0.0.1:8000\n",
    ],
)
def test_only_this_machine_is_taken_for_a_replica(address: object) -> None:
    with pytest.raises(NotConfigured, match="REPLICA must be"):
        loopback(address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://localhost:65535/", "http://[::1]:8000"])
def test_this_machine_is_taken(address: str) -> None:
    assert loopback(address) == address.rstrip("/")
