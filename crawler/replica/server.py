"""The replica's web server: every site on one loopback port, told apart by the Host header."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.replica import conditional
from crawler.replica.site import Ask, Reply, Site

#: The only interface the replica listens on.
LOOPBACK = "127.0.0.1"

#: The folder the replica's own process is started in: the one that holds the package ``crawler``.
PROJECT = Path(__file__).parents[2]


class Sites:
    """What twisted serves: hands each request to the site its Host header names."""

    isLeaf = True  # noqa: N815  # twisted's name: every path is answered here

    def __init__(self, sites: tuple[Site, ...]) -> None:
        self._sites = {host: site for site in sites for host in site.hosts}

    def render(self, request: Any) -> bytes:
        """Answer one request of twisted's."""
        ask = _ask(request)
        reply = conditional.answer(ask, self._reply(ask))
        request.setResponseCode(reply.status)
        for name, value in reply.headers:
            request.responseHeaders.addRawHeader(name, value)
        return reply.body

    def _reply(self, ask: Ask) -> Reply:
        parent = ask.host.partition(".")[2]
        site = self._sites.get(ask.host) or self._sites.get(f"*.{parent}")
        return site.respond(ask) if site else _unknown(ask.host, sorted(self._sites))


def _ask(request: Any) -> Ask:
    """A request of twisted's in our words."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in request.requestHeaders.getAllRawHeaders()
    }
    return Ask(
        method=request.method.decode("latin-1"),
        host=headers.get("host", "").partition(":")[0].lower(),
        target=request.uri.decode("latin-1"),
        scheme=headers.get("x-replica-scheme", "https"),
        headers=headers,
        body=request.content.read(),
    )


def _unknown(host: str, known: list[str]) -> Reply:
    """The reply for a host the replica has no site for."""
    text = f"The replica has no site {host!r}. It has: {', '.join(known)}\n"
    return Reply(404, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())


@contextmanager
def running(edition: int = 1) -> Iterator[str]:
    """An edition of the replica in a process of its own, on a free port, for as long as the block lasts.

    :returns: its address, such as ``http://127.0.0.1:40123``.
    :raises RuntimeError: if it doesn't come up.
    """
    command = [sys.executable, "-m", "crawler.replica", "--attached", "--edition", str(edition)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=PROJECT, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        assert process.stdin and process.stdout  # noqa: S101  # asked for above
        try:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the replica did not start: see what it wrote to stderr")
            yield line.split()[1]
        finally:
            process.stdin.close()
