"""A web server on loopback that answers in every bad way, and notes what it was asked."""

import gzip
import re
import socket
import struct
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from threading import Thread
from urllib.parse import urlsplit

import brotli
from scrapy.utils._compression import zstd

PARAGRAPH = "支部书记走村入户，了解老人的困难，当场记下要办的事情，约定一个月内办好，并请大家监督。"


def article(title: str) -> str:
    head = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
    return f"{head}<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></body></html>"


HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(links: list[str]) -> str:
    rows = "".join(f'<li><a href="{link}">{link[:40]}</a></li>' for link in links)
    return f"<html><body><ul>{rows}</ul></body></html>"


#: An answer: status, headers and body; a word for what takes its time; or the bytes before the connection ends.
Answer = tuple[int, dict[str, str], str | bytes] | str | bytes


def to(location: str) -> tuple[int, dict[str, str], str]:
    return 302, {"Location": location}, ""


#: The size of a page that never seems to end, in bytes.
FLOOD = 100_000_000

#: What a firewall answers in the place of any page.
CHALLENGE = "<script>document.cookie='C3VK=1; max-age=300';window.location.reload();</script>"


def long_article(title: str) -> bytes:
    return article(title).replace(PARAGRAPH, PARAGRAPH * 50).encode()


LONG = long_article("长")
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"

#: A page packed in each way, and a bomb: small as it comes, a hundred times DOWNLOAD_MAXSIZE unpacked.
PACKED = {
    name: (pack(long_article(name)), pack(bytes(10_000_000)))
    for name, pack in {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstd.compress,
    }.items()
}


