"""The way out of a portal whose site can be reached from some places only: a proxy named for it."""

from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings


class PortalProxy(HttpProxyMiddleware):
    """Scrapy's proxy middleware, by portal: all requests of a portal that ``PROXIES`` names go through its proxy.

    The others go as the environment (``http_proxy`` and its kin) says. What logs and messages say of a proxy is its
    host: name and password are in a header from here on, and nowhere else.
    """

    def __init__(self, encoding: str, proxy: str | None) -> None:
        super().__init__(encoding)
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one; not with the replica, which is reached in one way only."""
        if not crawler.settings.getbool("HTTPPROXY_ENABLED"):
            raise NotConfigured
        name = getattr(crawler.spider, "name", "")
        return cls(crawler.settings["HTTPPROXY_AUTH_ENCODING"], proxies(crawler.settings).get(name))

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Name the request's proxy, and put its password into the header."""
        if self._proxy:
            request.meta["proxy"] = self._proxy
        super().process_request(request)


def proxies(settings: BaseSettings) -> Mapping[str, str]:
    """The portals' proxies that the settings give.

    :raises ValueError: if one is no ``http://USER:PASSWORD@HOST:PORT``, or they can't be read. The text names the
        portal, and not the proxy, which may hold a password.
    """
    try:
        given = settings.getdict("PROXIES")
    except (ValueError, TypeError):
        raise ValueError('must be a JSON object such as {"hxw": "http://USER:PASSWORD@HOST:PORT"}') from None
    for portal, proxy in given.items():
        if not _is_proxy(proxy):
            raise ValueError(
                f"the proxy of {portal} must be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT"
            )
    return given


def _is_proxy(address: object) -> bool:
    try:
        parts = urlsplit(address) if isinstance(address, str) else None
        return bool(parts and parts.scheme == "http" and parts.hostname and parts.port)
    except ValueError:
        return False
