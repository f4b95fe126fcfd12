"""A portal of static files, served by nginx on loopback: what the speed of a crawl is measured on."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from random import Random
from time import sleep

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


def program() -> str | None:
    """Where nginx is; None where it isn't installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


def write(folder: Path, articles: int) -> list[str]:
    """Write a site of so many invented articles.

    :returns: the articles' paths; the lists are ``/list_1.html`` and on.
    """
    (folder / "a").mkdir(parents=True)
    prose, dice = Prose("static"), Random(1)
    names = [prose.article().title for _ in range(200)]
    paths = [f"/a/t20240101_{1_000_000 + number}.html" for number in range(articles)]
    titles = []
    for path in paths:
        text = prose.article()
        titles.append(text.title)
        (folder / path[1:]).write_text(_page(text, names, dice), encoding="utf-8")
    for page, start in enumerate(range(0, articles, ROWS), 1):
        end = start + ROWS
        is_last = end >= articles
        listed = _list_page(paths[start:end], titles[start:end], page, is_last)
        (folder / f"list_{page}.html").write_text(listed, encoding="utf-8")
    return paths


def _page(text: Text, names: list[str], dice: Random) -> str:
    """An article's page: menus, boxes of links, script and style around it, up to ``SIZE`` bytes."""
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
    while size < SIZE:
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


def _list_page(paths: list[str], titles: list[str], page: int, is_last: bool) -> str:
    rows = "".join(
        f'<li><a href="{path}">{escape(title)}</a><span>2024-01-01</span></li>'
        for path, title in zip(paths, titles, strict=True)
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
