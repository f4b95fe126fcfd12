"""A portal's site that publishes articles at the top of its list, a few on each page; it notes what it was asked."""

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.crawler.site import HTML, article

#: Rows of a list page.
ROWS = 3
FIRST_DAY = date(2024, 1, 1)

Answer = tuple[int, dict[str, str], str]


class GrowingSite:
    """``numbers`` are the articles, the newest first; number 1 is of 1 January 2024, 2 of the day after.

    ``asked`` are the requests: path, status, whether conditional. ``odd`` has answers that are others than usual,
    ``trap`` is called with every path before it is answered. ``home`` is where it is served. ``beside`` is how many
    of the latest articles are shown beside every list page.
    """

    def __init__(self, articles: int) -> None:
        self.numbers = list(range(articles, 0, -1))
        self.asked: list[tuple[str, int, bool]] = []
        self.odd: dict[str, Answer] = {}
        self.trap: Callable[[str], object] = lambda path: None
        self.home = "https://growing.example"
        self.beside = 0

    def publish(self, articles: int) -> None:
        """Publish more at the top."""
        newest = self.numbers[0]
        self.numbers = [*range(newest + articles, newest, -1), *self.numbers]

    def lists_asked(self) -> list[str]:
        """The list pages asked so far, in order; forgotten with that, as is all else that was asked."""
        asked, self.asked = self.asked, []
        return [path for path, _, _ in asked if "list" in path]

    def reply(self, path: str, if_none_match: str | None) -> Answer:
        """The answer to a request."""
        self.trap(path)
        status, headers, body = self.odd.get(path) or self._answer(path)
        tag = f'"{zlib.crc32(body.encode())}"'
        if status == 200 and if_none_match == tag:
            status, body = 304, ""
        if path != "/robots.txt":
            self.asked.append((path, status, if_none_match is not None))
        return status, {**headers, "ETag": tag}, body

    def list_page(self, page: int) -> str:
        """A page of the list."""
        numbers = self.numbers[(page - 1) * ROWS : page * ROWS]
        rows = "".join(
            f'<li><a href="/a/{n}.html">第{n}次</a><span>{FIRST_DAY + timedelta(days=n - 1)}</span></li>'
            for n in numbers
        )
        latest = "".join(f'<p><a href="/a/{n}.html">第{n}次</a></p>' for n in self.numbers[: self.beside])
        behind = f'<a href="/list_{page + 1}.html">下一页</a>' if page * ROWS < len(self.numbers) else ""
        return f"<html><body><ul>{rows}</ul>{behind}{latest}</body></html>"

    def _answer(self, path: str) -> Answer:
        if found := re.fullmatch(r"/list(?:_(\d+))?\.html", path):
            return 200, HTML, self.list_page(int(found[1] or 1))
        found = re.fullmatch(r"/a/(\d+)\.html", path)
        if found and int(found[1]) in self.numbers:
            return 200, HTML, article(f"第{found[1]}次办实事").replace("一个月", f"{found[1]}天")
        return 404, {}, ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, site: GrowingSite, *args: object) -> None:
        self.site = site
        super().__init__(*args)

    def do_GET(self) -> None:
        status, headers, body = self.site.reply(self.path, self.headers["If-None-Match"])
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(site: GrowingSite) -> Iterator[GrowingSite]:
    """The same site, served on loopback for as long as the block lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site)) as server:
        server.daemon_threads = True
        site.home = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield site
        server.shutdown()
