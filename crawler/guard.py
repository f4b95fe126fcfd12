"""The ways to the web: only public addresses are talked to, whatever name led there."""

import ipaddress
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.web._newclient import HEADER, STATUS

from crawler.old_tls import OldTLS
from crawler.verdicts import PrivateAddress

Networks = Sequence[IPv4Network | IPv6Network]

#: Headers longer than that, in bytes, are no server's: the largest fields in use are some kilobytes.
_LONGEST_HEAD = 512 * 1024
#: How IPv6-only networks reach IPv4: the last 32 bits are the true address.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: All that IPv6 has given out for the public.
_UNICAST = ipaddress.ip_network("2000::/3")


class PublicHandler(BaseDownloadHandler):
    """A download handler for http and https that talks to public addresses only.

    What counts is the peer a connection was really made to, before a byte is sent: a name that leads to
    another address the second time gains nothing. The networks of ``PRIVATE_NETWORKS`` are let through.
    Behind a proxy the peer is the proxy, which the user chose, and the proxy looks up names: there only
    hosts that are written as addresses are checked.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._allowed = networks(crawler.settings)
        self._direct = _Handler(crawler, guarded(self._allowed))
        self._proxied = _Handler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Ask the web.

        :raises PrivateAddress: if the host is not on it.
        """
        if not request.meta.get("proxy"):
            return await self._direct.download_request(request)
        refuse_literal(request.url, self._allowed)
        return await self._proxied.download_request(request)

    async def close(self) -> None:
        """Close the connections that are kept open."""
        await self._direct.close()
        await self._proxied.close()


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's own, which would take headers without end into memory."""

    _head = 0

    def request(self, request: Any) -> Any:
        """Send a request on a connection that is new or was used before."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's name)
        """Take what comes, if the headers come to an end."""
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(data)
            if self._head > _LONGEST_HEAD:
                self.transport.abortConnection()  # type: ignore[union-attr]  # data come from one
                return
        super().dataReceived(data)


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes the protocol of a new connection."""

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 (Twisted's name)
        """A protocol with a bound for headers."""
        return _BoundedProtocol(self._quiescentCallback)


def guarded(allowed: Networks) -> type[BoundedFactory]:
    """The same, for public peers and these networks alone: it is the first to know the peer."""

    class PublicFactory(BoundedFactory):
        def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 (Twisted's name)
            refuse(addr.host, allowed)
            return super().buildProtocol(addr)

    return PublicFactory


class _Handler(HTTP11DownloadHandler):
    """Scrapy's own, with the kind of connections and of TLS that are wanted."""

    def __init__(self, crawler: Crawler, factory: type[BoundedFactory] = BoundedFactory) -> None:
        super().__init__(crawler)
        self._pool._factory = factory  # noqa: SLF001 (no other way is there)
        if crawler.settings.getbool("OLD_TLS"):
            self._contextFactory: Any = OldTLS(self._contextFactory)


def networks(settings: BaseSettings) -> Networks:
    """The networks of the setting ``PRIVATE_NETWORKS``.

    :raises ValueError: if one is none.
    """
    return [ipaddress.ip_network(each.strip()) for each in settings.getlist("PRIVATE_NETWORKS")]


def refuse(address: str, allowed: Networks = ()) -> None:
    """Refuse an address that isn't public: this machine's, its network's, a cloud's own.

    :raises PrivateAddress: if it isn't public and in none of the ``allowed`` networks.
    """
    true = _embedded(ipaddress.ip_address(address))
    if any(true in network for network in allowed):
        return
    if true.is_multicast or not true.is_global or (true.version == 6 and true not in _UNICAST):
        raise PrivateAddress(address)


def refuse_literal(url: str, allowed: Networks) -> None:
    """Refuse a URL whose host is written as an address that isn't public; a name is left alone.

    :raises PrivateAddress: if so.
    """
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    refuse(host, allowed)


def _embedded(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address
