"""A page that tries all it can to run something, or to be heard of elsewhere."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PAGE = """<!doctype html><html><head><title>恶意页面</title>
<base href="{out}/base/">
<meta http-equiv="refresh" content="0;url={out}/refresh">
<meta http-equiv="x-dns-prefetch-control" content="on">
<link rel="preconnect" href="{out}"><link rel="dns-prefetch" href="//leak.localhost:{port}">
<link rel="preload" as="image" href="{out}/preload"><link rel="prefetch" href="{out}/prefetch">
<link rel="modulepreload" href="{out}/module"><link rel="stylesheet" href="{out}/style.css">
<link rel="icon" href="{out}/icon"><link rel="manifest" href="{out}/manifest">
<style>@import "{out}/import.css"; body {{ background: url({out}/background) }} @font-face {{ font-family: x; src: url({out}/font) }}
p {{ font-family: x }}</style>
<script>new Image().src = "{out}/script"; parent.document.title = "taken"; top.location = "{out}/top"</script>
<script src="{out}/script.js"></script>
</head><body onload="fetch('{out}/onload')">
<div><h1>恶意的页面也有正文</h1>
<p>这一段是正文的第一句话，写得足够长，使清洗程序把它当作文章的一部分留下来，而不是当作菜单删去。</p>
<p>这一段是正文的第二句话，同样写得足够长，里面没有链接，也没有图片&lt;img src="{out}/escaped" onerror="fetch('{out}/escaped')"&gt;，只有文字。</p>
<p>这一段是正文的第三句话，<b onclick="alert(1)">点击</b>它不会发生任何事情，因为沙箱里什么也不能运行。</p></div>
<img src="{out}/picture" srcset="{out}/larger 2x" onerror="fetch('{out}/onerror')"><picture><source srcset="{out}/source"></picture>
<iframe src="{out}/frame"></iframe><iframe srcdoc="<img src='{out}/srcdoc'><link rel=preconnect href='{out}'>"></iframe>
<iframe SRCDOC="&lt;link rel=preconnect href={out}&gt;"></iframe><LINK/rel=preconnect href={out}>
<object data="{out}/object"></object><embed src="{out}/embed">
<video src="{out}/video" poster="{out}/poster" autoplay></video><audio src="{out}/audio" autoplay></audio>
<svg xmlns="http://www.w3.org/2000/svg"><image href="{out}/svg" width="9" height="9"/><script>fetch("{out}/svgscript")</script>
<use href="{out}/use.svg#x"/></svg>
<form action="{out}/form" id="f"><input name="x" autofocus onfocus="this.form.submit()"></form>
<table background="{out}/table"><tr><td>表</td></tr></table>
<input type="image" src="{out}/inputimage">
<details open ontoggle="fetch('{out}/toggle')"><summary>x</summary></details>
</body></html>"""


def page(port: int) -> bytes:
    """The page, whose requests would go to this port of the loopback."""
    return _PAGE.format(out=f"http://127.0.0.1:{port}", port=port).encode()


class Listener:
    """Notes every connection; at ``/hostile`` it has the page itself, without anything that keeps it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.heard: list[str] = []

    def listen(self) -> None:
        """Until it is closed."""
        with suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                with connection, suppress(OSError):
                    connection.settimeout(0.5)
                    self.heard.append("connected")
                    asked = connection.recv(65536).decode("latin-1").partition("\r")[0]
                    self.heard.append(asked)
                    found = page(self.port) if asked.startswith("GET /hostile ") else b""
                    head = b"HTTP/1.0 %d x\r\nContent-Type: text/html\r\n\r\n" % (200 if found else 404)
                    connection.sendall(head + found)


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener on the loopback."""
    listener = Listener()
    thread = threading.Thread(target=listener.listen, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        listener.socket.shutdown(socket.SHUT_RDWR)
        listener.socket.close()
        thread.join()
