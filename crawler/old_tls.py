"""Servers that know only old TLS: asked where a portal's file says so, and nowhere else."""

from typing import Any

from scrapy.core.downloader.contextfactory import _get_creator_context
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

#: OpenSSL's name for it is OP_LEGACY_SERVER_CONNECT: the server knows no secure renegotiation (RFC 5746).
_LEGACY_SERVER = 0x4


@implementer(IPolicyForHTTPS)
class OldTLS:
    """A policy for HTTPS that takes what OpenSSL by itself finds too weak. Certificates are checked as before.

    The oldest version that is taken is DOWNLOAD_TLS_MIN_VERSION's to say.
    """

    def __init__(self, policy: Any) -> None:
        self._policy = policy

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 (Twisted's name)
        """What makes a host's connections."""
        creator = self._policy.creatorForNetloc(hostname, port)
        context = _get_creator_context(creator)
        context.set_options(_LEGACY_SERVER)
        context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        return creator
