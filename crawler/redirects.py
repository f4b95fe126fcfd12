"""Where redirects lead, as one run follows them: not far, not in circles, not off the site."""

from collections import Counter
from urllib.parse import urljoin

from scrapy.http import Response
from w3lib.url import canonicalize_url

from crawler import links
from crawler.links import Scope
from crawler.verdicts import Verdict
from storage.addresses import Found, Known
from storage.words import Role

#: A chain of redirects longer than this leads nowhere; browsers give up at 20.
_LONGEST_CHAIN = 10


class Redirects:
    """The redirects a run has followed, and what of a new one may be."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._leads: dict[str, str] = {}
        self._hops: Counter[str] = Counter()

    def follow(self, url: str, there: str) -> None:
        """Note that an address leads to another one."""
        self._leads[url] = there
        self._hops[there] = self._hops[url] + 1

    def target(self, response: Response, known: Known) -> Found | Verdict:
        """Where a redirect leads, or why it leads nowhere."""
        if not response.headers.get("Location"):
            return Verdict("failed", f"HTTP {response.status} without a location")
        url = location(response)
        if url is None or not self._scope.owns(url):
            return Verdict("excluded", "redirected off site")
        reason = links.exclusion(url, self._scope)
        if known.role == reason == "attachment":
            reason = None
        if known.role == "article" and not (reason or self._scope.has_article(url)):
            return Verdict("failed", "redirected to what is no article's address")
        if url == known.url:
            return Verdict("blocked", "redirect to itself")  # a firewall's, which wants a cookie
        if self._end_of(url) == known.url:
            return Verdict("failed", "redirect loop")
        if self._hops[known.url] >= _LONGEST_CHAIN:
            return Verdict("failed", "too many redirects")
        role: Role = "article" if reason else known.role
        return Found(url, role, known.hints, "excluded" if reason else "pending", reason)

    def _end_of(self, url: str) -> str:
        """Where an address leads by the redirects this run has followed. They make no circle: see above."""
        while url in self._leads:
            url = self._leads[url]
        return url


def location(response: Response) -> str | None:
    """The canonical address that an answer's Location names, relative ones too; None for one that is none."""
    named = (response.headers.get("Location") or b"").decode("utf-8", "replace").strip()
    try:
        return str(canonicalize_url(urljoin(response.url, named)))
    except ValueError:
        return None
