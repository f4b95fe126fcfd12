"""A portal's file, written from what was found of its site. Nothing of it that a page said is code."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaners.model import Layout
from crawler.discovery.discovered import Discovery
from crawler.discovery.naming import is_name

_HEAD = '''"""A portal written by ``scrapy onboard`` from what the site's own pages show.

Known: what stood on the pages that were looked at. Guessed: that the other pages are like them. Put the region
in, look at `every` and `expect`, and say here what you know of the site.
"""
'''


def source(discovery: Discovery, name: str, layout: Layout | None) -> str:
    """The file of a portal.

    :param name: the portal's name.
    :raises ValueError: if the name or a declaration can't be used, or the file would not be what it must be.
    """
    if not is_name(name):
        raise ValueError(f"a portal can't be called {name!r}")
    declarations = {**discovery.declarations, "name": name, "every": "1 day"}
    if layout:
        declarations["layouts"] = (layout,)
    discovery.portal(**declarations)  # refuses what can't be used
    text = "".join(f"{line}\n" for line in _lines(discovery, name, declarations))
    check(text, declarations)
    return text


def write(folder: Path, name: str, text: str) -> Path:
    """Write a new portal's file.

    :returns: where it is.
    :raises OSError: if there is one already, or it can't be written: then there is none.
    """
    file = folder / f"{name}.py"
    file.touch(exist_ok=False)
    try:
        file.write_text(text, "utf-8")
    except OSError:
        file.unlink(missing_ok=True)
        raise
    return file


def check(text: str, declarations: Mapping[str, Any]) -> None:
    """Make sure that a file declares these values and does nothing else, without running it.

    :raises ValueError: if it isn't so.
    """
    tree = ast.parse(text)
    compile(tree, "<portal>", "exec")
    (head, *imports, portal) = tree.body
    is_plain = _is_text(head) and all(isinstance(each, ast.ImportFrom) for each in imports)
    if not is_plain or not isinstance(portal, ast.ClassDef) or portal.decorator_list or portal.keywords:
        raise ValueError("the file would be more than a portal's declarations")
    if dict(map(_declared, portal.body[1:])) != declarations or not _is_text(portal.body[0]):
        raise ValueError("the file would not declare what was found")


def _lines(discovery: Discovery, name: str, declarations: Mapping[str, Any]) -> Iterator[str]:
    base = discovery.base
    yield _HEAD
    if "layouts" in declarations:
        yield "from cleaners.model import Layout"
    yield f"from {base.__module__} import {base.__name__}"
    yield from ("", "")
    yield f"class {''.join(part.capitalize() for part in name.split('_'))}Portal({base.__name__}):"
    yield from ('    """What was found of the site."""', "")
    for declared in (
        "name",
        "title",
        "home",
        "lists",
        "article_url",
        "page_parameter",
        "every",
        "expect",
        "layouts",
    ):
        if declared in declarations:
            yield from _assignment(declared, declarations[declared])


def _assignment(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"    {name} = {{  # noqa: RUF012"
        yield from (f"        {literal(key)}: {literal(each)}," for key, each in value.items())
        yield "    }"
    elif isinstance(value, tuple):
        yield f"    {name} = ("
        for layout in value:
            yield "        Layout("
            for part in ("name", "content", "title"):
                yield f"            {part}={literal(getattr(layout, part))},"
            yield f"            drop={dict(layout.drop)!r},"
            yield "        ),"
        yield "    )"
    else:
        yield f"    {name} = {literal(value)}"


def literal(value: object) -> str:
    """A value as Python writes it, a text in the quotes this project has, where they change nothing.

    >>> print(literal("要闻"), literal("it's"), literal('"'))
    "要闻" "it's" '"'
    """
    written = repr(value)
    if isinstance(value, str) and '"' not in value:
        inner = written[1:-1].replace("\\'", "'") if written[0] == "'" else written[1:-1]
        doubled = f'"{inner}"'
        return doubled if ast.literal_eval(doubled) == value else written
    return written


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _declared(node: ast.stmt) -> tuple[str, Any]:
    """What a line of the class declares: a literal, or layouts made of literals."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        raise ValueError("the file would do more than declare")
    name = node.targets[0].id
    if name == "layouts" and isinstance(node.value, ast.Tuple):
        return name, tuple(map(_layout, node.value.elts))
    return name, ast.literal_eval(node.value)


def _layout(node: ast.expr) -> Layout:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "Layout":
        raise ValueError("the file would hold a layout that is none")
    return Layout(**{str(each.arg): ast.literal_eval(each.value) for each in node.keywords})
