"""``python -m crawler.replica``: serve the replica, or print what it knows to be true.

Exit codes: 0 after SIGTERM or Ctrl-C, 2 for a bad port or edition, a port in use, or a portal it
doesn't have.
"""

import argparse
import json
import os
import signal
import sys
from dataclasses import asdict
from threading import Thread
from typing import Any

from crawler.replica.editions import EDITIONS
from crawler.replica.server import LOOPBACK, Sites
from crawler.replica.sites import sites
from crawler.replica.truth import truth


def main() -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(
        prog="python -m crawler.replica", description="Serve the replica of the portals."
    )
    parser.add_argument("--port", default="0", help="port on 127.0.0.1; 0, the default, takes a free one")
    parser.add_argument("--truth", metavar="PORTAL", help="print a portal's articles as JSON lines, and end")
    parser.add_argument(
        "--edition",
        default="1",
        help="1, the default; 2: the same portals some time later; 3: the same, 红星网 in another design",
    )
    parser.add_argument(
        "--attached", action="store_true", help="end when stdin does: whoever holds it is gone"
    )
    options = parser.parse_args()
    try:
        edition = _edition(options.edition)
        if options.truth:
            print_truth(options.truth, edition)
        else:
            serve(_port(options.port), edition, options.attached)
    except ValueError as error:
        print(f"replica: {error}", file=sys.stderr)
        return 2
    return 0


def print_truth(portal: str, edition: int) -> None:
    """Print a portal's articles in an edition, one JSON object a line.

    :raises ValueError: if there is no such portal.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends us without a traceback
    for article in truth(portal, edition):
        print(json.dumps(asdict(article), ensure_ascii=False))


def serve(port: int, edition: int, attached: bool) -> None:
    """Serve an edition until SIGTERM or SIGINT.

    :param attached: end also when stdin does.
    :raises ValueError: if the port can't be had.
    """
    # Here and not above: importing the reactor installs it, and `--truth` needs none.
    from twisted.internet import error, reactor
    from twisted.web.server import Site as WebSite

    loop: Any = reactor  # its type is that of the module, which lacks the methods
    web: Any = WebSite  # has no types
    try:
        listening = loop.listenTCP(port, web(Sites(sites(edition))), interface=LOOPBACK)
    except error.CannotListenError as refusal:
        raise ValueError(f"cannot listen on {LOOPBACK}:{port}: {refusal.socketError}") from refusal
    line = f"replica: http://{LOOPBACK}:{listening.getHost().port}"
    # Only once it runs: a signal that answers the line must find its handler in place.
    loop.callWhenRunning(lambda: print(line, flush=True))
    if attached:
        Thread(target=_end_with_stdin, args=(loop,), daemon=True).start()
    loop.run()


def _end_with_stdin(loop: Any) -> None:
    """Stop serving when the other end of stdin is closed, as it is by any death of the process that holds it."""
    while os.read(0, 1024):  # not sys.stdin: its lock would be held when the interpreter ends
        pass
    loop.callFromThread(loop.stop)


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 65535:
        raise ValueError(f"--port takes a number from 0 to 65535, not {value!r}")
    return int(value)


def _edition(value: str) -> int:
    if value not in map(str, EDITIONS):
        raise ValueError(f"--edition takes one of {', '.join(map(str, EDITIONS))}, not {value!r}")
    return int(value)


if __name__ == "__main__":
    sys.exit(main())
