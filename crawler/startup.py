"""What is done before anything else: the commands' imports, which take a second, come after it."""

import gc
from importlib import import_module

from crawler import terminal

#: So many objects are made before Python looks for cycles among them, 700 by default. A program of a thousand modules
#: makes as many all the time, and few cycles.
_OBJECTS = 5_000
#: Has deprecated classes made, for which Scrapy goes over the whole stack and all modules: a fifth of a second where it
#: is imported by the first command, nothing here.
_EARLY = "scrapy.core.downloader.handlers.http11"


def prepare() -> None:
    """Make ready for a command."""
    terminal.prepare()
    gc.set_threshold(_OBJECTS)
    import_module(_EARLY)
