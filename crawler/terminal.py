"""How our commands meet the terminal: what ends them early is one line and an exit code, no traceback."""

import atexit
import io
import os
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from crawler.exits import CommandError, Exit


def prepare() -> None:
    """Make output and Ctrl-C safe from the first line on, while the commands are still being imported.

    A character that the output's encoding lacks is escaped, as Python itself does on stderr.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.excepthook = _uncaught
    # A second Ctrl-C that comes when all is done, while Python ends, must not change the exit code.
    for number in (signal.SIGINT, signal.SIGTERM):
        atexit.register(signal.signal, number, signal.SIG_IGN)


def guarded(action: Callable[[], Exit]) -> Exit:
    """Do it; what ends it early is one line on stderr and the exit code returned. SIGTERM ends it as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return action()
    except CommandError as error:
        tell(str(error))
        return error.code
    except KeyboardInterrupt:
        tell("stopped")
        return Exit.STOPPED
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def written(code: Exit = Exit.FINE) -> Iterator[None]:
    """Make sure that what the block prints can be written.

    :param code: how the command would end otherwise.
    :raises CommandError: if it can't, as on a full disk.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # Python writes what is left once more when it ends: that must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(
            max(code, Exit.LOOK), f"the output can't be written: {error.strerror or error}"
        ) from error


def tell(line: str) -> None:
    """A line about the command itself, beside its output."""
    sys.stderr.write(f"scrapy: {line}\n")


def plain(text: str) -> str:
    """Stored text as it may be shown: a control character could make the terminal do anything.

    Each becomes one character, so that places in the text stay what they are.
    """
    return "".join("\ufffd" if unicodedata.category(each) == "Cc" and each != "\t" else each for each in text)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    tell("stopped")
    os._exit(Exit.STOPPED)
