"""A web server on loopback that answers in every bad way, and notes what it was asked."""

import re
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PARAGRAPH = "支部书记走村入户，了解老人的困难，当场记下要办的事情，约定一个月内办好，并请大家监督。"


def article(title: str) -> str:
    head = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
    return f"{head}<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></body></html>"


HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(links: list[str]) -> str:
    rows = "".join(f'<li><a href="{link}">{link[:40]}</a></li>' for link in links)
    return f"<html><body><ul>{rows}</ul></body></html>"


def to(location: str) -> tuple[int, dict[str, str], str]:
    return 302, {"Location": location}, ""


#: What a firewall answers in the place of any page.
CHALLENGE = "<script>document.cookie='C3VK=1; max-age=300';window.location.reload();</script>"

#: What the answer to each address is: status, headers, body; or a word for what breaks below HTTP.
ANSWERS: dict[str, tuple[int, dict[str, str], str] | str] = {
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
    "/a/cut.html": (200, HTML | {"Content-Length": "5000"}, "<html>"),
    "/a/huge.html": (200, HTML, "<p>" + "长" * 100_000),
    "/a/secret.html": (200, HTML, article("不许看")),
    **{f"/a/{status}.html": (status, HTML, "no") for status in (400, 403, 404, 410, 412, 500, 503, 521, 550)},
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
        self.server.asked[(self.headers["Host"], self.path)] += 1
        answer = self.answer()
        if answer == "hang":
            time.sleep(3)
        elif answer == "drop":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.reply(*answer)
        self.close_connection = True

    def answer(self):
        if self.path == "/robots.txt":
            return self.server.robots
        if self.path in ("/list.html", "/broken-list.html", "/short-list.html"):
            short = ["/a/good.html"]
            links = [*LISTED, *LISTED[:2], *REFUSED, *NO_ADDRESSES] if self.path == "/list.html" else short
            return 200, HTML, page(links)
        if endless := re.fullmatch(r"/endless/(\d+)\.html", self.path):
            return 200, HTML, f'<a href="/endless/{int(endless[1]) + 1}.html">下一页</a>'
        return ANSWERS.get(self.path, (404, HTML, "no such page"))

    def reply(self, status: int, headers: dict[str, str], body: str) -> None:
        self.send_response(status)
        data = body.encode()
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if status != 304:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """``asked`` counts requests by host and path; ``robots`` is the answer for robots.txt."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[tuple[str, str]] = Counter()
        self.robots: tuple[int, dict[str, str], str] = (200, {}, "User-agent: *\nDisallow: /a/secret\n")

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
