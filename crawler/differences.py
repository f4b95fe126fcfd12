"""How a difference between two versions looks on a terminal."""

from rich.text import Text

from crawler.terminal import plain
from storage.history import Line

_STYLES = {"-": "red", "+": "green"}


def shown(line: Line) -> Text:
    """A line of a difference: what was taken away or added, with the field's name unless it is the text."""
    name = "" if line.of == "text" else f"{line.of}: "
    return Text(f"      {line.sign} {name}{plain(line.words)}", style=_STYLES[line.sign])
