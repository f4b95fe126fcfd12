"""Exit codes of the commands. docs/exit-codes.md explains them to users."""

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended. Where several hold, the later one in this list is returned."""

    FINE = 0
    LOOK = 1
    USAGE = 2
    DATABASE = 3
    HELD = 4
    BROKEN = 5
    STOPPED = 130


class CommandError(Exception):
    """A command can't do what was asked. Its text is one line that says what to do."""

    def __init__(self, code: Exit, text: str) -> None:
        super().__init__(text)
        self.code = code