def packed(encoding: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    return 200, HTML | {"Content-Encoding": encoding}, body


#: What the answer to each address is.
ANSWERS: dict[str, Answer] = {
    "/a/good.html": (200, HTML, article("办实事")),
    "/a/empty.html": (200, HTML, ""),
    "/a/challenge.html": (200, HTML, CHALLENGE),
    "/a/json.html": (200, {"Content-Type": "application/json"}, "{}"),
    "/a/shared.html": (200, HTML, article("两处都有")),
    "/a/moved.html": to("good2.html"),
    "/a/good2.html": (200, HTML, article("搬了家")),
    "/a/itself.html": to("/a/itself.html"),
    "/a/ping.html": to("/a/pong.html"),
    "/a/pong.html": to("/a/ping.html"),
    "/a/left.html": to("/a/right.html"),
    "/a/right.html": to("/a/left.html"),
    "/a/away.html": to("http://other.example/a/1.html"),
    "/a/nowhere.html": (302, {}, ""),
    "/a/unspeakable.html": to("http://[broken"),
    "/a/to-file.html": to("/a/report.pdf"),
    "/a/lying.html": (304, {}, ""),
    "/a/hang.html": "hang",
    "/a/drop.html": "drop",
    "/a/silent.html": b"",
    "/a/no-http.html": b"SSH-2.0-OpenSSH_9.0\r\n\r\n",
    "/a/bad-status.html": b"HTTP/1.1 OK\r\n\r\n",
    "/a/cut-headers.html": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "/a/cut.html": (200, HTML | {"Content-Length": "5000"}, "<html>"),
    "/a/longer.html": (200, HTML | {"Content-Length": str(len(LONG) - 900)}, LONG),
    "/a/cut-chunk.html": WHOLE + b"Transfer-Encoding: chunked\r\n\r\n200\r\n<html><p>",
    "/a/bad-chunk.html": WHOLE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<html><p>\r\n0\r\n\r\n",
    "/a/no-gzip.html": packed("gzip", LONG),
    "/a/other-encoding.html": packed("sdch", long_article("别的")),
    "/a/bomb-twice.html": packed("gzip, gzip", gzip.compress(gzip.compress(bytes(10_000_000)))),
    **{f"/a/{name}.html": packed(name, whole) for name, (whole, _) in PACKED.items()},
    **{f"/a/{name}-cut.html": packed(name, whole[:-40]) for name, (whole, _) in PACKED.items()},
    **{f"/a/{name}-bomb.html": packed(name, bomb) for name, (_, bomb) in PACKED.items()},
    "/a/drip.html": "drip",
    "/a/flood.html": "flood",
    "/a/headers.html": "headers",
    "/a/huge.html": (200, HTML, "<p>" + "长" * 100_000),
    "/a/other-charset.html": (200, {"Content-Type": "text/html; charset=gb2312"}, article("字符集")),
    "/a/busy.html": (429, HTML | {"Retry-After": "0"}, "later"),
    "/a/secret.html": (200, HTML, article("不许看")),
    **{
        f"/a/{status}.html": (status, HTML, "no")
        for status in (400, 403, 404, 410, 412, 500, 502, 503, 521, 550)
    },
    **{f"/a/chain{n}.html": to(f"/a/chain{n + 1}.html") for n in range(12)},
    "/challenged-list.html": (200, HTML, CHALLENGE),
    "/list-as-file.html": (200, {"Content-Type": "application/pdf"}, "%PDF"),
}

#: Links of the list that must never be asked for, beside those that must not be an address at all.
REFUSED = {
    "http://other.example/a/2.html": "off site",
    "/a/" + "x" * 2100: "address too long",
    "/files/notice.docx": "attachment",
}
NO_ADDRESSES = ["javascript:void(0)", "mailto:a@b.example", "http://[broken", "/about.html"]
#: Addresses that only a redirect leads to.
UNLISTED = ("/a/good2.html", "/a/pong.html", *(f"/a/chain{n}.html" for n in range(1, 12)))

LISTED = [path for path in ANSWERS if path.startswith("/a/") and path not in UNLISTED]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        if proxied := self.headers["Proxy-Authorization"]:
            self.server.credentials.add(proxied)
            self.path = urlsplit(self.path).path
        self.server.asked[(self.headers["Host"], self.path)] += 1
        self.server.asked_at.append((time.monotonic(), self.path))
        answer = self.answer()
        if answer == "hang":
            time.sleep(5)
        elif answer == "drip":
            self.pour([WHOLE, b"\r\n", *(LONG[n : n + 1] for n in range(len(LONG)))], 0.2)
        elif answer == "flood":
            self.pour([WHOLE, b"\r\n", *repeat(bytes(65536), FLOOD // 65536)], 0)
        elif answer == "headers":
            self.pour([WHOLE, *repeat(b"X-More: " + b"a" * 8000 + b"\r\n", FLOOD // 8010)], 0)
        elif isinstance(answer, bytes):
            self.wfile.write(answer)
        elif answer == "drop":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.reply(*answer)
        self.close_connection = True

    def pour(self, pieces: Iterable[bytes], pause: float) -> None:
        """Send piece by piece, until the other side has enough of it."""
        for piece in pieces:
            try:
                self.wfile.write(piece)
            except OSError:
                return
            self.server.poured[self.path] += len(piece)
            time.sleep(pause)

    def answer(self):
        if self.path == "/robots.txt":
            return self.server.robots
        if self.path in self.server.instead:
            return self.server.instead[self.path]
        if self.path in ("/list.html", "/broken-list.html", "/short-list.html"):
            short = ["/a/good.html"]
            links = [*LISTED, *LISTED[:2], *REFUSED, *NO_ADDRESSES] if self.path == "/list.html" else short
            return 200, HTML, page(links)
        if numbered := re.fullmatch(r"/many(\d+)\.html", self.path):
            return 200, HTML, page([f"/a/many/{number}.html" for number in range(int(numbered[1]))])
        if self.path.startswith("/a/many/"):
            return 200, HTML, article(f"第{self.path}篇")
        if endless := re.fullmatch(r"/endless/(\d+)\.html", self.path):
            return 200, HTML, f'<a href="/endless/{int(endless[1]) + 1}.html">下一页</a>'
        return ANSWERS.get(self.path, (404, HTML, "no such page"))

    def reply(self, status: int, headers: dict[str, str], body: str | bytes) -> None:
        self.send_response(status)
        data = body if isinstance(body, bytes) else body.encode()
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if status != 304:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """``asked`` counts requests by host and path, ``poured`` what was sent of endless bodies.

    ``robots`` is the answer for robots.txt, ``instead`` has answers that stand before those above. ``asked_at`` says
    when what was asked, ``credentials`` what it was told as a proxy.
    """

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Handler)
        self.asked: Counter[tuple[str, str]] = Counter()
        self.poured: Counter[str] = Counter()
        self.asked_at: list[tuple[float, str]] = []
        self.credentials: set[str] = set()
        self.instead: dict[str, Answer] = {}
        self.robots: Answer = (200, {}, "User-agent: *\nDisallow: /a/secret\n")

    def handle_error(self, *_: object) -> None:
        """A crawl may hang up in the middle of an answer."""

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    with Server(host) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
