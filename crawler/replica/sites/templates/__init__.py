"""The HTML of the replica's sites, as templates for ``string.Template``."""

from functools import cache
from pathlib import Path
from string import Template

HERE = Path(__file__).parent


@cache
def template(name: str) -> Template:
    """The template of the file ``name``.html."""
    return Template((HERE / f"{name}.html").read_text(encoding="utf-8"))


def fill(name: str, **values: str) -> str:
    """The template ``name`` with its places filled.

    :raises KeyError: if a place is left without a value.
    """
    return template(name).substitute(values)
