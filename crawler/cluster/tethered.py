"""python -m crawler.cluster.tethered ARGUMENT...: a scrapy command that ends, cleanly, when who started it does.

Who started it holds the other end of its standard input.
"""

import os
import signal
import sys
from threading import Thread

from scrapy.cmdline import execute


def _watch() -> None:
    while os.read(0, 1):  # not sys.stdin: its lock would be held when Python ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=_watch, daemon=True).start()
    execute(["scrapy", *sys.argv[1:]])
