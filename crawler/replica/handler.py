"""Sends every request of a crawl to the replica instead of the web."""

import re
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}")


class ReplicaHandler(HTTP11DownloadHandler):
    """A download handler for http and https that knows one way only: the server the setting REPLICA names.

    The server learns the true host from the Host header and the true scheme from X-Replica-Scheme; the
    response keeps the true URL. A bad REPLICA makes every request fail with the reason; none goes out.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._address = loopback(crawler.settings.get("REPLICA"))

    async def download_request(self, request: Request) -> Response:
        """Ask the replica for what ``request`` asks the web for."""
        url = urldefrag(request.url).url
        there = urlsplit(url)
        sent = request.replace(
            url=self._address + url[len(f"{there.scheme}://{there.netloc}") :],
            headers={
                **request.headers,
                "Host": there.netloc.rpartition("@")[2],
                "X-Replica-Scheme": there.scheme,
            },
            meta={**request.meta, "proxy": None},  # a proxy of the environment would be a way out
        )
        response = await super().download_request(sent)
        request.meta["download_latency"] = sent.meta.get("download_latency")
        return response.replace(url=url)


def loopback(address: object) -> str:
    """The address, if it is a server on this machine.

    :raises NotConfigured: if it is not.
    """
    if isinstance(address, str) and LOOPBACK.fullmatch(address.rstrip("/")):
        return address.rstrip("/")
    raise NotConfigured(
        f"REPLICA must be http://127.0.0.1:PORT, http://localhost:PORT or http://[::1]:PORT, not {address!r}"
    )
