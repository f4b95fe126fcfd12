"""A portal of static files, served by nginx on loopback: what the speed of a crawl is measured on."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from random import Random
from time import sleep
from typing import NamedTuple

from crawler.replica.prose import Prose, Text

#: Bytes of a page: what the saved pages of Chinese portals have in the middle.
SIZE = 45_000
#: Articles that a list page names.
ROWS = 100

_CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/html; sendfile on; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; }}
}}
"""


class Row(NamedTuple):
    """An article as a list names it."""

    path: str
    title: str


def program() -> str | None:
    """Where nginx is; None where it isn't installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


def write(folder: Path, articles: int) -> list[str]:
    """Write a site of so many invented articles.

    :returns: the articles' paths; the lists are ``/list_1.html`` and on.
    """
    rows = list(publish(folder, range(articles)))
    name(folder, rows)
    return [row.path for row in rows]


def publish(folder: Path, numbers: range, size: int = SIZE) -> Iterator[Row]:
    """Write the pages of these articles, which no list names yet. Other numbers are other articles.

    :param size: bytes of a page, if its article needs no more.
    """
    (folder / "a").mkdir(parents=True, exist_ok=True)
    prose, dice = Prose("static" if numbers.start == 0 else f"static from {numbers.start}"), Random(1)
    names = [prose.article().title for _ in range(200)]
    for number in numbers:
        text = prose.article()
        row = Row(f"/a/t20240101_{1_000_000 + number}.html", text.title)
        (folder / row.path[1:]).write_text(_page(text, names, dice, size), encoding="utf-8")
        yield row


def name(folder: Path, rows: Sequence[Row]) -> None:
    """Write the lists that name these articles, from ``/list_1.html`` on, in the order given."""
    for page, start in enumerate(range(0, len(rows), ROWS), 1):
        end = start + ROWS
        listed = _list_page(rows[start:end], page, is_last=end >= len(rows))
        (folder / f"list_{page}.html").write_text(listed, encoding="utf-8")


def _page(text: Text, names: list[str], dice: Random, least: int) -> str:
    """An article's page: menus, boxes of links, script and style around it, up to so many bytes."""
    body = "".join(f'<p style="text-indent:2em">{escape(each)}</p>' for each in text.paragraphs)
    top = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(text.title)}_样本网</title>
<meta name="keywords" content="样本,要闻"><meta name="PubDate" content="2024-01-01 08:30">
<style>{".box{float:left;width:320px;margin:0 8px 8px 0;border:1px solid #ddd}" * 60}</style>
<script>{"window._q=window._q||[];_q.push(['track',1]);" * 120}</script></head><body>
<div class="nav"><ul>{_links(names, dice, 30)}</ul></div>
<div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/list_1.html">要闻</a></div>
<div class="main"><h1>{escape(text.title)}</h1>
<div class="info">发布时间：2024-01-01 08:30　来源：样本日报　作者：李明</div>
<div class="content">{body}</div><div class="editor">责任编辑：王芳</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div></div>"""
    bottom = '<div class="footer"><p>版权所有：样本网　主办单位：样本县融媒体中心</p></div></body></html>'
    boxes, size = [], len((top + bottom).encode())
    while size < least:
        box = f'<div class="box"><h3>{dice.choice(names)[:6]}</h3><ul>{_links(names, dice, 12)}</ul></div>'
        size += len(box.encode())
        boxes.append(box)
    return f"{top}<div class='side'>{''.join(boxes)}</div>{bottom}"


def _links(names: list[str], dice: Random, number: int) -> str:
    rows = (
        f'<li><a href="/a/t20231201_{dice.randrange(10**6, 10**7)}.html" target="_blank">{escape(dice.choice(names))}</a></li>'
        for _ in range(number)
    )
    return "".join(rows)


def _list_page(named: Sequence[Row], page: int, is_last: bool) -> str:
    rows = "".join(
        f'<li><a href="{path}">{escape(title)}</a><span>2024-01-01</span></li>' for path, title in named
    )
    behind = "" if is_last else f'<a href="/list_{page + 1}.html">下一页</a>'
    return (
        f'<html><head><meta charset="utf-8"></head><body><ul class="rows">{rows}</ul>{behind}</body></html>'
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve ``folder/site`` by nginx; the address of its home."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.chmod(0o755)  # nginx that root starts reads as nobody
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port))
    with subprocess.Popen([str(program()), "-c", configuration, "-p", folder]) as nginx:
        _wait(port)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            nginx.terminate()


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    raise RuntimeError("nginx does not answer")
