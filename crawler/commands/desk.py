"""``scrapy desk``: look at the store in a browser."""

import argparse
import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from ipaddress import ip_address

from crawler.commanding import StoreCommand
from crawler.exits import CommandError, Exit
from crawler.registry import PortalLoader
from crawler.scheduling import Attended, attend
from crawler.terminal import tell, written
from storage.database import Store, StoreError, open_to_read
from storage.errors import MissingExtra

#: A token that is shorter can be guessed.
_TOKEN = 16
#: So many seconds answers that are on their way may take when it is stopped.
_PATIENCE = 5
_LOCK = "requirements-desk.txt"


class Command(StoreCommand):
    """Serve the desk."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Look at the portals, the articles and what was removed, in a browser"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Serve a web desk on the store, which it only reads, but for the marks that readers make, until Ctrl-C or"
            " SIGTERM: portals and runs, a search of the articles, what was removed of each, and the same as JSON below"
            " /api/. It answers this machine alone; --host lets others ask, who must show a token. Exit codes: 130 when"
            " it was stopped; 1 the output can't be written; 2 wrong use, a port in use, or packages that must be"
            " installed first; 3 there is no store, or it can't be used. See docs/desk.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--port", default="8087", help="its port; 0 takes a free one (default: 8087)")
        parser.add_argument(
            "--host", default="127.0.0.1", help="the address it listens on (default: 127.0.0.1)"
        )
        parser.add_argument(
            "--token",
            help=f"what a browser must show, {_TOKEN} characters or more; better in DESK_TOKEN (environment or -s):"
            " a command line can be seen by others",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Serve until it is stopped."""
        if args:
            raise CommandError(Exit.USAGE, f"desk takes no {args[0]!r}")
        loader = PortalLoader.from_settings(self.settings)
        attended = attend(loader, self.settings)
        for line in loader.broken.values():
            tell(line)
        with closing(_listen(opts.host, _port(opts.port))) as listening:
            token = _token(opts.token or self.settings["DESK_TOKEN"] or None, listening)
            with self.read_store() as store:
                _serve(
                    store, attended, frozenset(loader.broken), token, self.settings["DATABASE_URL"], listening
                )
        return Exit.STOPPED

    @contextmanager
    def read_store(self) -> Iterator[Store]:
        """The store that ``DATABASE_URL`` names, to be read alone.

        :raises CommandError: if it isn't there or can't be used.
        """
        try:
            with closing(open_to_read(self.settings["DATABASE_URL"])) as store:
                yield store
        except StoreError as error:
            raise CommandError(Exit.DATABASE, str(error)) from error


def _serve(
    store: Store,
    attended: Attended,
    broken: frozenset[str],
    token: str | None,
    address: str,
    listening: socket.socket,
) -> None:
    try:
        import uvicorn

        from crawler.desk.app import application
        from crawler.desk.security import LOOPBACK
        from crawler.desk.sharing import Desk
    except ModuleNotFoundError as error:
        missing = MissingExtra("scrapy desk", str(error.name), _LOCK)
        raise CommandError(Exit.USAGE, str(missing)) from error
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    names = (*LOOPBACK, shown) if _is_loopback(listening) else ("*",)
    desk = Desk(store, attended, broken, token, is_stopping=lambda: server.should_exit, address=address)
    app = application(desk, names)
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = uvicorn.Server(config)
    with written():
        print(f"desk: http://{shown}:{port}/", flush=True)
    server.run(sockets=[listening])


def _token(given: str | None, listening: socket.socket) -> str | None:
    """The token, where there must be one or it was given.

    :raises CommandError: if it is missing or too short.
    """
    if given is None and not _is_loopback(listening):
        host = listening.getsockname()[0]
        raise CommandError(
            Exit.USAGE, f"--host {host}: other machines need a token: set DESK_TOKEN, or --token"
        )
    if given is not None and not (len(given) >= _TOKEN and given.isascii() and given.isprintable()):
        raise CommandError(Exit.USAGE, f"the desk's token needs {_TOKEN} characters or more, of ASCII")
    return given


def _is_loopback(listening: socket.socket) -> bool:
    """Whether this machine alone can ask: by the address that was taken, whatever name it was given by."""
    return ip_address(listening.getsockname()[0]).is_loopback


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and int(value) <= 65535):
        raise CommandError(Exit.USAGE, f"--port takes a number from 0 to 65535, not {value!r}")
    return int(value)


def _listen(host: str, port: int) -> socket.socket:
    """Take the port.

    :raises CommandError: if it can't be had.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except UnicodeError as error:
        raise CommandError(
            Exit.USAGE, f"the desk can't listen on {host!r}: that is no host's name"
        ) from error
    except OSError as error:
        reason = (
            os.strerror(error.errno) if isinstance(error.errno, int) and error.errno > 0 else error.strerror
        )
        raise CommandError(Exit.USAGE, f"the desk can't listen on {host} port {port}: {reason}") from error
