"""Parts of the documentation that are made from the code: they stand between two markers."""

from collections.abc import Iterable
from pathlib import Path


def refreshed(page: str, name: str, part: str) -> str:
    """A page with the part of this name written anew.

    :raises ValueError: if it has no markers.
    """
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"there is no part between {begin.strip()} and {end.strip()}")
    return f"{before}{begin}\n{part}\n{end}{after}"


def refresh(files: Iterable[str], name: str, part: str) -> None:
    """Write the part of this name anew in the files."""
    for each in map(Path, files):
        each.write_text(refreshed(each.read_text("utf-8"), name, part), "utf-8")
