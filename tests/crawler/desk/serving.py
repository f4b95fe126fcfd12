"""A desk served on loopback, and a client that sends exactly what it is told."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from scrapy.utils.project import get_project_settings

from crawler.desk.app import application
from crawler.desk.security import LOOPBACK
from crawler.desk.sharing import Desk
from crawler.registry import PortalLoader
from crawler.scheduling import Attended, attend
from storage.database import Store, open_to_read


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def ask(
    address: str, path: str = "/", method: str = "GET", body: str | None = None, **headers: str
) -> Answer:
    """Ask a desk; underscores in the headers' names are hyphens."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    with closing(connection):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode())


def attended() -> Attended:
    """The project's own portals."""
    settings = get_project_settings()
    return attend(PortalLoader.from_settings(settings), settings)


def desk_on(store: Store, **more: Any) -> Desk:
    """A desk whose streams end soon."""
    return Desk(store, attended(), **{"stream_seconds": 0.0, **more})


@contextmanager
def serving(desk: Desk, names: tuple[str, ...] = LOOPBACK) -> Iterator[str]:
    """Serve a desk for a while, by the server that the command uses.

    :returns: its address.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application(desk, names), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def desk_at(address: str, /, **more: Any) -> Iterator[str]:
    """Serve a desk on the store of this address."""
    with closing(open_to_read(address)) as store, serving(desk_on(store, **more)) as served:
        yield served
